//! Incrementally updated books equal newly built ones, after any changes in any order.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::sync::Arc;

use busbar_core::{
    books::{
        actions::ActionBook,
        requests::{RequestBook, Rules},
        service::ServiceClasses,
        table::Table,
        visits::{Bearing, DueBook, Events, VisitIndex},
    },
    domain::{
        Customer, Id, Moment, Record, Value,
        action::Action,
        calendar::WorkingCalendar,
        record::FieldValue,
        request::{Escalation, LimitHistory, Request, RequestKind, RequestStep, StepKind},
        standard::{ServiceClass, ServiceStandard, StandardHistory},
        visit::{DueReason, Event, Visit},
    },
};
use jiff::{SignedDuration, civil::Date};
use proptest::{collection::vec, option, prelude::*};
use uuid::Uuid;

/// Change to the inputs of the books.
#[derive(Clone, Debug)]
enum Change {
    /// Creates or overwrites a record: its number, its customer, a day, and a variant of its other fields.
    Put { kind: u8, n: u8, of: u8, day: i8, variant: u8 },
    /// Deletes or restores a record.
    Delete { kind: u8, n: u8, is_deleted: bool },
    /// Undoes the import of a record.
    Remove { kind: u8, n: u8 },
    /// Changes the current date.
    Turn { day: i8 },
    /// A customer is judged to be of another class.
    Judge { of: u8, is_key: bool },
    /// Merges a customer into another one, or separates it.
    Merge { n: u8, into: Option<u8> },
    /// Adds an event that calls for a visit, or removes it.
    Happen { of: u8, day: i8, is_there: bool },
}

const KINDS: u8 = 5;

fn change() -> impl Strategy<Value = Change> {
    let (kind, n, day) = (0..KINDS, 0..6_u8, 1..28_i8);
    prop_oneof![
        6 => (kind.clone(), n.clone(), 0..4_u8, day.clone(), 0..4_u8)
            .prop_map(|(kind, n, of, day, variant)| Change::Put { kind, n, of, day, variant }),
        2 => (kind.clone(), n.clone(), any::<bool>())
            .prop_map(|(kind, n, is_deleted)| Change::Delete { kind, n, is_deleted }),
        1 => (kind, n).prop_map(|(kind, n)| Change::Remove { kind, n }),
        1 => day.clone().prop_map(|day| Change::Turn { day }),
        1 => (0..4_u8, day, any::<bool>())
            .prop_map(|(of, day, is_there)| Change::Happen { of, day, is_there }),
        1 => (0..4_u8, any::<bool>()).prop_map(|(of, is_key)| Change::Judge { of, is_key }),
        2 => (0..4_u8, option::of(0..4_u8)).prop_map(|(n, into)| Change::Merge { n, into }),
    ]
}

fn id<T>(n: u8) -> Id<T> {
    Id::new(Uuid::from_u128(u128::from(n) + 1))
}

fn date(day: i8) -> Date {
    jiff::civil::date(2026, 7, day)
}

/// Converts a moment to a local date: in this test, a moment is a number of hours after 1 July.
fn local(moment: Moment) -> Date {
    date(1) + SignedDuration::from_hours(moment.0 as i64)
}

#[derive(Debug)]
struct Records {
    customers: Table<Customer>,
    actions: Table<Action>,
    requests: Table<Request>,
    steps: Table<RequestStep>,
    visits: Table<Visit>,
    classes: Arc<ServiceClasses>,
    events: Arc<Events>,
    today: Date,
}

impl Records {
    fn new() -> Self {
        Self {
            customers: Table::default(),
            actions: Table::default(),
            requests: Table::default(),
            steps: Table::default(),
            visits: Table::default(),
            classes: Arc::default(),
            events: Arc::default(),
            today: date(8),
        }
    }

    fn put(&mut self, kind: u8, n: u8, of: u8, day: i8, variant: u8) {
        let (customer, on) = (Some(id(of)), Some(date(day)));
        match kind {
            0 => self.customers.extend([Customer::empty(id(n))]),
            1 => self.actions.extend([Action {
                customer,
                due_on: on.filter(|_| variant > 0),
                done_on: on.filter(|_| variant > 1),
                confirmed_on: on.filter(|_| variant > 2),
                ..Action::empty(id(n))
            }]),
            2 => self.requests.extend([Request {
                customer,
                kind: Some(RequestKind::Complaint),
                received_on: on.filter(|_| variant > 0),
                is_priority: variant > 2,
                ..Request::empty(id(n))
            }]),
            3 => self.steps.extend([RequestStep {
                request: Some(id(of)),
                kind: Some([StepKind::Responded, StepKind::Resolved][usize::from(variant % 2)]),
                on,
                ..RequestStep::empty(id(n))
            }]),
            _ => {
                let moment = Moment(u64::from(day.unsigned_abs() - 1) * 24 + 9);
                self.visits.extend([Visit {
                    customer,
                    planned_on: on,
                    arrived_at: Some(moment).filter(|_| variant > 1),
                    left_at: Some(moment).filter(|_| variant > 2),
                    ..Visit::empty(id(n))
                }]);
            }
        }
    }

    fn follow_merges(&mut self) {
        let merges = Arc::new(self.customers.merges());
        self.customers.follow(&merges);
        self.actions.follow(&merges);
        self.requests.follow(&merges);
        self.visits.follow(&merges);
    }

    fn make(&mut self, change: &Change) {
        match *change {
            Change::Put { kind, n, of, day, variant } => self.put(kind, n, of, day, variant),
            Change::Delete { kind, n, is_deleted } => {
                let (n, value) = (id::<Customer>(n).uuid(), Value::Bool(is_deleted));
                let field = ("is_deleted", &value);
                match kind {
                    0 => self.customers.apply(n, [field]),
                    1 => self.actions.apply(n, [field]),
                    2 => self.requests.apply(n, [field]),
                    3 => self.steps.apply(n, [field]),
                    _ => self.visits.apply(n, [field]),
                }
            }
            Change::Remove { kind, n } => {
                let gone = |other| other == id::<Customer>(n).uuid();
                match kind {
                    0 => self.customers.remove(gone),
                    1 => self.actions.remove(gone),
                    2 => self.requests.remove(gone),
                    3 => self.steps.remove(gone),
                    _ => self.visits.remove(gone),
                }
            }
            Change::Merge { n, into } => {
                let into = into.map(id::<Customer>).to_value();
                self.customers.apply(id::<Customer>(n).uuid(), [("merged_into", &into)]);
            }
            Change::Turn { day } => self.today = date(day),
            Change::Judge { of, is_key } => {
                let mut classes = (*self.classes).clone();
                let class = if is_key { ServiceClass::Key } else { ServiceClass::C };
                classes.insert(id(of), class);
                self.classes = Arc::new(classes);
            }
            Change::Happen { of, day, is_there } => {
                let mut events = (*self.events).clone();
                events.remove(&id(of));
                if is_there {
                    let arose_on = date(day);
                    let reason =
                        DueReason::Recheck { finding: id(of), rectified_on: arose_on, count: 1 };
                    events.insert(id(of), vec![Event { reason, arose_on }]);
                }
                self.events = Arc::new(events);
            }
        }
        self.follow_merges();
    }
}

/// Books of the records.
#[derive(Debug, Default)]
struct Books {
    actions: ActionBook,
    requests: RequestBook,
    visits: VisitIndex,
    due: DueBook,
}

impl Books {
    fn follow(self, records: &Records) -> Self {
        let rules = Arc::new(Rules {
            today: records.today,
            limits: LimitHistory::default(),
            escalation: Escalation::default(),
            calendar: WorkingCalendar::default(),
            standards: StandardHistory::default(),
        });
        let visits = self.visits.follow(&records.visits, local);
        Self {
            actions: self.actions.follow(&records.actions, records.today),
            requests: self.requests.follow(&records.requests, &records.steps, rules),
            due: self.due.follow(Bearing {
                customers: &records.customers,
                visits: &records.visits,
                index: &visits,
                classes: &records.classes,
                events: &records.events,
                standard: &ServiceStandard::default(),
                today: records.today,
            }),
            visits,
        }
    }

    fn assert_as_made_anew(&self, records: &Records) {
        let anew = Self::default().follow(records);
        assert_eq!(self.actions, anew.actions);
        let statuses = |book: &RequestBook| {
            let all = book.all();
            all.map(|(place, status)| (place, status.clone())).collect::<Vec<_>>()
        };
        assert_eq!(statuses(&self.requests), statuses(&anew.requests));
        assert_eq!(
            self.requests.counts(&records.requests),
            anew.requests.counts(&records.requests)
        );
        for n in 0..6 {
            let steps = |book: &RequestBook| book.steps(id(n), &records.steps);
            assert_eq!(steps(&self.requests), steps(&anew.requests), "steps of {n}");
            assert_eq!(self.visits.to(id(n)), anew.visits.to(id(n)), "visits to {n}");
        }
        let days = |index: &VisitIndex| {
            let days = index.from(Date::MIN);
            days.map(|(day, places)| (day, places.to_vec())).collect::<Vec<_>>()
        };
        assert_eq!(days(&self.visits), days(&anew.visits));
        assert_eq!(self.due.list(), anew.due.list());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn books_equal_those_made_anew(turns in vec(vec(change(), 1..4), 1..12)) {
        let (mut records, mut books) = (Records::new(), Books::default());
        for changes in &turns {
            changes.iter().for_each(|change| records.make(change));
            books = books.follow(&records);
            books.assert_as_made_anew(&records);
        }
    }
}
