//! Calendar export in a worker. The file format is in the exchange room.

use crate::{
    exchange::icalendar::icalendar,
    messages::{Outcome, calendar::CalendarJob},
};

/// Writes the file, which is attached to the outcome.
pub(super) fn write(job: &CalendarJob) -> (Outcome, Vec<Vec<u8>>) {
    let file = icalendar(&job.appointments, &job.name, job.stamp);
    (Outcome::Exported, vec![file])
}
