//! Choice of a customer by part of its name or by its account number.

use busbar_core::domain::{Customer, Id, People};
use leptos::{prelude::*, text_prop::TextProp};

use crate::{
    state::{search::use_search, workspace::use_workspace},
    ui::{
        components::{keep_in_sight, unique_id},
        i18n::*,
    },
};

/// Maximum number of customers offered.
const OFFERED: usize = 6;

/// Search field with the matching customers.
#[component]
pub fn CustomerChoice(
    /// Label of the field.
    #[prop(into)]
    label: TextProp,
    /// Chosen customer.
    #[prop(into)]
    chosen: Signal<Option<Id<Customer>>>,
    /// Called with the customer that the user chooses; `None` for no customer.
    #[prop(into)]
    on_choose: Callback<Option<Id<Customer>>>,
    /// Account manager whose customers are offered; `None` for all customers.
    #[prop(into, optional)]
    manager: Signal<Option<String>>,
    /// Label of the option for no customer, if that is allowed.
    #[prop(into, optional)]
    nobody: Option<TextProp>,
    /// Error below the field.
    #[prop(into, optional)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let (field, group) = (unique_id("customer"), unique_id("customers"));
    let search = RwSignal::new(String::new());
    let pick = move |id: Option<Id<Customer>>, name: AnyView, number: Option<String>| {
        view! {
            <label class="pick">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || chosen.get() == id
                    on:change=move |_| on_choose.run(id)
                />
                <span>{name}</span>
                {number.map(|number| view! { <small>{number}</small> })}
            </label>
        }
    };
    let searching = use_search();
    searching.prepare();
    let offers = move || {
        let wanted = search.get();
        let places = match wanted.trim() {
            "" => None,
            words => Some(searching.customers(words)),
        };
        let found = customers.with(|customers| {
            let rows = customers.rows();
            let all: Box<dyn Iterator<Item = &Customer>> = match &places {
                Some(places) => {
                    Box::new(places.iter().filter_map(|place| rows.get(*place as usize)))
                }
                None => Box::new(rows.iter()),
            };
            let people = workspace.people.read();
            first(all, manager.get().as_deref(), &people)
                .map(|one| (one.id, one.name.clone(), one.account_number.clone()))
                .collect::<Vec<_>>()
        });
        let is_empty = found.is_empty();
        let nobody = nobody.clone();
        view! {
            {found
                .into_iter()
                .map(|(id, name, number)| pick(Some(id), name.into_any(), Some(number)))
                .collect_view()}
            {is_empty
                .then(|| view! { <p class="quiet-text">{t!(i18n, labels.no_customer_fits)}</p> })}
            {nobody.map(|nobody| pick(None, (move || nobody.get()).into_any(), None))}
        }
    };
    let told = label.clone();
    let node = NodeRef::new();
    keep_in_sight(node, error);
    view! {
        <div node_ref=node class="field" class:wrong=move || error.with(Option::is_some)>
            <label for=field.clone()>{move || label.get()}</label>
            <input
                id=field
                type="search"
                autocomplete="off"
                placeholder=move || t_string!(i18n, labels.customer_letters)
                prop:value=search
                on:input=move |event| search.set(event_target_value(&event))
            />
            <p class="field-error" role="alert">
                {move || error.get()}
            </p>
        </div>
        <div class="picks" role="radiogroup" aria-label=move || told.get()>
            {offers}
        </div>
    }
}

/// Returns the first customers offered, of one manager or of all; deleted ones are left out.
fn first<'a>(
    customers: impl Iterator<Item = &'a Customer>,
    manager: Option<&str>,
    people: &People,
) -> impl Iterator<Item = &'a Customer> {
    customers
        .filter(|one| one.is_here())
        .filter(move |one| manager.is_none_or(|name| people.name(&one.account_manager) == name))
        .take(OFFERED)
}
