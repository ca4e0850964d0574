//! 到期走访: which customers are due for a visit and why: by the visit interval of their class, and by events since
//! the last visit. Each reason carries its dates and figures. Events are passed in; nothing is looked up here.

use std::cmp::Ordering;

use jiff::{SignedDuration, civil::Date};

use super::{Finding, Visit, VisitRules};
use crate::domain::{
    Customer, Id, Month, action::Action, date::days_between, request::Request,
    standard::ServiceClass,
};

/// Days within which a visit should follow a reason; also how far ahead intervals are considered, to leave time
/// for planning.
pub const REACH_DAYS: i32 = 14;

/// Changes of use are recomputed every month; a visit covers them for this many days.
const QUIET_DAYS: i32 = 90;

/// Visit interval assumed when comparing overdue customers whose class has none.
const NO_RHYTHM_DAYS: u32 = 365;

/// Reason for a visit.
#[derive(Clone, Debug, PartialEq)]
pub enum DueReason {
    /// Never visited, and its class has a visit interval.
    NeverVisited {
        /// Visit interval of its class, days.
        every_days: u32,
    },
    /// Due by the visit interval of its class.
    Rhythm {
        /// Date of the last visit.
        last_on: Date,
        /// Date by which the next is due.
        due_on: Date,
        /// Visit interval, days.
        every_days: u32,
    },
    /// A planned visit did not take place.
    Missed {
        /// Planned date.
        planned_on: Date,
    },
    /// Use changed year over year.
    UseChanged {
        /// Change over twelve months, a share; 0.2 is 20 % more.
        share: f64,
        /// Last of the twelve months.
        month: Month,
    },
    /// Low satisfaction.
    LowScore {
        /// Score, 0 to 100.
        score: f64,
        /// Date of the response.
        answered_on: Date,
    },
    /// Requests past their limit.
    RequestLate {
        /// The request overdue the longest.
        request: Id<Request>,
        /// Its due date.
        due_on: Date,
        /// Number of overdue requests.
        count: usize,
    },
    /// 欠费.
    Arrears {
        /// Total amount owed, CNY.
        cny: f64,
        /// Number of bills.
        bills: usize,
        /// Due date of the oldest bill.
        due_on: Date,
    },
    /// Promises past their due date.
    ActionLate {
        /// The promise overdue the longest.
        action: Id<Action>,
        /// Its due date.
        due_on: Date,
        /// Number of overdue promises.
        count: usize,
    },
    /// Rectified hazards awaiting a re-check.
    Recheck {
        /// The finding waiting the longest.
        finding: Id<Finding>,
        /// Date of its rectification.
        rectified_on: Date,
        /// Number of findings waiting.
        count: usize,
    },
}

impl DueReason {
    /// Returns `true` if the reason is internal, as [`AgendaTopic::is_internal`](super::agenda::AgendaTopic::is_internal).
    pub const fn is_internal(&self) -> bool {
        matches!(self, Self::Arrears { .. } | Self::LowScore { .. })
    }

    /// Returns the date since which a visit is called for.
    fn since(&self, today: Date) -> Date {
        match *self {
            Self::NeverVisited { .. } => today,
            Self::UseChanged { month, .. } => last_day(month).min(today),
            Self::Rhythm { due_on: day, .. }
            | Self::Missed { planned_on: day }
            | Self::LowScore { answered_on: day, .. }
            | Self::RequestLate { due_on: day, .. }
            | Self::Arrears { due_on: day, .. }
            | Self::ActionLate { due_on: day, .. }
            | Self::Recheck { rectified_on: day, .. } => day,
        }
    }
}

/// An event that calls for a visit until one takes place after it.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Reason.
    pub reason: DueReason,
    /// Latest date on which it arose; a visit after that date covers it.
    pub arose_on: Date,
}

impl Event {
    /// Returns the event of a change of use by `share` over the twelve months up to `month`; `None` below the
    /// threshold in the rules.
    pub fn use_changed(share: f64, month: Month, rules: &VisitRules) -> Option<Self> {
        (share.abs() * 100.0 >= rules.use_change_percent).then(|| Self {
            reason: DueReason::UseChanged { share, month },
            arose_on: last_day(month),
        })
    }

    /// Returns the event of a customer's score; `None` if it is high enough.
    pub fn scored(score: f64, answered_on: Date, rules: &VisitRules) -> Option<Self> {
        (score < rules.low_score).then_some(Self {
            reason: DueReason::LowScore { score, answered_on },
            arose_on: answered_on,
        })
    }

    /// Returns `true` if a visit on this day covers the event.
    fn is_answered_by(&self, visited_on: Date, today: Date) -> bool {
        let is_quiet = matches!(self.reason, DueReason::UseChanged { .. })
            && days_between(visited_on, today) < QUIET_DAYS;
        visited_on > self.arose_on || is_quiet
    }
}

/// Facts that decide whether a customer is due for a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct Visiting {
    /// The customer.
    pub customer: Id<Customer>,
    /// Its service class.
    pub class: ServiceClass,
    /// 走访周期 of its class, days; `None` for no regular visits.
    pub every_days: Option<u32>,
    /// Date of the last completed visit.
    pub last_on: Option<Date>,
    /// Visits planned or in progress, including those of past days, earliest first.
    pub open: Vec<(Date, Id<Visit>)>,
    /// Events.
    pub events: Vec<Event>,
}

/// A customer that is due for a visit, or will be soon.
#[derive(Clone, Debug, PartialEq)]
pub struct Due {
    /// The customer.
    pub customer: Id<Customer>,
    /// Its service class.
    pub class: ServiceClass,
    /// Date from which, or by which, a visit is called for.
    pub by: Date,
    /// Reasons, in the order of [`DueReason`].
    pub reasons: Vec<DueReason>,
    /// A visit to be rescheduled: missed, or planned too late.
    pub visit: Option<(Date, Id<Visit>)>,
    /// Time overdue, in visit intervals of its class; negative while time is left. A customer never visited
    /// counts as one interval.
    pub overdue: f64,
}

/// Sort key of urgency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct UrgencyKey {
    rank: u8,
    overdue: u64,
    customer: u128,
}

impl Due {
    /// Returns the reason that determines the date: the one that has called for a visit the longest.
    pub fn cause(&self, today: Date) -> Option<&DueReason> {
        self.reasons.iter().min_by_key(|reason| reason.since(today))
    }

    /// Returns `true` if a promised date has passed: that of the visit interval or of a planned visit. Other
    /// reasons have no promised date.
    pub fn is_past_promised(&self, today: Date) -> bool {
        let is_promised = |reason: &&DueReason| {
            matches!(reason, DueReason::Rhythm { .. } | DueReason::Missed { .. })
        };
        self.by < today && self.cause(today).as_ref().is_some_and(is_promised)
    }

    /// Returns `true` if the date has been reached; otherwise it is within [`REACH_DAYS`].
    pub fn is_now(&self) -> bool {
        self.overdue >= 0.0
    }

    /// Compares by urgency: due before upcoming, key accounts before others, then by time overdue in intervals.
    pub fn urgency(&self, other: &Self) -> Ordering {
        self.urgency_key().cmp(&other.urgency_key())
    }

    /// Returns the key that sorts by urgency.
    pub fn urgency_key(&self) -> UrgencyKey {
        let bits = self.overdue.to_bits();
        // Same order as `f64::total_cmp`, longest overdue first.
        let overdue = if self.overdue.is_sign_negative() { bits } else { !(bits | 1 << 63) };
        let rank = (u8::from(!self.is_now()) << 1) | u8::from(self.class != ServiceClass::Key);
        UrgencyKey { rank, overdue, customer: self.customer.uuid().as_u128() }
    }
}

impl Visiting {
    /// Returns whether and why the customer is due on this day. It is not if a visit is planned in time: by the
    /// due date, or within [`REACH_DAYS`] if that date is near or past.
    pub fn due(self, today: Date) -> Option<Due> {
        let missed = self.open.iter().rev().find(|(day, _)| *day < today);
        let missed = missed.filter(|(day, _)| self.last_on.is_none_or(|last| last < *day));
        let is_open = |event: &Event| {
            let answers = |last| event.is_answered_by(last, today);
            !self.last_on.is_some_and(answers)
        };
        let reasons: Vec<DueReason> = self
            .rhythm(today)
            .into_iter()
            .chain(missed.map(|(day, _)| DueReason::Missed { planned_on: *day }))
            .chain(
                self.events.iter().filter(|event| is_open(event)).map(|event| event.reason.clone()),
            )
            .collect();
        let by = reasons.iter().map(|reason| reason.since(today)).min()?;
        let planned = self.open.iter().find(|(day, _)| *day >= today);
        if planned.is_some_and(|(day, _)| *day <= by.max(plus_days(today, REACH_DAYS))) {
            return None;
        }
        let rhythm = f64::from(self.every_days.unwrap_or(NO_RHYTHM_DAYS).max(1));
        let waited = f64::from(days_between(by, today)) / rhythm;
        let is_new = matches!(reasons.first(), Some(DueReason::NeverVisited { .. }));
        Some(Due {
            customer: self.customer,
            class: self.class,
            by,
            reasons,
            visit: planned.or(missed).copied(),
            overdue: if is_new { waited.max(1.0) } else { waited },
        })
    }

    /// Returns the reason from the visit interval, if its date has been reached or is near.
    fn rhythm(&self, today: Date) -> Option<DueReason> {
        let every_days = self.every_days?;
        let Some(last_on) = self.last_on else {
            return Some(DueReason::NeverVisited { every_days });
        };
        let due_on = plus_days(last_on, i32::try_from(every_days).unwrap_or(i32::MAX));
        (due_on <= plus_days(today, REACH_DAYS)).then_some(DueReason::Rhythm {
            last_on,
            due_on,
            every_days,
        })
    }
}

/// Returns the day the given number of days later, clamped to the last representable day.
fn plus_days(day: Date, days: i32) -> Date {
    day.saturating_add(SignedDuration::from_hours(i64::from(days) * 24))
}

/// Returns the last day of a month.
fn last_day(month: Month) -> Date {
    let part = |number: i32| i8::try_from(number).unwrap_or(1);
    let year = i16::try_from(month.year()).unwrap_or(i16::MAX);
    Date::new(year, part(month.month()), part(month.days())).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::InOrder;

    const TODAY: Date = date(2026, 11, 24);

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// Creates a key account with a visit interval of 30 days.
    fn key(last_on: Option<Date>) -> Visiting {
        Visiting {
            customer: id(1),
            class: ServiceClass::Key,
            every_days: Some(30),
            last_on,
            open: Vec::new(),
            events: Vec::new(),
        }
    }

    fn with_event(last_on: Date, event: Event) -> Visiting {
        Visiting { events: vec![event], ..key(Some(last_on)) }
    }

    #[test]
    fn a_rhythm_is_due_from_its_day_and_seen_two_weeks_ahead() {
        for (last_on, expected) in [
            (date(2026, 10, 20), Some((date(2026, 11, 19), 5.0 / 30.0))),
            (date(2026, 10, 25), Some((TODAY, 0.0))),
            (date(2026, 11, 8), Some((date(2026, 12, 8), -14.0 / 30.0))),
            (date(2026, 11, 9), None),
        ] {
            let due = key(Some(last_on)).due(TODAY);
            let found = due.as_ref().map(|due| (due.by, due.overdue));
            assert_eq!(found, expected, "{last_on}");
            if let (Some(due), Some((due_on, _))) = (due, expected) {
                assert_eq!(due.is_now(), due_on <= TODAY);
                let every_days = 30;
                let reason = DueReason::Rhythm { last_on, due_on, every_days };
                assert_eq!(due.reasons, [reason]);
            }
        }
    }

    #[test]
    fn who_was_never_visited_waits_for_one_rhythm() {
        let due = key(None).due(TODAY).unwrap();
        assert_eq!((due.by, due.overdue), (TODAY, 1.0));
        assert_eq!(due.reasons, [DueReason::NeverVisited { every_days: 30 }]);
        let without_rhythm = Visiting { every_days: None, ..key(None) };
        assert_eq!(without_rhythm.due(TODAY), None);
    }

    #[test]
    fn a_visit_planned_in_time_settles_it() {
        let overdue = date(2026, 10, 1);
        let soon = date(2026, 11, 5);
        for (last_on, planned, is_due, stands) in [
            // Overdue: must be within two weeks.
            (overdue, TODAY, false, false),
            (overdue, date(2026, 12, 8), false, false),
            (overdue, date(2026, 12, 9), true, true),
            // Due on 5 December: two weeks from today is later than that, and early enough.
            (soon, date(2026, 12, 8), false, false),
            (soon, date(2026, 12, 20), true, true),
        ] {
            let visiting = Visiting { open: vec![(planned, id(9))], ..key(Some(last_on)) };
            let due = visiting.due(TODAY);
            assert_eq!(due.is_some(), is_due, "{last_on} {planned}");
            let visit = due.and_then(|due| due.visit);
            assert_eq!(visit, stands.then_some((planned, id(9))), "{planned}");
        }
    }

    #[test]
    fn a_missed_visit_is_due_until_somebody_was_there() {
        let (missed, yesterday) = (date(2026, 11, 20), date(2026, 11, 23));
        let visiting = |last_on, open: &[Date]| Visiting {
            open: open.iter().map(|day| (*day, id(9))).collect(),
            ..key(Some(last_on))
        };
        let due = visiting(date(2026, 11, 10), &[missed]).due(TODAY).unwrap();
        assert_eq!(due.reasons, [DueReason::Missed { planned_on: missed }]);
        assert_eq!((due.by, due.visit), (missed, Some((missed, id(9)))));
        assert_eq!(visiting(yesterday, &[missed]).due(TODAY), None);
        let again = visiting(date(2026, 11, 10), &[missed, date(2026, 11, 27)]);
        assert_eq!(again.due(TODAY), None);
    }

    #[test]
    fn an_event_is_due_until_a_visit_after_it() {
        let rules = VisitRules::default();
        let low = Event::scored(42.0, date(2026, 11, 12), &rules).unwrap();
        let arrears = Event {
            reason: DueReason::Arrears { cny: 120_000.0, bills: 3, due_on: date(2026, 8, 25) },
            arose_on: date(2026, 11, 15),
        };
        for (event, last_on, is_due) in [
            // A score given during a visit is not covered by that visit.
            (&low, date(2026, 11, 12), true),
            (&low, date(2026, 11, 13), false),
            // Another bill has fallen due since.
            (&arrears, date(2026, 11, 14), true),
            (&arrears, date(2026, 11, 16), false),
        ] {
            let due = with_event(last_on, event.clone()).due(TODAY);
            assert_eq!(due.is_some(), is_due, "{event:?} {last_on}");
            if let Some(due) = due {
                assert_eq!(due.reasons, std::slice::from_ref(&event.reason));
                assert!(due.is_now());
            }
        }
    }

    #[test]
    fn a_change_of_use_calls_once_a_quarter() {
        let rules = VisitRules::default();
        let month = Month::new(2026, 10).unwrap();
        assert_eq!(Event::use_changed(-0.19, month, &rules), None);
        let fall = Event::use_changed(-0.2, month, &rules).unwrap();
        assert!(Event::use_changed(0.35, month, &rules).is_some());
        for (last_on, is_due) in [(date(2026, 8, 26), true), (date(2026, 8, 27), false)] {
            let yearly = Visiting { every_days: Some(365), ..with_event(last_on, fall.clone()) };
            let due = yearly.due(TODAY);
            assert_eq!(due.is_some(), is_due, "{last_on}");
            if let Some(due) = due {
                assert_eq!(due.by, date(2026, 10, 31));
            }
        }
    }

    #[test]
    fn several_reasons_are_due_by_the_earliest() {
        let event = |arose_on, reason| Event { reason, arose_on };
        let late = date(2026, 10, 30);
        let visiting = Visiting {
            events: vec![
                event(late, DueReason::RequestLate { request: id(5), due_on: late, count: 2 }),
                event(
                    date(2026, 11, 20),
                    DueReason::Recheck {
                        finding: id(6),
                        rectified_on: date(2026, 11, 20),
                        count: 1,
                    },
                ),
            ],
            ..key(Some(date(2026, 10, 25)))
        };
        let due = visiting.due(TODAY).unwrap();
        assert_eq!((due.by, due.reasons.len()), (late, 3));
        // The interval asks for a visit by 24 November; the overdue request has called for one since.
        assert!(matches!(due.cause(TODAY), Some(DueReason::RequestLate { .. })));
        assert!(!due.is_past_promised(TODAY));
        let overdue = key(Some(date(2026, 10, 20))).due(TODAY).unwrap();
        assert!(overdue.is_past_promised(TODAY));
        assert!(!key(Some(date(2026, 11, 8))).due(TODAY).unwrap().is_past_promised(TODAY));
        assert_eq!(due.overdue, 25.0 / 30.0);
    }

    #[test]
    fn the_most_pressing_first() {
        let of = |n, class, every_days, last_on| {
            Visiting { customer: id(n), class, every_days: Some(every_days), ..key(Some(last_on)) }
                .due(TODAY)
                .unwrap()
        };
        let mut list = [
            // Overdue 10 of 90 days; 40 of 365; upcoming; a key account one day overdue.
            of(1, ServiceClass::A, 90, date(2026, 8, 16)),
            of(2, ServiceClass::C, 365, date(2025, 10, 15)),
            of(3, ServiceClass::Key, 30, date(2026, 11, 1)),
            of(4, ServiceClass::Key, 30, date(2026, 10, 24)),
            of(5, ServiceClass::B, 180, date(2026, 6, 1)),
        ];
        list.order_by(Due::urgency);
        let order: Vec<u128> = list.iter().map(|due| due.customer.uuid().as_u128()).collect();
        assert_eq!(order, [4, 1, 2, 3, 5]);
    }
}
