//! 发展需求: plans of the customer that change its use, with amount, period and likelihood.

use busbar_core::domain::{FieldOf, Id, Link, visit::DevelopmentNeed};
use leptos::prelude::*;

use super::{
    NEEDS,
    follow_up::{Follow, FollowUps},
};
use crate::{
    state::{
        commands::visit::{FollowUp, learned},
        visit::Captured,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Button, Card, Icon},
        i18n::*,
        navigation::go_to_part,
        shared::{
            field::{OpenField, OpenFields},
            new_record::Remove,
        },
    },
};

/// Returns the element id of a need.
fn part(id: Id<DevelopmentNeed>) -> String {
    format!("need-{id}")
}

/// Adds a need and scrolls to it; scrolls to the blank one if there is one already.
pub fn begin_need(workspace: Workspace, captured: Captured) {
    let blank = captured.needs.with_untracked(|needs| {
        let blank = needs.iter().find(|need| need.is_blank());
        blank.map(|need| need.id)
    });
    if let Some(id) = blank {
        go_to_part(&part(id));
    } else {
        learned(workspace, &captured.visit.read_untracked());
        go_to_part(NEEDS);
    }
}

/// Card of the needs learned at the visit.
#[component]
pub fn Needs(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let ids = Memo::new(move |_| {
        let needs = captured.needs.read();
        needs.iter().map(|need| need.id).collect::<Vec<_>>()
    });
    view! {
        <Card
            title=move || t_string!(i18n, visit.needs)
            note=move || t_string!(i18n, visit.needs_note)
        >
            <div class="stack">
                <ul class="stack">
                    <For
                        each=move || ids.get()
                        key=|id| *id
                        children=move |id| view! { <One id=id captured=captured /> }
                    />
                </ul>
                <div class="line">
                    <Button
                        label=move || t_string!(i18n, visit.add_need)
                        icon=Icon::Add
                        on_press=move |()| begin_need(workspace, captured)
                    />
                </div>
            </div>
        </Card>
    }
}

/// Fields for the amount and the period.
const HOW_MUCH: &[FieldOf<DevelopmentNeed>] = &[
    DevelopmentNeed::CAPACITY_KVA,
    DevelopmentNeed::LOAD_KW,
    DevelopmentNeed::FROM,
    DevelopmentNeed::UNTIL,
];

/// Form for one need.
#[component]
fn One(id: Id<DevelopmentNeed>, captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let follow = move || tables.read_untracked(id, FollowUp::of_need);
    view! {
        <li class="taken" id=part(id) tabindex="-1">
            <div class="spread">
                <span class="grow">
                    <OpenField
                        id
                        field=DevelopmentNeed::TEXT
                        label=move || t_string!(i18n, visit.need_what)
                    />
                </span>
                <Remove id label=move || t_string!(i18n, visit.take_out) />
            </div>
            <div class="form-pair narrow">
                <OpenFields id of=HOW_MUCH />
            </div>
            <OpenField id field=DevelopmentNeed::LIKELIHOOD />
            <FollowUps captured=captured of=Link::to(id) />
            <div class="line">
                <Follow captured=captured of=Link::to(id) what=follow />
            </div>
        </li>
    }
}
