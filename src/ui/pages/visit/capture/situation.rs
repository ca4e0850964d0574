//! 经营情况: production, orders and plans as described by the customer, and the account manager's summary of the talk.

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

/// Card of the business situation.
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

/// Card of the summary of the talk.
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
