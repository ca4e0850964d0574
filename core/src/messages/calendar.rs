//! Visits that a worker is to write for calendar programs.

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
