//! Visits by interval: no more days may pass between two visits than the standard says.
//!
//! A clock starts with a visit or, without one, on the day from which the customer is known. It is due one
//! interval later.
//!
//! - **A visit before the due date** keeps the promise, and the next clock starts with it; the last of several
//!   in one interval starts it, so that more frequent visits are not more promises.
//! - **No visit by the due date** is a miss. A visit within the next interval counts as late, and the clock
//!   starts with it; without one the promise is missed a second time, an interval later, and so on: a key account
//!   not visited all year was missed every month of it.
//! - **A change of interval**, through the standard or the class: the interval of the due date counts. A longer
//!   one moves the due date out. A shorter one applies from the day it is in force, so that nobody is late by a
//!   new rule; the old due date stays if it comes first.
//! - **Without an interval** no visit is promised until there is one again.
//!
//! If a shorter interval leaves two clocks that end on one day, the earlier of them is dropped: a visit has taken
//! its place.

use jiff::{SignedDuration, civil::Date};

use super::{Commitment, CommitmentCase, Period, classes};
use crate::domain::{
    Customer, Id,
    standard::{ServiceClass, StandardHistory},
    visit::Visit,
};

/// Visit intervals of all classes, with the day from which each is in force, earliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rhythms(Vec<(Date, [Option<u32>; ServiceClass::ALL.len()])>);

impl Rhythms {
    /// Takes the intervals from the history of the standard.
    pub fn of(standards: &StandardHistory) -> Self {
        let changes = standards.changes().iter().map(|dated| dated.from);
        let on = |day: Date| {
            let standard = standards.on(day);
            let mut rhythms = [None; ServiceClass::ALL.len()];
            for class in ServiceClass::ALL {
                rhythms[*class as usize] = standard.visit_every_days(*class);
            }
            (day, rhythms)
        };
        Self(std::iter::once(Date::MIN).chain(changes).map(on).collect())
    }

    fn on(&self, class: ServiceClass, day: Date) -> Option<u32> {
        let holds = self.0.iter().rev().find(|(from, _)| *from <= day);
        holds?.1[class as usize]
    }

    /// Returns the periods with a constant interval for one customer.
    fn stretches(&self, held: &classes::ClassSpans) -> Vec<Stretch> {
        let standards = self.0.iter().map(|(from, _)| *from);
        let mut days: Vec<Date> = standards.chain(held.iter().map(|(from, _)| *from)).collect();
        days.sort_unstable();
        days.dedup();
        let stretch = |from: Date| {
            let class = classes::on(held, from)?;
            let every_days = self.on(class, from);
            Some(Stretch { from, class, every_days })
        };
        days.into_iter().filter_map(stretch).collect()
    }
}

/// A period in which one class and one standard were in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stretch {
    from: Date,
    class: ServiceClass,
    every_days: Option<u32>,
}

/// Due date of a visit, and the interval behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Due {
    on: Date,
    class: ServiceClass,
    every_days: u32,
}

/// Returns the due date of the clock that starts on this day; `None` if no visit is promised.
fn due(stretches: &[Stretch], start: Date) -> Option<Due> {
    let first = stretches.iter().rposition(|stretch| stretch.from <= start);
    let first = first.unwrap_or_default();
    let mut before: Option<Date> = None;
    for (place, stretch) in stretches.iter().enumerate().skip(first) {
        let ends = stretches.get(place + 1).map(|next| next.from);
        let counted = stretch.every_days.and_then(|every_days| {
            let counted = plus(start, every_days)?;
            let on = match before {
                _ if place == first => counted,
                Some(before) if before <= counted => counted,
                before => {
                    let anew = plus(stretch.from, every_days)?;
                    before.map_or(anew, |before| before.min(anew))
                }
            };
            Some((on, every_days))
        });
        match counted {
            Some((on, every_days)) if ends.is_none_or(|ends| on < ends) => {
                let class = stretch.class;
                return Some(Due { on, class, every_days });
            }
            counted => before = counted.map(|(on, _)| on),
        }
    }
    None
}

/// Returns the day at least one day later.
fn plus(day: Date, days: u32) -> Option<Date> {
    let hours = SignedDuration::from_hours(24 * i64::from(days.max(1)));
    day.checked_add(hours).ok()
}

/// Visits to one customer.
#[derive(Clone, Copy, Debug)]
pub struct Visited<'a> {
    /// The customer.
    pub customer: Id<Customer>,
    /// Day from which the customer is known; `None` if unknown.
    pub known_on: Option<Date>,
    /// Its classes.
    pub held: &'a classes::ClassSpans,
    /// Completed visits, earliest first.
    pub done: &'a [(Date, Id<Visit>)],
    /// Planned visits that did not take place, or not yet, earliest first.
    pub planned: &'a [(Date, Id<Visit>)],
}

impl Visited<'_> {
    /// Returns the visits owed in a period, as of today.
    pub fn owed(&self, rhythms: &Rhythms, period: Period, today: Date) -> Vec<Commitment> {
        let first = self.done.first().map(|(day, _)| *day);
        let Some(mut start) = first.into_iter().chain(self.known_on).min() else {
            return Vec::new();
        };
        let stretches = rhythms.stretches(self.held);
        let mut owed = Vec::new();
        let mut running = due(&stretches, start);
        while let Some(now) = running.filter(|due| due.on <= period.last()) {
            let (of_due, next) = self.judge(&stretches, start, now, today);
            running = next.and_then(|next| due(&stretches, next));
            let is_replaced = running.is_some_and(|next| next.on <= now.on);
            if period.contains(now.on) && !is_replaced {
                owed.push(of_due);
            }
            start = next.unwrap_or(start);
        }
        owed
    }

    /// Returns the outcome of one promise and the start of the next clock; `None` while this one runs.
    fn judge(
        &self,
        stretches: &[Stretch],
        start: Date,
        due_by: Due,
        today: Date,
    ) -> (Commitment, Option<Date>) {
        let until = |day: Date| self.done.partition_point(|(done, _)| *done <= day);
        let (before, by) = (until(start), until(due_by.on));
        let in_time = (by > before).then(|| self.done[by - 1]);
        let visited = in_time.or_else(|| self.done.get(by).copied());
        let matter = CommitmentCase::Visit {
            visit: visited.map(|(_, visit)| visit).or_else(|| self.planned_for(due_by.on)),
            last_on: before.checked_sub(1).map(|last| self.done[last].0),
            every_days: due_by.every_days,
        };
        let done_on = visited.map(|(day, _)| day);
        let (customer, class) = (self.customer, due_by.class);
        let owed = Commitment::by_day(customer, class, matter, due_by.on, done_on, today);
        let next = match done_on {
            Some(day) if day <= due_by.on => Some(day),
            None if due_by.on >= today => None,
            late => {
                let again = due(stretches, due_by.on).map(|due| due.on);
                let is_within = |day: &Date| again.is_none_or(|again| *day <= again);
                late.filter(is_within).or(Some(due_by.on))
            }
        };
        (owed, next)
    }

    /// Returns a visit that did not take place and was meant for this day: the last one planned up to it,
    /// otherwise the next.
    fn planned_for(&self, due_on: Date) -> Option<Id<Visit>> {
        let by = self.planned.partition_point(|(day, _)| *day <= due_on);
        let planned = self.planned[..by].last().or(self.planned.get(by));
        planned.map(|(_, visit)| *visit)
    }
}
