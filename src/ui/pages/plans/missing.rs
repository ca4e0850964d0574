//! Customers without a plan for the year whose class is offered one.

use busbar_core::domain::{Customer, Id, standard::ServiceClass};
use leptos::prelude::*;

use crate::{
    state::{commands::plan, plans::use_plans, task, workspace::use_workspace},
    ui::{
        components::{Button, Card, Emphasis, Icon, OrEmpty, Row, Rows, Tag, Tone},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Number of customers shown at first; [`MORE`] are added by each press.
const SHOWN: usize = 8;
const MORE: usize = 50;

/// Card with the customers without a plan.
#[component]
pub fn Missing(year: Memo<i16>) -> impl IntoView {
    let i18n = use_i18n();
    let plans = use_plans();
    let shown = RwSignal::new(SHOWN);
    let missing = Memo::new(move |_| plans.missing(year.get()));
    let left = move || missing.with(Vec::len).saturating_sub(shown.get());
    view! {
        <Card
            title=move || say!(i18n, plans.missing, count = missing.with(Vec::len))
            note=move || t_string!(i18n, plans.missing_note)
        >
            <OrEmpty
                when=move || !missing.with(Vec::is_empty)
                title=move || t_string!(i18n, plans.missing_none)
            >
                <Rows>
                    <For
                        each=move || missing.get().into_iter().take(shown.get())
                        key=|one| *one
                        children=move |(class, customer)| {
                            view! { <MissingRow class=class customer=customer year=year /> }
                        }
                    />
                </Rows>
                <Show when=move || { left() > 0 }>
                    <Button
                        label=move || say!(i18n, visits.due_more, count = left().min(MORE))
                        emphasis=Emphasis::Quiet
                        on_press=move |()| shown.update(|shown| *shown += MORE)
                    />
                </Show>
            </OrEmpty>
        </Card>
    }
}

#[component]
fn MissingRow(class: ServiceClass, customer: Id<Customer>, year: Memo<i16>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (plans, navigation) = (use_plans(), use_navigation());
    let told = Memo::new(move |_| {
        workspace
            .tables
            .read(customer, |one| (one.name.clone(), workspace.name(&one.account_manager)))
    });
    let name = move || told.get().map(|(name, _)| name).unwrap_or_default();
    let tone = if class == ServiceClass::Key { Tone::Accent } else { Tone::Plain };
    let make = move |()| {
        let with = untrack(|| (plans.template(class), plans.known(customer)));
        let year = year.get_untracked();
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let whose = (customer, year);
            let made = plan::begin(workspace, whose, class, with, String::new()).await;
            if let Ok(id) = made {
                navigation.go(&Page::Plan(id).route());
            }
        });
    };
    view! {
        <Row
            lead=move || {
                view! {
                    <Tag
                        text=move || labels::service_class_short(i18n.get_locale(), class)
                        tone=tone
                    />
                }
            }
            title=move || view! { <a href=Page::Customer(customer).href()>{name}</a> }
            note=move || view! { {move || told.get().map(|(_, manager)| manager)} }
            end=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, plans.make_one)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=make
                    />
                }
            }
        />
    }
}
