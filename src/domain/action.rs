//! 行动: who does what by when, for whom, until somebody confirms that it is done. An open one is a
//! promise, which is shown until it is kept.

use jiff::civil::Date;

use super::{Customer, Id, Link, record::record};

record! {
    /// 行动: what was promised to a customer, or follows from a finding, a need, a low score, a request.
    pub struct Action: "action" {
        /// For whom.
        pub customer: Option<Id<Customer>>,
        /// What it follows from.
        pub source: Option<Link>,
        /// What is to be done.
        pub text: String,
        /// Who does it.
        pub owner: String,
        /// The department that does it.
        pub department: String,
        /// When it was promised.
        pub opened_on: Option<Date>,
        /// The day by which.
        pub due_on: Option<Date>,
        /// When it was done.
        pub done_on: Option<Date>,
        /// What came of it.
        pub result: String,
        /// When somebody else than its owner confirmed it: closed.
        pub confirmed_on: Option<Date>,
        /// Who confirmed it.
        pub confirmed_by: String,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// How far an action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionState {
    /// Open, and the day has passed.
    Overdue,
    /// Open.
    Open,
    /// Done, and to be confirmed.
    Unconfirmed,
    /// Done and confirmed.
    Closed,
}

impl Action {
    /// How far it is on a day.
    pub fn state(&self, today: Date) -> ActionState {
        match (self.done_on, self.confirmed_on) {
            (_, Some(_)) => ActionState::Closed,
            (Some(_), None) => ActionState::Unconfirmed,
            (None, None) if self.due_on.is_some_and(|due| due < today) => ActionState::Overdue,
            (None, None) => ActionState::Open,
        }
    }

    /// Whether it was done in time; `None` while it is open in time, or has no day.
    pub fn was_kept(&self, today: Date) -> Option<bool> {
        let due = self.due_on?;
        match self.done_on {
            Some(done) => Some(done <= due),
            None => (due < today).then_some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    #[test]
    fn an_action_is_open_until_it_is_confirmed() {
        let (today, tomorrow) = (date(2026, 11, 24), date(2026, 11, 25));
        let mut action = Action {
            due_on: Some(today),
            ..Action::empty(Id::new(Uuid::from_u128(1)))
        };
        assert_eq!(action.state(today), ActionState::Open);
        assert_eq!(action.was_kept(today), None);
        assert_eq!(action.state(tomorrow), ActionState::Overdue);
        assert_eq!(action.was_kept(tomorrow), Some(false));
        action.done_on = Some(today);
        assert_eq!(action.state(tomorrow), ActionState::Unconfirmed);
        assert_eq!(action.was_kept(tomorrow), Some(true));
        action.confirmed_on = Some(tomorrow);
        assert_eq!(action.state(tomorrow), ActionState::Closed);
    }
}
