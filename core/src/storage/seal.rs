//! The single point that every row passes on its way to and from the store, where rows will be encrypted. Keys
//! stay readable to the store, values do not.

use super::port::StoreTable;

/// A row cannot be opened: damaged, or sealed with another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the row cannot be opened")]
pub struct SealError;

/// Seals rows. Table and key are authenticated with the row, so that rows cannot be swapped.
pub trait Seal {
    /// Returns the stored form of a row.
    fn seal(&self, table: StoreTable, key: &str, row: Vec<u8>) -> Vec<u8>;

    /// Returns the original row.
    ///
    /// # Errors
    /// [`SealError`] if it differs from what was sealed.
    fn open(&self, table: StoreTable, key: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError>;
}

/// No encryption: rows as they are, until a workspace has a key.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Seal for Plain {
    fn seal(&self, _: StoreTable, _: &str, row: Vec<u8>) -> Vec<u8> {
        row
    }

    fn open(&self, _: StoreTable, _: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError> {
        Ok(sealed)
    }
}
