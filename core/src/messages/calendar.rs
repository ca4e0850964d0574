//! Export of visits for calendar programs, by a worker.

use serde::{Deserialize, Serialize};

use crate::exchange::icalendar::Appointment;

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
