//! Commands to merge a customer into another one, and to separate them again. Other changes of a customer are edits of
//! its record ([`super::record`]).

use busbar_core::{
    domain::{Customer, Id, Value, customer::SEPARATE, draft::Draft},
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::state::workspace::Workspace;

/// Merges a customer into another one, which takes over the values for its empty fields. All records about the first
/// are about the second from now on. Undo, or [`separate`], reverts it.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn merge(
    workspace: Workspace,
    id: Id<Customer>,
    into: Id<Customer>,
) -> Result<(), LedgerError> {
    let draft = move || merged(workspace, id, into);
    workspace.act_in_turn(draft).await.map(drop)
}

/// Returns the draft of a merge; empty unless both customers are in the portfolio.
fn merged(workspace: Workspace, id: Id<Customer>, into: Id<Customer>) -> Draft {
    workspace.tables.customers.with_untracked(|customers| {
        let here = |id| customers.get(id).filter(|one| one.is_here());
        match (here(into), here(id)) {
            (Some(remaining), Some(merged)) => remaining.merge(merged),
            _ => Draft::default(),
        }
    })
}

/// Reverts a merge: the customer is in the portfolio again, with the records that were written for it.
pub fn separate(workspace: Workspace, id: Id<Customer>) {
    let draft = Draft::new(SEPARATE).edit(id, Customer::MERGED_INTO, Value::Empty);
    workspace.act_detached(draft);
}

#[cfg(test)]
mod tests {
    use busbar_core::domain::{Contact, Record, draft::FieldEdit};
    use uuid::Uuid;

    use super::*;
    use crate::state::world::{DAYS, World};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn apply(workspace: Workspace, edits: &[FieldEdit]) {
        let fields = |edit: &FieldEdit| {
            (edit.kind, edit.record, vec![(edit.field.to_owned(), edit.value.clone())])
        };
        let written: Vec<_> = edits.iter().map(fields).collect();
        let written = written.iter().map(|(kind, id, fields)| (*kind, *id, fields.as_slice()));
        workspace.tables.apply(written);
    }

    #[test]
    fn what_belongs_to_a_merged_customer_follows_and_returns() {
        let world = World::on(DAYS[0]);
        let workspace = world.workspace;
        let tables = workspace.tables;
        let customer = |n, industry: &str| Customer {
            name: format!("Customer {n}"),
            industry: industry.into(),
            ..Customer::empty(id(n))
        };
        tables.customers.update(|table| table.extend([customer(1, ""), customer(2, "纺织")]));
        tables.contacts.update(|table| {
            table.extend([Contact { customer: Some(id(2)), ..Contact::empty(id(7)) }]);
        });
        let of = |n| tables.contacts.with_untracked(|table| table.of(id(n)).count());
        let is_here = |n| tables.read_untracked(id(n), Customer::is_here);
        assert!(merged(workspace, id(1), id(1)).is_empty());
        let draft = merged(workspace, id(2), id(1));
        assert_eq!(draft.edits.len(), 2);
        apply(workspace, &draft.edits);
        assert_eq!((of(1), of(2), is_here(1), is_here(2)), (1, 0, Some(true), Some(false)));
        let industry = tables.read_untracked(id(1), |one: &Customer| one.industry.clone());
        assert_eq!(industry.as_deref(), Some("纺织"));
        // A merged customer is not merged again.
        assert!(merged(workspace, id(2), id(1)).is_empty());
        let back = FieldEdit { value: Value::Empty, ..draft.edits[0].clone() };
        apply(workspace, &[back]);
        assert_eq!((of(1), of(2), is_here(2)), (0, 1, Some(true)));
    }
}
