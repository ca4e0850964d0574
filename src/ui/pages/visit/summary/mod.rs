//! 走访小结: the report of a visit, to be read, signed by the customer, printed and shared.

mod next;
mod share;
mod sign;

use busbar_core::domain::{
    Link,
    visit::{CustomerReport, Stay},
};
use leptos::prelude::*;

pub use self::{share::Share, sign::Sign};
use super::{
    capture::minutes_in_words,
    pictures::{PICTURES, Pictures},
};
use crate::{
    state::{
        visit::Captured,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Icon, OrEmpty},
        format,
        i18n::*,
        shared::sheet::{Paper, Part, visit_report},
    },
};

/// Summary tab.
#[component]
pub fn SummaryFace(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let has_begun = move || captured.visit.read().arrived_at.is_some();
    let report = captured.for_customer();
    let said = Signal::derive(move || parts(i18n.get_locale(), workspace, &report.read()));
    view! {
        <OrEmpty
            when=has_begun
            icon=Icon::Surveys
            title=move || t_string!(i18n, visit.summary_none)
            text=move || t_string!(i18n, visit.summary_none_text)
        >
            <article class="card sheet">
                <h2>{t!(i18n, visit.sheet_title)}</h2>
                <Paper parts=said />
                <sign::Signatures captured=captured />
                <Beyond captured=captured />
            </article>
            <next::Next captured=captured />
        </OrEmpty>
    }
}

/// Returns the parts of the report as shown to the customer, in the language of the page. Subscribes to changes.
fn parts(locale: Locale, workspace: Workspace, report: &CustomerReport) -> Vec<Part> {
    let arrived = report.said().visit.arrived_at;
    visit_report(locale, report, arrived.map(|at| workspace.wall_clock(at.0)))
}

/// Content that the signature does not cover: the end of the visit and the pictures.
#[component]
fn Beyond(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let is_shown = Memo::new(move |_| {
        let attached = captured.attachments.read();
        attached.iter().any(|one| one.kind.is_some_and(|kind| PICTURES.contains(&kind)))
    });
    let has_ended = Memo::new(move |_| captured.visit.read().stay().is_some());
    view! {
        <Show when=move || is_shown.get() || has_ended.get()>
            <section class="stack">
                <h3>{t!(i18n, labels.beyond_signature)}</h3>
                <Ended captured=captured />
                <Show when=move || is_shown.get()>
                    <Shown captured=captured />
                </Show>
            </section>
        </Show>
    }
}

/// End time and duration of the visit.
#[component]
fn Ended(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let said = move || {
        let locale = i18n.get_locale();
        let visit = captured.visit.read();
        let left = workspace.wall_clock(visit.left_at?.0);
        let lasted = match visit.stay()? {
            Stay::Minutes(minutes) => minutes_in_words(locale, minutes),
            Stay::Backwards => t_string!(i18n, visit.backwards).to_owned(),
        };
        Some((format::moment(locale, left), lasted))
    };
    move || {
        said().map(|(left, lasted)| {
            view! {
                <dl class="facts">
                    <div>
                        <dt>{t!(i18n, visit.left_at)}</dt>
                        <dd>{left}</dd>
                    </div>
                    <div>
                        <dt>{t!(i18n, visit.lasted)}</dt>
                        <dd>{lasted}</dd>
                    </div>
                </dl>
            }
        })
    }
}

/// Photos and handwriting, those of findings in the order of the findings. Handwriting is for the account manager
/// only and is not printed.
#[component]
fn Shown(captured: Captured) -> impl IntoView {
    let ids = Memo::new(move |_| {
        let findings = captured.findings.read();
        findings.iter().map(|finding| Link::to(finding.id)).collect::<Vec<_>>()
    });
    let of_findings = move || {
        let links = ids.get().into_iter();
        links.map(|of| view! { <Pictures captured=captured of=of /> }).collect_view()
    };
    view! {
        <Pictures captured=captured of=Link::to(captured.id) />
        {of_findings}
    }
}
