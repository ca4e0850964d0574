//! Visits that a worker is to write for calendar programs.

use serde::{Deserialize, Serialize};

use crate::exchange::icalendar::Appointment;

/// Which visits to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarJob {
    /// The visits.
    pub appointments: Vec<Appointment>,
    /// The name of the calendar.
    pub name: String,
    /// The moment as of which they stand, milliseconds since 1970.
    pub stamp: u64,
}
