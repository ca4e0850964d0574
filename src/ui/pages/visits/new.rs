//! Planning a visit to any customer, due or not.

use jiff::civil::Date;
use leptos::{prelude::*, task::spawn_local};

use super::seen::{self, Seen};
use crate::{
    domain::{Customer, Id},
    state::{
        commands::planning::{self, When},
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, DateInput, Dialog, Emphasis},
        due as words,
        i18n::*,
        navigation::use_navigation,
    },
};

/// As many customers are offered while a name is typed.
const OFFERED: usize = 6;

/// Asks whom to visit, and when.
#[component]
pub fn NewVisit(
    seen: Seen,
    /// Whether it asks.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let (workspace, visits) = (use_workspace(), use_visits());
    let customers = workspace.tables.customers;
    let search = RwSignal::new(String::new());
    let customer = RwSignal::new(None::<Id<Customer>>);
    let today = workspace.facts.today();
    let day = RwSignal::new(None::<Date>);
    let chosen = Signal::derive(move || Some(day.get().unwrap_or(seen.day.get().max(today))));

    let found = move || {
        let wanted = search.read().trim().to_lowercase();
        let manager = seen.manager.get();
        customers.with(|customers| {
            customers
                .iter()
                .filter(|one| !one.is_deleted)
                .filter(|one| {
                    manager
                        .as_ref()
                        .is_none_or(|name| one.account_manager == *name)
                })
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
                    name="visit-customer"
                    prop:checked=move || customer.get() == Some(id)
                    on:change=move |_| customer.set(Some(id))
                />
                <span>{name}</span>
                <small>{number}</small>
            </label>
        }
    };
    let offers = move || {
        let found = found();
        let is_empty = found.is_empty();
        view! {
            {found.into_iter().map(offer).collect_view()}
            {is_empty.then(|| view! { <p class="quiet-text">{t!(i18n, visits.dialog_nobody)}</p> })}
        }
    };
    let plan = move |()| {
        let (Some(customer), Some(day)) = (customer.get_untracked(), chosen.get_untracked()) else {
            return;
        };
        open.set(false);
        let list = visits.due();
        let due = list.iter().find(|due| due.customer == customer);
        let words = untrack(|| words::words(i18n.get_locale(), due, workspace.tables));
        spawn_local(async move {
            // What went wrong is told by the shell.
            let _ = planning::plan(workspace, visits, customer, When::On(day), words).await;
        });
        navigation.set_filter(seen::DAY, day.to_string());
    };
    view! {
        <Dialog title=move || t_string!(i18n, visits.plan_visit) open=open wide=true>
            <div class="field">
                <label for="visit-search">{t!(i18n, visits.dialog_customer)}</label>
                <input
                    id="visit-search"
                    type="search"
                    autocomplete="off"
                    placeholder=move || t_string!(i18n, visits.dialog_hint)
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </div>
            <div
                class="picks"
                role="radiogroup"
                aria-label=move || t_string!(i18n, visits.dialog_customer)
            >
                {offers}
            </div>
            <DateInput
                label=move || t_string!(i18n, visits.dialog_day)
                value=chosen
                on_change=move |to| day.set(to)
            />
            <div class="dialog-foot">
                <Button
                    label=move || t_string!(i18n, labels.cancel)
                    on_press=move |()| open.set(false)
                />
                <Button
                    label=move || t_string!(i18n, visits.dialog_plan)
                    emphasis=Emphasis::First
                    disabled=Signal::derive(move || customer.get().is_none())
                    on_press=plan
                />
            </div>
        </Dialog>
    }
}
