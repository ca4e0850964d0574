//! The versions of the database, stepped one by one so that any old one becomes the current.

use busbar_core::storage::StoreTable;
use indexed_db_futures::{database::Database, error::Error, prelude::*};

/// Where the number of commits stands.
pub(super) const COMMITS: &str = "commits";

/// A version of the database. A change of tables is a new one, with its step in [`upgrade`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// A table each, and the number of commits.
    V1 = 1,
}

impl Version {
    pub const CURRENT: Self = Self::V1;

    pub const fn number(self) -> u32 {
        self as u32
    }
}

/// Takes a database from `old` (0 when it is new) to the current version, step by step.
pub(super) fn upgrade(old: f64, database: &Database) -> Result<(), Error> {
    if old < f64::from(Version::V1.number()) {
        for name in StoreTable::ALL.iter().map(|table| table.name()).chain([COMMITS]) {
            database.create_object_store(name).build()?;
        }
    }
    Ok(())
}
