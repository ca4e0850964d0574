//! The archive: everything a workspace holds as one ZIP file that a person can read with ordinary
//! tools, restored into an empty workspace with its history. The format stands in `docs/archive.md`,
//! field by field, and is read for ever.
//!
//! Out of scope: encryption, which comes with the sealed backup, and the destination of the file, which is
//! the platform's.

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

/// The name of the format.
const FORMAT: &str = "busbar-archive";
/// The version of the format that is written.
const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const CHANGES: &str = "changes.jsonl";
const BLOCKS: &str = "blocks/";
const ATTACHMENTS: &str = "attachments/";
/// Suffixes of a block's file name after its hash: its bytes, and the same content as text.
const BYTES: &str = ".bin";
const WORDS: &str = ".jsonl";

/// Receives how many steps are done, and of how many, and says whether to continue.
pub type ArchiveProgress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Why there is no archive, or nothing was restored from one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ArchiveError {
    /// A person stopped it.
    #[error("stopped")]
    Cancelled,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StorageError),
    /// A row that restoring needs does not read.
    #[error("does not read: {0}")]
    Unreadable(String),
    /// The file could not be written.
    #[error("the file could not be written: {0}")]
    Write(String),
    /// The file could not be read from the disk.
    #[error("the file could not be read: {0}")]
    File(String),
    /// The file is no archive of Busbar.
    #[error("not an archive of Busbar")]
    Foreign,
    /// The end of the file is missing.
    #[error("the end of the file is missing")]
    Cut,
    /// A newer version of the app wrote it.
    #[error("written in a newer format ({0})")]
    Newer(u32),
    /// A part is missing.
    #[error("{0} is missing")]
    Missing(String),
    /// A part is not what was written.
    #[error("{part} is damaged{}", .line.map(|line| format!(", line {line}")).unwrap_or_default())]
    Damaged {
        /// Which part.
        part: String,
        /// The line of it, where one is at fault.
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

/// The first thing to read of an archive, and the last that is written: what is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    format: String,
    version: u32,
    /// The version of the app that wrote it.
    pub app: String,
    /// The writers of the changes, and the last change of each.
    pub writers: Vec<WriterLine>,
    /// The latest stamp: what is written after a restore is ordered after it.
    pub stamp: Stamp,
    /// The amount of content.
    pub counts: ArchiveCounts,
    /// Every part, with the hash of its content.
    pub parts: Vec<Part>,
    /// Rows of the store that did not read and are not in the archive.
    pub unreadable: Vec<String>,
}

/// The amount of content in an archive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveCounts {
    /// Changes.
    pub changes: u64,
    /// Single edits of them.
    pub edits: u64,
    /// Blocks of facts in bulk.
    pub blocks: u64,
    /// Attachments.
    pub attachments: u64,
}

impl ArchiveCounts {
    /// Steps of writing or reading them, for progress.
    const fn steps(&self) -> u64 {
        self.changes + self.blocks + self.attachments
    }
}

/// One that wrote changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriterLine {
    /// Who.
    pub writer: Uuid,
    /// Number of this writer's changes in the archive.
    pub changes: u64,
    /// The highest sequence number among them.
    pub last: u64,
}

/// A part of the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in the ZIP.
    pub name: String,
    /// Its size when unpacked.
    pub bytes: u64,
    /// The BLAKE3 hash of its content, hexadecimal.
    pub blake3: String,
}

/// Counts steps, and tells of them now and then.
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
