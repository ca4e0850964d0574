//! Name of a record of any kind, and the customer it belongs to.

use busbar_core::domain::{
    Contact, Customer, Id, Person, Record, SupplyPoint, setting::Setting, survey::Questionnaire,
};
use uuid::Uuid;

use super::setting_name::setting_name;
use crate::{
    state::workspace::Workspace,
    ui::{i18n::Locale, labels},
};

/// Subject of a change, for display.
pub struct ChangeSubject {
    /// Name of the record or of its customer; `None` if there is neither, or the record does not exist.
    pub name: Option<String>,
    /// Customer that the record is about.
    pub customer: Option<Id<Customer>>,
}

impl ChangeSubject {
    /// Returns the subject of a change of a record.
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
            Setting::RECORD_KIND => {
                tables.read(Id::new(id), |setting: &Setting| setting_name(locale, setting))
            }
            _ => tables.customer_name(customer),
        };
        Self { name: own.filter(|name| !name.is_empty()), customer }
    }
}
