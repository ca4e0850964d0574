//! 经营情况, first-hand: how production and orders go, and what the customer plans; and what was said, in
//! the manager's words.

use busbar_core::domain::visit::Visit;
use leptos::prelude::*;

use crate::{
    state::visit::Captured,
    ui::{
        components::Card,
        i18n::*,
        shared::field::{OpenField, OpenFields},
    },
};

/// How the customer is doing.
#[component]
pub fn Situation(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let id = captured.id;
    view! {
        <Card
            title=move || t_string!(i18n, visit.situation)
            note=move || t_string!(i18n, visit.situation_note)
        >
            <div class="stack">
                <OpenFields id of=[Visit::PRODUCTION, Visit::ORDERS, Visit::SHIFTS] />
                <OpenField id field=Visit::OUTLOOK spoken=true />
            </div>
        </Card>
    }
}

/// What was said.
#[component]
pub fn Talk(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let id = captured.id;
    view! {
        <Card title=move || t_string!(i18n, visit.talk)>
            <OpenField
                id
                field=Visit::SUMMARY
                hint=move || t_string!(i18n, visit.summary_hint)
                spoken=true
            />
        </Card>
    }
}
