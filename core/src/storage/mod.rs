//! Storage of records: a small port that any store can implement, an in-memory store, and the ledger, which
//! writes every action as one commit. IndexedDB is in the platform; sending changes comes with the remotes.

pub mod archive;
pub mod bundle;
pub mod contract;
pub mod ledger;
pub mod memory;
pub mod port;
pub mod rows;
pub mod seal;

pub use ledger::{Applied, Ledger, LedgerError};
pub use memory::{CommitFault, Memory};
pub use port::{Storage, StorageError, StoreTable, Write};
