//! 经营情况, first-hand: how production and orders go, and what the customer plans; and what was said, in
//! the manager's words.

use busbar_core::domain::visit::{Trend, Visit};
use leptos::prelude::*;

use crate::{
    state::{visit::Captured, workspace::use_workspace},
    ui::{
        components::{Bounds, Card, Input},
        i18n::*,
        labels,
        shared::field::OpenField,
    },
};

/// Shifts a day: there are no more than four teams.
const SHIFTS: Bounds = Bounds { least: Some(0.0), most: Some(4.0) };

/// How the customer is doing.
#[component]
pub fn Situation(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let (id, table) = (captured.id, use_workspace().tables.visits);
    let trends = Signal::derive(move || {
        let one = |trend: &Trend| {
            let word = labels::trend(i18n.get_locale(), *trend);
            (trend.name().to_owned(), word.to_owned())
        };
        Input::Choice(Trend::ALL.iter().map(one).collect())
    });
    view! {
        <Card
            title=move || t_string!(i18n, visit.situation)
            note=move || t_string!(i18n, visit.situation_note)
        >
            <div class="stack">
                <OpenField
                    table
                    id
                    field=Visit::PRODUCTION
                    label=move || t_string!(i18n, visit.production)
                    input=trends
                />
                <OpenField
                    table
                    id
                    field=Visit::ORDERS
                    label=move || t_string!(i18n, visit.orders)
                    input=trends
                />
                <OpenField
                    table
                    id
                    field=Visit::SHIFTS
                    label=move || t_string!(i18n, visit.shifts)
                    input=Signal::stored(Input::Number("", SHIFTS))
                />
                <OpenField
                    table
                    id
                    field=Visit::OUTLOOK
                    label=move || t_string!(i18n, visit.outlook)
                    input=Signal::stored(Input::Long)
                    spoken=true
                />
            </div>
        </Card>
    }
}

/// What was said.
#[component]
pub fn Talk(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let (id, table) = (captured.id, use_workspace().tables.visits);
    view! {
        <Card title=move || t_string!(i18n, visit.talk)>
            <OpenField
                table
                id
                field=Visit::SUMMARY
                label=move || t_string!(i18n, visit.summary)
                hint=move || t_string!(i18n, visit.summary_hint)
                input=Signal::stored(Input::Long)
                spoken=true
            />
        </Card>
    }
}
