//! What a job is given besides its head, and what it brings.

use crate::messages::{JobError, Outcome};

/// What a job brought: the head of its answer and its attachments.
pub type Computed = Result<(Outcome, Vec<Vec<u8>>), JobError>;

/// The attachments of a job.
pub trait Attachments {
    /// Their number.
    fn count(&self) -> usize;

    /// The bytes of one; a file is read only now.
    ///
    /// # Errors
    /// [`JobError::Malformed`] where there is none, [`JobError::File`] for a file that cannot be read.
    fn read(&self, place: usize) -> Result<Vec<u8>, JobError>;
}

impl Attachments for Vec<Vec<u8>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, JobError> {
        self.get(place).cloned().ok_or(JobError::Malformed)
    }
}
