//! Working days: weekdays, except China's public holidays and including the weekend days worked to make up for
//! them. Both are announced yearly, so they are data: the built-in lists, overridden by the workspace's own
//! entries.

use std::{
    collections::{BTreeMap, BTreeSet},
    iter::successors,
};

use jiff::{
    SignedDuration,
    civil::{Date, date},
};
use serde::{Deserialize, Serialize};

use super::{
    date::{days_between, stored},
    keyed::{Day, Keyed},
    setting::SettingContent,
};

/// Name of the setting that holds the [`WorkingCalendar`].
pub const SETTING: &str = "calendar";

/// Public holidays, first and last day [国办发明电〔2024〕12号 for 2025, 国办发明电〔2025〕7号 for 2026].
const HOLIDAYS: [(Date, Date); 13] = [
    (date(2025, 1, 1), date(2025, 1, 1)),
    (date(2025, 1, 28), date(2025, 2, 4)),
    (date(2025, 4, 4), date(2025, 4, 6)),
    (date(2025, 5, 1), date(2025, 5, 5)),
    (date(2025, 5, 31), date(2025, 6, 2)),
    (date(2025, 10, 1), date(2025, 10, 8)),
    (date(2026, 1, 1), date(2026, 1, 3)),
    (date(2026, 2, 15), date(2026, 2, 23)),
    (date(2026, 4, 4), date(2026, 4, 6)),
    (date(2026, 5, 1), date(2026, 5, 5)),
    (date(2026, 6, 19), date(2026, 6, 21)),
    (date(2026, 9, 25), date(2026, 9, 27)),
    (date(2026, 10, 1), date(2026, 10, 7)),
];

/// Weekend days worked to make up for the holidays, from the same notices.
const MAKE_UP_DAYS: [Date; 11] = [
    date(2025, 1, 26),
    date(2025, 2, 8),
    date(2025, 4, 27),
    date(2025, 9, 28),
    date(2025, 10, 11),
    date(2026, 1, 4),
    date(2026, 2, 14),
    date(2026, 2, 28),
    date(2026, 5, 9),
    date(2026, 9, 20),
    date(2026, 10, 10),
];

/// Number of days before the end of the lists at which to warn.
pub const NOTICE_DAYS: i64 = 35;

/// A calendar entry for one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The day.
    #[serde(with = "stored")]
    pub date: Date,
    /// `true` for a working day.
    pub working: bool,
}

/// Working days. For a year without entries the weekday decides; within a year with entries, days that are not
/// listed follow the weekday, so a year's list must be entered completely.
///
/// Only the workspace's own days are stored, so that lists added by later versions also apply to existing
/// workspaces, by date.
///
/// ```
/// use busbar_core::domain::calendar::WorkingCalendar;
/// use jiff::civil::date;
/// let calendar = WorkingCalendar::default();
/// // 10 October 2026 is a Saturday that makes up for the National Day holiday.
/// assert!(calendar.is_working(date(2026, 10, 10)));
/// assert_eq!(calendar.working_days(date(2026, 9, 28), date(2026, 10, 12)), 6);
/// assert_eq!(calendar.nth_working_day(date(2026, 9, 28), 6), Some(date(2026, 10, 12)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Keyed<CalendarDay, Day, bool>", into = "BTreeMap<Day, bool>")]
pub struct WorkingCalendar {
    own: BTreeMap<Date, bool>,
    years: BTreeSet<i16>,
    exceptions: Vec<Exception>,
}

/// A day that differs from its weekday.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Exception {
    date: Date,
    working: bool,
}

impl WorkingCalendar {
    /// Returns the built-in lists overridden by these days; the later of two entries for one day wins.
    pub fn new(own: impl IntoIterator<Item = CalendarDay>) -> Self {
        let own: BTreeMap<Date, bool> =
            own.into_iter().map(|day| (day.date, day.working)).collect();
        let mut days = known();
        days.extend(&own);
        let years = days.keys().map(|date| date.year()).collect();
        let exceptions = days
            .into_iter()
            .filter(|(date, working)| *working != is_weekday(*date))
            .map(|(date, working)| Exception { date, working })
            .collect();
        Self { own, years, exceptions }
    }

    /// Returns this calendar with an entry added or replaced.
    #[must_use]
    pub fn with(&self, day: CalendarDay) -> Self {
        Self::new(self.own().chain([day]))
    }

    /// Returns this calendar without the workspace's entry for a day.
    #[must_use]
    pub fn without(&self, date: Date) -> Self {
        Self::new(self.own().filter(|day| day.date != date))
    }

    /// Returns the workspace's own entries, ascending.
    pub fn own(&self) -> impl Iterator<Item = CalendarDay> {
        let day = |(date, working): (&Date, &bool)| CalendarDay { date: *date, working: *working };
        self.own.iter().map(day)
    }

    /// Returns all entries, ascending: the built-in lists and the workspace's own.
    pub fn days(&self) -> impl Iterator<Item = CalendarDay> + use<> {
        let mut days = known();
        days.extend(&self.own);
        days.into_iter().map(|(date, working)| CalendarDay { date, working })
    }

    /// Returns `true` if the calendar has a list for the year of this day; otherwise the weekday decides.
    pub fn is_listed(&self, date: Date) -> bool {
        self.years.contains(&date.year())
    }

    /// Returns the first and last day in (`after`, `to`] that are decided by the weekday alone.
    pub fn unlisted(&self, after: Date, to: Date) -> Option<(Date, Date)> {
        let first = after.tomorrow().ok()?;
        let of_year = |year: i16| {
            let begin = Date::new(year, 1, 1).ok()?.max(first);
            let end = Date::new(year, 12, 31).ok()?.min(to);
            (begin <= end && !self.is_listed(begin)).then_some((begin, end))
        };
        let begin = (first.year()..=to.year()).find_map(of_year)?.0;
        let end = (first.year()..=to.year()).rev().find_map(of_year)?.1;
        Some((begin, end))
    }

    /// Returns the first day not covered by any list of holidays, if it is past or within [`NOTICE_DAYS`]: it is
    /// time to enter the next list, because later days are decided by the weekday alone.
    ///
    /// ```
    /// use busbar_core::domain::calendar::WorkingCalendar;
    /// use jiff::civil::date;
    /// let calendar = WorkingCalendar::default();
    /// assert_eq!(calendar.ends_soon(date(2026, 11, 26)), None);
    /// assert_eq!(calendar.ends_soon(date(2026, 11, 27)), Some(date(2027, 1, 1)));
    /// assert_eq!(calendar.ends_soon(date(2027, 3, 8)), Some(date(2027, 3, 8)));
    /// ```
    pub fn ends_soon(&self, today: Date) -> Option<Date> {
        let before = today.yesterday().ok()?;
        let until = today.saturating_add(SignedDuration::from_hours(24 * NOTICE_DAYS));
        Some(self.unlisted(before, until)?.0)
    }

    /// Returns `true` for a working day.
    pub fn is_working(&self, date: Date) -> bool {
        self.exceptions
            .binary_search_by_key(&date, |exception| exception.date)
            .map_or_else(|_| is_weekday(date), |at| self.exceptions[at].working)
    }

    /// Returns the number of working days in (`after`, `to`]; zero if `to` is not later.
    pub fn working_days(&self, after: Date, to: Date) -> u32 {
        if to <= after {
            return 0;
        }
        let place = |date| self.exceptions.partition_point(|day| day.date <= date);
        let exceptions: i32 = self.exceptions[place(after)..place(to)]
            .iter()
            .map(|day| if day.working { 1 } else { -1 })
            .sum();
        let weekdays = weekdays_until(to) - weekdays_until(after);
        u32::try_from(weekdays + exceptions).unwrap_or_default()
    }

    /// Returns the `n`-th working day after `after`, or `after` itself if `n` is 0. `None` past the year 9999.
    pub fn nth_working_day(&self, after: Date, n: u32) -> Option<Date> {
        let add = |days: i64| {
            let hours = days.checked_mul(24)?;
            after.checked_add(SignedDuration::try_from_hours(hours)?).ok()
        };
        // Past the last representable day there is nothing to find, so the search ends there too.
        let is_enough = |days: i64| add(days).is_none_or(|to| self.working_days(after, to) >= n);
        // Upper bound: the result if every exception were a holiday on a weekday.
        let most = (i64::from(n) + self.exceptions.len() as i64) * 7 / 5 + 7;
        let (mut short, mut enough) = (-1, most);
        while enough - short > 1 {
            let middle = short + (enough - short) / 2;
            if is_enough(middle) {
                enough = middle;
            } else {
                short = middle;
            }
        }
        add(enough)
    }
}

impl Default for WorkingCalendar {
    fn default() -> Self {
        Self::new([])
    }
}

impl From<Keyed<CalendarDay, Day, bool>> for WorkingCalendar {
    fn from(stored: Keyed<CalendarDay, Day, bool>) -> Self {
        let own = stored.into_map(|_, day| (Day(day.date), day.working)).into_iter();
        Self::new(own.map(|(day, working)| CalendarDay { date: day.0, working }))
    }
}

impl From<WorkingCalendar> for BTreeMap<Day, bool> {
    fn from(calendar: WorkingCalendar) -> Self {
        calendar.own.into_iter().map(|(date, working)| (Day(date), working)).collect()
    }
}

impl SettingContent for WorkingCalendar {}

/// Returns the built-in lists.
fn known() -> BTreeMap<Date, bool> {
    let off = HOLIDAYS.iter().flat_map(|(first, last)| {
        let days = successors(Some(*first), |date| date.tomorrow().ok());
        days.take_while(move |date| date <= last)
    });
    let worked = MAKE_UP_DAYS.iter().map(|date| (*date, true));
    off.map(|date| (date, false)).chain(worked).collect()
}

/// Returns the number of days since a fixed Monday.
fn day_number(day: Date) -> i32 {
    days_between(date(2024, 1, 1), day)
}

fn is_weekday(date: Date) -> bool {
    day_number(date).rem_euclid(7) < 5
}

/// Returns the number of weekdays up to and including this day, counted from an arbitrary origin.
fn weekdays_until(date: Date) -> i32 {
    let number = day_number(date);
    number.div_euclid(7) * 5 + (number.rem_euclid(7) + 1).min(5)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(date: Date, working: bool) -> CalendarDay {
        CalendarDay { date, working }
    }

    /// Every day of the two years that differs from its weekday, counted from the notices.
    #[test]
    fn the_days_of_the_notices() {
        let calendar = WorkingCalendar::default();
        let text = |working: bool| -> Vec<String> {
            calendar
                .exceptions
                .iter()
                .filter(|exception| exception.working == working)
                .map(|exception| exception.date.strftime("%m%d").to_string())
                .collect()
        };
        let off = "0101 0128 0129 0130 0131 0203 0204 0404 0501 0502 0505 0602 \
                   1001 1002 1003 1006 1007 1008 \
                   0101 0102 0216 0217 0218 0219 0220 0223 0406 0501 0504 0505 0619 0925 \
                   1001 1002 1005 1006 1007";
        let worked = "0126 0208 0427 0928 1011 0104 0214 0228 0509 0920 1010";
        assert_eq!(text(false), off.split_whitespace().collect::<Vec<_>>());
        assert_eq!(text(true), worked.split_whitespace().collect::<Vec<_>>());
        for year in [2025, 2026] {
            let (before, last) = (date(year - 1, 12, 31), date(year, 12, 31));
            assert_eq!(calendar.working_days(before, last), 248, "{year}");
        }
    }

    #[test]
    fn own_days_lie_over_the_known_ones() {
        let worked = date(2026, 10, 1);
        let calendar = WorkingCalendar::new([
            day(worked, false),
            day(worked, true),
            day(date(2027, 1, 1), false),
        ]);
        assert!(calendar.is_working(worked));
        assert!(!calendar.is_working(date(2027, 1, 1)));
        assert!(calendar.is_listed(date(2027, 6, 1)) && !calendar.is_listed(date(2028, 1, 1)));
        let days: Vec<_> = calendar.days().collect();
        assert!(days.contains(&day(worked, true)) && days.contains(&day(date(2026, 10, 2), false)));
        let before = calendar.without(worked).without(date(2027, 1, 1));
        assert_eq!(before, WorkingCalendar::default());
        assert_eq!(before.with(day(worked, true)).own().count(), 1);
    }

    #[test]
    fn it_is_stored_as_its_own_days() {
        let calendar = WorkingCalendar::default().with(day(date(2027, 1, 1), false));
        let json = serde_json::to_string(&calendar).unwrap();
        assert_eq!(json, r#"{"2027-01-01":false}"#);
        assert_eq!(serde_json::from_str::<WorkingCalendar>(&json).unwrap(), calendar);
        let older = r#"[{"date":"2027-01-01","working":false}]"#;
        assert_eq!(serde_json::from_str::<WorkingCalendar>(older).unwrap(), calendar);
        assert_eq!(serde_json::to_string(&WorkingCalendar::default()).unwrap(), "{}");
    }

    #[test]
    fn days_that_no_list_answers() {
        let calendar = WorkingCalendar::default();
        let cases = [
            (date(2026, 12, 1), date(2026, 12, 31), None),
            (date(2026, 12, 31), date(2027, 1, 4), Some((date(2027, 1, 1), date(2027, 1, 4)))),
            (date(2024, 12, 29), date(2025, 1, 3), Some((date(2024, 12, 30), date(2024, 12, 31)))),
            (date(2024, 6, 1), date(2028, 2, 29), Some((date(2024, 6, 2), date(2028, 2, 29)))),
            (date(2028, 1, 1), date(2028, 1, 1), None),
        ];
        for (after, to, expected) in cases {
            assert_eq!(calendar.unlisted(after, to), expected, "{after} {to}");
        }
    }

    #[test]
    fn the_calendar_ends_with_the_year_9999() {
        let calendar = WorkingCalendar::default();
        let last = date(9999, 12, 31);
        assert_eq!(calendar.nth_working_day(last, 0), Some(last));
        assert_eq!(calendar.nth_working_day(last, 1), None);
        assert_eq!(calendar.nth_working_day(date(2026, 1, 1), u32::MAX), None);
        assert_eq!(calendar.nth_working_day(date(9999, 12, 30), 1), Some(last));
    }

    proptest! {
        #[test]
        fn counting_is_as_day_by_day(
            own in prop::collection::vec((0_i32..800, any::<bool>()), 0..40),
            (from, length, n) in (-100_i32..900, 0_i32..300, 0_u32..120),
        ) {
            let day_of = |number: i32| date(2025, 1, 1).checked_add(SignedDuration::from_hours(24 * i64::from(number))).unwrap();
            let calendar = WorkingCalendar::new(own.iter().map(|(at, working)| day(day_of(*at), *working)));
            let (after, to) = (day_of(from), day_of(from + length));
            let counted = (1..=length).filter(|days| calendar.is_working(day_of(from + days))).count();
            prop_assert_eq!(calendar.working_days(after, to) as usize, counted);
            let nth = calendar.nth_working_day(after, n).unwrap();
            prop_assert_eq!(calendar.working_days(after, nth), n);
            let is_right_day = if n == 0 { nth == after } else { calendar.is_working(nth) };
            prop_assert!(is_right_day);
        }
    }
}
