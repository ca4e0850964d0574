//! Port of a store: tables of bytes by text key, read freely and written only by atomic commits.
//!
//! Commits are numbered. A commit planned on an older number is refused as [`StorageError::Moved`] and changes
//! nothing: its author reads what is new and plans again. This makes two tabs safe even in a browser without
//! locks.

use serde::{Deserialize, Serialize};

/// A table of the store. The names are part of the stored format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreTable {
    /// Writer and clock.
    Meta,
    /// Commit number → change id.
    Log,
    /// Writer and sequence → change.
    Changes,
    /// Record and commit number → change that touched it.
    Touched,
    /// Record → its registers, once a single field was written.
    Records,
    /// Commit number and position → content of a block.
    Index,
    /// Hash → block.
    Blocks,
    /// Commit number → change not yet sent.
    Outbox,
    /// Hash → attachment.
    Blobs,
}

impl StoreTable {
    /// All tables.
    pub const ALL: &'static [Self] = &[
        Self::Meta,
        Self::Log,
        Self::Changes,
        Self::Touched,
        Self::Records,
        Self::Index,
        Self::Blocks,
        Self::Outbox,
        Self::Blobs,
    ];

    /// Returns the stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Meta => "meta",
            Self::Log => "log",
            Self::Changes => "changes",
            Self::Touched => "touched",
            Self::Records => "records",
            Self::Index => "index",
            Self::Blocks => "blocks",
            Self::Outbox => "outbox",
            Self::Blobs => "blobs",
        }
    }
}

/// One row of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Write {
    /// Table.
    pub table: StoreTable,
    /// Key.
    pub key: String,
    /// New value; `None` deletes the row.
    pub value: Option<Vec<u8>>,
}

/// Error of a store; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StorageError {
    /// Another commit was made since the number this one was planned on.
    #[error("another tab has written in the meantime")]
    Moved,
    /// No space left.
    #[error("the device has no space left")]
    Full,
    /// The connection was closed and cannot be reopened.
    #[error("the connection to the store was closed")]
    Closed,
    /// The store was taken over by a newer version of the app.
    #[error("the store was taken over by a newer version")]
    Newer,
    /// Data read earlier is gone: the store was cleared.
    #[error("the store was cleared")]
    Cleared,
    /// The browser offers no storage: private browsing, or blocked.
    #[error("this browser offers no storage")]
    Unavailable,
    /// Any other error, as worded by the store.
    #[error("storage error: {0}")]
    Backend(String),
}

/// A store. One handle per tab.
#[expect(async_fn_in_trait, reason = "stores live on one thread, in the page or a worker")]
pub trait Storage {
    /// Returns the number of commits so far.
    ///
    /// # Errors
    /// [`StorageError`] if it cannot be read.
    async fn head(&self) -> Result<u64, StorageError>;

    /// Returns the rows with these keys, in the order of the keys.
    ///
    /// # Errors
    /// [`StorageError`] if they cannot be read.
    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError>;

    /// Returns the rows with keys in `from..to`, by key.
    ///
    /// # Errors
    /// [`StorageError`] if they cannot be read.
    async fn scan(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError>;

    /// Returns the keys in `from..to`, in order, without their rows.
    ///
    /// # Errors
    /// [`StorageError`] if they cannot be read.
    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError>;

    /// Writes all rows or none, if no other commit was made after number `expect`. Returns the number of this
    /// one, `expect + 1`, once it is durable.
    ///
    /// # Errors
    /// [`StorageError::Moved`] if another commit was first; others as documented.
    async fn commit(&self, expect: u64, writes: Vec<Write>) -> Result<u64, StorageError> {
        self.commit_as(expect, expect + 1, writes).await
    }

    /// Like [`Storage::commit`], with the commit number to set: a higher one if many changes come at once, or
    /// `expect` itself for rows that nothing refers to yet.
    ///
    /// # Errors
    /// Same as [`Storage::commit`].
    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError>;
}
