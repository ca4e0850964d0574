//! How rows are written: one byte that names the version, then postcard. A version is read for
//! ever; a new shape is a new version, never a changed one.

use serde::{Serialize, de::DeserializeOwned};

/// The version that is written.
const CURRENT: u8 = 1;

/// A row does not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Written by a newer version of the app; it waits for an update.
    #[error("written by a newer version ({0})")]
    Newer(u8),
    /// Damaged.
    #[error("damaged")]
    Damaged,
}

/// Writes a row.
///
/// # Errors
/// [`CodecError::Damaged`] when the type cannot be written, which none of ours is.
pub fn encode<T: Serialize>(row: &T) -> Result<Vec<u8>, CodecError> {
    postcard::to_extend(row, vec![CURRENT]).map_err(|_| CodecError::Damaged)
}

/// Reads a row.
///
/// # Errors
/// [`CodecError`].
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, CodecError> {
    match bytes.split_first() {
        Some((&CURRENT, body)) => match postcard::take_from_bytes(body) {
            Ok((row, [])) => Ok(row),
            _ => Err(CodecError::Damaged),
        },
        Some((&version, _)) if version > CURRENT => Err(CodecError::Newer(version)),
        _ => Err(CodecError::Damaged),
    }
}
