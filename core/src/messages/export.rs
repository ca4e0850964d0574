//! What a worker is to write as files: what is known, and tables of pages.

use serde::{Deserialize, Serialize};

use super::head::{JobError, encode};
use crate::exchange::{FileKind, export::Cell, outgoing::Language};

/// Files of what is known; attached: what is known, as encoded blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportJob {
    /// The language of headings and words.
    pub language: Language,
    /// One kind as CSV; without, all kinds as an archive.
    pub kind: Option<FileKind>,
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
