//! Commands to add, change and delete a record of any kind. Commands that change several records at once, or mean
//! more than a change of fields, are in the file of their feature.

use busbar_core::{
    books::table::Table,
    domain::{
        Contact, Customer, FieldOf, Id, SupplyPoint, Value,
        action::Action,
        attachment::Attachment,
        draft::Draft,
        equipment::{Equipment, Outage},
        notice::{Notice, NoticeReceipt},
        person::Person,
        plan::{PlanItem, PlanLink, PlanReview, ServicePlan},
        request::{Request, RequestStep},
        visit::{DevelopmentNeed, Finding, Visit},
    },
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::{
    platform::random,
    state::{tables::Tabled, task, workspace::Workspace},
};

/// A kind of record that is edited field by field.
pub trait EditableRecord: Tabled {
    /// Action name of a change.
    const EDIT: &'static str;
    /// Action name of an addition.
    const ADD: &'static str;
    /// Action name of a deletion.
    const DELETE: &'static str;
    /// Field that marks a record as deleted.
    const IS_DELETED: FieldOf<Self>;
}

macro_rules! editable_records {
    ($($record:ty: $kind:literal,)+) => {
        $(impl EditableRecord for $record {
            const EDIT: &'static str = concat!($kind, ".edit");
            const ADD: &'static str = concat!($kind, ".add");
            const DELETE: &'static str = concat!($kind, ".delete");
            const IS_DELETED: FieldOf<Self> = <$record>::IS_DELETED;
        })+
    };
}

editable_records! {
    Person: "person",
    Customer: "customer",
    SupplyPoint: "supply_point",
    Contact: "contact",
    Visit: "visit",
    Finding: "finding",
    DevelopmentNeed: "development_need",
    Action: "action",
    Request: "request",
    RequestStep: "request_step",
    Equipment: "equipment",
    Outage: "outage",
    ServicePlan: "service_plan",
    PlanItem: "plan_item",
    PlanLink: "plan_link",
    PlanReview: "plan_review",
    Attachment: "attachment",
    Notice: "notice",
    NoticeReceipt: "notice_receipt",
}

/// Creates the id of a new record.
pub fn fresh<T>() -> Id<T> {
    Id::new(random::uuid())
}

/// Sets one field.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn set_field<T: EditableRecord>(
    workspace: Workspace,
    id: Id<T>,
    field: FieldOf<T>,
    value: Value,
) -> Result<(), LedgerError> {
    let value = workspace.typed_value(field, value);
    workspace.act(Draft::new(T::EDIT).edit(id, field, value)).await.map(drop)
}

/// Like [`set_field`], for a doubtful value that the user has confirmed.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn set_field_surely<T: EditableRecord>(
    workspace: Workspace,
    id: Id<T>,
    field: FieldOf<T>,
    value: Value,
) -> Result<(), LedgerError> {
    let value = workspace.typed_value(field, value);
    let draft = Draft::new(T::EDIT).edit(id, field, value).surely();
    workspace.act(draft).await.map(drop)
}

/// Sets one field of a record that may not exist yet: its first field creates it from `seed`, which has its id and
/// the record it belongs to. An empty first field creates nothing. `is_sure` means that the user has confirmed a
/// doubtful value.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn enter<T: EditableRecord>(
    workspace: Workspace,
    seed: T,
    field: FieldOf<T>,
    (value, is_sure): (Value, bool),
) -> Result<(), LedgerError> {
    let draft = move || {
        let table = workspace.tables.of::<T>();
        let value = workspace.typed_value(field, value.clone());
        let draft = table.with_untracked(|table| entered(table, &seed, field, value));
        if is_sure { draft.surely() } else { draft }
    };
    workspace.act_in_turn(draft).await.map(drop)
}

fn entered<T: EditableRecord>(
    table: &Table<T>,
    seed: &T,
    field: FieldOf<T>,
    value: Value,
) -> Draft {
    if table.get(seed.id()).is_some() {
        return Draft::new(T::EDIT).edit(seed.id(), field, value);
    }
    let mut record = seed.clone();
    // A value of the wrong type counts as empty.
    if value == Value::Empty || record.set(field.name(), value).is_err() {
        return Draft::default();
    }
    Draft::new(T::ADD).create(&record)
}

/// Adds a record.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn add<T: EditableRecord>(workspace: Workspace, record: &T) -> Result<(), LedgerError> {
    let draft = Draft::new(T::ADD).create(record);
    workspace.act(draft).await.map(drop)
}

/// Like [`add`], for event handlers without further steps. Errors are reported by [`Workspace::saving`].
pub fn add_detached<T: EditableRecord>(workspace: Workspace, record: &T) {
    workspace.act_detached(Draft::new(T::ADD).create(record));
}

/// Changes a record as it is when the write's turn has come.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn change<T: EditableRecord>(
    workspace: Workspace,
    id: Id<T>,
    how: impl Fn(&mut T) + 'static,
) -> Result<(), LedgerError> {
    change_as(T::EDIT, workspace, id, how).await
}

/// Like [`change`], with an action name of its own.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn change_as<T: EditableRecord>(
    action: &'static str,
    workspace: Workspace,
    id: Id<T>,
    how: impl Fn(&mut T) + 'static,
) -> Result<(), LedgerError> {
    let draft = move || {
        workspace.tables.of::<T>().with_untracked(|table| {
            let Some(before) = table.get(id) else {
                return Draft::default();
            };
            let mut after = before.clone();
            how(&mut after);
            Draft::new(action).change(before, &after)
        })
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Like [`change`], for event handlers without further steps. Errors are reported by [`Workspace::saving`].
pub fn change_detached<T: EditableRecord>(
    workspace: Workspace,
    id: Id<T>,
    how: impl Fn(&mut T) + 'static,
) {
    task::detach(async move {
        let _ = change(workspace, id, how).await;
    });
}

/// Deletes a record; undo restores it.
pub fn remove<T: EditableRecord>(workspace: Workspace, id: Id<T>) {
    workspace.act_detached(Draft::new(T::DELETE).edit(id, T::IS_DELETED, Value::Bool(true)));
}

#[cfg(test)]
mod tests {
    use busbar_core::domain::Record;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_record_is_there_once_something_of_it_was_entered() {
        let id = Id::new(Uuid::from_u128(1));
        let customer = Some(Id::new(Uuid::from_u128(9)));
        let seed = Contact { customer, ..Contact::empty(id) };
        let mut table = Table::default();
        let nothing = entered(&table, &seed, Contact::NAME, Value::Empty);
        assert_eq!(nothing, Draft::default());

        let name = Value::Text("李敏".into());
        let first = entered(&table, &seed, Contact::NAME, name.clone());
        assert_eq!(first.action, Contact::ADD);
        let made = Contact { name: "李敏".into(), ..seed.clone() };
        assert_eq!(first, Draft::new(Contact::ADD).create(&made));

        // The next field is a change of the record, and may be empty.
        table.extend([made]);
        let phone = Value::Text("139".into());
        for value in [phone, Value::Empty] {
            let next = entered(&table, &seed, Contact::PHONE, value.clone());
            let expected = Draft::new(Contact::EDIT).edit(id, Contact::PHONE, value);
            assert_eq!(next, expected);
        }
    }
}
