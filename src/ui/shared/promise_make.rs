//! Dialog that records a promise without a source, opened from the page of all promises and from a customer's page:
//! customer, text, owner, due date.

use busbar_core::domain::{Customer, Id, Record, action::Action};
use jiff::ToSpan;
use leptos::prelude::*;

use crate::{
    state::{
        commands::record::{add, fresh},
        requests::use_requests,
        workspace::use_workspace,
    },
    ui::{
        components::{Dialog, DialogFoot},
        i18n::*,
        shared::{customer_choice::CustomerChoice, field::DraftField, sending::Sending},
    },
};

/// Days from a promise to its default due date.
const USUAL_DAYS: i64 = 7;

/// Dialog that records a promise.
#[component]
pub fn Make(
    /// True while the dialog is open.
    open: RwSignal<bool>,
    /// Customer to whom the promise is made, if known; otherwise the form asks.
    #[prop(optional)]
    to: Option<Id<Customer>>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, actions.make) open=open>
            <Form open=open to=to />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>, to: Option<Id<Customer>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let sending = Sending::new(open);
    let today = workspace.facts.today_untracked();
    let action = RwSignal::new(Action {
        customer: to,
        owner: workspace.me(),
        due_on: today.checked_add(USUAL_DAYS.days()).ok(),
        ..Action::empty(fresh())
    });
    let offered = use_requests().department_names();
    let save = move |()| {
        let mut action = action.get_untracked();
        let missing = t_string!(i18n, actions.text_missing);
        let Some(text) = sending.required(&action.text, missing) else {
            return;
        };
        action.text = text;
        action.opened_on = Some(workspace.facts.today_untracked());
        sending.send(async move { add(workspace, &action).await });
    };
    view! {
        <DraftField record=action field=Action::TEXT error=sending.error />
        {to
            .is_none()
            .then(|| {
                view! {
                    <CustomerChoice
                        label=move || t_string!(i18n, actions.f_customer)
                        chosen=Signal::derive(move || action.with(|action| action.customer))
                        on_choose=move |id| action.update(|action| action.customer = id)
                        nobody=move || t_string!(i18n, actions.nobody)
                    />
                }
            })}
        <div class="form-pair">
            <DraftField record=action field=Action::OWNER />
            <DraftField record=action field=Action::DEPARTMENT offered=offered />
            <DraftField record=action field=Action::DUE_ON />
        </div>
        <DialogFoot
            open=open
            label=move || t_string!(i18n, actions.make)
            on_press=save
        />
    }
}
