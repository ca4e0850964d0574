//! Stores of earlier formats, brought to the current one in one commit when they are opened.
//!
//! The first format ordered blocks and histories by commit number, marked withdrawn blocks in their entries, and kept in
//! each record what its block implies. What cannot be read is left as it is.

use std::{collections::BTreeMap, rc::Rc};

use super::{
    Ledger, LedgerError,
    clock::{CLOCK, Clock},
    index::{BlockEntry, Index},
    keys::{DECISIONS, END, decision_key, entry_key, record_key, touched_key},
    overlay::Overlay,
};
use crate::{
    storage::{
        port::{Storage, StorageError, StoreTable, Write},
        seal::Seal,
    },
    sync::{Change, ChangeId},
};

/// Number of changes read at once.
const PAGE: usize = 512;

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Brings the store to the current format. Another tab may do so at the same time.
    ///
    /// # Errors
    /// [`LedgerError`] of the store; it then keeps its format.
    pub(super) async fn migrate(&self) -> Result<(), LedgerError> {
        while self.is_of_first_format().await? {
            match self.migrate_from_first().await {
                Err(LedgerError::Storage(StorageError::Moved)) => {
                    let head = self.rows.store().head().await?;
                    self.refresh(head).await?;
                }
                done => return done,
            }
        }
        Ok(())
    }

    async fn is_of_first_format(&self) -> Result<bool, LedgerError> {
        let clock = self.rows.get::<Clock>(StoreTable::Meta, CLOCK).await?;
        Ok(clock.is_some_and(|clock| clock.applied.is_empty()))
    }

    async fn migrate_from_first(&self) -> Result<(), LedgerError> {
        let head = self.head.get();
        let mut clock = self.clock.borrow().clone();
        let mut writes = Vec::new();
        let mut index = self.rekeyed_index(&mut writes).await?;

        let (log, _) = self.rows.scan::<ChangeId>(StoreTable::Log, "", END).await?;
        let mut touching: BTreeMap<ChangeId, Change> = BTreeMap::new();
        for page in log.chunks(PAGE) {
            let ids = page.iter().map(|(_, id)| *id).collect();
            for change in self.changes(ids).await?.into_iter().filter_map(|row| row.ok().flatten())
            {
                clock.note(&change);
                for (block, decisions) in index.decide(&change) {
                    writes.push(self.rows.write(
                        StoreTable::Index,
                        decision_key(block),
                        &decisions,
                    )?);
                }
                let bare = Change { edits: Vec::new(), ..change };
                touching.insert(bare.id, bare);
            }
        }
        self.rekey_histories(&touching, &mut writes).await?;
        self.strip_overlays(&index, &mut writes).await?;
        // A writer's sequence continues even if its last changes cannot be read.
        for (_, id) in &log {
            let applied = clock.applied.entry(id.writer).or_default();
            *applied = id.seq.max(*applied);
        }
        clock.applied.entry(clock.writer).or_insert(clock.seq);
        writes.push(self.rows.write(StoreTable::Meta, CLOCK, &clock)?);
        self.rows.store().commit(head, writes).await?;
        self.head.set(head + 1);
        self.clock.replace(clock);
        self.index.replace(Some((head + 1, Rc::new(index))));
        Ok(())
    }

    /// Moves the entries of blocks to the order of the changes that brought them.
    async fn rekeyed_index(&self, writes: &mut Vec<Write>) -> Result<Index, LedgerError> {
        let (entries, unreadable) =
            self.rows.scan::<BlockEntry>(StoreTable::Index, "", DECISIONS).await?;
        let mut index = Index::new(unreadable);
        let mut places: BTreeMap<ChangeId, usize> = BTreeMap::new();
        for (key, entry) in entries {
            let place = places.entry(entry.change).or_default();
            let new = entry_key(entry.stamp, entry.change, *place);
            *place += 1;
            writes.push(Write { table: StoreTable::Index, key, value: None });
            writes.push(self.rows.write(StoreTable::Index, new, &entry)?);
            index.insert(entry);
        }
        Ok(index)
    }

    /// Moves the histories of records to the order of the changes.
    async fn rekey_histories(
        &self,
        changes: &BTreeMap<ChangeId, Change>,
        writes: &mut Vec<Write>,
    ) -> Result<(), LedgerError> {
        let (touched, _) = self.rows.scan::<ChangeId>(StoreTable::Touched, "", END).await?;
        for (key, id) in touched {
            let mut parts = key.split('/');
            let name = (parts.next(), parts.next().and_then(|id| id.parse().ok()));
            if let ((Some(kind), Some(record)), Some(change)) = (name, changes.get(&id)) {
                let new = touched_key(kind, record, change);
                writes.push(self.rows.write(StoreTable::Touched, new, &id)?);
                writes.push(Write { table: StoreTable::Touched, key, value: None });
            }
        }
        Ok(())
    }

    /// Removes from the records what their blocks imply.
    async fn strip_overlays(
        &self,
        index: &Index,
        writes: &mut Vec<Write>,
    ) -> Result<(), LedgerError> {
        let (overlays, _) = self.rows.scan::<Overlay>(StoreTable::Records, "", END).await?;
        for (_, mut overlay) in overlays {
            overlay.forget_implied(index);
            let key = record_key(&overlay.state.kind, overlay.state.id);
            writes.push(self.rows.write(StoreTable::Records, key, &overlay)?);
        }
        Ok(())
    }
}
