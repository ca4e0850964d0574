//! Preparation of a visit: the records of a customer, kind by kind, as signals, so that saving a record wakes only
//! the views of its kind. `domain::visit::agenda` selects the topics.

use busbar_core::{
    analysis::satisfaction::Ballot,
    domain::{
        Contact, Customer, Id, InOrder,
        action::{Action, ActionState},
        date::days_between,
        equipment::Equipment,
        notice::Notice,
        request::Phase,
        visit::{
            DevelopmentNeed, Finding, FindingState, Visit,
            agenda::{AgendaTopic, INSPECTION_AHEAD_DAYS, OpenRequest, Situation, topics},
        },
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::{
    about::About, notices::use_notices, requests::use_requests, satisfaction::use_satisfaction,
    tables::those_of, workspace::use_workspace,
};

/// Maximum number of past visits.
const VISITS: usize = 3;
/// Maximum number of completed actions, and of responses.
const LATEST: usize = 3;
/// Age from which a completed action is no longer listed, days.
const KEPT_DAYS: i32 = 365;

/// Records of one customer, for the preparation of a visit.
#[derive(Clone, Copy, Debug)]
pub struct Briefing {
    /// Customer.
    pub customer: Id<Customer>,
    /// Consumption and bills.
    pub about: About,
    /// Contacts.
    pub contacts: Memo<Vec<Contact>>,
    /// Last visits held, latest first.
    pub visits: Memo<Vec<Visit>>,
    /// Actions that are not closed, ordered by state and due date.
    pub open: Memo<Vec<Action>>,
    /// Closed actions that were done in the last year, latest first.
    pub kept: Memo<Vec<Action>>,
    /// Requests that are not closed, most urgent first.
    pub requests: Memo<Vec<OpenRequest>>,
    /// Findings that are not closed.
    pub hazards: Memo<Vec<Finding>>,
    /// Development needs that are not closed.
    pub needs: Memo<Vec<DevelopmentNeed>>,
    /// Equipment with the date its inspection is due: overdue or due soon.
    pub equipment: Memo<Vec<(Equipment, Date)>>,
    /// Current notices that the customer has not read.
    pub notices: Memo<Vec<Notice>>,
    /// Last responses, latest first.
    pub answers: Memo<Vec<Ballot>>,
}

impl Briefing {
    /// Collects the records of this customer, without the visit being prepared.
    pub fn new(customer: Id<Customer>, visit: Id<Visit>) -> Self {
        let workspace = use_workspace();
        let tables = workspace.tables;
        let today = move || workspace.facts.day.get();
        let about = About::new(customer);
        let actions = those_of(tables.actions, customer, move |action| !action.is_deleted);
        let open = Memo::new(move |_| open_promises(&actions.read(), today()));
        let kept = Memo::new(move |_| kept_promises(&actions.read(), today()));
        let done = those_of(tables.visits, customer, move |one| {
            let is_past = one.left_at.is_some() && !one.is_deleted;
            one.id != visit && is_past
        });
        let visits = Memo::new(move |_| {
            let mut visits = done.get();
            visits.order_by_key(|visit| std::cmp::Reverse(visit.arrived_at));
            visits.truncate(VISITS);
            visits
        });
        let hazards = those_of(tables.findings, customer, move |finding| {
            let is_open = finding.state(today()) != FindingState::Closed;
            !finding.is_deleted && is_open
        });
        let needs = those_of(tables.needs, customer, move |need| {
            !need.is_closed && !need.is_deleted && !need.is_blank()
        });
        let owned = those_of(tables.equipment, customer, move |one| !one.is_deleted);
        let equipment = Memo::new(move |_| due(owned.get(), today()));
        let satisfaction = use_satisfaction();
        let answers = Memo::new(move |_| {
            let all = satisfaction.ballots();
            let own = |ballot: &&Ballot| ballot.customer == Some(customer);
            let latest = all.iter().rev().filter(own).take(LATEST);
            latest.cloned().collect::<Vec<_>>()
        });
        Self {
            customer,
            about,
            contacts: those_of(tables.contacts, customer, move |contact| !contact.is_deleted),
            visits,
            open,
            kept,
            requests: asked(customer),
            hazards,
            needs,
            equipment,
            notices: unread(customer),
            answers,
        }
    }

    /// Returns the agenda topics suggested for the visit.
    pub fn topics(self) -> Memo<Vec<AgendaTopic>> {
        Memo::new(move |_| {
            let summary = self.about.summary();
            let equipment = self.equipment.get().into_iter();
            let equipment: Vec<Equipment> = equipment.map(|(one, _)| one).collect();
            topics(&Situation {
                today: self.about.today(),
                promises: &self.open.read(),
                requests: &self.requests.read(),
                findings: &self.hazards.read(),
                needs: &self.needs.read(),
                equipment: &equipment,
                notices: &self.notices.read(),
                growth: summary.growth,
                arrears_cny: summary.arrears_cny,
                is_dissatisfied: self.answers.read().first().is_some_and(Ballot::is_low),
            })
        })
    }
}

fn open_promises(actions: &[Action], today: Date) -> Vec<Action> {
    let is_open = |action: &&Action| action.state(today) != ActionState::Closed;
    let mut open: Vec<Action> = actions.iter().filter(is_open).cloned().collect();
    open.order_by_key(|action| (action.state(today), action.due_on));
    open
}

fn kept_promises(actions: &[Action], today: Date) -> Vec<Action> {
    let is_kept = |action: &&Action| {
        let is_recent = |done| days_between(done, today) <= KEPT_DAYS;
        action.state(today) == ActionState::Closed && action.done_on.is_some_and(is_recent)
    };
    let mut kept: Vec<Action> = actions.iter().filter(is_kept).cloned().collect();
    kept.order_by_key(|action| std::cmp::Reverse(action.done_on));
    kept.truncate(LATEST);
    kept
}

/// Returns the equipment whose inspection is overdue or due soon, ordered by date.
fn due(equipment: Vec<Equipment>, today: Date) -> Vec<(Equipment, Date)> {
    let mut due: Vec<(Equipment, Date)> = equipment
        .into_iter()
        .filter_map(|one| {
            let by = one.inspect_by()?;
            (days_between(today, by) <= INSPECTION_AHEAD_DAYS).then_some((one, by))
        })
        .collect();
    due.order_by_key(|(_, by)| *by);
    due
}

/// Returns the requests of a customer that are not closed, most urgent first.
fn asked(customer: Id<Customer>) -> Memo<Vec<OpenRequest>> {
    let own = use_requests().of_customer(customer);
    Memo::new(move |_| {
        let own = own.read();
        let open = own.iter().filter(|(_, status)| status.is_open());
        open.map(|(request, status)| OpenRequest {
            request: *request,
            urgency: status.urgency,
            is_settled: status.phase == Phase::Unconfirmed,
        })
        .collect()
    })
}

/// Returns the current notices that a customer has not read, latest first.
fn unread(customer: Id<Customer>) -> Memo<Vec<Notice>> {
    let unread = use_notices().unread(customer);
    let notices = use_workspace().tables.notices;
    Memo::new(move |_| {
        let notices = notices.read();
        let unread = unread.read();
        unread.iter().filter_map(|id| notices.get(*id).cloned()).collect()
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::Record;

    fn action(n: u128, due_on: Date, done_on: Option<Date>) -> Action {
        Action {
            due_on: Some(due_on),
            done_on,
            confirmed_on: done_on,
            ..Action::empty(Id::new(Uuid::from_u128(n)))
        }
    }

    #[test]
    fn promises_that_are_open_and_those_that_were_kept() {
        let today = date(2026, 11, 24);
        let unconfirmed =
            Action { confirmed_on: None, ..action(5, date(2026, 11, 1), Some(date(2026, 11, 2))) };
        let actions = [
            action(1, date(2026, 12, 1), None),
            action(2, date(2026, 11, 25), None),
            action(3, date(2026, 11, 1), None),
            action(4, date(2026, 5, 1), Some(date(2026, 5, 2))),
            unconfirmed,
            action(6, date(2026, 6, 1), Some(date(2026, 6, 1))),
            action(7, date(2025, 6, 1), Some(date(2025, 6, 1))),
        ];
        let ids = |actions: Vec<Action>| -> Vec<u128> {
            let id = |action: &Action| action.id.uuid().as_u128();
            actions.iter().map(id).collect()
        };
        assert_eq!(ids(open_promises(&actions, today)), [3, 2, 1, 5]);
        assert_eq!(ids(kept_promises(&actions, today)), [6, 4]);
    }

    #[test]
    fn equipment_that_is_to_be_inspected_soon() {
        let today = date(2026, 11, 24);
        let one = |n, inspected_on| Equipment {
            inspected_on: Some(inspected_on),
            inspect_every_months: Some(12.0),
            ..Equipment::empty(Id::new(Uuid::from_u128(n)))
        };
        let all =
            vec![one(1, date(2025, 12, 24)), one(2, date(2025, 12, 25)), one(3, date(2025, 1, 10))];
        let due: Vec<Date> = due(all, today).into_iter().map(|(_, by)| by).collect();
        assert_eq!(due, [date(2026, 1, 10), date(2026, 12, 24)]);
    }
}
