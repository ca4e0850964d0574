//! Changing customers, their supply points and their people.

use crate::{
    domain::{Contact, Customer, Id, Record, SupplyPoint, Value, draft::Draft},
    platform::random,
    state::workspace::Workspace,
    storage::LedgerError,
};

/// A kind of record that belongs to the portfolio and is edited by hand.
pub trait Kept: Record {
    /// The action of changing a field.
    const EDIT: &'static str;
    /// The action of adding one.
    const ADD: &'static str;
    /// The action of taking one out.
    const DELETE: &'static str;
}

macro_rules! kept {
    ($($record:ty: $kind:literal,)+) => {
        $(impl Kept for $record {
            const EDIT: &'static str = concat!($kind, ".edit");
            const ADD: &'static str = concat!($kind, ".add");
            const DELETE: &'static str = concat!($kind, ".delete");
        })+
    };
}

kept! {
    Customer: "customer",
    SupplyPoint: "supply_point",
    Contact: "contact",
}

/// Sets one field.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn set_field<T: Kept>(
    workspace: Workspace,
    id: Id<T>,
    field: &'static str,
    value: Value,
) -> Result<(), LedgerError> {
    workspace
        .act(Draft::new(T::EDIT).edit(id, field, value))
        .await
        .map(drop)
}

/// Takes a record out; it is kept, and undo brings it back.
pub fn remove<T: Kept>(workspace: Workspace, id: Id<T>) {
    workspace.act_detached(Draft::new(T::DELETE).edit(id, "is_deleted", Value::Bool(true)));
}

/// Adds a customer of this name and answers its id.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn add_customer(workspace: Workspace, name: String) -> Result<Id<Customer>, LedgerError> {
    let id = Id::new(random::uuid());
    let customer = Customer {
        name,
        ..Customer::empty(id)
    };
    workspace
        .act(Draft::new(Customer::ADD).create(&customer))
        .await?;
    Ok(id)
}

/// Adds an empty supply point to a customer.
pub fn add_supply_point(workspace: Workspace, customer: Id<Customer>) {
    let point = SupplyPoint {
        customer: Some(customer),
        ..SupplyPoint::empty(Id::new(random::uuid()))
    };
    workspace.act_detached(Draft::new(SupplyPoint::ADD).create(&point));
}

/// Adds an empty contact to a customer.
pub fn add_contact(workspace: Workspace, customer: Id<Customer>) {
    let contact = Contact {
        customer: Some(customer),
        ..Contact::empty(Id::new(random::uuid()))
    };
    workspace.act_detached(Draft::new(Contact::ADD).create(&contact));
}
