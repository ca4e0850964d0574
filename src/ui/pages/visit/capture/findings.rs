//! 发现问题: one tap a kind, then what, how much it matters, by when it is to be rectified, and photos.

use busbar_core::domain::{
    Id, Link,
    visit::{Finding, FindingKind, Severity},
};
use leptos::prelude::*;

use super::{
    super::{attached::AddPhoto, pictures::Pictures},
    follow_up::{Follow, FollowUps},
};
use crate::{
    state::{
        commands::{
            record::remove,
            visit::{FollowUp, found, to_be_rectified},
        },
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Emphasis, Icon, Input, Tag, Tone},
        i18n::*,
        labels,
        shared::field::OpenField,
    },
};

/// The findings of the visit.
#[component]
pub fn Findings(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let ids = Memo::new(move |_| {
        let findings = captured.findings.read();
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    });
    let kinds = FindingKind::ALL
        .iter()
        .map(|kind| {
            let kind = *kind;
            view! {
                <Button
                    label=move || labels::finding_kind(i18n.get_locale(), kind)
                    icon=Icon::Add
                    on_press=move |()| found(workspace, &captured.visit.read_untracked(), kind)
                />
            }
        })
        .collect_view();
    view! {
        <Card
            title=move || t_string!(i18n, visit.findings)
            note=move || t_string!(i18n, visit.findings_note)
        >
            <div class="stack">
                <ul class="stack">
                    <For
                        each=move || ids.get()
                        key=|id| *id
                        children=move |id| view! { <One id=id captured=captured /> }
                    />
                </ul>
                <div class="line add-kinds">{kinds}</div>
            </div>
        </Card>
    }
}

/// One finding.
#[component]
fn One(id: Id<Finding>, captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.findings;
    let kind = Memo::new(move |_| table.read().get(id).and_then(|finding| finding.kind));
    let is_hazard = Memo::new(move |_| {
        let table = table.read();
        table.get(id).is_some_and(|finding| finding.rectify_by.is_some())
    });
    let severities = Signal::derive(move || {
        let one = |severity: &Severity| {
            let word = labels::severity(i18n.get_locale(), *severity);
            (severity.name().to_owned(), word.to_owned())
        };
        Input::Choice(Severity::ALL.iter().map(one).collect())
    });
    let follow = move || {
        let finding = table.read_untracked();
        finding.get(id).map(FollowUp::of_finding)
    };
    view! {
        <li class="taken">
            <div class="spread">
                <Tag
                    text=move || {
                        let locale = i18n.get_locale();
                        let kind = kind.get().map(|kind| labels::finding_kind(locale, kind));
                        kind.unwrap_or_default().to_owned()
                    }
                    tone=Tone::Accent
                />
                <Button
                    label=move || t_string!(i18n, visit.take_out)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| remove(workspace, id)
                />
            </div>
            <OpenField
                table
                id
                field=Finding::TEXT
                label=move || t_string!(i18n, visit.found_what)
                input=Signal::stored(Input::Long)
                spoken=true
            />
            <OpenField
                table
                id
                field=Finding::SEVERITY
                label=move || t_string!(i18n, visit.severity)
                input=severities
            />
            <Show when=move || is_hazard.get()>
                <OpenField
                    table
                    id
                    field=Finding::RECTIFY_BY
                    label=move || t_string!(i18n, visit.rectify_by)
                    input=Signal::stored(Input::Date)
                />
            </Show>
            <Pictures captured=captured of=Link::to(id) />
            <FollowUps captured=captured of=Link::to(id) />
            <div class="line">
                <AddPhoto captured=captured of=Link::to(id) />
                <Show when=move || !is_hazard.get()>
                    <Button
                        label=move || t_string!(i18n, visit.make_hazard)
                        icon=Icon::Warning
                        on_press=move |()| to_be_rectified(workspace, id)
                    />
                </Show>
                <Follow captured=captured of=Link::to(id) what=follow />
            </div>
        </li>
    }
}
