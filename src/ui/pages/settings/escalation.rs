//! Threshold from which a limit is marked as due soon.

use leptos::prelude::*;

use crate::{
    state::{
        commands::settings::change_escalation, requests::use_requests, workspace::use_workspace,
    },
    ui::{
        components::{Bounds, Card, NumberInput},
        format,
        i18n::*,
    },
};

/// Card of the threshold.
#[component]
pub fn EscalationCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let escalation = use_requests().escalation;
    let set_percent = move |number: Option<f64>| {
        let percent = number.unwrap_or_default().round() as u32;
        change_escalation(workspace, move |escalation| escalation.percent = percent);
    };
    let set_days = move |number: Option<f64>| {
        let days = number.unwrap_or_default().round() as u32;
        change_escalation(workspace, move |escalation| escalation.days = days);
    };
    let example = move || {
        let locale = i18n.get_locale();
        let ahead = |limit| format::count(locale, escalation.get().ahead(limit) as usize);
        t_string!(i18n, settings.escalation_example, short = ahead(5), long = ahead(22))
    };
    view! {
        <Card
            title=move || t_string!(i18n, settings.escalation)
            note=move || t_string!(i18n, settings.escalation_note)
        >
            <div class="stack">
                <div class="form-pair">
                    <NumberInput
                        label=move || t_string!(i18n, settings.escalation_percent)
                        unit="%"
                        value=Signal::derive(move || Some(f64::from(escalation.get().percent)))
                        bounds=Bounds::HUNDRED
                        on_change=set_percent
                    />
                    <NumberInput
                        label=move || t_string!(i18n, settings.escalation_days)
                        unit=move || t_string!(i18n, settings.working_days)
                        value=Signal::derive(move || Some(f64::from(escalation.get().days)))
                        bounds=Bounds::HUNDRED
                        on_change=set_days
                    />
                </div>
                <p class="quiet-text">{example}</p>
            </div>
        </Card>
    }
}
