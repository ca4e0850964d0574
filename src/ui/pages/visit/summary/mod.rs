//! 走访小结: what the visit came to, as it is read, signed by the customer, printed and shared.

mod next;
mod share;
mod sheet;
mod sign;

use leptos::prelude::*;

use self::sheet::{Content, Part, parts};
pub use self::{share::Share, sign::Sign};
use super::attached::{PICTURES, Pictures};
use crate::{
    domain::Link,
    state::{visit::Captured, workspace::use_workspace},
    ui::{
        components::{EmptyState, Icon},
        i18n::*,
    },
};

/// The face.
#[component]
pub fn SummaryFace(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let has_begun = move || captured.visit.read().arrived_at.is_some();
    view! {
        <Show
            when=has_begun
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Surveys
                        title=move || t_string!(i18n, visit.summary_none)
                        text=move || t_string!(i18n, visit.summary_none_text)
                    />
                }
            }
        >
            <article class="card sheet">
                <h2>{t!(i18n, visit.sheet_title)}</h2>
                <Sheet captured=captured />
                <Shown captured=captured />
                <sign::Signatures captured=captured />
            </article>
            <next::Next captured=captured />
        </Show>
    }
}

/// The parts.
#[component]
fn Sheet(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let parts = Memo::new(move |_| parts(i18n.get_locale(), workspace, captured));
    move || {
        parts
            .get()
            .into_iter()
            .map(|part| view! { <OnePart part=part /> })
            .collect_view()
    }
}

/// One part.
#[component]
fn OnePart(part: Part) -> impl IntoView {
    let content = match part.content {
        Content::Facts(facts) => {
            let fact = |(name, value)| {
                view! {
                    <div>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                }
            };
            let facts = facts.into_iter().map(fact).collect_view();
            view! { <dl class="facts">{facts}</dl> }.into_any()
        }
        Content::Text(text) => view! { <p class="said">{text}</p> }.into_any(),
        Content::Points(points) => {
            let point = |(text, is_done): (String, bool)| {
                view! { <li class:done=is_done>{text}</li> }
            };
            let points = points.into_iter().map(point).collect_view();
            view! { <ul class="points">{points}</ul> }.into_any()
        }
        Content::Table(head, rows) => view! { <Grid head=head rows=rows /> }.into_any(),
    };
    let title = (!part.title.is_empty()).then(|| view! { <h3>{part.title}</h3> });
    view! { <section>{title} {content}</section> }
}

/// Rows under headings.
#[component]
fn Grid(head: Vec<String>, rows: Vec<Vec<String>>) -> impl IntoView {
    let cell = |text: String| view! { <td>{text}</td> };
    let row = |row: Vec<String>| {
        let cells = row.into_iter().map(cell).collect_view();
        view! { <tr>{cells}</tr> }
    };
    let heading = |text: String| view! { <th scope="col">{text}</th> };
    let head = head.into_iter().map(heading).collect_view();
    let rows = rows.into_iter().map(row).collect_view();
    view! {
        <table class="plain-table words">
            <thead>
                <tr>{head}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// Photos and handwriting, those of findings under their findings' order.
#[component]
fn Shown(captured: Captured) -> impl IntoView {
    let ids = Memo::new(move |_| {
        let findings = captured.findings.read();
        findings
            .iter()
            .map(|finding| Link::to(finding.id))
            .collect::<Vec<_>>()
    });
    let of_findings = move || {
        let links = ids.get().into_iter();
        links
            .map(|of| view! { <Pictures captured=captured of=of /> })
            .collect_view()
    };
    let is_any = move || {
        let attached = captured.attachments.read();
        attached
            .iter()
            .any(|one| one.kind.is_some_and(|kind| PICTURES.contains(&kind)))
    };
    let i18n = use_i18n();
    view! {
        <Show when=is_any>
            <section class="stack">
                <h3>{t!(i18n, visit.pictures)}</h3>
                <Pictures captured=captured of=Link::to(captured.id) />
                {of_findings}
            </section>
        </Show>
    }
}
