//! The archive: all content of a workspace in one ZIP file readable with ordinary tools, restored into an empty
//! workspace with its history. The format is documented in `docs/archive.md`, field by field, and stays readable
//! forever.
//!
//! Out of scope: encryption, which comes with the sealed backup, and the destination of the file, which the
//! platform handles.

mod buffered;
mod line;
mod read;
mod readable;
mod restore;
mod write;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use read::Archive;
pub use restore::{clear_remains, has_remains, restore};
pub use write::write;

use super::{ledger::LedgerError, port::StorageError};
use crate::sync::Stamp;

/// Name of the format.
const FORMAT: &str = "busbar-archive";
/// Version of the format that is written.
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const CHANGES: &str = "changes.jsonl";
const BLOCKS: &str = "blocks/";
const ATTACHMENTS: &str = "attachments/";
/// Suffixes of a block's files after its hash: its bytes, and the same content as text.
const BYTES: &str = ".bin";
const WORDS: &str = ".jsonl";

/// Progress callback: receives the steps done and their total, and returns whether to continue.
pub type ArchiveProgress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Reason why no archive was written, or nothing restored.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ArchiveError {
    /// Stopped by the user.
    #[error("cancelled")]
    Cancelled,
    /// The store reported an error.
    #[error(transparent)]
    Store(#[from] StorageError),
    /// A row needed for the restore cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Writing the file failed.
    #[error("the file could not be written: {0}")]
    Write(String),
    /// Reading the file failed.
    #[error("the file could not be read: {0}")]
    File(String),
    /// Not an archive of Busbar.
    #[error("not an archive of Busbar")]
    Foreign,
    /// The file is truncated.
    #[error("the file is truncated")]
    Cut,
    /// Written by a newer version of the app.
    #[error("written in a newer format ({0})")]
    Newer(u32),
    /// A part is missing.
    #[error("{0} is missing")]
    Missing(String),
    /// The content of a part does not match its hash or format.
    #[error("{part} is damaged{}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Damaged {
        /// Name of the part.
        part: String,
        /// Line of the part, if a single line is at fault.
        line: Option<u64>,
    },
    /// The workspace has changes of its own, so nothing is restored into it.
    #[error("the workspace is not empty: {0} changes")]
    NotEmpty(u64),
}

impl From<LedgerError> for ArchiveError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Storage(error) => Self::Store(error),
            other => Self::Unreadable(other.to_string()),
        }
    }
}

/// Table of contents, read first and written last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// Version of the app that wrote the archive.
    pub app: String,
    /// Writers of the changes, with the last change of each.
    pub writers: Vec<WriterLine>,
    /// Latest stamp; changes written after a restore are ordered after it.
    pub stamp: Stamp,
    /// The amount of content.
    pub counts: ArchiveCounts,
    /// All parts, with the hashes of their content.
    pub parts: Vec<Part>,
    /// Rows of the store that could not be read and are not in the archive.
    pub unreadable: Vec<String>,
}

/// The amount of content in an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveCounts {
    /// Changes.
    pub changes: u64,
    /// Single edits in the changes.
    pub edits: u64,
    /// Blocks of bulk facts.
    pub blocks: u64,
    /// Attachments.
    pub attachments: u64,
}

impl ArchiveCounts {
    /// Returns the number of steps of writing or reading, for progress.
    const fn steps(&self) -> u64 {
        self.changes + self.blocks + self.attachments
    }
}

/// A writer of changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriterLine {
    /// Writer.
    pub writer: Uuid,
    /// Number of this writer's changes in the archive.
    pub changes: u64,
    /// Highest sequence number among them.
    pub last: u64,
}

/// A part of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Name in the ZIP.
    pub name: String,
    /// Unpacked size, bytes.
    pub bytes: u64,
    /// BLAKE3 hash of its content, hexadecimal.
    pub blake3: String,
}

/// Counts steps and reports them from time to time.
struct Steps<'a, 'b> {
    done: u64,
    of: u64,
    progress: &'a mut ArchiveProgress<'b>,
}

impl<'a, 'b> Steps<'a, 'b> {
    fn of(of: u64, progress: &'a mut ArchiveProgress<'b>) -> Self {
        Self { done: 0, of, progress }
    }

    fn step(&mut self, done: u64) -> Result<(), ArchiveError> {
        self.done += done;
        match (self.progress)(self.done, self.of) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(ArchiveError::Cancelled),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

#[cfg(test)]
mod tests;
