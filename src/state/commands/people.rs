//! Adding, renaming, checking and merging the company's people, and choosing who works on this device. Their other
//! fields are edited as any record's ([`super::record`]).

use busbar_core::{
    domain::{Id, Person, Value, Who, draft::Draft},
    storage::LedgerError,
};

use super::record::change_as;
use crate::state::workspace::Workspace;

/// Adds a person.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn add(workspace: Workspace, person: &Person) -> Result<(), LedgerError> {
    super::record::add(workspace, person).await
}

/// Adds a person where it is new, and from now on writes under their name on this device.
///
/// # Errors
/// As [`Workspace::act`]; the device remembers the name all the same.
pub async fn work_as(workspace: Workspace, person: &Person) -> Result<(), LedgerError> {
    // By name until there is a record of it.
    let named = Who::named(&person.written());
    workspace.set_author(if named == person.into() { named } else { person.into() });
    add(workspace, person).await?;
    workspace.set_author(person.into());
    Ok(())
}

/// Gives a person another name; the history and what was signed keep the former.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn rename(workspace: Workspace, id: Id<Person>, name: String) -> Result<(), LedgerError> {
    change_as("person.edit", workspace, id, move |person| person.rename(&name)).await
}

/// Says that a person stands for one employee.
pub fn check(workspace: Workspace, id: Id<Person>) {
    let draft = Draft::new("person.check").edit(id, Person::IS_UNCHECKED, Value::Empty);
    workspace.act_detached(draft);
}

/// Says that one person is another: everything that names the first means the second from now on. Undo, or
/// [`separate`], takes it back.
///
/// # Errors
/// As [`Workspace::act`].
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

/// Says that a merged person is one of their own after all.
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
        // As undo writes it.
        assert_eq!(apply(&Value::Empty), "李鸣");
    }
}
