//! Taking a promise down that follows from nothing in particular: for whom, what, who, by when.

use jiff::ToSpan;
use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{Id, Record, action::Action},
    state::{
        commands::record::{add, fresh},
        requests::use_requests,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, DateInput, Dialog, Emphasis, TextInput},
        i18n::*,
        labels,
    },
};

/// Days from a promise to its due day, where nobody says otherwise.
const USUAL_DAYS: i64 = 7;
/// As many customers are offered while a name is typed.
const OFFERED: usize = 8;

/// The dialog.
#[component]
pub fn Make(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, actions.make) open=open>
            <Form open=open />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let today = workspace.facts.today();
    let text = RwSignal::new(String::new());
    let whom = RwSignal::new(String::new());
    let owner = RwSignal::new(workspace.author.get_untracked());
    let department = RwSignal::new(String::new());
    let due = RwSignal::new(today.checked_add(USUAL_DAYS.days()).ok());
    let error = RwSignal::new(None::<String>);
    let unknown = RwSignal::new(None::<String>);
    let offered = Signal::derive(move || {
        let typed = whom.get();
        customers.with(|customers| {
            let here = customers.iter().filter(|customer| !customer.is_deleted);
            let like = here.filter(|customer| !typed.is_empty() && customer.name.contains(&typed));
            like.take(OFFERED).map(|one| one.name.clone()).collect()
        })
    });
    let departments = use_requests().departments;
    let offered_departments =
        Signal::derive(move || departments.with(|departments| departments.names().to_vec()));
    let save = move |()| {
        let named = whom.get_untracked();
        let customer = customers.with_untracked(|customers| {
            let is_it = |one: &&crate::domain::Customer| !one.is_deleted && one.name == named;
            customers.iter().find(is_it).map(|customer| customer.id)
        });
        let what = text.get_untracked().trim().to_owned();
        error.set(
            what.is_empty()
                .then(|| t_string!(i18n, actions.text_missing).to_owned()),
        );
        let is_unknown = !named.is_empty() && customer.is_none();
        unknown.set(is_unknown.then(|| t_string!(i18n, actions.customer_unknown).to_owned()));
        if what.is_empty() || is_unknown {
            return;
        }
        let id: Id<Action> = fresh();
        let action = Action {
            customer,
            text: what,
            owner: owner.get_untracked(),
            department: department.get_untracked(),
            opened_on: Some(today),
            due_on: due.get_untracked(),
            ..Action::empty(id)
        };
        spawn_local(async move {
            match add(workspace, &action).await {
                Ok(()) => open.set(false),
                Err(why) => {
                    let reason = labels::ledger_error(i18n.get_locale_untracked(), &why);
                    error.set(Some(t_string!(i18n, labels.not_saved, reason = reason)));
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
        <TextInput
            label=move || t_string!(i18n, actions.f_customer)
            value=whom
            on_type=move |typed| whom.set(typed)
            on_change=move |typed| whom.set(typed)
            error=unknown
            offered=offered
        />
        <div class="form-pair">
            <TextInput
                label=move || t_string!(i18n, actions.f_owner)
                value=owner
                on_change=move |name| owner.set(name)
            />
            <TextInput
                label=move || t_string!(i18n, actions.f_department)
                value=department
                on_change=move |name| department.set(name)
                offered=offered_departments
            />
            <DateInput
                label=move || t_string!(i18n, actions.f_due_on)
                value=due
                on_change=move |day| due.set(day)
            />
        </div>
        <div class="dialog-foot">
            <Button label=move || t_string!(i18n, labels.cancel) on_press=move |()| open.set(false) />
            <Button
                label=move || t_string!(i18n, actions.make)
                emphasis=Emphasis::First
                on_press=save
            />
        </div>
    }
}
