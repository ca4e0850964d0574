//! The way out, off the page: files of what is known, and tables of pages as spreadsheets. How they are
//! written is the exchange room's.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    compute::Attachments,
    import::decode_block,
    protocol::{JobError, JobProgress, Outcome, decode, encode},
};
use crate::exchange::{
    FileKind, PortfolioRecords,
    export::Cell,
    outgoing::{Language, Outgoing, OutgoingError},
    workbook::xlsx,
};

/// Files of what is known; attached: what is known, as encoded blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportJob {
    /// The language of headings and words.
    pub language: Language,
    /// One kind as CSV; without, all kinds as an archive.
    pub kind: Option<FileKind>,
}

/// Writes the file.
///
/// # Errors
/// [`JobError::Cancelled`] when `observe` breaks; [`JobError::Malformed`] for attachments of another
/// version; [`JobError::Write`].
pub(super) fn export(
    job: ExportJob,
    known: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut portfolio = PortfolioRecords::default();
    for place in 0..known.count() {
        // A block that does not read is told of on the page; the rest goes out.
        if let Ok(block) = decode_block(&known.read(place)?) {
            portfolio.take(block);
        }
    }
    let outgoing = Outgoing::new(&portfolio, job.language);
    let mut step = |done, of| observe(JobProgress { done, of });
    let file = match job.kind {
        Some(kind) => outgoing.csv(kind, &mut step),
        None => outgoing.archive(&mut step),
    };
    Ok((Outcome::Exported, vec![file?]))
}

/// A table as a spreadsheet; attached: its rows, a piece an attachment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableJob {
    /// The name of the sheet.
    pub title: String,
    /// The headings.
    pub headings: Vec<String>,
}

/// How many rows of a table go into one piece.
pub const ROWS_A_PIECE: usize = 1 << 12;

/// A piece of a table's rows as it travels.
///
/// # Errors
/// [`JobError::Malformed`] when it cannot be written.
pub fn encode_rows(rows: &[Vec<Cell>]) -> Result<Vec<u8>, JobError> {
    encode(&rows)
}

/// Writes the spreadsheet.
///
/// # Errors
/// As [`export`].
pub(super) fn table(
    job: &TableJob,
    pieces: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for place in 0..pieces.count() {
        rows.append(&mut decode(&pieces.read(place)?)?);
    }
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
