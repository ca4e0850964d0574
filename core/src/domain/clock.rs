//! Service clock: counts the working days a promise has run, split into days waiting for the utility and days
//! waiting for the customer, and gives the due date. The limits themselves are in `request`.
//!
//! Counting starts on the day after the start. While a clock is paused, working days count towards the customer,
//! and the due date moves by the same number.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{
    calendar::WorkingCalendar,
    date::{stored, stored_option},
};

/// A period of waiting for the customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Pause {
    /// First day.
    #[serde(with = "stored")]
    pub from: Date,
    /// Last day; `None` while the pause lasts.
    #[serde(with = "stored_option", default)]
    pub to: Option<Date>,
}

/// Reason why a clock cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// A pause ends before it begins.
    #[error("a pause ends on {to}, before it begins on {from}")]
    PauseBackwards {
        /// First day of the pause.
        from: Date,
        /// Last day of the pause.
        to: Date,
    },
    /// The due date is past the last representable day.
    #[error("the due date is after the year 9999")]
    TooFar,
}

/// Caveat of a clock reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockWarning {
    /// Read on a day before the start: the device clock was set back, or a date was mistyped.
    BeforeStart,
    /// A pause has no end: the due date assumes that it ends on the day of the reading, and moves on with every
    /// working day that it lasts.
    OpenPause {
        /// First day of the pause.
        from: Date,
    },
    /// Some of the days are not covered by a list of holidays and were decided by the weekday.
    Unlisted {
        /// First of these days.
        first: Date,
        /// Last of these days.
        last: Date,
    },
}

/// A limit in working days, with its pauses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    start: Date,
    limit: u32,
    pauses: Vec<Pause>,
}

/// State of a clock on a given day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockReading {
    /// Last day on which the limit is met.
    pub due: Date,
    /// Working days spent waiting for the utility.
    pub elapsed_utility: u32,
    /// Working days spent waiting for the customer.
    pub elapsed_customer: u32,
    /// Working days left before the limit; negative if it is exceeded.
    pub remaining: i64,
    /// `true` if the due date has passed.
    pub late: bool,
    /// Caveats of this reading.
    pub warnings: Vec<ClockWarning>,
}

impl Clock {
    /// Creates a clock with a start date and a limit in working days. Pauses may overlap and come in any order;
    /// no day is counted twice.
    ///
    /// # Errors
    /// [`ClockError::PauseBackwards`].
    pub fn new(
        start: Date,
        limit: u32,
        pauses: impl IntoIterator<Item = Pause>,
    ) -> Result<Self, ClockError> {
        let mut pauses: Vec<Pause> = pauses.into_iter().collect();
        for pause in &pauses {
            if let Some(to) = pause.to
                && to < pause.from
            {
                let from = pause.from;
                return Err(ClockError::PauseBackwards { from, to });
            }
        }
        pauses.sort_unstable();
        Ok(Self { start, limit, pauses })
    }

    /// Reads the clock at the end of a day.
    ///
    /// # Errors
    /// [`ClockError::TooFar`].
    ///
    /// ```
    /// use busbar_core::domain::{calendar::WorkingCalendar, clock::{Clock, Pause}};
    /// use jiff::civil::date;
    /// // The Monday before National Day 2026; Saturday 10 October is worked.
    /// let waits = Pause { from: date(2026, 10, 9), to: Some(date(2026, 10, 12)) };
    /// let clock = Clock::new(date(2026, 9, 28), 5, [waits])?;
    /// let reading = clock.read(date(2026, 10, 12), &WorkingCalendar::default())?;
    /// assert_eq!((reading.elapsed_utility, reading.elapsed_customer), (3, 3));
    /// assert_eq!((reading.due, reading.remaining), (date(2026, 10, 14), 2));
    /// # Ok::<(), busbar_core::domain::clock::ClockError>(())
    /// ```
    pub fn read(&self, on: Date, calendar: &WorkingCalendar) -> Result<ClockReading, ClockError> {
        let due = self.due(on, calendar).ok_or(ClockError::TooFar)?;
        let elapsed = calendar.working_days(self.start, on);
        let elapsed_customer: u32 =
            self.paused(on).map(|(before, last)| calendar.working_days(before, last.min(on))).sum();
        let elapsed_utility = elapsed - elapsed_customer;
        Ok(ClockReading {
            due,
            elapsed_utility,
            elapsed_customer,
            remaining: i64::from(self.limit) - i64::from(elapsed_utility),
            late: on > due,
            warnings: self.warnings(on, due, calendar),
        })
    }

    /// Returns the day on which working days outside pauses reach the limit.
    fn due(&self, on: Date, calendar: &WorkingCalendar) -> Option<Date> {
        let (mut counted, mut left) = (self.start, self.limit);
        for (before, last) in self.paused(on) {
            let running = calendar.working_days(counted, before);
            if running >= left {
                break;
            }
            left -= running;
            counted = last;
        }
        calendar.nth_working_day(counted, left)
    }

    /// Returns the paused intervals after the start, ascending and disjoint: the day before each, and its last
    /// day. An open pause lasts until the day of the reading.
    fn paused(&self, on: Date) -> impl Iterator<Item = (Date, Date)> {
        let mut reached = self.start;
        self.pauses.iter().filter_map(move |pause| {
            let before = pause.from.yesterday().unwrap_or(Date::MIN).max(reached);
            let last = pause.to.unwrap_or(on);
            (last > before).then(|| {
                reached = last;
                (before, last)
            })
        })
    }

    fn warnings(&self, on: Date, due: Date, calendar: &WorkingCalendar) -> Vec<ClockWarning> {
        let before_start = (on < self.start).then_some(ClockWarning::BeforeStart);
        let moves_due = |pause: &&Pause| pause.to.is_none() && pause.from <= due;
        let open = self.pauses.iter().find(moves_due);
        let open = open.map(|pause| ClockWarning::OpenPause { from: pause.from });
        let unlisted = calendar.unlisted(self.start, on.max(due));
        let unlisted = unlisted.map(|(first, last)| ClockWarning::Unlisted { first, last });
        before_start.into_iter().chain(open).chain(unlisted).collect()
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::date};
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Date {
        crate::domain::date::read(text).unwrap()
    }

    /// Parses pauses written as `from..to`, or `from..` if open, separated by spaces.
    fn pauses(text: &str) -> Vec<Pause> {
        let pause = |text: &str| {
            let (from, to) = text.split_once("..").unwrap();
            let (from, to) = (day(from), (!to.is_empty()).then(|| day(to)));
            Pause { from, to }
        };
        text.split_whitespace().map(pause).collect()
    }

    fn read(start: &str, limit: u32, on: &str, paused: &str) -> ClockReading {
        let clock = Clock::new(day(start), limit, pauses(paused)).unwrap();
        clock.read(day(on), &WorkingCalendar::default()).unwrap()
    }

    #[test]
    fn a_pause_without_end_lasts_to_the_day_of_the_reading() {
        let open = |from| vec![ClockWarning::OpenPause { from }];
        let reading = read("2026-07-01", 5, "2026-07-07", "2026-07-03..");
        assert_eq!(reading.due, date(2026, 7, 13));
        assert_eq!((reading.elapsed_utility, reading.elapsed_customer), (1, 3));
        assert_eq!(reading.warnings, open(date(2026, 7, 3)));
        // Contains another pause.
        let within = read("2026-07-01", 5, "2026-07-07", "2026-07-03.. 2026-07-06..2026-07-06");
        assert_eq!(within, reading);
        // Begins after the reading: nothing has moved yet.
        let later = read("2026-07-01", 5, "2026-07-02", "2026-07-06..");
        assert_eq!((later.due, later.elapsed_customer), (date(2026, 7, 8), 0));
        assert_eq!(later.warnings, open(date(2026, 7, 6)));
        // Begins after the due date: no warning.
        let after = read("2026-07-01", 5, "2026-07-13", "2026-07-09..");
        assert_eq!((after.due, after.elapsed_customer), (date(2026, 7, 8), 3));
        assert!(after.late && after.warnings.is_empty());
    }

    #[test]
    fn a_clock_set_back_has_counted_nothing() {
        let reading = read("2026-07-01", 5, "2026-06-01", "2026-05-01..2026-05-31");
        assert_eq!((reading.elapsed_utility, reading.elapsed_customer), (0, 0));
        assert_eq!((reading.remaining, reading.late), (5, false));
        assert_eq!(reading.warnings, [ClockWarning::BeforeStart]);
    }

    #[test]
    fn days_without_a_list_are_answered_by_weekday_and_said() {
        let unlisted = |first, last| [ClockWarning::Unlisted { first, last }];
        let reading = read("2026-12-28", 5, "2026-12-29", "");
        assert_eq!(reading.due, date(2027, 1, 4));
        assert_eq!(reading.warnings, unlisted(date(2027, 1, 1), date(2027, 1, 4)));
        assert_eq!(read("2026-12-28", 3, "2026-12-31", "").warnings, []);
        let before = read("2024-12-30", 2, "2025-01-02", "");
        assert_eq!(before.due, date(2025, 1, 2));
        assert_eq!(before.warnings, unlisted(date(2024, 12, 31), date(2024, 12, 31)));
    }

    #[test]
    fn what_is_refused() {
        let (from, to) = (date(2026, 7, 3), date(2026, 7, 2));
        let backwards = Pause { from, to: Some(to) };
        let refused = Clock::new(from, 5, [backwards]);
        assert_eq!(refused, Err(ClockError::PauseBackwards { from, to }));
        for limit in [3_000_000, u32::MAX] {
            let clock = Clock::new(from, limit, []).unwrap();
            let reading = clock.read(from, &WorkingCalendar::default());
            assert_eq!(reading, Err(ClockError::TooFar));
        }
    }

    fn at(days: i32) -> Date {
        let hours = SignedDuration::from_hours(24 * i64::from(days));
        date(2025, 1, 1).checked_add(hours).unwrap()
    }

    prop_compose! {
        fn any_pause()(from in 0_i32..700, length in prop::option::weighted(0.9, 0_i32..40)) -> Pause {
            Pause { from: at(from), to: length.map(|length| at(from + length)) }
        }
    }

    proptest! {
        #[test]
        fn every_working_day_waits_for_one_of_the_two(
            start in 0_i32..700, limit in 0_u32..60, on in 0_i32..800,
            pauses in prop::collection::vec(any_pause(), 0..6),
        ) {
            let calendar = WorkingCalendar::default();
            let (start, on) = (at(start), at(on));
            let is_paused = |day: Date| {
                pauses.iter().any(|pause| (pause.from..=pause.to.unwrap_or(on)).contains(&day))
            };
            let reading = Clock::new(start, limit, pauses.clone()).unwrap().read(on, &calendar).unwrap();
            prop_assert_eq!(
                reading.elapsed_utility + reading.elapsed_customer,
                calendar.working_days(start, on)
            );
            // Reference implementation: day by day.
            let (mut day, mut utility, mut counted) = (start, 0, 0);
            while counted < limit {
                day = day.tomorrow().unwrap();
                counted += u32::from(calendar.is_working(day) && !is_paused(day));
            }
            prop_assert_eq!(reading.due, day);
            let mut day = start;
            while day < on {
                day = day.tomorrow().unwrap();
                utility += u32::from(calendar.is_working(day) && !is_paused(day));
            }
            prop_assert_eq!(reading.elapsed_utility, utility);
        }

        #[test]
        fn a_pause_more_never_brings_the_due_day_nearer(
            start in 0_i32..700, limit in 0_u32..60, on in 0_i32..800,
            pauses in prop::collection::vec(any_pause(), 0..6), more in any_pause(),
        ) {
            let calendar = WorkingCalendar::default();
            let read = |pauses: Vec<Pause>| Clock::new(at(start), limit, pauses).unwrap().read(at(on), &calendar).unwrap();
            let before = read(pauses.clone());
            let after = read(pauses.into_iter().chain([more]).collect());
            prop_assert!(after.due >= before.due);
            prop_assert!(after.elapsed_customer >= before.elapsed_customer);
        }
    }
}
