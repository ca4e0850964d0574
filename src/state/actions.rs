//! 行动: every promise that is not closed, what is late first; and what was promised to one customer.

use std::{collections::HashMap, sync::Arc};

use busbar_core::domain::{
    Customer, Id, InOrder,
    action::{Action, ActionState},
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::workspace::Workspace;

/// The actions of everybody, as they stand on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionBook {
    open: Vec<(ActionState, Id<Action>)>,
    of: HashMap<Id<Customer>, Vec<Id<Action>>>,
}

impl ActionBook {
    /// Puts them in order for this day.
    pub fn of<'a>(actions: impl Iterator<Item = &'a Action>, today: Date) -> Self {
        let mut promises = Self::default();
        let mut open: Vec<(ActionState, Option<Date>, Id<Action>)> = Vec::new();
        for action in actions.filter(|action| !action.is_deleted) {
            if let Some(customer) = action.customer {
                promises.of.entry(customer).or_default().push(action.id);
            }
            let state = action.state(today);
            if state != ActionState::Closed {
                open.push((state, action.due_on, action.id));
            }
        }
        // What has no day comes after what has one.
        open.order_by_key(|(state, due, id)| (*state, due.is_none(), *due, *id));
        promises.open = open.into_iter().map(|(state, _, id)| (state, id)).collect();
        promises
    }

    /// Everything that is not closed: late, open, to be confirmed; each by the day it is due.
    pub fn open(&self) -> &[(ActionState, Id<Action>)] {
        &self.open
    }

    /// How many stand like this.
    pub fn count(&self, state: ActionState) -> usize {
        self.open.iter().filter(|(of, _)| *of == state).count()
    }

    /// Everything that was promised to a customer, the oldest first.
    pub fn to(&self, customer: Id<Customer>) -> &[Id<Action>] {
        self.of.get(&customer).map_or(&[], Vec::as_slice)
    }
}

/// The actions as a signal, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Actions(Memo<Arc<ActionBook>>);

impl Actions {
    /// Follows the workspace, and offers itself to everything below.
    pub fn provide(workspace: Workspace) -> Self {
        let actions = workspace.tables.actions;
        let this = Self(Memo::new(move |_| {
            let today = workspace.facts.today();
            Arc::new(ActionBook::of(actions.read().iter(), today))
        }));
        provide_context(this);
        this
    }

    /// The actions, and hears of their changes.
    pub fn get(self) -> Arc<ActionBook> {
        self.0.get()
    }
}

/// The actions.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_actions() -> Actions {
    expect_context()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::Record;

    #[test]
    fn what_is_late_comes_first() {
        let today = date(2026, 11, 24);
        let customer = Id::new(Uuid::from_u128(9));
        let action = |n: u128, due: Option<i8>, done: Option<i8>| Action {
            customer: Some(customer),
            due_on: due.map(|day| date(2026, 11, day)),
            done_on: done.map(|day| date(2026, 11, day)),
            ..Action::empty(Id::new(Uuid::from_u128(n)))
        };
        let mut actions = [
            action(1, Some(30), None),
            action(2, None, None),
            action(3, Some(20), Some(19)),
            action(4, Some(23), None),
            action(5, Some(2), None),
            action(6, Some(24), None),
            action(7, Some(1), Some(1)),
            action(8, Some(1), None),
        ];
        actions[6].confirmed_on = Some(today);
        actions[7].is_deleted = true;
        let promises = ActionBook::of(actions.iter(), today);
        let order: Vec<u128> =
            (promises.open().iter()).map(|(_, id)| id.uuid().as_u128()).collect();
        assert_eq!(order, [5, 4, 6, 1, 2, 3]);
        assert_eq!(promises.count(ActionState::Overdue), 2);
        assert_eq!(promises.count(ActionState::Unconfirmed), 1);
        assert_eq!(promises.to(customer).len(), 7);
    }
}
