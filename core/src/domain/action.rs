//! 行动: an action, with who does it by when and for whom, until someone else confirms that it is done. An open
//! action is a promise, which is shown until it is kept.

use jiff::civil::Date;

use uuid::Uuid;

use super::{Customer, Id, Link, Record, Who, record::record, survey::Response};

record! {
    /// 行动: something promised to a customer, or a follow-up of a finding, a need, a low score or a request.
    pub struct Action: "action" {
        /// Customer that the action is for.
        pub customer: Option<Id<Customer>>,
        /// Record that the action follows from.
        pub source: Option<Link>,
        /// Task to do.
        pub text: String,
        /// Person responsible.
        pub owner: Who,
        /// Department responsible.
        pub department: String,
        /// Date of the promise.
        pub opened_on: Option<Date>,
        /// Due date.
        pub due_on: Option<Date>,
        /// Date of completion.
        pub done_on: Option<Date>,
        /// Outcome.
        pub result: String,
        /// Date on which someone other than the owner confirmed it; the action is then closed.
        pub confirmed_on: Option<Date>,
        /// Person who confirmed it.
        pub confirmed_by: String,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// State of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActionState {
    /// Open and past its due date.
    Overdue,
    /// Open.
    Open,
    /// Done, awaiting confirmation.
    Unconfirmed,
    /// Done and confirmed.
    Closed,
}

/// Namespace of call-back promises for name-based UUIDs.
const CALL_BACKS: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0003);

impl Action {
    /// Returns the id of the call-back promise for a response. It is the same on every tablet, so that only one
    /// promise is opened.
    pub fn call_back_id(of: Id<Response>) -> Id<Self> {
        Id::new(Uuid::new_v5(&CALL_BACKS, of.uuid().as_bytes()))
    }

    /// Returns the promise to call a customer back because of a response; `None` if the response belongs to no
    /// customer.
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

    /// Returns the state on a given day.
    pub fn state(&self, today: Date) -> ActionState {
        match (self.done_on, self.confirmed_on) {
            (_, Some(_)) => ActionState::Closed,
            (Some(_), None) => ActionState::Unconfirmed,
            (None, None) if self.due_on.is_some_and(|due| due < today) => ActionState::Overdue,
            (None, None) => ActionState::Open,
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
        assert_eq!(action.state(tomorrow), ActionState::Overdue);
        action.done_on = Some(today);
        assert_eq!(action.state(tomorrow), ActionState::Unconfirmed);
        action.confirmed_on = Some(tomorrow);
        assert_eq!(action.state(tomorrow), ActionState::Closed);
    }
}
