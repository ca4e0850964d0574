//! What a record is called, whatever its kind, and the customer on whose page it stands.

use busbar_core::domain::{
    Contact, Customer, Id, Person, Record, SupplyPoint, survey::Questionnaire,
};
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
            Customer::RECORD_KIND => Some(Id::new(id)),
            _ => tables.customer_of(kind, id),
        };
        let own = match kind {
            SupplyPoint::RECORD_KIND => {
                tables.read(Id::new(id), |point: &SupplyPoint| point.account_number.clone())
            }
            Person::RECORD_KIND => Some(workspace.name(&Id::<Person>::new(id).into())),
            Contact::RECORD_KIND => {
                tables.read(Id::new(id), |contact: &Contact| contact.name.clone())
            }
            Questionnaire::RECORD_KIND => tables
                .read(Id::new(id), |one: &Questionnaire| labels::wording(locale, &one.title.0)),
            _ => tables.customer_name(customer),
        };
        Self { name: own.filter(|name| !name.is_empty()), customer }
    }
}
