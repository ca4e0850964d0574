//! 行动: every promise that is not closed, what is late first.

use jiff::civil::Date;

use super::table::{Mark, Table};
use crate::domain::{
    Id,
    action::{Action, ActionState},
};

/// By what an open action is put in order: what has no day comes after what has one.
type Key = (ActionState, bool, Option<Date>, Id<Action>);

/// The actions of everybody, as they stand on a day.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionBook {
    open: Vec<Key>,
    /// Under what the action at each place of the table stands; `None` where it is closed or taken out.
    filed: Vec<Option<Key>>,
    mark: Mark,
    today: Option<Date>,
}

impl ActionBook {
    /// Puts them in order for this day; on the day of the last look only what was written since.
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

    /// Everything that is not closed: late, open, to be confirmed; each by the day it is due.
    pub fn open(&self) -> impl ExactSizeIterator<Item = (ActionState, Id<Action>)> {
        self.open.iter().map(|(state, .., id)| (*state, *id))
    }

    /// How many stand like this.
    pub fn count(&self, state: ActionState) -> usize {
        self.open.iter().filter(|(of, ..)| *of == state).count()
    }
}

/// Under what an action stands on a day.
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
