//! Exchange files: the changes of a workspace with their blocks and attachments, sealed by a passphrase, to be handed
//! to another tablet by any means. Receiving one merges it with what is there; a new tablet thus receives everything.
//!
//! Out of scope: the destination of the file, which the platform handles, and readability without Busbar, which the
//! archive provides.

mod item;
mod read;
mod write;

use std::{io, ops::ControlFlow};

use serde::{Deserialize, Serialize};

pub use read::{Bundle, receive};
pub use write::{BundleTerms, write};

use super::{ledger::LedgerError, port::StorageError};
use crate::sync::sealed::SealedError;

/// Progress callback: receives the steps done and their total, and returns whether to continue.
pub type BundleProgress<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Reason why no file was written, or nothing received.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum BundleError {
    /// Stopped by the user.
    #[error("cancelled")]
    Cancelled,
    /// The store reported an error.
    #[error(transparent)]
    Store(#[from] StorageError),
    /// A row of the store cannot be read.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// Writing the file failed.
    #[error("the file could not be written: {0}")]
    Write(String),
    /// Reading the file failed.
    #[error("the file could not be read: {0}")]
    File(String),
    /// Not an exchange file of Busbar.
    #[error("not an exchange file of Busbar")]
    Foreign,
    /// Written by a newer version of the app.
    #[error("written by a newer version of the app")]
    Newer,
    /// Another passphrase was used.
    #[error("wrong passphrase")]
    Passphrase,
    /// The file is damaged or incomplete.
    #[error("the file is damaged or incomplete")]
    Damaged,
    /// The file continues changes that this workspace lacks.
    #[error("earlier changes are missing")]
    Gap,
}

impl From<LedgerError> for BundleError {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Storage(error) => Self::Store(error),
            LedgerError::Gap(_) => Self::Gap,
            LedgerError::Unreadable(row) if row.is_newer => Self::Newer,
            other => Self::Unreadable(other.to_string()),
        }
    }
}

impl From<SealedError> for BundleError {
    fn from(error: SealedError) -> Self {
        match error {
            SealedError::Foreign => Self::Foreign,
            SealedError::Newer(_) => Self::Newer,
            SealedError::Passphrase => Self::Passphrase,
            SealedError::Io(error) => Self::of_reading(&error),
        }
    }
}

impl BundleError {
    fn of_reading(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::InvalidData
            | io::ErrorKind::InvalidInput
            | io::ErrorKind::UnexpectedEof => Self::Damaged,
            _ => Self::File(error.to_string()),
        }
    }
}

/// The content of an exchange file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundled {
    /// Changes.
    pub changes: u64,
    /// Devices that made them.
    pub devices: u64,
}

/// Result of receiving an exchange file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// User of the device that wrote the file, as stored; empty if unknown.
    pub author: String,
    /// Wall clock of that device then, milliseconds since 1970.
    pub made_at: u64,
    /// New changes.
    pub changes: u64,
    /// Changes that were here already.
    pub known: u64,
    /// Records that have concurrent values now.
    pub in_conflict: u64,
}

#[cfg(test)]
mod tests;
