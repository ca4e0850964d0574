//! What a record is called, whatever its kind, and the customer on whose page it stands.

use busbar_core::domain::{
    Contact, Customer, Id, Person, Record, SupplyPoint, survey::Questionnaire,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    state::workspace::Workspace,
    ui::{i18n::Locale, labels},
};

/// Which record it is, to a person.
pub struct ChangeSubject {
    /// Its own name, or that of its customer; `None` where it has neither, or is not here any more.
    pub name: Option<String>,
    /// The customer that it is about.
    pub customer: Option<Id<Customer>>,
}

impl ChangeSubject {
    /// What is known of a record.
    pub fn of(locale: Locale, workspace: Workspace, kind: &str, id: Uuid) -> Self {
        let tables = workspace.tables;
        let customer = match kind {
            Customer::KIND => Some(Id::new(id)),
            _ => tables.customer_of(kind, id),
        };
        let own = match kind {
            SupplyPoint::KIND => {
                tables.supply_points.with(|all| Some(all.get(Id::new(id))?.account_number.clone()))
            }
            Person::KIND => Some(workspace.name(&Id::<Person>::new(id).into())),
            Contact::KIND => tables.contacts.with(|all| Some(all.get(Id::new(id))?.name.clone())),
            Questionnaire::KIND => tables
                .questionnaires
                .with(|all| Some(labels::wording(locale, &all.get(Id::new(id))?.title.0))),
            _ => tables.customers.with(|all| Some(all.get(customer?)?.name.clone())),
        };
        Self { name: own.filter(|name| !name.is_empty()), customer }
    }
}
