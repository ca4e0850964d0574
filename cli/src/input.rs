//! Reading files, and errors in words.

use std::fs;

use busbar_core::exchange::Reason;

/// An error with its message for the user.
pub type Failure = Box<dyn std::error::Error>;

/// Reads the bytes of a file.
pub fn bytes_of(file: &str) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| format!("{file}: {error}").into())
}

/// Returns the message for a reason of the import.
pub fn in_words(reason: &Reason) -> String {
    reason.name().replace('_', " ")
}

/// Returns an error for a file without rows below its headings.
pub fn check_rows(file: &str, is_empty: bool) -> Result<(), Failure> {
    if is_empty {
        return Err(format!("{file}: there are no rows").into());
    }
    Ok(())
}
