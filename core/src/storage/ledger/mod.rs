//! The ledger: turns a draft into a change and writes state, history and outbox as one commit. Bulk reading is in
//! `reading`, history and undo in `history`; showing the result is the state room's task.

mod contested;
mod history;
mod index;
mod reading;
mod replay;
mod staging;

use std::{cell::Cell, collections::HashSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use contested::{Claim, Contested};
pub use history::{FieldHistory, HistoryEntry, Latest, LoggedChange, Undone, taken_back};
pub use index::BlockContent;
pub use reading::{Snapshot, StoredRecord};
pub use staging::StoredBlock;

use self::{
    index::BlockEntry,
    staging::{Brought, Proposed, Staged},
};
use super::{
    port::{Storage, StorageError, StoreTable, Write},
    rows::{RowError, Rows, Unreadable},
    seal::Seal,
};
use crate::{
    domain::{
        WorkspaceSecret,
        draft::{Block, Draft, Packed},
        rule::Broken,
    },
    sync::{Change, ChangeId, Stamp, Writer, codec::RowCodec},
};

/// Writer of this store, with its sequence number and latest stamp. One row, updated by every commit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Clock {
    writer: Writer,
    seq: u64,
    stamp: Stamp,
}

impl RowCodec for Clock {}

impl RowCodec for WorkspaceSecret {}

const CLOCK: &str = "clock";
const SECRET: &str = "secret";

/// A written change, with its visible effects.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// Commit number.
    pub head: u64,
    /// Id of the change.
    pub change: ChangeId,
    /// Position in the order of changes.
    pub stamp: Stamp,
    /// Wall clock at the time of the change, milliseconds since 1970.
    pub made_at: u64,
    /// Author.
    pub author: String,
    /// Stable name of the action.
    pub action: String,
    /// Change that this one undid.
    pub undoes: Option<ChangeId>,
    /// Fields with new displayed values, record by record; they take precedence over `blocks`.
    pub records: Vec<StoredRecord>,
    /// Bulk facts added.
    pub blocks: Vec<Block>,
    /// Bulk facts withdrawn.
    pub withdrawn: Vec<Block>,
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
    clock: Cell<Clock>,
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
            clock: Cell::new(Clock { writer: fresh, seq: 0, stamp: Stamp::default() }),
            last_made_at: Cell::new(None),
        };
        let head = ledger.rows.store().head().await?;
        ledger.refresh(head).await?;
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
    pub fn seen(&self) -> (Option<u64>, Stamp) {
        (self.last_made_at.get(), self.clock.get().stamp)
    }

    /// Returns the writer of this store.
    pub fn writer(&self) -> Writer {
        self.clock.get().writer
    }

    /// Returns the workspace's secret. A workspace without one gets `fresh`.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read or written.
    pub async fn secret(&self, fresh: WorkspaceSecret) -> Result<WorkspaceSecret, LedgerError> {
        if let Some(known) = self.rows.get(StoreTable::Meta, SECRET).await? {
            return Ok(known);
        }
        let row = self.rows.write(StoreTable::Meta, SECRET, &fresh)?;
        let head = self.rows.store().head().await?;
        self.rows.store().commit_as(head, head, vec![row]).await?;
        Ok(fresh)
    }

    async fn refresh(&self, head: u64) -> Result<(), LedgerError> {
        if let Some(clock) = self.rows.get::<Clock>(StoreTable::Meta, CLOCK).await? {
            // A store keeps its writer for life.
            if self.head.get() > 0 && clock.writer != self.writer() {
                return Err(StorageError::Cleared.into());
            }
            self.clock.set(clock);
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
        let (index, unreadable) = self.index().await?;
        if !unreadable.is_empty() {
            return Ok(0);
        }
        let known: HashSet<String> =
            (index.iter()).map(|(_, entry)| entry.block.to_string()).collect();
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

    /// Applies a change received from another writer, together with its blocks. Returns `Ok(None)` if it is
    /// already known.
    ///
    /// # Errors
    /// [`LedgerError`], as for [`Ledger::write`].
    pub async fn receive(
        &self,
        change: Change,
        blocks: Vec<Packed>,
    ) -> Result<Option<Applied>, LedgerError> {
        let expect = self.head.get();
        if self.change(change.id).await?.is_some() {
            return Ok(None);
        }
        let proposed = Proposed {
            expect,
            change,
            blocks: blocks.into_iter().map(Brought::packed).collect(),
            blobs: Vec::new(),
        };
        let staged = self.stage(proposed).await?;
        self.commit(staged).await.map(Some)
    }

    async fn commit(&self, staged: Staged) -> Result<Applied, LedgerError> {
        let Staged { expect, mut applied, mut writes, own } = staged;
        let clock = self.clock.get();
        let clock = Clock {
            seq: if own { applied.change.seq } else { clock.seq },
            stamp: clock.stamp.max(applied.stamp),
            ..clock
        };
        writes.push(self.rows.write(StoreTable::Meta, CLOCK, &clock)?);
        applied.head = self.rows.store().commit(expect, writes).await?;
        self.head.set(applied.head);
        self.clock.set(clock);
        self.last_made_at.set(Some(applied.made_at));
        Ok(applied)
    }

    /// Returns the changes that other tabs have written since the last call, oldest first.
    ///
    /// # Errors
    /// [`StorageError::Cleared`] if the store is not the one this tab has read; [`LedgerError`] if it cannot be
    /// read.
    pub async fn catch_up(&self) -> Result<Vec<Applied>, LedgerError> {
        let head = self.rows.store().head().await?;
        if head < self.head.get() {
            return Err(StorageError::Cleared.into());
        }
        let (from, to) = (commit_key(self.head.get() + 1), commit_key(head + 1));
        let (log, _) = self.rows.scan::<ChangeId>(StoreTable::Log, &from, &to).await?;
        let mut news = Vec::with_capacity(log.len());
        for (key, id) in log {
            let change = self.change(id).await?.ok_or(LedgerError::NoSuchChange)?;
            news.push((key, self.applied(change, head).await?));
        }
        // Only now: unreadable changes are read again the next time. Changes that this tab has reported in the
        // meantime are not reported twice.
        let told = commit_key(self.head.get());
        if self.head.get() < head {
            self.refresh(head).await?;
            let last = news.last().map(|(_, applied)| applied.made_at);
            self.last_made_at.set(last.or(self.last_made_at.get()));
        }
        let news = news.into_iter().filter(|(key, _)| *key > told);
        Ok(news.map(|(_, applied)| applied).collect())
    }

    /// Returns a change by its id.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn change(&self, id: ChangeId) -> Result<Option<Change>, LedgerError> {
        Ok(self.rows.get(StoreTable::Changes, &change_key(id)).await?)
    }

    /// Returns the visible effects of a written change.
    async fn applied(&self, change: Change, head: u64) -> Result<Applied, LedgerError> {
        let blocks = self.blocks(&change.blocks).await?;
        let mut records = self.shown_again(&change, &blocks).await?;
        let touched = change.touched();
        let overlays = self.overlays(touched.keys()).await?;
        let edited = touched.values().zip(overlays);
        records.extend(edited.filter_map(|(places, overlay)| {
            Some(staging::shown(&change, places, &overlay?.state))
        }));
        Ok(Applied {
            head,
            change: change.id,
            stamp: change.stamp,
            made_at: change.made_at,
            records,
            blocks,
            withdrawn: self.blocks(&change.withdrawn).await?,
            author: change.author,
            action: change.action,
            undoes: change.undoes,
        })
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
        Ok(self.rows.store().scan(StoreTable::Outbox, "", END).await?.len())
    }
}

/// Greater than every key.
const END: &str = "\u{10ffff}";

fn commit_key(head: u64) -> String {
    format!("{head:012}")
}

fn change_key(id: ChangeId) -> String {
    format!("{}/{:012}", id.writer.0, id.seq)
}

fn record_key(kind: &str, id: Uuid) -> String {
    format!("{kind}/{id}")
}

#[cfg(test)]
mod tests;
