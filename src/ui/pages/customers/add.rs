//! Adding a customer by hand: name and account number, then its page opens. A removed customer with the same number is
//! restored, as in an import.

use busbar_core::{
    books::table::Table,
    domain::{Customer, Id, Record},
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::record::{self, fresh},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, DialogFoot, Emphasis, Icon, TextInput},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Owner of an account number.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Owner {
    /// No customer.
    Nobody,
    /// Existing customer with this name.
    Here(String),
    /// Removed customer. A merged one does not count: its number is free.
    TakenOut(Id<Customer>),
}

impl Owner {
    fn of(number: &str, customers: &Table<Customer>) -> Self {
        if number.is_empty() {
            return Self::Nobody;
        }
        let mut owner = Self::Nobody;
        let known = customers.iter().filter(|one| one.merged_into.is_none());
        for customer in known.filter(|one| one.account_number == number) {
            if customer.is_here() {
                return Self::Here(customer.name.clone());
            }
            owner = Self::TakenOut(customer.id);
        }
        owner
    }
}

/// Button that opens the dialog.
#[component]
pub fn AddButton(
    /// Set to true to open the dialog.
    open: RwSignal<bool>,
    /// True to show only the icon; the label is then the accessible name.
    #[prop(optional)]
    icon_only: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Button
            label=move || t_string!(i18n, customers.add)
            icon=Icon::Add
            emphasis=if icon_only { Emphasis::Quiet } else { Emphasis::Plain }
            icon_only=icon_only
            on_press=move |()| open.set(true)
        />
    }
}

/// Dialog that adds a customer.
#[component]
pub fn AddDialog(
    /// True while the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, customers.add) open=open>
            <Asked open=open />
        </Dialog>
    }
}

/// Form of the dialog.
#[component]
fn Asked(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let customers = workspace.tables.customers;
    let name = RwSignal::new(String::new());
    let number = RwSignal::new(String::new());
    let [name_error, number_error] = [(); 2].map(|()| RwSignal::new(None::<String>));
    let fresh = fresh();
    let add = move |()| {
        let [name, number] =
            [name, number].map(|text| text.with_untracked(|text| text.trim().to_owned()));
        let owner = customers.with_untracked(|customers| Owner::of(&number, customers));
        name_error.set(name.is_empty().then(|| t_string!(i18n, customers.name_missing).to_owned()));
        number_error.set(match &owner {
            Owner::Here(name) => {
                Some(t_string!(i18n, customers.number_taken, name = name.as_str()))
            }
            Owner::Nobody | Owner::TakenOut(_) => None,
        });
        if name.is_empty() || matches!(owner, Owner::Here(_)) {
            return;
        }
        task::spawn(async move {
            let (id, written) = match owner {
                Owner::TakenOut(id) => {
                    let bring_back = move |customer: &mut Customer| {
                        customer.is_deleted = false;
                        customer.name.clone_from(&name);
                    };
                    let written = record::change(workspace, id, bring_back).await;
                    (id, written)
                }
                _ => {
                    let customer =
                        Customer { name, account_number: number, ..Customer::empty(fresh) };
                    (customer.id, record::add(workspace, &customer).await)
                }
            };
            // The shell reports errors of writes; the typed text stays here.
            if let Err(LedgerError::Refused(broken)) = &written {
                let told = Some(labels::broken_rule(i18n.get_locale_untracked(), &broken.rule));
                match broken.field {
                    "account_number" => number_error.set(told),
                    _ => name_error.set(told),
                }
            }
            if written.is_ok() {
                open.set(false);
                navigation.go(&Page::Customer(id).route().with("tab", "facts"));
            }
        });
    };
    view! {
        <TextInput
            label=move || t_string!(i18n, customer.f_name)
            value=name
            on_change=move |text| name.set(text)
            error=name_error
        />
        <TextInput
            label=move || t_string!(i18n, customer.f_account_number)
            hint=move || t_string!(i18n, customers.number_hint)
            value=number
            on_change=move |text| number.set(text)
            error=number_error
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, customers.add)
            on_press=add
        />
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_number_has_one_owner_who_can_come_back() {
        let customer = |n: u128, number: &str, is_deleted| Customer {
            name: format!("Customer {n}"),
            account_number: number.into(),
            is_deleted,
            ..Customer::empty(Id::new(Uuid::from_u128(n)))
        };
        let mut customers = Table::default();
        customers.extend([
            customer(1, "A1", false),
            customer(2, "A2", true),
            customer(3, "A3", true),
            customer(4, "A3", false),
            customer(5, "", false),
        ]);
        let cases = [
            ("A1", Owner::Here("Customer 1".into())),
            ("A2", Owner::TakenOut(Id::new(Uuid::from_u128(2)))),
            ("A3", Owner::Here("Customer 4".into())),
            ("A4", Owner::Nobody),
            ("", Owner::Nobody),
        ];
        for (number, owner) in cases {
            assert_eq!(Owner::of(number, &customers), owner, "{number}");
        }
    }
}
