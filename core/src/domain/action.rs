//! 行动: who does what by when, for whom, until somebody confirms that it is done. An open one is a
//! promise, which is shown until it is kept.

use jiff::civil::Date;

use uuid::Uuid;

use super::{Customer, Id, Link, Record, Who, record::record, survey::Response};

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
        pub owner: Who,
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

/// The name space of promises to call back among name-based UUIDs.
const CALL_BACKS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0003);

impl Action {
    /// The id of the promise to call back because of these answers: the same on every tablet, so that they
    /// open one and no more.
    pub fn call_back_id(of: Id<Response>) -> Id<Self> {
        Id::new(Uuid::new_v5(&CALL_BACKS, of.uuid().as_bytes()))
    }

    /// The promise to call a customer back because of its answers; `None` where they are nobody's.
    pub fn call_back(
        of: &Response,
        text: String,
        owner: Who,
        today: Date,
        due_on: Option<Date>,
    ) -> Option<Self> {
        Some(Self {
            customer: Some(of.customer?),
            source: Some(Link::to(of.id)),
            text,
            owner,
            opened_on: Some(today),
            due_on,
            ..Self::empty(Self::call_back_id(of.id))
        })
    }

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

    #[test]
    fn answers_open_one_promise_to_call_back() {
        let [one, other] = [1, 2].map(|n| Id::<Response>::new(Uuid::from_u128(n)));
        assert_eq!(Action::call_back_id(one), Action::call_back_id(one));
        assert_ne!(Action::call_back_id(one), Action::call_back_id(other));
        let (today, due) = (date(2026, 11, 24), date(2026, 11, 27));
        let open = |customer| {
            let response = Response { customer, ..Response::empty(one) };
            Action::call_back(&response, "回访".into(), "陈立".into(), today, Some(due))
        };
        assert_eq!(open(None), None);
        let promise = open(Some(Id::new(Uuid::from_u128(9)))).unwrap();
        assert_eq!(promise.id, Action::call_back_id(one));
        assert_eq!(promise.source, Some(Link::to(one)));
        assert_eq!((promise.opened_on, promise.due_on), (Some(today), Some(due)));
        assert_eq!(promise.state(today), ActionState::Open);
    }

    #[test]
    fn an_action_is_open_until_it_is_confirmed() {
        let (today, tomorrow) = (date(2026, 11, 24), date(2026, 11, 25));
        let mut action =
            Action { due_on: Some(today), ..Action::empty(Id::new(Uuid::from_u128(1))) };
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
