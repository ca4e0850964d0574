//! Making a plan for any customer, whether its class is offered one or not.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{Customer, Id, standard::ServiceClass},
    state::{commands::plan, plans::use_plans, service::use_service, workspace::use_workspace},
    ui::{
        components::{Button, Choice, Dialog, Emphasis, TextInput},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// As many customers are offered while a name is typed.
const OFFERED: usize = 6;

/// The dialog.
#[component]
pub fn Make(open: RwSignal<bool>, year: Memo<i16>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, plans.make) open=open wide=true>
            <Form open=open year=year />
        </Dialog>
    }
}

#[component]
fn Form(open: RwSignal<bool>, year: Memo<i16>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (plans, service, navigation) = (use_plans(), use_service(), use_navigation());
    let customers = workspace.tables.customers;
    let search = RwSignal::new(String::new());
    let customer = RwSignal::new(None::<Id<Customer>>);
    let chosen_class = RwSignal::new(None::<ServiceClass>);
    let situation = RwSignal::new(String::new());
    let class = Signal::derive(move || {
        let own = || service.classes().get(&customer.get()?).copied();
        chosen_class.get().or_else(own).unwrap_or(ServiceClass::Key)
    });
    let found = move || {
        let wanted = search.read().trim().to_lowercase();
        customers.with(|customers| {
            (customers.iter().filter(|one| !one.is_deleted))
                .filter(|one| {
                    one.name.to_lowercase().contains(&wanted)
                        || one.account_number.contains(&wanted)
                })
                .take(OFFERED)
                .map(|one| (one.id, one.name.clone()))
                .collect::<Vec<_>>()
        })
    };
    let has_one = move |id| plans.get().for_year(id, year.get()).is_some();
    let offer = move |(id, name): (Id<Customer>, String)| {
        let has_one = has_one(id).then(|| t_string!(i18n, plans.has_one));
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name="plan-customer"
                    prop:checked=move || customer.get() == Some(id)
                    on:change=move |_| {
                        chosen_class.set(None);
                        customer.set(Some(id));
                    }
                />
                <span>{name}</span>
                <small>{has_one}</small>
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
    let existing = Memo::new(move |_| {
        let book = plans.get();
        book.for_year(customer.get()?, year.get())
            .map(|plan| plan.id)
    });
    let make = move |()| {
        let Some(customer) = customer.get_untracked() else {
            return;
        };
        // One that is there is opened rather than made twice.
        if let Some(id) = existing.get_untracked() {
            open.set(false);
            return navigation.go(&Page::Plan(id).route());
        }
        let class = class.get_untracked();
        let template = untrack(|| plans.template(class));
        let (year, situation) = (year.get_untracked(), situation.get_untracked());
        spawn_local(async move {
            // What went wrong is told at the top; what was entered stays.
            let whose = (customer, year);
            let made = plan::begin(workspace, whose, class, template, situation).await;
            if let Ok(id) = made {
                open.set(false);
                navigation.go(&Page::Plan(id).route());
            }
        });
    };
    let classes = Signal::derive(move || {
        let word = |class: &ServiceClass| {
            let word = labels::service_class_short(i18n.get_locale(), *class);
            (*class, word.to_owned())
        };
        ServiceClass::ALL.iter().map(word).collect::<Vec<_>>()
    });
    view! {
        <div class="field">
            <label for="plan-search">{t!(i18n, visits.dialog_customer)}</label>
            <input
                id="plan-search"
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
        <div class="field">
            <span class="field-label" aria-hidden="true">{t!(i18n, plans.from_template)}</span>
            <Choice
                label=move || t_string!(i18n, plans.from_template)
                options=classes
                value=class
                on_choose=move |class| chosen_class.set(Some(class))
            />
        </div>
        <TextInput
            label=move || t_string!(i18n, plan.f_situation)
            hint=move || t_string!(i18n, plans.situation_hint)
            value=situation
            on_change=move |text| situation.set(text)
            long=true
        />
        <div class="dialog-foot">
            <Button label=move || t_string!(i18n, labels.cancel) on_press=move |()| open.set(false) />
            <Button
                label=move || {
                    if existing.get().is_some() {
                        t_string!(i18n, plans.open_it).to_owned()
                    } else {
                        t_string!(i18n, plans.make_for_year, year = year.get())
                    }
                }
                emphasis=Emphasis::First
                disabled=Signal::derive(move || customer.get().is_none())
                on_press=make
            />
        </div>
    }
}
