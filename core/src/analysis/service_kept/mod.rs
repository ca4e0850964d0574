//! 服务兑现: promises to customers in a period compared with what was done, case by case. Visit intervals are in
//! [`rhythm`], the class of a customer on a day in [`classes`].
//!
//! # Definitions
//!
//! A promise counts in the period in which it falls **due**, whenever it was made and whenever it is fulfilled,
//! so that a year is the sum of its months. It is *kept* if it was done by the end of that day, *late* if it was
//! done later, *undone* if the day has passed without it, and *open* while time is left. The share of kept
//! promises excludes open ones:
//!
//! share = kept ÷ (kept + late + undone)
//!
//! | kind | falls due | kept by |
//! |---|---|---|
//! | visit | one rhythm of the class after the last visit ([`rhythm`]) | a visit |
//! | first answer, stage, resolution | the limit in working days after it was received; a wait for the customer moves the day by as many working days ([`crate::domain::clock`]) | the answer, the stage, the settlement |
//! | promise | the day that was promised | being done, confirmed or not |
//! | service, to a class that is offered it | green channel: the day a request comes in; service plan: the last day of its year; notice of a planned outage: the limit in calendar days before it begins | going by the channel; the agreement; being told |
//! | service, to all customers | repair of a fault: the day of the fault | arriving within the limit in minutes
//! of its area |
//! | measure of an agreed plan | its day | being done |
//!
//! The class is the one the customer had on that day, and the standard the one that held then; a request keeps
//! the class it came in with and the limits of the day it was received. Deleted customers are left out. Offers
//! without a dated record (a dedicated manager, reports outside of plans) are not counted, and a measure that is
//! completed by its linked records is counted in its plan only.

pub mod classes;
pub mod rhythm;

use std::collections::BTreeMap;

use jiff::civil::{Date, date};

use crate::domain::{
    Customer, Id, Month,
    action::Action,
    date::days_between,
    equipment::Outage,
    plan::{PlanItem, ServicePlan},
    record::choice,
    request::{Request, RequestClock, RequestClockReading, Urgency},
    standard::ServiceClass,
    visit::Visit,
};

choice! {
    /// Length of a period.
    pub enum Span {
        /// A month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A year.
        Year = "year",
    }
}

impl Span {
    const fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A calendar month, quarter or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    span: Span,
    first: Month,
}

impl Period {
    /// Returns the period of this length that contains a month.
    ///
    /// ```
    /// use busbar_core::{analysis::service_kept::{Period, Span}, domain::Month};
    /// use jiff::civil::date;
    /// let quarter = Period::of(Span::Quarter, Month::new(2026, 11)?);
    /// assert_eq!((quarter.first(), quarter.last()), (date(2026, 10, 1), date(2026, 12, 31)));
    /// # Ok::<(), busbar_core::domain::month::MonthError>(())
    /// ```
    pub fn of(span: Span, month: Month) -> Self {
        let into = (month.month() - 1) % span.months();
        Self { span, first: month.plus(-into) }
    }

    /// Returns its length.
    pub const fn span(self) -> Span {
        self.span
    }

    /// Returns its first month.
    pub const fn month(self) -> Month {
        self.first
    }

    /// Returns the period `by` periods later; earlier if `by` is negative.
    #[must_use]
    pub fn step(self, by: i32) -> Self {
        Self::of(self.span, self.first.plus(by * self.span.months()))
    }

    /// Returns its first day.
    pub fn first(self) -> Date {
        first_day(self.first)
    }

    /// Returns its last day.
    pub fn last(self) -> Date {
        let next = first_day(self.first.plus(self.span.months()));
        next.yesterday().unwrap_or(next)
    }

    /// Returns `true` if a day is within the period.
    pub fn contains(self, day: Date) -> bool {
        (self.first()..=self.last()).contains(&day)
    }
}

fn first_day(month: Month) -> Date {
    // Months are between 1900 and 2199.
    date(month.year() as i16, month.month() as i8, 1)
}

choice! {
    /// Kind of promise.
    pub enum CommitmentKind {
        /// 走访, by visit interval
        Visit = "visit",
        /// 首次答复
        Response = "response",
        /// 报装环节
        Stage = "stage",
        /// 办结
        Resolution = "resolution",
        /// 承诺
        Action = "action",
        /// 服务
        Service = "service",
    }
}

/// Subject of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitmentCase {
    /// A visit due by the visit interval.
    Visit {
        /// The visit that kept it or made up for it, otherwise one planned for it.
        visit: Option<Id<Visit>>,
        /// Date of the previous visit; `None` if there was none.
        last_on: Option<Date>,
        /// Visit interval in force on the due date, days.
        every_days: u32,
    },
    /// A service limit of a request.
    Request {
        /// Request.
        request: Id<Request>,
        /// Kind of limit.
        clock: RequestClock,
        /// Limit, working days.
        limit: u32,
    },
    /// A promise to the customer.
    Action(Id<Action>),
    /// 绿色通道 for a request.
    GreenChannel(Id<Request>),
    /// 一户一策 for a year.
    Plan {
        /// The plan, if there is one.
        plan: Option<Id<ServicePlan>>,
        /// Year.
        year: i16,
    },
    /// 停电提前告知 of a planned outage.
    Notice {
        /// Outage.
        outage: Id<Outage>,
        /// Date on which it began.
        began_on: Date,
        /// Notice period, calendar days.
        days: u32,
    },
    /// 抢修到达 after a fault.
    Arrival {
        /// Outage.
        outage: Id<Outage>,
        /// Minutes from the report to arrival on site.
        minutes: u32,
        /// Limit, minutes.
        limit: u32,
    },
    /// A measure of a service plan.
    Measure {
        /// Plan line.
        item: Id<PlanItem>,
        /// Plan.
        plan: Id<ServicePlan>,
    },
}

impl CommitmentCase {
    /// Returns the kind of promise.
    pub const fn kind(self) -> CommitmentKind {
        match self {
            Self::Visit { .. } => CommitmentKind::Visit,
            Self::Request { clock, .. } => match clock {
                RequestClock::Response => CommitmentKind::Response,
                RequestClock::Stage(_) => CommitmentKind::Stage,
                RequestClock::Resolution => CommitmentKind::Resolution,
            },
            Self::Action(_) => CommitmentKind::Action,
            Self::GreenChannel(_)
            | Self::Plan { .. }
            | Self::Notice { .. }
            | Self::Arrival { .. }
            | Self::Measure { .. } => CommitmentKind::Service,
        }
    }
}

choice! {
    /// Outcome of a promise.
    pub enum CommitmentOutcome {
        /// Done in time.
        Kept = "kept",
        /// Done too late.
        Late = "late",
        /// Not done, past its due date.
        Undone = "undone",
        /// Not done, time is left.
        Open = "open",
    }
}

impl CommitmentOutcome {
    /// Returns `true` if the promise was missed.
    pub const fn is_miss(self) -> bool {
        matches!(self, Self::Late | Self::Undone)
    }
}

/// Time by which a promise was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Calendar days.
    Days(u32),
    /// Working days that waited for the company.
    WorkingDays(u32),
}

/// A promise to a customer, with its outcome.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// Customer.
    pub customer: Id<Customer>,
    /// Its class on the due date.
    pub class: ServiceClass,
    /// Subject.
    pub matter: CommitmentCase,
    /// Due date, the last day on which it is kept.
    pub due_on: Date,
    /// Date of completion.
    pub done_on: Option<Date>,
    /// Outcome.
    pub outcome: CommitmentOutcome,
    /// Time by which it was missed, up to today while it is undone. `None` where that is not meaningful.
    pub late: Option<Lateness>,
}

impl Commitment {
    /// Creates a promise that is kept by being done by a date.
    pub fn by_day(
        customer: Id<Customer>,
        class: ServiceClass,
        matter: CommitmentCase,
        due_on: Date,
        done_on: Option<Date>,
        today: Date,
    ) -> Self {
        let outcome = match done_on {
            Some(done) if done <= due_on => CommitmentOutcome::Kept,
            Some(_) => CommitmentOutcome::Late,
            None if due_on < today => CommitmentOutcome::Undone,
            None => CommitmentOutcome::Open,
        };
        let until = done_on.unwrap_or(today);
        let days = u32::try_from(days_between(due_on, until)).unwrap_or_default();
        Self {
            customer,
            class,
            matter,
            due_on,
            done_on,
            outcome,
            late: outcome.is_miss().then_some(Lateness::Days(days)),
        }
    }

    /// Creates a promise from a service limit, read today or on the day of completion.
    pub fn by_clock(
        customer: Id<Customer>,
        class: ServiceClass,
        request: Id<Request>,
        read: &RequestClockReading,
    ) -> Self {
        let outcome = match (read.urgency, read.done_on) {
            (Urgency::Late, Some(_)) | (Urgency::WasLate, _) => CommitmentOutcome::Late,
            (Urgency::Late, None) => CommitmentOutcome::Undone,
            (Urgency::Kept, _) => CommitmentOutcome::Kept,
            (Urgency::InTime | Urgency::Soon, _) => CommitmentOutcome::Open,
        };
        // A holiday after the due date counts as late, but not as a working day.
        let days = u32::try_from(-read.reading.remaining).unwrap_or_default();
        Self {
            customer,
            class,
            matter: CommitmentCase::Request { request, clock: read.clock, limit: read.limit },
            due_on: read.reading.due,
            done_on: read.done_on,
            outcome,
            late: outcome.is_miss().then_some(Lateness::WorkingDays(days)),
        }
    }

    /// Creates a promise that is kept or missed on the day itself.
    pub fn at_once(
        customer: Id<Customer>,
        class: ServiceClass,
        matter: CommitmentCase,
        on: Date,
        is_kept: bool,
    ) -> Self {
        let (outcome, done_on) = match (is_kept, matter) {
            (true, _) => (CommitmentOutcome::Kept, Some(on)),
            // Arrived too late.
            (false, CommitmentCase::Arrival { .. }) => (CommitmentOutcome::Late, Some(on)),
            (false, _) => (CommitmentOutcome::Undone, None),
        };
        Self { customer, class, matter, due_on: on, done_on, outcome, late: None }
    }
}

/// Number of promises by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done in time.
    pub kept: usize,
    /// Done too late.
    pub late: usize,
    /// Not done, past their due date.
    pub undone: usize,
    /// Not done, time is left.
    pub open: usize,
}

impl Tally {
    /// Counts one promise.
    pub const fn count(&mut self, outcome: CommitmentOutcome) {
        match outcome {
            CommitmentOutcome::Kept => self.kept += 1,
            CommitmentOutcome::Late => self.late += 1,
            CommitmentOutcome::Undone => self.undone += 1,
            CommitmentOutcome::Open => self.open += 1,
        }
    }

    /// Adds two tallies.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            kept: self.kept + other.kept,
            late: self.late + other.late,
            undone: self.undone + other.undone,
            open: self.open + other.open,
        }
    }

    /// Returns the number of all promises.
    pub const fn promised(self) -> usize {
        self.judged() + self.open
    }

    /// Returns the number of promises whose due date has been reached; open ones are not judged.
    pub const fn judged(self) -> usize {
        self.kept + self.missed()
    }

    /// Returns the number of promises that were not kept.
    pub const fn missed(self) -> usize {
        self.late + self.undone
    }

    /// Returns kept ÷ (kept + late + undone), 0 to 1; `None` if nothing is judged yet.
    pub fn share(self) -> Option<f64> {
        (self.judged() > 0).then(|| self.kept as f64 / self.judged() as f64)
    }
}

/// Tallies of one group of customers, one per kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies([Tally; CommitmentKind::ALL.len()]);

impl Tallies {
    /// Returns the tally of one kind.
    pub const fn of(&self, kind: CommitmentKind) -> Tally {
        self.0[kind as usize]
    }

    /// Returns the tally of all kinds together.
    pub fn all(&self) -> Tally {
        self.0.iter().copied().fold(Tally::default(), Tally::plus)
    }
}

/// Counts promises by group, ordered by group.
pub fn tally<'a, G: Ord>(
    owed: impl IntoIterator<Item = &'a Commitment>,
    mut group: impl FnMut(&Commitment) -> G,
) -> BTreeMap<G, Tallies> {
    let mut groups: BTreeMap<G, Tallies> = BTreeMap::new();
    for one in owed {
        let tallies = groups.entry(group(one)).or_default();
        tallies.0[one.matter.kind() as usize].count(one.outcome);
    }
    groups
}

#[cfg(test)]
mod tests;
