//! Sites derived from the built one: a copy with something changed or added.

use std::{fs, path::Path};

use crate::Failure;

/// Copies a folder with its content.
///
/// # Errors
/// If something cannot be copied.
pub fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
