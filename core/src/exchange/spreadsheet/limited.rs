//! Limits the number of bytes unpacked from a part.

use std::io::{self, Read};

use super::super::{problem::Reason, sheet::UNPACKED_LIMIT};

/// Reader that fails beyond a limit.
pub struct Limited<R> {
    /// Underlying reader.
    pub inner: R,
    /// Number of bytes that may still be read.
    pub left: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self.left.checked_sub(read as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

/// Returns the reason to report for an error in reading a part.
pub fn reason(error: &io::Error) -> Reason {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            Reason::ZipBomb { unpacked: UNPACKED_LIMIT, limit: UNPACKED_LIMIT }
        }
        _ => Reason::Unreadable,
    }
}
