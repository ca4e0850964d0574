//! The head of a message as bytes, and what may go wrong with one or with its job.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::analysis::{k_means::KMeansError, matrix::MatrixError};

/// Why a job has no outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum JobError {
    /// The message does not read: another version wrote it.
    #[error("the message to the worker does not read")]
    Malformed,
    /// The table is none.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// The points cannot be clustered.
    #[error(transparent)]
    KMeans(#[from] KMeansError),
    /// The worker is not of the version of the page, which speaks or is told this one: the page is to
    /// be loaded anew.
    #[error("the worker is of another version ({0})")]
    OtherVersion(u32),
    /// The person asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The worker is gone: out of memory, or it could not be loaded.
    #[error("the worker stopped: {0}")]
    Lost(String),
    /// A file that a person chose cannot be read any more: moved, changed, or held by a program.
    #[error("the file cannot be read: {0}")]
    File(String),
    /// A file could not be written.
    #[error("the file cannot be written: {0}")]
    Write(String),
}

/// Writes the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] when it cannot be written.
pub fn encode<T: Serialize>(head: &T) -> Result<Vec<u8>, JobError> {
    postcard::to_allocvec(head).map_err(|_| JobError::Malformed)
}

/// Reads the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] when it is of another version.
pub fn decode<T: DeserializeOwned>(head: &[u8]) -> Result<T, JobError> {
    postcard::from_bytes(head).map_err(|_| JobError::Malformed)
}
