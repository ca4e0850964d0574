//! 服务兑现: what customers were promised in a period against what was done, each case by itself. Who is
//! owed a visit is [`rhythm`]'s; of which class a customer was on a day is [`classes`]'.
//!
//! # What counts
//!
//! A promise counts in the period in which it falls **due**, whenever it was given and whenever it is
//! kept: so a year is the sum of its months. It is *kept* when it was done by the end of that day,
//! *late* when it was done after it, *undone* when the day has passed without it, and *open* while there
//! is time. The share that was kept leaves open ones out:
//!
//! share = kept ÷ (kept + late + undone)
//!
//! | kind | falls due | kept by |
//! |---|---|---|
//! | visit | one rhythm of the class after the last visit ([`rhythm`]) | a visit |
//! | first answer, stage, resolution | the limit in working days after it was received; a wait for the customer moves the day by as many working days ([`crate::domain::clock`]) | the answer, the stage, the settlement |
//! | promise | the day that was promised | being done, confirmed or not |
//! | service, to a class that is offered it | green channel: the day a request comes in; service plan: the last day of its year; notice of a planned outage: the limit in calendar days before it begins | going by the channel; the agreement; being told |
//! | service, to everybody | repair of a fault: the day of the fault | arriving within the limit in minutes of its area |
//! | measure of an agreed plan | its day | being done |
//!
//! The class is the one the customer had on that day, and the standard the one that held then; a request
//! keeps the class it came in with and the limits of the day it was received. Customers that were taken out are left out. What
//! is offered and leaves no dated record (an own manager, reports outside of plans) is not counted, and a
//! measure that is done by what is linked to it is left to its plan.

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
    /// How long a period is.
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
    /// The period of this length that a month lies in.
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

    /// How long it is.
    pub const fn span(self) -> Span {
        self.span
    }

    /// Its first month.
    pub const fn month(self) -> Month {
        self.first
    }

    /// The one so many later; earlier where `by` is negative.
    #[must_use]
    pub fn step(self, by: i32) -> Self {
        Self::of(self.span, self.first.plus(by * self.span.months()))
    }

    /// Its first day.
    pub fn first(self) -> Date {
        first_day(self.first)
    }

    /// Its last day.
    pub fn last(self) -> Date {
        let next = first_day(self.first.plus(self.span.months()));
        next.yesterday().unwrap_or(next)
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Date) -> bool {
        (self.first()..=self.last()).contains(&day)
    }
}

fn first_day(month: Month) -> Date {
    // Months lie between 1900 and 2199.
    date(month.year() as i16, month.month() as i8, 1)
}

choice! {
    /// What is promised.
    pub enum CommitmentKind {
        /// 走访, by rhythm
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

/// The case of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitmentCase {
    /// A visit by rhythm.
    Visit {
        /// The visit that kept it or made up for it; else one that was planned for it.
        visit: Option<Id<Visit>>,
        /// The last visit before; `None` where there was none.
        last_on: Option<Date>,
        /// The rhythm that held on the due day, days.
        every_days: u32,
    },
    /// A clock of a request.
    Request {
        /// The request.
        request: Id<Request>,
        /// Which clock.
        clock: RequestClock,
        /// Its limit, working days.
        limit: u32,
    },
    /// Something that was promised.
    Action(Id<Action>),
    /// 绿色通道 of a request.
    GreenChannel(Id<Request>),
    /// 一户一策 of a year.
    Plan {
        /// The plan, where there is one.
        plan: Option<Id<ServicePlan>>,
        /// The year.
        year: i16,
    },
    /// 停电提前告知 of a planned outage.
    Notice {
        /// The outage.
        outage: Id<Outage>,
        /// The day it began.
        began_on: Date,
        /// Calendar days that it was to be told before.
        days: u32,
    },
    /// 抢修到达 after a fault.
    Arrival {
        /// The outage.
        outage: Id<Outage>,
        /// Minutes from the report until somebody was there.
        minutes: u32,
        /// The limit, minutes.
        limit: u32,
    },
    /// A measure of a plan.
    Measure {
        /// The measure.
        item: Id<PlanItem>,
        /// The plan.
        plan: Id<ServicePlan>,
    },
}

impl CommitmentCase {
    /// What is promised.
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
    /// What came of a promise.
    pub enum CommitmentOutcome {
        /// Done in time.
        Kept = "kept",
        /// Done too late.
        Late = "late",
        /// Not done, and the day has passed.
        Undone = "undone",
        /// Not done, and there is time.
        Open = "open",
    }
}

impl CommitmentOutcome {
    /// Whether it was missed.
    pub const fn is_miss(self) -> bool {
        matches!(self, Self::Late | Self::Undone)
    }
}

/// By how much a promise was missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Calendar days.
    Days(u32),
    /// Working days that waited for the company.
    WorkingDays(u32),
}

/// A promise to a customer, and what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment {
    /// To whom.
    pub customer: Id<Customer>,
    /// Its class on the due day.
    pub class: ServiceClass,
    /// The case.
    pub matter: CommitmentCase,
    /// The last day on which it is kept.
    pub due_on: Date,
    /// When it was done.
    pub done_on: Option<Date>,
    /// What came of it.
    pub outcome: CommitmentOutcome,
    /// By how much it was missed; until today while it is undone. `None` where that says nothing.
    pub late: Option<Lateness>,
}

impl Commitment {
    /// A promise that is kept by being done by a day.
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

    /// A clock of a request as it is read today, or was on the day it was done.
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
        // A holiday after the due day is no working day late, and yet late.
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

    /// A promise that is kept or missed at once, on the day that it is about.
    pub fn at_once(
        customer: Id<Customer>,
        class: ServiceClass,
        matter: CommitmentCase,
        on: Date,
        is_kept: bool,
    ) -> Self {
        let (outcome, done_on) = match (is_kept, matter) {
            (true, _) => (CommitmentOutcome::Kept, Some(on)),
            // Somebody came, too late.
            (false, CommitmentCase::Arrival { .. }) => (CommitmentOutcome::Late, Some(on)),
            (false, _) => (CommitmentOutcome::Undone, None),
        };
        Self { customer, class, matter, due_on: on, done_on, outcome, late: None }
    }
}

/// How many promises came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done in time.
    pub kept: usize,
    /// Done too late.
    pub late: usize,
    /// Not done, and the day has passed.
    pub undone: usize,
    /// Not done, and there is time.
    pub open: usize,
}

impl Tally {
    /// One more.
    pub const fn count(&mut self, outcome: CommitmentOutcome) {
        match outcome {
            CommitmentOutcome::Kept => self.kept += 1,
            CommitmentOutcome::Late => self.late += 1,
            CommitmentOutcome::Undone => self.undone += 1,
            CommitmentOutcome::Open => self.open += 1,
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            kept: self.kept + other.kept,
            late: self.late + other.late,
            undone: self.undone + other.undone,
            open: self.open + other.open,
        }
    }

    /// All that was promised.
    pub const fn promised(self) -> usize {
        self.judged() + self.open
    }

    /// Those whose day has come: what is still open is not judged.
    pub const fn judged(self) -> usize {
        self.kept + self.missed()
    }

    /// Those that were not kept.
    pub const fn missed(self) -> usize {
        self.late + self.undone
    }

    /// kept ÷ (kept + late + undone), 0 to 1; `None` where nothing is judged yet.
    pub fn share(self) -> Option<f64> {
        (self.judged() > 0).then(|| self.kept as f64 / self.judged() as f64)
    }
}

/// One group of customers: a tally a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tallies([Tally; CommitmentKind::ALL.len()]);

impl Tallies {
    /// Of one kind.
    pub const fn of(&self, kind: CommitmentKind) -> Tally {
        self.0[kind as usize]
    }

    /// Of all kinds together.
    pub fn all(&self) -> Tally {
        self.0.iter().copied().fold(Tally::default(), Tally::plus)
    }
}

/// Counts promises by group, in the order of the groups.
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
