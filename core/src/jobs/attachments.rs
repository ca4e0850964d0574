//! Attachments of a job: its input besides the head, and its output.

use std::{cell::RefCell, ops::Range};

use serde::de::DeserializeOwned;

use crate::{
    exchange::{PortfolioRecords, slices::SlicedFile},
    messages::{JobError, Outcome, decode, import::decode_block},
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
    /// Same as [`read`](Self::read).
    fn read_range(&self, place: usize, range: Range<u64>) -> Result<Vec<u8>, JobError>;
}

/// Reads the encoded blocks from this index on. Unreadable ones are left out: the page reports them.
///
/// # Errors
/// Same errors as [`Attachments::read`].
pub(super) fn portfolio(
    attachments: &dyn Attachments,
    from: usize,
) -> Result<PortfolioRecords, JobError> {
    let mut portfolio = PortfolioRecords::default();
    for place in from..attachments.count() {
        if let Ok(block) = decode_block(&attachments.read(place)?) {
            portfolio.take(block);
        }
    }
    Ok(portfolio)
}

/// Reads a list that was split into pieces.
///
/// # Errors
/// Same errors as [`Attachments::read`]; [`JobError::Malformed`] for a piece of another version.
pub(super) fn joined<T: DeserializeOwned>(pieces: &dyn Attachments) -> Result<Vec<T>, JobError> {
    let mut all = Vec::new();
    for place in 0..pieces.count() {
        all.append(&mut decode(&pieces.read(place)?)?);
    }
    Ok(all)
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
    /// Same as [`Attachments::read`].
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
