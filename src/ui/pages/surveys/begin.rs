//! Handing a questionnaire to a customer: whom, and then the tablet is in private mode.

use leptos::prelude::*;

use crate::{
    domain::{Customer, Id, survey::Questionnaire},
    state::{private_mode::use_private_mode, surveys::use_surveys, workspace::use_workspace},
    ui::{
        components::{Button, Dialog, Emphasis, TextInput},
        i18n::*,
        labels,
    },
};

/// As many customers as are offered while a name is typed.
const OFFERED: usize = 6;

/// Asks whom to hand it to.
#[component]
pub fn Begin(
    /// The questionnaire to hand over.
    #[prop(into)]
    questionnaire: Signal<Option<Id<Questionnaire>>>,
    /// Whether it asks.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let private = use_private_mode();
    let customers = use_workspace().tables.customers;
    let search = RwSignal::new(String::new());
    let customer = RwSignal::new(None::<Id<Customer>>);
    let respondent = RwSignal::new(String::new());

    let found = move || {
        let wanted = search.read().trim().to_lowercase();
        customers.with(|customers| {
            customers
                .iter()
                .filter(|one| !one.is_deleted)
                .filter(|one| {
                    one.name.to_lowercase().contains(&wanted)
                        || one.account_number.contains(&wanted)
                })
                .take(OFFERED)
                .map(|one| (one.id, one.name.clone(), one.account_number.clone()))
                .collect::<Vec<_>>()
        })
    };
    let offer = move |(id, name, number): (Id<Customer>, String, String)| {
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name="begin-customer"
                    prop:checked=move || customer.get() == Some(id)
                    on:change=move |_| customer.set(Some(id))
                />
                <span>{name}</span>
                <small>{number}</small>
            </label>
        }
    };
    let title = move || {
        let all = surveys.get();
        questionnaire
            .get()
            .and_then(|id| all.get(id))
            .map(|one| labels::wording(i18n.get_locale(), &one.title.0))
            .unwrap_or_default()
    };
    let hand_over = move |()| {
        if let Some(questionnaire) = questionnaire.get_untracked() {
            open.set(false);
            private.hand_over(
                questionnaire,
                customer.get_untracked(),
                None,
                respondent.get_untracked().trim().to_owned(),
            );
        }
    };
    view! {
        <Dialog title=title open=open wide=true>
            <div class="field">
                <label for="begin-search">{t!(i18n, surveys.whom)}</label>
                <input
                    id="begin-search"
                    type="search"
                    autocomplete="off"
                    placeholder=move || t_string!(i18n, surveys.whom_hint)
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </div>
            <div class="picks" role="radiogroup" aria-label=move || t_string!(i18n, surveys.whom)>
                {move || found().into_iter().map(offer).collect_view()}
                <label class="pick">
                    <input
                        type="radio"
                        name="begin-customer"
                        prop:checked=move || customer.get().is_none()
                        on:change=move |_| customer.set(None)
                    />
                    <span>{t!(i18n, surveys.nobody)}</span>
                </label>
            </div>
            <TextInput
                label=move || t_string!(i18n, surveys.respondent)
                hint=move || t_string!(i18n, surveys.respondent_hint)
                value=respondent
                on_change=move |text| respondent.set(text)
            />
            <p class="quiet-text">{t!(i18n, surveys.private_note)}</p>
            <div class="dialog-foot">
                <Button
                    label=move || t_string!(i18n, labels.cancel)
                    on_press=move |()| open.set(false)
                />
                <Button
                    label=move || t_string!(i18n, surveys.hand_over)
                    emphasis=Emphasis::First
                    on_press=hand_over
                />
            </div>
        </Dialog>
    }
}
