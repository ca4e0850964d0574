//! Choice between the current user's work and everybody's.

use busbar_core::{
    books::table::Table,
    domain::{Customer, Id, People, Person, Record, Value, Who},
};
use leptos::prelude::*;

use super::workspace::Workspace;

/// Filter for the current user's work, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Mine {
    workspace: Workspace,
    is_known: Memo<bool>,
    wants_all: RwSignal<bool>,
}

impl Mine {
    /// Follows the workspace and provides itself as context; called once, by the root. `wants_all` stores the
    /// choice.
    pub fn provide(workspace: Workspace, wants_all: RwSignal<bool>) -> Self {
        let is_known = Memo::new(move |_| {
            let (people, tables) = (workspace.people.read(), workspace.tables);
            workspace.author.read().id().is_some_and(|me| {
                names(&tables.customers.read(), &people, me)
                    || names(&tables.visits.read(), &people, me)
                    || names(&tables.actions.read(), &people, me)
                    || names(&tables.requests.read(), &people, me)
                    || names(&tables.plans.read(), &people, me)
            })
        });
        let this = Self { workspace, is_known, wants_all };
        provide_context(this);
        this
    }

    /// Returns `true` if any work belongs to the current user, so that there is a choice. Subscribes to changes, as
    /// do all methods here except [`Mine::choose`].
    pub fn is_known(self) -> bool {
        self.is_known.get()
    }

    /// Returns `true` if only the current user's work is shown.
    pub fn is_only(self) -> bool {
        self.is_known.get() && !self.wants_all.get()
    }

    /// Shows only the current user's work, or everybody's.
    pub fn choose(self, only: bool) {
        self.wants_all.set(!only);
    }

    /// Returns the person whose work is shown; `None` for everybody's.
    pub fn person(self) -> Option<Id<Person>> {
        self.is_only().then(|| self.workspace.author.read().id()).flatten()
    }

    /// Returns that person's name.
    pub fn name(self) -> Option<String> {
        self.person().map(|person| self.workspace.name(&person.into()))
    }

    /// Like [`Mine::filter`], for entries that belong only to a customer.
    pub fn customers(self) -> impl Fn(Id<Customer>) -> bool {
        let admits = self.filter();
        move |customer| admits(&Who::default(), Some(customer))
    }

    /// Returns a predicate for the entries shown: everybody's work is shown, the person is the current user, or they
    /// are the customer's account manager. The signals are read once.
    pub fn filter(self) -> impl Fn(&Who, Option<Id<Customer>>) -> bool {
        let Workspace { tables, people, .. } = self.workspace;
        let only = self.person().map(|me| (me, tables.customers.read(), people.read()));
        move |by, customer| {
            only.as_ref().is_none_or(|(me, customers, people)| {
                is_theirs(people, *me, by, customer.and_then(|id| customers.get(id)))
            })
        }
    }
}

/// Returns `true` if any record that is not deleted names the person.
fn names<T: Record>(table: &Table<T>, people: &People, me: Id<Person>) -> bool {
    table.iter().any(|record| {
        let mut is_named = false;
        record.people(&mut |who| is_named |= people.is(who, me));
        is_named && record.value("is_deleted") != Some(Value::Bool(true))
    })
}

/// Returns `true` if work belongs to a person: done by them, or for a customer whose account manager they are.
fn is_theirs(people: &People, me: Id<Person>, by: &Who, customer: Option<&Customer>) -> bool {
    people.is(by, me) || customer.is_some_and(|one| people.is(&one.account_manager, me))
}

/// Returns the filter.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_mine() -> Mine {
    expect_context()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::state::world::{DAYS, World};

    #[test]
    fn work_is_whose_customer_it_is_for_or_who_does_it() {
        let customer = Customer {
            account_manager: "李明".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        };
        let me = Person::named("李明");
        // Another record of the same person, merged into the first.
        let mut former = Person::named("李鸣");
        former.merged_into = Some(me.id);
        let people = People::of([&me, &former]);
        for (by, customer, expected) in [
            ("李明", None, true),
            ("李鸣", None, true),
            ("", Some(&customer), true),
            ("王芳", Some(&customer), true),
            ("王芳", None, false),
            ("", None, false),
        ] {
            for me in [me.id, former.id] {
                assert_eq!(is_theirs(&people, me, &by.into(), customer), expected, "{by}");
            }
        }
        let other = Person::named("王芳").id;
        assert!(!is_theirs(&people, other, &"".into(), Some(&customer)));
    }

    #[test]
    fn mine_is_known_once_anything_names_the_person_who_works_here() {
        let world = World::on(DAYS[0]);
        let (workspace, mine) = (world.workspace, use_mine());
        let me = Person::named("李明");
        assert!(!untrack(|| mine.is_only()));
        workspace.author.set(me.id.into());
        assert!(!untrack(|| mine.is_known()));
        let customer = Id::new(Uuid::from_u128(1));
        workspace.tables.customers.update(|table| {
            table.extend([
                Customer { account_manager: (&me).into(), ..Customer::empty(customer) },
                Customer::empty(Id::new(Uuid::from_u128(2))),
            ]);
        });
        assert!(untrack(|| mine.is_only()));
        assert!(untrack(|| mine.customers()(customer)));
        assert!(!untrack(|| mine.customers()(Id::new(Uuid::from_u128(2)))));
    }
}
