//! 发展需求: what the customer plans that changes its use, how much, from when, and how likely.

use busbar_core::domain::{
    Id, Link,
    visit::{DevelopmentNeed, Likelihood},
};
use leptos::prelude::*;

use super::{
    NEEDS,
    follow_up::{Follow, FollowUps},
};
use crate::{
    state::{
        commands::{
            record::remove,
            visit::{FollowUp, learned},
        },
        visit::Captured,
        workspace::{Workspace, use_workspace},
    },
    ui::{
        components::{Bounds, Button, Card, Emphasis, Icon, Input},
        i18n::*,
        labels,
        navigation::go_to_part,
        shared::field::OpenField,
    },
};

/// The part of the page with one need.
fn part(id: Id<DevelopmentNeed>) -> String {
    format!("need-{id}")
}

/// Begins a need and goes to where it is entered; goes to the blank one if there is one already.
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

/// The needs that were learned at the visit.
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

/// One need.
#[component]
fn One(id: Id<DevelopmentNeed>, captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let table = workspace.tables.needs;
    let likely = Signal::derive(move || {
        let one = |likelihood: &Likelihood| {
            let word = labels::likelihood(i18n.get_locale(), *likelihood);
            (likelihood.name().to_owned(), word.to_owned())
        };
        Input::Choice(Likelihood::ALL.iter().map(one).collect())
    });
    // Less is a need too: a line that is shut down.
    let number = |unit| Signal::stored(Input::Number(unit, Bounds::default()));
    let date = Signal::stored(Input::Date);
    let follow = move || table.read_untracked().get(id).map(FollowUp::of_need);
    view! {
        <li class="taken" id=part(id) tabindex="-1">
            <div class="spread">
                <span class="grow">
                    <OpenField
                        table
                        id
                        field=DevelopmentNeed::TEXT
                        label=move || t_string!(i18n, visit.need_what)
                    />
                </span>
                <Button
                    label=move || t_string!(i18n, visit.take_out)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=move |()| remove(workspace, id)
                />
            </div>
            <div class="form-pair narrow">
                <OpenField
                    table
                    id
                    field=DevelopmentNeed::CAPACITY_KVA
                    label=move || t_string!(i18n, visit.need_capacity)
                    input=number("kVA")
                />
                <OpenField
                    table
                    id
                    field=DevelopmentNeed::LOAD_KW
                    label=move || t_string!(i18n, visit.need_load)
                    input=number("kW")
                />
                <OpenField
                    table
                    id
                    field=DevelopmentNeed::FROM
                    label=move || t_string!(i18n, visit.need_from)
                    input=date
                />
                <OpenField
                    table
                    id
                    field=DevelopmentNeed::UNTIL
                    label=move || t_string!(i18n, visit.need_until)
                    input=date
                />
            </div>
            <OpenField
                table
                id
                field=DevelopmentNeed::LIKELIHOOD
                label=move || t_string!(i18n, visit.need_likelihood)
                input=likely
            />
            <FollowUps captured=captured of=Link::to(id) />
            <div class="line">
                <Follow captured=captured of=Link::to(id) what=follow />
            </div>
        </li>
    }
}
