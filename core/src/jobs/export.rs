//! Export in a worker: files of the portfolio, and tables of pages as spreadsheets. The file formats are in the
//! exchange room.

use std::ops::ControlFlow;

use super::attachments::{Attachments, joined, portfolio};
use crate::{
    exchange::{
        export::Cell,
        outgoing::{Outgoing, OutgoingError},
        workbook::xlsx,
    },
    messages::{
        JobError, JobProgress, Outcome,
        export::{ExportJob, TableJob},
    },
};

/// Writes the file.
///
/// # Errors
/// [`JobError::Cancelled`] if `observe` breaks; [`JobError::Malformed`] for attachments of another version;
/// [`JobError::Write`].
pub(super) fn export(
    job: ExportJob,
    known: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let portfolio = portfolio(known, 0)?;
    let outgoing = Outgoing::new(&portfolio, job.language);
    let mut step = |done, of| observe(JobProgress { done, of });
    let file = match job.kind {
        Some(kind) => outgoing.csv(kind, &mut step),
        None => outgoing.archive(&mut step),
    };
    Ok((Outcome::Exported, vec![file?]))
}

/// Writes the spreadsheet.
///
/// # Errors
/// Same as [`export`].
pub(super) fn table(
    job: &TableJob,
    pieces: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let rows: Vec<Vec<Cell>> = joined(pieces)?;
    let mut step = |done, of| observe(JobProgress { done, of });
    let file = xlsx(&job.title, &job.headings, &rows, &mut step)?;
    Ok((Outcome::Tabled, vec![file]))
}

impl From<OutgoingError> for JobError {
    fn from(error: OutgoingError) -> Self {
        match error {
            OutgoingError::Cancelled => Self::Cancelled,
            OutgoingError::Write(error) => Self::Write(error.to_string()),
        }
    }
}
