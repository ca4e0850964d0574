//! 发现问题: findings of a visit, added by kind with one tap, then completed with description, severity, deadline and
//! photos.

use busbar_core::domain::{
    Id, Link,
    visit::{Finding, FindingKind},
};
use leptos::prelude::*;

use super::{
    super::{attached::AddPhoto, pictures::Pictures},
    follow_up::{Follow, FollowUps},
};
use crate::{
    state::{
        commands::visit::{FollowUp, found, to_be_rectified},
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Icon, Tag, Tone},
        i18n::*,
        labels,
        shared::{field::OpenField, new_record::Remove},
    },
};

/// Card of the findings.
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

/// Form for one finding.
#[component]
fn One(id: Id<Finding>, captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let kind = Memo::new(move |_| tables.read(id, |finding| finding.kind).flatten());
    let is_hazard =
        Memo::new(move |_| tables.read(id, |finding| finding.rectify_by).flatten().is_some());
    let follow = move || tables.read_untracked(id, FollowUp::of_finding);
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
                <Remove id label=move || t_string!(i18n, visit.take_out) />
            </div>
            <OpenField
                id
                field=Finding::TEXT
                label=move || t_string!(i18n, visit.found_what)
                spoken=true
            />
            <OpenField id field=Finding::SEVERITY />
            <Show when=move || is_hazard.get()>
                <OpenField id field=Finding::RECTIFY_BY />
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
