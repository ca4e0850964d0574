//! Commands to add, rename, check and merge the company's people, and to choose the current user of this device.
//! Their other fields are edited like those of any record ([`super::record`]).

use busbar_core::{
    domain::{Id, Person, Value, Who, draft::Draft},
    storage::LedgerError,
};

use super::record::{add, change_as};
use crate::state::workspace::Workspace;

/// Makes a person the current user of this device, and adds their record if it is new.
///
/// # Errors
/// Same as [`Workspace::act`]; the choice is stored on the device regardless.
pub async fn work_as(workspace: Workspace, person: &Person) -> Result<(), LedgerError> {
    // A new person is stored by name until their record exists.
    let named = Who::named(&person.written());
    workspace.set_author(if named == person.into() { named } else { person.into() });
    add(workspace, person).await?;
    workspace.set_author(person.into());
    Ok(())
}

/// Renames a person. The history and signed documents keep the former name.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn rename(workspace: Workspace, id: Id<Person>, name: String) -> Result<(), LedgerError> {
    change_as("person.edit", workspace, id, move |person| person.rename(&name)).await
}

/// Marks a person as checked: the record stands for one employee.
pub fn check(workspace: Workspace, id: Id<Person>) {
    let draft = Draft::new("person.check").edit(id, Person::IS_UNCHECKED, Value::Empty);
    workspace.act_detached(draft);
}

/// Merges a person into another: all references to the first mean the second from now on. Undo, or [`separate`],
/// reverts it.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn merge(
    workspace: Workspace,
    id: Id<Person>,
    into: Id<Person>,
) -> Result<(), LedgerError> {
    workspace.act(merged(id, into)).await.map(drop)
}

fn merged(id: Id<Person>, into: Id<Person>) -> Draft {
    if id == into {
        return Draft::default();
    }
    Draft::new("person.merge").edit(id, Person::MERGED_INTO, Value::Id(into.uuid()))
}

/// Reverts a merge: the person is no longer part of another one.
pub fn separate(workspace: Workspace, id: Id<Person>) {
    workspace.act_detached(Draft::new("person.separate").edit(
        id,
        Person::MERGED_INTO,
        Value::Empty,
    ));
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;
    use crate::state::world::{DAYS, World};

    #[test]
    fn a_merge_is_one_field_of_the_merged_person() {
        let world = World::on(DAYS[0]);
        let workspace = world.workspace;
        let [one, other] = ["李明", "李鸣"].map(Person::named);
        assert!(merged(one.id, one.id).is_empty());
        workspace.tables.persons.update(|table| table.extend([one.clone(), other.clone()]));
        let draft = merged(other.id, one.id);
        assert_eq!(draft.edits.len(), 1);
        let apply = |value: &Value| {
            workspace.tables.persons.update(|table| {
                table.apply(other.id.uuid(), [("merged_into", value)]);
            });
            untrack(|| workspace.name(&(&other).into()))
        };
        assert_eq!(apply(&draft.edits[0].value), "李明");
        // The value that undo writes.
        assert_eq!(apply(&Value::Empty), "李鸣");
    }
}
