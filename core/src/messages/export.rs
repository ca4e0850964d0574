//! Export by a worker: the portfolio as files, and tables of pages.

use serde::{Deserialize, Serialize};

use crate::exchange::{FileKind, outgoing::Language};

/// Export of the portfolio; attached: the data as encoded blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportJob {
    /// Language of headings and values.
    pub language: Language,
    /// One kind as CSV; `None` for all kinds as an archive.
    pub kind: Option<FileKind>,
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
