//! The one seam that every row passes on its way to and from the store: here rows will be encrypted.
//! Keys stay readable to the store, values do not.

use super::port::StoreTable;

/// A row does not open: damaged, or sealed with another key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the row does not open")]
pub struct SealError;

/// Seals rows. What a row is (table and key) is part of what is sealed, so that rows cannot be
/// swapped.
pub trait Seal {
    /// The row as it is stored.
    fn seal(&self, table: StoreTable, key: &str, row: Vec<u8>) -> Vec<u8>;

    /// The row as it was given.
    ///
    /// # Errors
    /// [`SealError`] when it is not what was sealed.
    fn open(&self, table: StoreTable, key: &str, sealed: Vec<u8>) -> Result<Vec<u8>, SealError>;
}

/// Rows as they are: until a workspace has a key.
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
