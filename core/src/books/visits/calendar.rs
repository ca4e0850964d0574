//! Days shown by the calendar of visits.

use jiff::{SignedDuration, civil::Date};

use crate::domain::Month;

/// Span shown by the calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CalendarScale {
    /// The week of the day, Monday to Sunday.
    #[default]
    Week,
    /// The weeks of the month.
    Month,
}

impl CalendarScale {
    /// Returns the stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Week => "",
            Self::Month => "month",
        }
    }

    /// Returns the days shown around a day, in whole weeks.
    pub fn days(self, day: Date) -> Vec<Date> {
        match self {
            Self::Week => week_of(day),
            Self::Month => {
                let first = day.first_of_month();
                let weeks = (0..6).map(|week| plus(monday(first), week * 7));
                let of_month = weeks.filter(|monday| *monday <= day.last_of_month());
                of_month.flat_map(week_of).collect()
            }
        }
    }

    /// Returns the day shown after a step back (−1) or forward (1).
    pub fn step(self, day: Date, by: i32) -> Date {
        match self {
            Self::Week => plus(day, 7 * by),
            Self::Month => {
                let month = Month::of(day).plus(by);
                let last = month.days();
                let day_of_month = i32::from(day.day()).min(last);
                let part = |number: i32| i8::try_from(number).unwrap_or(1);
                let year = i16::try_from(month.year()).unwrap_or(day.year());
                Date::new(year, part(month.month()), part(day_of_month)).unwrap_or(day)
            }
        }
    }
}

fn plus(day: Date, days: i32) -> Date {
    day.saturating_add(SignedDuration::from_hours(24 * i64::from(days)))
}

fn monday(day: Date) -> Date {
    plus(day, -i32::from(day.weekday().to_monday_zero_offset()))
}

/// Returns the week of a day, starting on Monday.
pub fn week_of(day: Date) -> Vec<Date> {
    (0..7).map(|offset| plus(monday(day), offset)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_months_are_whole_weeks() {
        // 24 November 2026 is a Tuesday.
        let day = date(2026, 11, 24);
        let week = CalendarScale::Week.days(day);
        assert_eq!((week[0], week[6]), (date(2026, 11, 23), date(2026, 11, 29)));
        for (day, first, last, count) in [
            (day, date(2026, 10, 26), date(2026, 12, 6), 42),
            // February 2027 begins on a Monday and has four weeks.
            (date(2027, 2, 14), date(2027, 2, 1), date(2027, 2, 28), 28),
            (date(2026, 12, 31), date(2026, 11, 30), date(2027, 1, 3), 35),
        ] {
            let month = CalendarScale::Month.days(day);
            assert_eq!((month[0], month[month.len() - 1], month.len()), (first, last, count));
        }
    }

    #[test]
    fn steps_stay_within_the_month() {
        let day = date(2027, 1, 31);
        assert_eq!(CalendarScale::Month.step(day, 1), date(2027, 2, 28));
        assert_eq!(CalendarScale::Month.step(day, -1), date(2026, 12, 31));
        assert_eq!(CalendarScale::Week.step(day, -1), date(2027, 1, 24));
    }
}
