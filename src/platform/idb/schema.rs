//! Versions of the database, upgraded step by step so that any old one becomes current.

use busbar_core::storage::StoreTable;
use indexed_db_futures::{database::Database, error::Error, prelude::*};

/// Name of the store with the number of commits.
pub(super) const COMMITS: &str = "commits";

/// A version of the database. A change of tables is a new version, with its step in [`upgrade`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    /// One object store per table, and the number of commits.
    V1 = 1,
    /// The same tables with the second format of the ledger, which older versions of the app cannot read.
    V2 = 2,
}

impl Version {
    pub const CURRENT: Self = Self::V2;

    pub const fn number(self) -> u32 {
        self as u32
    }
}

/// Upgrades a database from `old` (0 if new) to the current version, step by step.
pub(super) fn upgrade(old: f64, database: &Database) -> Result<(), Error> {
    if old < f64::from(Version::V1.number()) {
        for name in StoreTable::ALL.iter().map(|table| table.name()).chain([COMMITS]) {
            database.create_object_store(name).build()?;
        }
    }
    Ok(())
}
