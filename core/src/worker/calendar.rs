//! Calendar export in a worker. The file format is in the exchange room.

use serde::{Deserialize, Serialize};

use super::protocol::Outcome;
use crate::exchange::icalendar::{Appointment, icalendar};

/// Visits to write.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalendarJob {
    /// Appointments.
    pub appointments: Vec<Appointment>,
    /// Name of the calendar.
    pub name: String,
    /// Time of export, milliseconds since 1970.
    pub stamp: u64,
}

/// Writes the file, which is attached to the outcome.
pub(super) fn write(job: &CalendarJob) -> (Outcome, Vec<Vec<u8>>) {
    let file = icalendar(&job.appointments, &job.name, job.stamp);
    (Outcome::Exported, vec![file])
}
