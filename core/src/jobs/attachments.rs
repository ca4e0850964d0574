//! What a job is given besides its head, and what it brings.

use std::{cell::RefCell, ops::Range};

use crate::{
    exchange::slices::SlicedFile,
    messages::{JobError, Outcome},
};

/// Result of a job: the head of its answer and its attachments.
pub type Computed = Result<(Outcome, Vec<Vec<u8>>), JobError>;

/// The attachments of a job.
pub trait Attachments {
    /// Returns their number.
    fn count(&self) -> usize;

    /// Returns the bytes of one; files are read only now.
    ///
    /// # Errors
    /// [`JobError::Malformed`] if there is none at this index, [`JobError::File`] for a file that cannot be read.
    fn read(&self, place: usize) -> Result<Vec<u8>, JobError>;

    /// Returns the length of one in bytes.
    ///
    /// # Errors
    /// [`JobError::Malformed`] if there is none at this index.
    fn length(&self, place: usize) -> Result<u64, JobError>;

    /// Returns a range of bytes of one, within its length.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn read_range(&self, place: usize, range: Range<u64>) -> Result<Vec<u8>, JobError>;
}

impl Attachments for Vec<Vec<u8>> {
    fn count(&self) -> usize {
        self.len()
    }

    fn read(&self, place: usize) -> Result<Vec<u8>, JobError> {
        self.get(place).cloned().ok_or(JobError::Malformed)
    }

    fn length(&self, place: usize) -> Result<u64, JobError> {
        self.get(place).map(|bytes| bytes.len() as u64).ok_or(JobError::Malformed)
    }

    fn read_range(&self, place: usize, range: Range<u64>) -> Result<Vec<u8>, JobError> {
        let bytes = self.get(place).and_then(|bytes| bytes.as_slice().read(range));
        bytes.ok_or(JobError::Malformed)
    }
}

/// An attached file read slice by slice.
pub(super) struct AttachedFile<'a> {
    attachments: &'a dyn Attachments,
    place: usize,
    length: u64,
    failure: RefCell<Option<JobError>>,
}

impl<'a> AttachedFile<'a> {
    /// Wraps the attachment at this index.
    ///
    /// # Errors
    /// [`JobError::Malformed`] if there is none at this index.
    pub fn of(attachments: &'a dyn Attachments, place: usize) -> Result<Self, JobError> {
        let length = attachments.length(place)?;
        Ok(Self { attachments, place, length, failure: RefCell::default() })
    }

    /// Returns an error if a slice could not be read, which invalidates the result of the others.
    ///
    /// # Errors
    /// As [`Attachments::read`].
    pub fn check(&self) -> Result<(), JobError> {
        self.failure.borrow().clone().map_or(Ok(()), Err)
    }
}

impl SlicedFile for AttachedFile<'_> {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
        let read = self.attachments.read_range(self.place, range);
        read.map_err(|error| self.failure.replace(Some(error))).ok()
    }
}
