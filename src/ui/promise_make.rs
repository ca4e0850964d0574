//! Recording a promise that follows from nothing in particular, on the page of all promises and on a
//! customer's: for whom, what, who, by when.

use busbar_core::domain::{Customer, Id, Record, action::Action};
use jiff::ToSpan;
use leptos::prelude::*;

use crate::{
    state::{
        choices,
        commands::record::{add, fresh},
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{DateInput, Dialog, DialogFoot, TextInput},
        customer_choice::CustomerChoice,
        i18n::*,
        labels,
    },
};

/// Days from a promise to its due day, where nobody says otherwise.
const USUAL_DAYS: i64 = 7;

/// The dialog.
#[component]
pub fn Make(
    /// True while the dialog is open.
    open: RwSignal<bool>,
    /// The customer to whom it is promised, if known; otherwise the form asks.
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
    let text = RwSignal::new(String::new());
    let customer = RwSignal::new(to);
    let owner = RwSignal::new(untrack(|| workspace.my_name()));
    let department = RwSignal::new(String::new());
    let due = RwSignal::new(workspace.facts.today_untracked().checked_add(USUAL_DAYS.days()).ok());
    let error = RwSignal::new(None::<String>);
    let departments = use_requests().departments;
    let offered =
        Signal::derive(move || departments.with(|departments| departments.names().to_vec()));
    let id: Id<Action> = fresh();
    let save = move |()| {
        let what = text.get_untracked().trim().to_owned();
        if what.is_empty() {
            return error.set(Some(t_string!(i18n, actions.text_missing).to_owned()));
        }
        let action = Action {
            customer: customer.get_untracked(),
            text: what,
            owner: workspace.typed(&owner.get_untracked()),
            department: department.get_untracked(),
            opened_on: Some(workspace.facts.today_untracked()),
            due_on: due.get_untracked(),
            ..Action::empty(id)
        };
        task::spawn(async move {
            match add(workspace, &action).await {
                Ok(()) => open.set(false),
                Err(why) => {
                    error.set(Some(labels::not_saved(i18n.get_locale_untracked(), &why)));
                }
            }
        });
    };
    view! {
        <TextInput
            label=move || t_string!(i18n, actions.f_text)
            value=text
            on_change=move |typed| text.set(typed)
            error=error
            long=true
        />
        {to
            .is_none()
            .then(|| {
                view! {
                    <CustomerChoice
                        label=move || t_string!(i18n, actions.f_customer)
                        chosen=customer
                        on_choose=move |id| customer.set(id)
                        nobody=move || t_string!(i18n, actions.nobody)
                    />
                }
            })}
        <div class="form-pair">
            <TextInput
                label=move || t_string!(i18n, actions.f_owner)
                value=owner
                on_change=move |name| owner.set(name)
                offered=Signal::derive(move || choices::people(workspace))
            />
            <TextInput
                label=move || t_string!(i18n, actions.f_department)
                value=department
                on_change=move |name| department.set(name)
                offered=offered
            />
            <DateInput
                label=move || t_string!(i18n, actions.f_due_on)
                value=due
                on_change=move |day| due.set(day)
            />
        </div>
        <DialogFoot
            open=open
            label=move || t_string!(i18n, actions.make)
            on_press=save
        />
    }
}
