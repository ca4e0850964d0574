//! Lookup of records with what blocks imply for them. Each block is opened at most once.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use uuid::Uuid;

use super::{
    Ledger, LedgerError,
    index::Index,
    keys::record_key,
    overlay::{LedgerRecord, Overlay},
};
use crate::{
    domain::draft::{Block, RecordBlock},
    storage::{
        port::{Storage, StoreTable},
        seal::Seal,
    },
    sync::BlockId,
};

/// Kind and id of a record.
pub(super) type RecordName = (String, Uuid);

/// Lookup of many records.
pub(super) struct Lookup {
    pub index: Rc<Index>,
    opened: HashMap<BlockId, Rc<Block>>,
}

impl Lookup {
    pub async fn of<S: Storage, K: Seal>(ledger: &Ledger<S, K>) -> Result<Self, LedgerError> {
        Ok(Self::new(ledger.index().await?))
    }

    pub fn new(index: Rc<Index>) -> Self {
        Self { index, opened: HashMap::new() }
    }

    /// Adds a block that need not be read from the store.
    pub fn add(&mut self, id: BlockId, block: Rc<Block>) {
        self.opened.insert(id, block);
    }

    /// Returns the opened block of records.
    fn block(&self, id: BlockId) -> Option<&RecordBlock> {
        match self.opened.get(&id).map(Rc::as_ref) {
            Some(Block::Records(block)) => Some(block),
            _ => None,
        }
    }

    /// Returns records by name, those that do not exist included. A block that cannot be read is named by the
    /// snapshot, and implies nothing here.
    pub async fn records<S: Storage, K: Seal>(
        &mut self,
        ledger: &Ledger<S, K>,
        names: impl Iterator<Item = &RecordName> + Clone,
    ) -> Result<BTreeMap<RecordName, LedgerRecord>, LedgerError> {
        let overlays = ledger.overlays(names.clone()).await?;
        let index = Rc::clone(&self.index);
        let mut records = BTreeMap::new();
        for ((kind, id), overlay) in names.zip(overlays) {
            let mut known = LedgerRecord::new(kind, *id, overlay);
            for entry in index.spanning(kind, *id) {
                if !self.opened.contains_key(&entry.block)
                    && let Some(block) = ledger.block(entry.block).await?
                {
                    self.add(entry.block, Rc::new(block));
                }
                if let Some(block) = self.block(entry.block) {
                    known.imply(entry, block);
                }
            }
            records.insert((kind.clone(), *id), known);
        }
        Ok(records)
    }
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns records by name, those that do not exist included.
    pub(super) async fn records(
        &self,
        names: impl Iterator<Item = &RecordName> + Clone,
    ) -> Result<BTreeMap<RecordName, LedgerRecord>, LedgerError> {
        Lookup::of(self).await?.records(self, names).await
    }

    /// Returns one record.
    pub(super) async fn known(&self, kind: &str, id: Uuid) -> Result<LedgerRecord, LedgerError> {
        let name = (kind.to_owned(), id);
        let known = self.records([&name].into_iter()).await?.remove(&name);
        Ok(known.unwrap_or_else(|| LedgerRecord::new(kind, id, None)))
    }

    async fn overlays(
        &self,
        names: impl Iterator<Item = &RecordName>,
    ) -> Result<Vec<Option<Overlay>>, LedgerError> {
        let keys: Vec<String> = names.map(|(kind, id)| record_key(kind, *id)).collect();
        let rows = self.rows.get_many::<Overlay>(StoreTable::Records, &keys).await?;
        Ok(rows.into_iter().collect::<Result<_, _>>()?)
    }
}
