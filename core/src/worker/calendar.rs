//! Visits for calendar programs, written off the page. What stands in the file is the exchange room's.

use serde::{Deserialize, Serialize};

use super::protocol::Outcome;
use crate::exchange::icalendar::{Appointment, icalendar};

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

/// Writes the file; attached to the outcome.
pub(super) fn write(job: &CalendarJob) -> (Outcome, Vec<Vec<u8>>) {
    let file = icalendar(&job.appointments, &job.name, job.stamp);
    (Outcome::Exported, vec![file])
}
