//! Effects of commits on the screen: records to show anew, blocks to add or remove, and a changed order of imports,
//! after which records or facts must be read again.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use uuid::Uuid;

use super::{
    Ledger, LedgerError, StoredRecord,
    index::{BlockContent, BlockEntry, Index},
    keys::{END, record_key},
    lookup::{Lookup, RecordName},
    overlay::LedgerRecord,
};
use crate::{
    domain::draft::{Block, RecordBlock},
    storage::{
        port::{Storage, StoreTable},
        seal::Seal,
    },
    sync::{BlockId, Change},
};

/// Visible effects of commits, to be shown in this order: `withdrawn`, `blocks`, `records`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LedgerUpdate {
    /// Commit number after them.
    pub head: u64,
    /// Blocks whose records are gone.
    pub withdrawn: Vec<RecordBlock>,
    /// Bulk facts to add after those known, in order. A record in several blocks takes each field from the last that
    /// has it.
    pub blocks: Vec<Block>,
    /// Records with single fields written, with all their fields as displayed now.
    pub records: Vec<StoredRecord>,
    /// Records of `records` with concurrent values of a field: kind and id.
    pub in_conflict: Vec<(String, Uuid)>,
    /// `true` if the blocks of records must be read again: some of them came, went or came back in between.
    pub rereads_records: bool,
    /// `true` if the readings and bills must be read again, for the same reason.
    pub rereads_facts: bool,
}

/// The blocks that changes affect.
#[derive(Default)]
pub(super) struct Affected {
    /// Blocks brought.
    brought: BTreeSet<BlockId>,
    /// Blocks withdrawn or brought back.
    decided: BTreeSet<BlockId>,
}

impl Affected {
    pub fn note(&mut self, change: &Change) {
        self.decided.extend(&change.withdrawn);
        match change.brings_blocks() {
            true => self.brought.extend(&change.blocks),
            false => self.decided.extend(&change.blocks),
        }
    }

    fn has(&self, block: BlockId) -> bool {
        self.brought.contains(&block) || self.decided.contains(&block)
    }

    /// Returns the entries of its blocks, in order, each block once.
    fn entries<'a>(&'a self, index: &'a Index) -> impl Iterator<Item = (usize, &'a BlockEntry)> {
        let mut places: BTreeMap<BlockId, usize> = BTreeMap::new();
        for (place, entry) in index.entries().iter().enumerate() {
            if self.has(entry.block) {
                places.insert(entry.block, place);
            }
        }
        let places: BTreeSet<usize> = places.into_values().collect();
        places.into_iter().map(|place| (place, &index.entries()[place]))
    }

    /// Returns what is to be added, taken away and read again.
    fn effects(&self, index: &Index) -> Effects {
        let mut effects = Effects::default();
        for (place, entry) in self.entries(index) {
            let is_other = |other: &&BlockEntry| {
                other.is_like(entry) && !self.has(other.block) && index.is_live(other.block)
            };
            let has_later = index.entries()[place + 1..].iter().any(|later| is_other(&later));
            let is_new = !self.decided.contains(&entry.block) && index.is_brought_once(entry.block);
            let is_added = is_new && !has_later;
            let is_live = index.is_live(entry.block);
            let is_only = || !index.entries().iter().any(|other| is_other(&other));
            match (&entry.content, is_live) {
                (_, true) if is_added => effects.added.push(entry.block),
                (BlockContent::Records(_), true) if is_only() => effects.added.push(entry.block),
                (BlockContent::Records(_), false) if is_only() => effects.gone.push(entry.block),
                (BlockContent::Records(_), _) => effects.rereads_records = true,
                _ => effects.rereads_facts = true,
            }
        }
        effects
    }
}

/// Effects of changes on blocks.
#[derive(Default)]
struct Effects {
    added: Vec<BlockId>,
    gone: Vec<BlockId>,
    rereads_records: bool,
    rereads_facts: bool,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns what changes that affect these blocks and records change on the screen. `contents` are the blocks at
    /// hand; others are read.
    pub(super) async fn update(
        &self,
        head: u64,
        affected: &Affected,
        index: &Index,
        records: BTreeMap<RecordName, LedgerRecord>,
        mut contents: HashMap<BlockId, Rc<Block>>,
    ) -> Result<LedgerUpdate, LedgerError> {
        let effects = affected.effects(index);
        let mut read = async |blocks: Vec<BlockId>| {
            let mut read = Vec::with_capacity(blocks.len());
            for block in blocks {
                read.extend(match contents.remove(&block) {
                    Some(block) => Some(Rc::unwrap_or_clone(block)),
                    None => self.block(block).await?,
                });
            }
            Ok::<_, LedgerError>(read)
        };
        let blocks = read(effects.added).await?;
        let withdrawn = read(effects.gone).await?.into_iter();
        let withdrawn = withdrawn.filter_map(|block| match block {
            Block::Records(block) => Some(block),
            _ => None,
        });
        let shown = || records.values().filter(|known| !known.overlay.is_hidden(index));
        let in_conflict = shown().filter(|known| known.is_in_conflict(index));
        Ok(LedgerUpdate {
            head,
            records: shown().map(|known| known.shown(index)).collect(),
            blocks,
            withdrawn: withdrawn.collect(),
            in_conflict: in_conflict.map(LedgerRecord::name).collect(),
            rereads_records: effects.rereads_records,
            rereads_facts: effects.rereads_facts,
        })
    }

    /// Returns what changes that are in the store change on the screen.
    pub(super) async fn update_of(
        &self,
        head: u64,
        changes: &[Change],
    ) -> Result<LedgerUpdate, LedgerError> {
        let mut affected = Affected::default();
        let mut names: BTreeSet<RecordName> = BTreeSet::new();
        for change in changes {
            affected.note(change);
            names.extend(change.touched().into_keys());
        }
        let mut lookup = Lookup::new(Rc::new(self.read_index().await?));
        let index = Rc::clone(&lookup.index);
        let mut contents = HashMap::new();
        for (_, entry) in affected.entries(&index) {
            if let BlockContent::Records(_) = &entry.content
                && let Some(Block::Records(block)) = self.block(entry.block).await?
            {
                names.extend(self.written_over(&block).await?);
                let block = Rc::new(Block::Records(block));
                lookup.add(entry.block, Rc::clone(&block));
                contents.insert(entry.block, block);
            }
        }
        let records = lookup.records(self, names.iter()).await?;
        drop(lookup);
        self.update(head, &affected, &index, records, contents).await
    }

    /// Returns the records of a block that have single fields written.
    pub(super) async fn written_over(
        &self,
        block: &RecordBlock,
    ) -> Result<Vec<RecordName>, LedgerError> {
        let kind = &block.kind;
        let (Some(first), Some(last)) = (block.ids.first(), block.ids.last()) else {
            return Ok(Vec::new());
        };
        let (from, to) = (record_key(kind, *first), record_key(kind, *last) + END);
        let keys = self.rows.keys(StoreTable::Records, &from, &to).await?.into_iter();
        let ids = keys.filter_map(|key| key.rsplit_once('/')?.1.parse().ok());
        let contained = ids.filter(|id: &Uuid| block.ids.binary_search(id).is_ok());
        Ok(contained.map(|id| (kind.clone(), id)).collect())
    }
}
