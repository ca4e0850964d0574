//! Visits for calendar programs, written off the page. What stands in the file is the exchange room's.

use crate::{
    exchange::icalendar::icalendar,
    messages::{Outcome, calendar::CalendarJob},
};

/// Writes the file; attached to the outcome.
pub(super) fn write(job: &CalendarJob) -> (Outcome, Vec<Vec<u8>>) {
    let file = icalendar(&job.appointments, &job.name, job.stamp);
    (Outcome::Exported, vec![file])
}
