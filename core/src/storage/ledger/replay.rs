//! Access of the archive to the ledger: its raw log, and replay of a log, change by change, as if each had just
//! been made.

use std::collections::BTreeSet;

use super::{END, Ledger, LedgerError, Proposed};
use crate::{
    storage::{
        port::{Storage, StoreTable},
        seal::Seal,
    },
    sync::{BlockId, Change, ChangeId},
};

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns every change, oldest first; the ids of those waiting to be sent; and the unreadable rows.
    pub(in crate::storage) async fn log(
        &self,
    ) -> Result<(Vec<ChangeId>, BTreeSet<ChangeId>, Vec<String>), LedgerError> {
        let (log, damaged) = self.rows.scan::<ChangeId>(StoreTable::Log, "", END).await?;
        let (waiting, _) = self.rows.scan::<ChangeId>(StoreTable::Outbox, "", END).await?;
        let name = |row: &super::Unreadable| format!("{}/{}", row.table.name(), row.key);
        Ok((
            log.into_iter().map(|(_, id)| id).collect(),
            waiting.into_iter().map(|(_, id)| id).collect(),
            damaged.iter().map(name).collect(),
        ))
    }

    /// Returns the bytes of a block as written.
    pub(in crate::storage) async fn block_bytes(
        &self,
        id: BlockId,
    ) -> Result<Option<Vec<u8>>, LedgerError> {
        Ok(self.rows.get_bytes(StoreTable::Blocks, &id.to_string()).await?)
    }

    /// Returns the names of all attachments, in order.
    pub(in crate::storage) async fn blob_names(&self) -> Result<Vec<String>, LedgerError> {
        Ok(self.rows.keys(StoreTable::Blobs, "", END).await?)
    }

    /// Writes a change as it was written originally, by whatever writer; its blocks are already stored.
    pub(in crate::storage) async fn replay(
        &self,
        change: Change,
        waits: bool,
    ) -> Result<(), LedgerError> {
        let expect = self.head.get();
        let blocks = match change.brings_blocks() {
            true => self.in_order(&change.blocks, Vec::new()).await?,
            false => Vec::new(),
        };
        let proposed = Proposed { change, blocks, blobs: Vec::new(), waits };
        if let Some(staged) = self.stage(expect, vec![proposed]).await? {
            self.commit(staged).await?;
        }
        Ok(())
    }

    /// Returns the store.
    pub(in crate::storage) fn into_store(self) -> S {
        self.rows.into_store()
    }
}
