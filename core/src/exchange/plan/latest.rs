//! Latest plausible months and days in a file. A year mistyped by decades would shift every window that ends with
//! the last known month, for all customers.

use jiff::civil::Date;

use super::super::{
    day::{DayStyle, date_as},
    problem::Reason,
};
use crate::domain::Month;

/// Last month for which data can exist; `None` for no limit other than the calendar.
#[derive(Clone, Copy, Debug)]
pub struct Latest(pub Option<Month>);

impl Latest {
    /// Maximum number of months after the latest in which a bill can be due.
    const DUE_AHEAD: i32 = 12;

    /// Returns the month unless it is too late.
    ///
    /// # Errors
    /// [`Reason::ImpossibleMonth`].
    pub fn month(self, month: Month) -> Result<Month, Reason> {
        if self.admits(month, 0) { Ok(month) } else { Err(Reason::ImpossibleMonth) }
    }

    /// Parses the date of a past event.
    ///
    /// # Errors
    /// [`Reason::ImpossibleDate`].
    pub fn past_day(self, cell: &str, style: DayStyle) -> Result<Date, Reason> {
        self.day(cell, style, 0)
    }

    /// Parses a due date, at most a year ahead.
    ///
    /// # Errors
    /// [`Reason::ImpossibleDate`].
    pub fn due_day(self, cell: &str, style: DayStyle) -> Result<Date, Reason> {
        self.day(cell, style, Self::DUE_AHEAD)
    }

    fn day(self, cell: &str, style: DayStyle, ahead: i32) -> Result<Date, Reason> {
        let day = date_as(cell, style)?;
        if self.admits(Month::of(day), ahead) { Ok(day) } else { Err(Reason::ImpossibleDate) }
    }

    fn admits(self, month: Month, ahead: i32) -> bool {
        self.0.is_none_or(|latest| month.since(latest) <= ahead)
    }
}
