//! Dialog to hand a questionnaire to a customer. The tablet then enters private mode.

use busbar_core::domain::{Customer, Id, survey::Questionnaire};
use leptos::prelude::*;

use crate::{
    state::{private_mode::use_private_mode, surveys::use_surveys},
    ui::{
        components::{Dialog, DialogFoot, TextInput},
        i18n::*,
        labels,
        shared::customer_choice::CustomerChoice,
    },
};

/// Dialog that asks for the customer and the respondent.
#[component]
pub fn Begin(
    /// Questionnaire to hand over.
    #[prop(into)]
    questionnaire: Signal<Option<Id<Questionnaire>>>,
    /// True while the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let surveys = use_surveys();
    let private = use_private_mode();
    let customer = RwSignal::new(None::<Id<Customer>>);
    let respondent = RwSignal::new(String::new());
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
            <CustomerChoice
                label=move || t_string!(i18n, surveys.whom)
                chosen=customer
                on_choose=move |id| customer.set(id)
                nobody=move || t_string!(i18n, surveys.nobody)
            />
            <TextInput
                label=move || t_string!(i18n, surveys.respondent)
                hint=move || t_string!(i18n, surveys.respondent_hint)
                value=respondent
                on_change=move |text| respondent.set(text)
            />
            <p class="quiet-text">{t!(i18n, surveys.private_note)}</p>
            <DialogFoot
                open=open
                label=move || t_string!(i18n, surveys.hand_over)
                on_press=hand_over
            />
        </Dialog>
    }
}
