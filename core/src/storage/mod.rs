//! Where records are kept: a small port that any store can fill, one in memory, and the ledger that
//! writes every action as one commit. IndexedDB is the platform's; sending changes away comes with
//! the remotes.

pub mod archive;
pub mod contract;
pub mod ledger;
pub mod memory;
pub mod port;
pub mod rows;
pub mod seal;

pub use ledger::{Applied, Ledger, LedgerError};
pub use memory::Memory;
pub use port::{Storage, StorageError, StoreTable, Write};
