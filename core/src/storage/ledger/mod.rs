//! The ledger: turns a draft into a change and writes state, history and outbox as one commit. Bulk reading is in
//! `reading`, history and undo in `history`; showing the result is the state room's task.

mod clock;
mod contested;
mod exchange;
mod history;
mod index;
mod keys;
mod lookup;
mod migration;
mod overlay;
mod reading;
mod replay;
mod staging;
mod update;

use std::{
    cell::{Cell, RefCell},
    collections::HashSet,
    rc::Rc,
};

pub use contested::{Claim, Contested};
pub use exchange::{Parcel, VersionVector};
pub use history::{FieldHistory, HistoryEntry, Latest, LoggedChange, Undone, taken_back};
pub use index::BlockContent;
pub use reading::{Snapshot, StoredRecord};
pub use staging::StoredBlock;
pub use update::LedgerUpdate;

use self::{
    clock::{CLOCK, Clock},
    index::Index,
    keys::{END, change_key, commit_key},
    staging::{Proposed, Staged},
};
use super::{
    port::{Storage, StorageError, StoreTable, Write},
    rows::{RowError, Rows, Unreadable},
    seal::Seal,
};
use crate::{
    domain::{WorkspaceSecret, draft::Draft, rule::Broken},
    sync::{Change, ChangeId, Stamp, Writer, codec::RowCodec},
};

/// Key of the row with the workspace's secret.
const SECRET: &str = "secret";

impl RowCodec for WorkspaceSecret {}

/// A written change, with its visible effects.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// Change.
    pub change: ChangeId,
    /// Stable name of the action.
    pub action: String,
    /// Visible effects.
    pub update: LedgerUpdate,
}

/// Error of the ledger; nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// Error of the store; on [`StorageError::Moved`], catch up and try again.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A required row cannot be read.
    #[error("a row of {} cannot be read: {}", .0.table.name(), .0.key)]
    Unreadable(Unreadable),
    /// There is no such change in the log.
    #[error("no such change")]
    NoSuchChange,
    /// Every field of the change has been written since; there is nothing left to undo.
    #[error("later changes replaced all of it")]
    Superseded,
    /// The data behind this draft has changed; it must be planned again.
    #[error("the data this was planned from has changed")]
    Outdated,
    /// A change of another writer before this one has not arrived.
    #[error("changes of another device are missing before this one")]
    Gap(ChangeId),
    /// The draft violates a rule. The ledger itself does not validate; drafts are rejected before they reach it.
    #[error(transparent)]
    Refused(#[from] Broken),
}

impl From<RowError> for LedgerError {
    fn from(error: RowError) -> Self {
        match error {
            RowError::Storage(error) => Self::Storage(error),
            RowError::Unreadable(row) => Self::Unreadable(row),
        }
    }
}

impl From<Unreadable> for LedgerError {
    fn from(row: Unreadable) -> Self {
        Self::Unreadable(row)
    }
}

/// The change log of one workspace in one store, as seen by one tab: up to commit [`Ledger::head`].
#[derive(Debug)]
pub struct Ledger<S, K> {
    rows: Rows<S, K>,
    head: Cell<u64>,
    clock: RefCell<Clock>,
    /// Index as of a commit.
    index: RefCell<Option<(u64, Rc<Index>)>>,
    /// Wall clock of the last change.
    last_made_at: Cell<Option<u64>>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Opens the ledger in a store. `fresh` becomes the writer of a store without one.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn open(store: S, seal: K, fresh: Writer) -> Result<Self, LedgerError> {
        let ledger = Self {
            rows: Rows::new(store, seal),
            head: Cell::new(0),
            clock: RefCell::new(Clock::new(fresh)),
            index: RefCell::new(None),
            last_made_at: Cell::new(None),
        };
        let head = ledger.rows.store().head().await?;
        ledger.refresh(head).await?;
        ledger.migrate().await?;
        let head = ledger.head();
        // An unreadable change is reported where changes are listed.
        let log = ledger.rows.scan::<ChangeId>(StoreTable::Log, &commit_key(head), END).await?.0;
        if let Some((_, last)) = log.last()
            && let Ok(Some(change)) = ledger.change(*last).await
        {
            ledger.last_made_at.set(Some(change.made_at));
        }
        Ok(ledger)
    }

    /// Returns the last commit that this tab has seen.
    pub fn head(&self) -> u64 {
        self.head.get()
    }

    /// Returns the clocks seen: the time of the last change, and the latest stamp, which is ahead of it if a
    /// clock was once ahead.
    pub fn clocks(&self) -> (Option<u64>, Stamp) {
        (self.last_made_at.get(), self.clock.borrow().stamp)
    }

    /// Returns the writer of this store.
    pub fn writer(&self) -> Writer {
        self.clock.borrow().writer
    }

    /// Returns the id and stamp of this writer's next change.
    fn next(&self, now_millis: u64) -> (ChangeId, Stamp) {
        let clock = self.clock.borrow();
        (clock.next(), clock.stamp.next(now_millis))
    }

    /// Returns the index as of the last commit seen.
    async fn index(&self) -> Result<Rc<Index>, LedgerError> {
        let head = self.head.get();
        if let Some((_, index)) = self.index.borrow().as_ref().filter(|(known, _)| *known == head) {
            return Ok(Rc::clone(index));
        }
        let index = Rc::new(self.read_index().await?);
        self.index.replace(Some((head, Rc::clone(&index))));
        Ok(index)
    }

    /// Returns the workspace's secret. A workspace without one gets `fresh`.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read or written.
    pub async fn secret(&self, fresh: WorkspaceSecret) -> Result<WorkspaceSecret, LedgerError> {
        if let Some(known) = self.rows.get(StoreTable::Meta, SECRET).await? {
            return Ok(known);
        }
        self.store_secret(fresh).await?;
        Ok(fresh)
    }

    /// Adopts the secret of another device of the workspace. Of two, the lower one is used from now on: two devices
    /// that exchange their changes thus come to share one.
    ///
    /// # Errors
    /// Same as [`Ledger::secret`].
    pub async fn adopt(&self, other: WorkspaceSecret) -> Result<(), LedgerError> {
        let own = self.secret(other).await?;
        if other < own {
            self.store_secret(other).await?;
        }
        Ok(())
    }

    async fn store_secret(&self, secret: WorkspaceSecret) -> Result<(), LedgerError> {
        let row = self.rows.write(StoreTable::Meta, SECRET, &secret)?;
        let head = self.rows.store().head().await?;
        self.rows.store().commit_as(head, head, vec![row]).await?;
        Ok(())
    }

    async fn refresh(&self, head: u64) -> Result<(), LedgerError> {
        if let Some(clock) = self.rows.get::<Clock>(StoreTable::Meta, CLOCK).await? {
            // A store keeps its writer for life.
            if self.head.get() > 0 && clock.writer != self.writer() {
                return Err(StorageError::Cleared.into());
            }
            self.clock.replace(clock);
        }
        self.head.set(head);
        Ok(())
    }

    /// Writes a draft as one change. Returns `Ok(None)` if it changes nothing: every field already has its value.
    ///
    /// # Errors
    /// [`LedgerError`]; on [`StorageError::Moved`], call [`Ledger::catch_up`] and write again.
    pub async fn write(
        &self,
        draft: Draft,
        author: &str,
        now_millis: u64,
    ) -> Result<Option<Applied>, LedgerError> {
        self.write_with(draft, Vec::new(), author, now_millis).await
    }

    /// Like [`Ledger::write`], for a draft planned from the whole state at commit `planned_on`, which later
    /// commits could invalidate. Its blocks are already `stored`.
    ///
    /// # Errors
    /// [`LedgerError::Outdated`] if there was another commit since; and those of [`Ledger::write`].
    pub async fn write_planned(
        &self,
        draft: Draft,
        stored: Vec<StoredBlock>,
        planned_on: u64,
        author: &str,
        now_millis: u64,
    ) -> Result<Option<Applied>, LedgerError> {
        if self.head.get() != planned_on {
            return Err(LedgerError::Outdated);
        }
        self.write_with(draft, stored, author, now_millis).await
    }

    async fn write_with(
        &self,
        draft: Draft,
        stored: Vec<StoredBlock>,
        author: &str,
        now_millis: u64,
    ) -> Result<Option<Applied>, LedgerError> {
        let staged = self.stage_draft(draft, stored, author, now_millis).await?;
        match staged {
            Some(staged) => self.commit(staged).await.map(Some),
            None => Ok(None),
        }
    }

    /// Stores a block ahead of its change, so that large imports are written in steps. Blocks that no change
    /// brings are removed by [`Ledger::sweep`].
    ///
    /// # Errors
    /// [`LedgerError::Unreadable`] for bytes that are not a block; [`StorageError::Moved`] if there was another
    /// commit first; those of the store.
    pub async fn store_block(&self, bytes: Vec<u8>) -> Result<StoredBlock, LedgerError> {
        let block = StoredBlock::new(&bytes)?;
        let row = self.rows.write_bytes(StoreTable::Blocks, block.key(), bytes);
        let head = self.head.get();
        self.rows.store().commit_as(head, head, vec![row]).await?;
        Ok(block)
    }

    /// Removes the blocks that no change brings: those of interrupted imports. No blocks may be stored
    /// concurrently. Returns their number.
    ///
    /// # Errors
    /// [`LedgerError`]; the blocks then stay.
    pub async fn sweep(&self) -> Result<usize, LedgerError> {
        let head = self.rows.store().head().await?;
        let index = self.read_index().await?;
        if !index.unreadable.is_empty() {
            return Ok(0);
        }
        let known: HashSet<String> =
            index.entries().iter().map(|entry| entry.block.to_string()).collect();
        let mut keys = self.rows.keys(StoreTable::Blocks, "", END).await?;
        keys.retain(|key| !known.contains(key));
        let count = keys.len();
        if count > 0 {
            let gone = |key| Write { table: StoreTable::Blocks, key, value: None };
            let writes = keys.into_iter().map(gone).collect();
            // A commit of its own, so that a concurrent writer of blocks is refused and starts again.
            self.rows.store().commit(head, writes).await?;
            if self.head.get() == head {
                self.refresh(head + 1).await?;
            }
        }
        Ok(count)
    }

    async fn commit(&self, staged: Staged) -> Result<Applied, LedgerError> {
        let Staged { expect, writes, clock, index, change, update } = staged;
        self.rows.store().commit_as(expect, update.head, writes).await?;
        self.head.set(update.head);
        self.index.replace(Some((update.head, index)));
        self.clock.replace(clock);
        self.last_made_at.set(Some(change.made_at));
        Ok(Applied { change: change.id, action: change.action, update })
    }

    /// Returns what other tabs have written since the last call; `Ok(None)` if nothing.
    ///
    /// # Errors
    /// [`StorageError::Cleared`] if the store is not the one this tab has read; [`LedgerError`] if it cannot be
    /// read.
    pub async fn catch_up(&self) -> Result<Option<LedgerUpdate>, LedgerError> {
        let head = self.rows.store().head().await?;
        let seen = self.head.get();
        if head < seen {
            return Err(StorageError::Cleared.into());
        }
        if head == seen {
            return Ok(None);
        }
        let (from, to) = (commit_key(seen + 1), commit_key(head + 1));
        let (log, _) = self.rows.scan::<ChangeId>(StoreTable::Log, &from, &to).await?;
        let mut changes = Vec::with_capacity(log.len());
        for (_, id) in log {
            changes.push(self.change(id).await?.ok_or(LedgerError::NoSuchChange)?);
        }
        let update = self.update_of(head, &changes).await?;
        // Only now: unreadable changes are read again the next time.
        if self.head.get() != seen {
            return Ok(None);
        }
        self.refresh(head).await?;
        let last = changes.last().map(|change| change.made_at);
        self.last_made_at.set(last.or(self.last_made_at.get()));
        Ok((!changes.is_empty()).then_some(update))
    }

    /// Returns a change by its id.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn change(&self, id: ChangeId) -> Result<Option<Change>, LedgerError> {
        Ok(self.rows.get(StoreTable::Changes, &change_key(id)).await?)
    }

    /// Returns an attachment by its hash.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn blob(&self, name: &str) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(self.rows.get_bytes(StoreTable::Blobs, name).await?)
    }

    /// Returns the number of changes waiting to be sent.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn pending(&self) -> Result<usize, LedgerError> {
        Ok(self.rows.keys(StoreTable::Outbox, "", END).await?.len())
    }
}

#[cfg(test)]
mod tests;
