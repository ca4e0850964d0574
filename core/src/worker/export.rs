//! Export in a worker: files of the portfolio, and tables of pages as spreadsheets. The file formats are in the
//! exchange room.

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

/// Export of the portfolio; attached: the data as encoded blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportJob {
    /// Language of headings and values.
    pub language: Language,
    /// One kind as CSV; `None` for all kinds as an archive.
    pub kind: Option<FileKind>,
}

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
    let mut portfolio = PortfolioRecords::default();
    for place in 0..known.count() {
        // Unreadable blocks are reported on the page; the rest is exported.
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

/// Export of a table as a spreadsheet; attached: its rows, in pieces.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableJob {
    /// Name of the sheet.
    pub title: String,
    /// The headings.
    pub headings: Vec<String>,
}

/// Number of rows per piece.
pub const ROWS_A_PIECE: usize = 1 << 12;

/// Encodes a piece of a table's rows.
///
/// # Errors
/// [`JobError::Malformed`] if it cannot be encoded.
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
