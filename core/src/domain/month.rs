//! A calendar month, the grain of readings and bills.

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A calendar month between 1900-01 and 2199-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Month(i32);

/// The text or number is not a month between 1900-01 and 2199-12.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a month between 1900-01 and 2199-12")]
pub struct MonthError;

impl Month {
    const FIRST: i32 = 1900 * 12;
    const LAST: i32 = 2199 * 12 + 11;

    /// Creates the month `month` (1–12) of `year`.
    ///
    /// # Errors
    /// [`MonthError`] outside 1900-01 to 2199-12.
    ///
    /// ```
    /// use busbar_core::domain::Month;
    /// assert_eq!(Month::new(2026, 11)?.to_string(), "2026-11");
    /// assert!(Month::new(2026, 13).is_err());
    /// # Ok::<(), busbar_core::domain::month::MonthError>(())
    /// ```
    pub fn new(year: i32, month: i32) -> Result<Self, MonthError> {
        if !(1..=12).contains(&month) {
            return Err(MonthError);
        }
        Self::try_from(year.checked_mul(12).ok_or(MonthError)? + month - 1)
    }

    /// Returns the month of a date; dates outside the range are clamped.
    pub fn of(date: Date) -> Self {
        let index = i32::from(date.year()) * 12 + i32::from(date.month()) - 1;
        Self(index.clamp(Self::FIRST, Self::LAST))
    }

    /// Returns the calendar year.
    pub const fn year(self) -> i32 {
        self.0 / 12
    }

    /// Returns the month of the year, 1 to 12.
    pub const fn month(self) -> i32 {
        self.0 % 12 + 1
    }

    /// Returns this month moved by `months`, clamped to the range.
    pub fn plus(self, months: i32) -> Self {
        Self(self.0.saturating_add(months).clamp(Self::FIRST, Self::LAST))
    }

    /// Returns the number of months from `earlier` to this month; negative if `earlier` is later.
    pub const fn since(self, earlier: Self) -> i32 {
        self.0 - earlier.0
    }

    /// Returns the number of days in the month.
    pub fn days(self) -> i32 {
        match self.month() {
            2 if self.year() % 4 == 0 && (self.year() % 100 != 0 || self.year() % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }
}

impl TryFrom<i32> for Month {
    type Error = MonthError;

    fn try_from(index: i32) -> Result<Self, MonthError> {
        if (Self::FIRST..=Self::LAST).contains(&index) { Ok(Self(index)) } else { Err(MonthError) }
    }
}

impl From<Month> for i32 {
    fn from(month: Month) -> Self {
        month.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

/// Parses `2026-11`, `2026/11`, `2026.11`, `202611` and `2026年11月`.
impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let text = text.trim().trim_end_matches('月');
        let (year, month) = match text.split_once(['-', '/', '.', '年']) {
            Some(parts) => parts,
            None if text.len() == 6 && text.is_ascii() => text.split_at(4),
            None => return Err(MonthError),
        };
        let number = |part: &str| part.parse::<i32>().map_err(|_| MonthError);
        Self::new(number(year)?, number(month)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_people_write_a_month() {
        for text in ["2026-03", "2026-3", "2026/03", "2026.3", "202603", "2026年3月", " 2026-03 "]
        {
            assert_eq!(
                text.parse::<Month>().map(|m| m.to_string()),
                Ok("2026-03".into()),
                "{text}"
            );
        }
        for text in
            ["", "2026", "2026-00", "2026-13", "20263", "March 2026", "2026-03-01", "0001-01"]
        {
            assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
        }
    }

    #[test]
    fn months_count_over_the_year() {
        let november = Month::new(2026, 11).unwrap();
        assert_eq!(november.plus(2).to_string(), "2027-01");
        assert_eq!(november.plus(2).since(november), 2);
        assert_eq!(Month::new(2024, 2).unwrap().days(), 29);
        assert_eq!(Month::new(2100, 2).unwrap().days(), 28);
    }
}
