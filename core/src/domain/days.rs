//! A column of calendar days in four bytes each.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Calendar days, some of which may be missing.
///
/// ```
/// use busbar_core::domain::days::Days;
/// use jiff::civil::date;
/// let mut column = Days::default();
/// column.push(Some(date(2026, 11, 23)));
/// column.push(None);
/// assert_eq!(column.get(0), Some(date(2026, 11, 23)));
/// assert_eq!((column.get(1), column.get(2)), (None, None));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days(#[serde(with = "super::packed")] Vec<i32>);

const MISSING: i32 = i32::MIN;

impl Days {
    /// Creates an empty column with the given capacity.
    pub fn with_capacity(days: usize) -> Self {
        Self(Vec::with_capacity(days))
    }

    /// Adds a day.
    pub fn push(&mut self, day: Option<Date>) {
        self.0.push(day.map_or(MISSING, packed));
    }

    /// Returns the day at an index; `None` for a missing or damaged one, and past the end.
    pub fn get(&self, place: usize) -> Option<Date> {
        unpacked(*self.0.get(place)?)
    }
}

/// Packs year, month and day into bits, so that later days are larger numbers.
fn packed(day: Date) -> i32 {
    i32::from(day.year()) << 9 | i32::from(day.month()) << 5 | i32::from(day.day())
}

fn unpacked(bits: i32) -> Option<Date> {
    let year = i16::try_from(bits >> 9).ok()?;
    Date::new(year, (bits >> 5 & 15) as i8, (bits & 31) as i8).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_comes_out_as_it_went_in() {
        let mut day = Date::MIN;
        loop {
            assert_eq!(unpacked(packed(day)), Some(day));
            // A step that reaches every day of the month and every month.
            match day.checked_add(jiff::Span::new().days(97)) {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        for damaged in [0, MISSING, i32::MAX, 2026 << 9 | 2 << 5 | 30] {
            assert_eq!(unpacked(damaged), None, "{damaged}");
        }
    }
}
