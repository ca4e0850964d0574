//! 行动: every action that is not closed, overdue ones first.

use jiff::civil::Date;

use super::table::{Mark, Table};
use crate::domain::{
    Id,
    action::{Action, ActionState},
};

/// Sort key of an open action. Within a state, actions without a due date come last.
type Key = (ActionState, bool, Option<Date>, Id<Action>);

/// Open actions of all customers, sorted as of a given day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionBook {
    open: Vec<Key>,
    /// Sort key of the action at each place of the table; `None` if it is closed or deleted.
    filed: Vec<Option<Key>>,
    mark: Mark,
    today: Option<Date>,
}

impl ActionBook {
    /// Updates the book to a given day. If the day is unchanged, reads only the records written since the last
    /// update.
    #[must_use]
    pub fn follow(mut self, actions: &Table<Action>, today: Date) -> Self {
        let written = actions.written_since(self.mark).filter(|_| self.today == Some(today));
        match written {
            Some(written) => {
                self.filed.resize(actions.len(), None);
                for place in written {
                    self.file(*place as usize, key(&actions.rows()[*place as usize], today));
                }
            }
            None => {
                self.filed = actions.iter().map(|action| key(action, today)).collect();
                self.open = self.filed.iter().flatten().copied().collect();
                self.open.sort_unstable();
            }
        }
        self.mark = actions.mark();
        self.today = Some(today);
        self
    }

    fn file(&mut self, place: usize, now: Option<Key>) {
        let before = std::mem::replace(&mut self.filed[place], now);
        if before == now {
            return;
        }
        if let Some(Ok(at)) = before.map(|key| self.open.binary_search(&key)) {
            self.open.remove(at);
        }
        if let Some(key) = now {
            self.open.insert(self.open.partition_point(|other| *other < key), key);
        }
    }

    /// Returns every action that is not closed: overdue, open, awaiting confirmation; each group by due date.
    pub fn open(&self) -> impl ExactSizeIterator<Item = (ActionState, Id<Action>)> {
        self.open.iter().map(|(state, .., id)| (*state, *id))
    }

    /// Returns the number of actions in a state.
    pub fn count(&self, state: ActionState) -> usize {
        self.open.iter().filter(|(of, ..)| *of == state).count()
    }
}

/// Returns the sort key of an action on a given day; `None` if it is closed or deleted.
fn key(action: &Action, today: Date) -> Option<Key> {
    let state = action.state(today);
    let is_open = !action.is_deleted && state != ActionState::Closed;
    is_open.then_some((state, action.due_on.is_none(), action.due_on, action.id))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

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
        let mut table = Table::default();
        table.extend(actions);
        let promises = ActionBook::default().follow(&table, today);
        let order: Vec<u128> = promises.open().map(|(_, id)| id.uuid().as_u128()).collect();
        assert_eq!(order, [5, 4, 6, 1, 2, 3]);
        assert_eq!(promises.count(ActionState::Overdue), 2);
        assert_eq!(promises.count(ActionState::Unconfirmed), 1);
    }
}
