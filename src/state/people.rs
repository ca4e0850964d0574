//! The company's people on the page: names for display, the person of a typed name, and the current user.
//! [`People`] in the core resolves names; `commands::people` adds and merges people.

use std::collections::HashSet;

use busbar_core::domain::{
    FieldOf, Id, People, Person, Record, Value, Who,
    draft::{Draft, FieldEdit},
    people::missing,
    record::FieldValue,
    request::{ROUTING, Routing},
};
use leptos::prelude::*;

use super::{tables::Tables, workspace::Workspace};

/// Name of the action that adds the people named by records.
pub(super) const FOUND: &str = "person.found";

/// Returns the people of the tables, updated when one of them changes.
pub(super) fn follow(tables: Tables) -> Memo<People> {
    Memo::new(move |_| People::of(tables.persons.read().iter()))
}

impl Workspace {
    /// Returns the name of a person, with the number if two people share it; empty for nobody. Subscribes to
    /// changes.
    pub fn name(self, who: &Who) -> String {
        self.people.with(|people| people.name(who).to_owned())
    }

    /// Returns the name of a change's stored author. Subscribes to changes.
    pub fn author_name(self, stored: &str) -> String {
        self.people.with(|people| people.author(stored))
    }

    /// Returns a value for display: the name in place of a person's id or stored name. Subscribes to changes.
    pub fn said<T: Record>(self, field: &str, value: Value) -> Value {
        self.people.with(|people| people.said::<T>(field, value))
    }

    /// Returns the current user as stored in records. Does not subscribe.
    pub fn me(self) -> Who {
        self.author.get_untracked()
    }

    /// Returns the current user's name; empty until one is chosen. Subscribes to changes.
    pub fn my_name(self) -> String {
        self.author.with(|me| self.name(me))
    }

    /// Returns the author of new changes in stored form. Does not subscribe.
    pub(super) fn author_stored(self) -> String {
        self.me().stored()
    }

    /// Returns the person of a typed name. A new person's record is added with the first record that names them.
    /// Does not subscribe.
    pub fn typed(self, written: &str) -> Who {
        self.people.with_untracked(|people| people.resolve(written))
    }

    /// Converts a typed value for its field: a name becomes a person. Does not subscribe.
    pub fn typed_value<T: Record>(self, field: FieldOf<T>, value: Value) -> Value {
        match value {
            Value::Text(name) if T::is_person(field.name()) => self.typed(&name).to_value(),
            value => value,
        }
    }

    /// Adds the records of people whom the draft is the first to name, including its author.
    pub(super) fn with_people(self, draft: Draft) -> Draft {
        if draft.is_empty() {
            return draft;
        }
        let people = self.people.read_untracked();
        let named = |edit: &FieldEdit| match &edit.value {
            Value::Text(name) if self.tables.is_person(edit.kind, edit.field) => {
                Some(Who::named(name))
            }
            _ => None,
        };
        let named: Vec<Who> = draft.edits.iter().filter_map(named).chain([self.me()]).collect();
        let is_known = |id: Id<Person>| {
            people.has(id) || draft.edits.iter().any(|edit| edit.record == id.uuid())
        };
        let new = missing(&named, is_known);
        new.iter().fold(draft, Draft::create)
    }

    /// Adds the missing records of people who are stored as text, as one recorded step: in a store from before
    /// people were records, and after an import. Does nothing if none is missing.
    pub(in crate::state) async fn add_missing_people(self) {
        let draft = move || {
            untrack(|| {
                let found = missing_people(self);
                found.iter().fold(Draft::new(FOUND), Draft::create)
            })
        };
        if !draft().is_empty() {
            // A failure is reported by `saving`; the names are displayed regardless.
            let _ = self.act_in_turn(draft).await;
        }
    }
}

fn missing_people(workspace: Workspace) -> Vec<Person> {
    let mut named = Vec::new();
    let mut seen = HashSet::new();
    workspace.tables.each_person(&mut |who| {
        if !who.written().is_empty() && seen.insert(who.id()) {
            named.push(who.clone());
        }
    });
    let routing = workspace.setting_now::<Routing>(ROUTING);
    named.extend(routing.people().cloned());
    let people = workspace.people.read();
    missing(&named, |id| people.has(id))
}

#[cfg(test)]
mod tests {
    use busbar_core::domain::{Customer, action::Action};
    use uuid::Uuid;

    use super::*;
    use crate::state::world::{DAYS, World};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// Creates a store from before people were records.
    fn old() -> World {
        let world = World::on(DAYS[0]);
        let tables = world.workspace.tables;
        tables.customers.update(|table| {
            let fields = [("account_manager", &Value::Text("李明".into()))];
            table.apply(Uuid::from_u128(1), fields);
        });
        tables.actions.update(|table| {
            let owner = |name: &str| Who::named(name);
            table.extend([
                Action { owner: owner("李明"), ..Action::empty(id(1)) },
                Action { owner: owner("张伟（1001）"), ..Action::empty(id(2)) },
                Action::empty(id(3)),
            ]);
        });
        world
    }

    #[test]
    fn an_old_store_gets_the_people_it_names_once() {
        let world = old();
        let workspace = world.workspace;
        let found = missing_people(workspace);
        let names: Vec<_> =
            found.iter().map(|one| (&*one.name, &*one.number, one.is_unchecked)).collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&("李明", "", true)) && names.contains(&("张伟", "1001", false)));
        workspace.tables.persons.update(|table| table.extend(found));
        assert_eq!(missing_people(workspace), []);
        let customer = |of: fn(&Customer) -> Who| {
            workspace.tables.customers.with(|all| of(all.get(id(1)).unwrap()))
        };
        assert_eq!(workspace.name(&customer(|one| one.account_manager.clone())), "李明");
    }

    #[test]
    fn a_typed_name_is_a_known_person_or_a_new_one() {
        let world = World::on(DAYS[0]);
        let workspace = world.workspace;
        let known = Person { name: "李明".into(), number: "7".into(), ..Person::empty(id(7)) };
        workspace.tables.persons.update(|table| table.extend([known.clone()]));
        let edit = |name: &str| {
            let value = Value::Text(name.into());
            let value = workspace.typed_value(Customer::ACCOUNT_MANAGER, value);
            let draft = Draft::new("customer.edit");
            workspace.with_people(draft.edit(id::<Customer>(1), Customer::ACCOUNT_MANAGER, value))
        };
        let old = edit("李明");
        assert_eq!(old.edits.len(), 1);
        assert_eq!(old.edits[0].value, Value::Id(known.id.uuid()));
        let new = edit("王芳");
        assert_eq!(new.edits[0].value, Value::Text("王芳".into()));
        let person = new.edits.iter().find(|edit| edit.kind == Person::RECORD_KIND);
        assert_eq!(person.map(|edit| edit.record), Some(Person::id_of("王芳", "").uuid()));
        let name = Value::Text("甲".into());
        assert_eq!(workspace.typed_value(Customer::NAME, name.clone()), name);
    }
}
