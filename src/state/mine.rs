//! Whose work comes first: that of the person who works on this tablet, where the app knows the name as an
//! account manager's, with everybody's a tap away.

use busbar_core::domain::{Customer, Id};
use leptos::prelude::*;

use super::workspace::Workspace;

/// Whose work is shown, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Mine {
    workspace: Workspace,
    is_known: Memo<bool>,
    wants_all: RwSignal<bool>,
}

impl Mine {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace) -> Self {
        let is_known = Memo::new(move |_| {
            let author = workspace.author.read();
            let customers = workspace.tables.customers.read();
            let is_theirs = |one: &Customer| !one.is_deleted && one.account_manager == *author;
            !author.is_empty() && customers.iter().any(is_theirs)
        });
        let this = Self { workspace, is_known, wants_all: RwSignal::new(false) };
        provide_context(this);
        this
    }

    /// Returns `true` if the person working here looks after customers, so that there is a choice.
    pub fn is_known(self) -> bool {
        self.is_known.get()
    }

    /// Returns `true` if only that person's work is shown.
    pub fn is_only(self) -> bool {
        self.is_known.get() && !self.wants_all.get()
    }

    /// Shows everybody's work, or only that person's.
    pub fn choose(self, only: bool) {
        self.wants_all.set(!only);
    }

    /// The person whose work alone is shown; `None` for everybody's.
    pub fn person(self) -> Option<String> {
        self.is_only().then(|| self.workspace.author.get())
    }

    /// Returns `true` if an entry is shown: everybody's work is shown, `by` names the person, or the customer
    /// is one of theirs. Subscribes to changes.
    pub fn admits(self, by: &str, customer: Option<Id<Customer>>) -> bool {
        self.filter()(by, customer)
    }

    /// The same for many entries: the signals are read once.
    pub fn filter(self) -> impl Fn(&str, Option<Id<Customer>>) -> bool {
        let customers = self.workspace.tables.customers;
        let only = self.person().map(|person| (person, customers.read()));
        move |by, customer| {
            only.as_ref().is_none_or(|(person, customers)| {
                let customer = customer.and_then(|id| customers.get(id));
                is_theirs(person, by, customer)
            })
        }
    }
}

/// Returns `true` if work belongs to a person: done by them, or for a customer they look after.
fn is_theirs(person: &str, by: &str, customer: Option<&Customer>) -> bool {
    by == person || customer.is_some_and(|one| one.account_manager == person)
}

/// Whose work is shown.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_mine() -> Mine {
    expect_context()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::Record;

    #[test]
    fn work_is_whose_customer_it_is_for_or_who_does_it() {
        let customer = Customer {
            account_manager: "李明".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        };
        for (by, customer, expected) in [
            ("李明", None, true),
            ("", Some(&customer), true),
            ("王芳", Some(&customer), true),
            ("王芳", None, false),
            ("", None, false),
        ] {
            assert_eq!(is_theirs("李明", by, customer), expected, "{by}");
        }
        assert!(!is_theirs("王芳", "", Some(&customer)));
    }
}
