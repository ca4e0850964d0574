//! How late the months and days of a file can be. One year mistyped by decades would move every window
//! that ends with the last month known, for every customer.

use jiff::civil::Date;

use super::super::{
    day::{DayStyle, date_as},
    problem::Reason,
};
use crate::domain::Month;

/// The last month of which anything can be known; without one, the calendar is the only limit.
#[derive(Clone, Copy, Debug)]
pub struct Latest(pub Option<Month>);

impl Latest {
    /// How many months after the latest a bill can be due.
    const DUE_AHEAD: i32 = 12;

    /// A month, unless it is later.
    ///
    /// # Errors
    /// [`Reason::ImpossibleMonth`].
    pub fn month(self, month: Month) -> Result<Month, Reason> {
        if self.admits(month, 0) { Ok(month) } else { Err(Reason::ImpossibleMonth) }
    }

    /// Reads a day on which something was done.
    ///
    /// # Errors
    /// [`Reason::ImpossibleDate`].
    pub fn past_day(self, cell: &str, style: DayStyle) -> Result<Date, Reason> {
        self.day(cell, style, 0)
    }

    /// Reads a day by which something is to be done: within a year.
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
