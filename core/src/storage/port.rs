//! What a store must do: tables of bytes by text key, read at will, written only by whole commits.
//!
//! Commits are numbered. One that was planned on an older number is refused as [`StorageError::Moved`]
//! and changes nothing: its author reads what is new and plans again. This makes two tabs safe even
//! in a browser without locks.

use serde::{Deserialize, Serialize};

/// A table of the store. The names are part of the stored format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StoreTable {
    /// Who writes here, and the clock.
    Meta,
    /// Commit number → the change it wrote.
    Log,
    /// Writer and sequence → the change.
    Changes,
    /// Record and commit number → the change that touched it.
    Touched,
    /// Record → its registers, once a single field of it was written.
    Records,
    /// Commit number and place → what is in a block.
    Index,
    /// Hash → block.
    Blocks,
    /// Commit number → a change not yet sent.
    Outbox,
    /// Hash → attachment.
    Blobs,
}

impl StoreTable {
    /// Every table.
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

    /// The stored name.
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
    /// Where.
    pub table: StoreTable,
    /// Under which key.
    pub key: String,
    /// What from now on; `None` takes the row away.
    pub value: Option<Vec<u8>>,
}

/// The store could not do it. Whatever was asked, nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum StorageError {
    /// Somebody else committed since the number this was planned on.
    #[error("another tab wrote in between")]
    Moved,
    /// No room left.
    #[error("the device has no room left for this")]
    Full,
    /// The connection was closed and cannot be had again.
    #[error("the connection to the store was closed")]
    Closed,
    /// The store was taken over by a newer version of the app.
    #[error("the store was taken over by a newer version")]
    Newer,
    /// What was read from the store is no longer in it: somebody cleared it.
    #[error("the store was cleared")]
    Cleared,
    /// The browser offers no store: private browsing, or forbidden.
    #[error("this browser offers no store")]
    Unavailable,
    /// Anything else, in the store's own words.
    #[error("the store answered: {0}")]
    Backend(String),
}

/// A store. Handles are cheap to clone in spirit: one a tab.
#[expect(async_fn_in_trait, reason = "stores live on one thread, in the page or a worker")]
pub trait Storage {
    /// The number of commits so far.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    async fn head(&self) -> Result<u64, StorageError>;

    /// The rows under these keys, in their order.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError>;

    /// The rows whose keys lie in `from..to`, by key.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    async fn scan(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError>;

    /// The keys in `from..to`, in order, without their rows.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError>;

    /// Writes all rows or none, if no other commit came after number `expect`. Returns the number
    /// of this one, `expect + 1`, once it is on disk.
    ///
    /// # Errors
    /// [`StorageError::Moved`] when another commit came first; the others as they say.
    async fn commit(&self, expect: u64, writes: Vec<Write>) -> Result<u64, StorageError> {
        self.commit_as(expect, expect + 1, writes).await
    }

    /// Like [`Storage::commit`], with the number that the store stands at afterwards: further on where
    /// many changes come at once, or `expect` itself for rows that nothing refers to yet.
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
