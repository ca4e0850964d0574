//! Creating a plan for any customer, even if its class is not offered one.

use busbar_core::domain::{Customer, Id, standard::ServiceClass};
use leptos::prelude::*;

use crate::{
    state::{
        commands::plan, plans::use_plans, service::use_service, task, workspace::use_workspace,
    },
    ui::{
        components::{Choice, Dialog, DialogFoot, TextInput},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::customer_choice::CustomerChoice,
    },
};

/// Dialog that creates a plan.
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
    let customer = RwSignal::new(None::<Id<Customer>>);
    let chosen_class = RwSignal::new(None::<ServiceClass>);
    let situation = RwSignal::new(String::new());
    let class = Signal::derive(move || {
        let own = || service.classes().get(&customer.get()?).copied();
        chosen_class.get().or_else(own).unwrap_or(ServiceClass::Key)
    });
    let existing = Memo::new(move |_| {
        let book = plans.get();
        book.for_year(customer.get()?, year.get()).map(|plan| plan.id)
    });
    let make = move |()| {
        let Some(customer) = customer.get_untracked() else {
            return;
        };
        // An existing plan is opened, not created twice.
        if let Some(id) = existing.get_untracked() {
            open.set(false);
            return navigation.go(&Page::Plan(id).route());
        }
        let class = class.get_untracked();
        let with = untrack(|| (plans.template(class), plans.known(customer)));
        let (year, situation) = (year.get_untracked(), situation.get_untracked());
        task::spawn(async move {
            // An error is shown at the top; the form keeps its input.
            let whose = (customer, year);
            let made = plan::begin(workspace, whose, class, with, situation).await;
            if let Ok(id) = made {
                open.set(false);
                navigation.go(&Page::Plan(id).route());
            }
        });
    };
    let choose = move |id: Option<Id<Customer>>| {
        chosen_class.set(None);
        customer.set(id);
    };
    let classes = Signal::derive(move || {
        let word = |class: &ServiceClass| {
            let word = labels::service_class_short(i18n.get_locale(), *class);
            (*class, word.to_owned())
        };
        ServiceClass::ALL.iter().map(word).collect::<Vec<_>>()
    });
    view! {
        <CustomerChoice
            label=move || t_string!(i18n, visits.dialog_customer)
            chosen=customer
            on_choose=choose
        />
        <Show when=move || existing.get().is_some()>
            <p class="quiet-text">{t!(i18n, plans.has_one)}</p>
        </Show>
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
        <DialogFoot
            open=open
            label=move || {
                if existing.get().is_some() {
                    t_string!(i18n, plans.open_it).to_owned()
                } else {
                    t_string!(i18n, plans.make_for_year, year = year.get())
                }
            }
            disabled=Signal::derive(move || customer.get().is_none())
            on_press=make
        />
    }
}
