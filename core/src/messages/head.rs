//! The head of a message as bytes, and what may go wrong with one or with its job.

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::analysis::{k_means::KMeansError, matrix::MatrixError};

/// Reason why a job has no outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum JobError {
    /// The message cannot be decoded: it is of another version.
    #[error("the message to the worker cannot be decoded")]
    Malformed,
    /// The attached table is invalid.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// The points cannot be clustered.
    #[error(transparent)]
    KMeans(#[from] KMeansError),
    /// The worker and the page have different versions; this is the other version. The page must be reloaded.
    #[error("the worker has a different version ({0})")]
    OtherVersion(u32),
    /// The user cancelled the job.
    #[error("cancelled")]
    Cancelled,
    /// The worker is gone: out of memory, or it could not be loaded.
    #[error("the worker stopped: {0}")]
    Lost(String),
    /// A chosen file can no longer be read: moved, changed, or locked by a program.
    #[error("the file cannot be read: {0}")]
    File(String),
    /// Writing a file failed.
    #[error("the file cannot be written: {0}")]
    Write(String),
}

/// Encodes the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] if it cannot be encoded.
pub fn encode<T: Serialize>(head: &T) -> Result<Vec<u8>, JobError> {
    postcard::to_allocvec(head).map_err(|_| JobError::Malformed)
}

/// Decodes the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] if it is of another version.
pub fn decode<T: DeserializeOwned>(head: &[u8]) -> Result<T, JobError> {
    postcard::from_bytes(head).map_err(|_| JobError::Malformed)
}
