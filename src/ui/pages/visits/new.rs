//! Dialog to plan a visit to any customer, due or not.

use busbar_core::domain::{Customer, Id};
use jiff::civil::Date;
use leptos::prelude::*;

use super::seen::{self, Seen};
use crate::{
    state::{
        commands::{
            planning::{self, When},
            record::fresh,
        },
        task,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{DateInput, Dialog, DialogFoot},
        i18n::*,
        navigation::use_navigation,
        shared::{customer_choice::CustomerChoice, due as words},
    },
};

/// Dialog that asks for the customer and the day.
#[component]
pub fn NewVisit(
    seen: Seen,
    /// True while the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let customer = RwSignal::new(None::<Id<Customer>>);
    let day = RwSignal::new(None::<Date>);
    view! {
        <Dialog title=move || t_string!(i18n, visits.plan_visit) open=open wide=true>
            <Form seen=seen open=open customer=customer day=day />
        </Dialog>
    }
}

#[component]
fn Form(
    seen: Seen,
    open: RwSignal<bool>,
    customer: RwSignal<Option<Id<Customer>>>,
    day: RwSignal<Option<Date>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let (workspace, visits) = (use_workspace(), use_visits());
    let chosen = Signal::derive(move || {
        let offered = seen.day.get().max(workspace.facts.today());
        Some(day.get().unwrap_or(offered))
    });
    let fresh = fresh();
    let plan = move |()| {
        let (Some(customer), Some(day)) = (customer.get_untracked(), chosen.get_untracked()) else {
            return;
        };
        open.set(false);
        let list = visits.due();
        let due = list.iter().find(|due| due.customer == customer);
        let words = untrack(|| words::words(i18n.get_locale(), due, workspace.tables));
        let which = (fresh, customer);
        task::spawn(async move {
            // Errors are shown by the shell.
            let _ = planning::plan(workspace, visits, which, When::On(day), words).await;
        });
        navigation.adjust(seen::DAY, day.to_string());
    };
    view! {
        <CustomerChoice
            label=move || t_string!(i18n, visits.dialog_customer)
            chosen=customer
            on_choose=move |id| customer.set(id)
            manager=seen.manager
        />
        <DateInput
            label=move || t_string!(i18n, visits.dialog_day)
            value=chosen
            on_change=move |to| day.set(to)
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, visits.dialog_plan)
            disabled=Signal::derive(move || customer.get().is_none())
            on_press=plan
        />
    }
}
