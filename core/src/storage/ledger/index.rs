//! Index of blocks: what is known about a block, and about records imported with it, without opening it; and which
//! blocks are in effect. It depends on the set of changes only: entries are ordered by stamp, and withdrawing a block
//! or bringing it back replaces the decisions that it has seen, as an edit does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Ledger, LedgerError,
    keys::{DECISIONS, END},
};
use crate::{
    domain::{
        Value,
        column::Column,
        draft::{Block, RecordBlock},
    },
    storage::{
        port::{Storage, StoreTable},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{
        BlockId, Change, ChangeId, EditId, Stamp,
        codec::{CodecError, RowCodec, body_of},
        register::Version,
    },
};

/// Kind of facts in a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockContent {
    /// New records of this kind.
    Records(String),
    /// Monthly readings.
    Readings,
    /// Bills.
    Bills,
}

/// A block of a change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct BlockEntry {
    pub block: BlockId,
    pub content: BlockContent,
    pub change: ChangeId,
    pub stamp: Stamp,
    /// Index of the first edit implied by the block.
    pub first_edit: u64,
    /// Lowest and highest id in the block.
    pub first: Uuid,
    pub last: Uuid,
}

impl RowCodec for BlockEntry {
    const VERSION: u8 = 2;

    fn of_version(version: u8, body: &[u8]) -> Result<Self, CodecError> {
        match version {
            // Version 1 ended with the change that withdrew the block, which its decisions now tell.
            1 => body_of::<(Self, Option<ChangeId>)>(body).map(|(entry, _)| entry),
            _ => body_of(body),
        }
    }
}

impl BlockEntry {
    pub fn new(
        block: BlockId,
        content: &Block,
        change: ChangeId,
        stamp: Stamp,
        first_edit: u64,
    ) -> Self {
        let (content, ids) = match content {
            Block::Records(records) => {
                (BlockContent::Records(records.kind.clone()), &records.ids[..])
            }
            Block::Readings(readings) => (BlockContent::Readings, &readings.meters[..]),
            Block::Bills(bills) => (BlockContent::Bills, bills.meters()),
        };
        Self {
            block,
            content,
            change,
            stamp,
            first_edit,
            first: ids.first().copied().unwrap_or_default(),
            last: ids.last().copied().unwrap_or_default(),
        }
    }

    /// Returns `true` if it may contain this id.
    pub fn spans(&self, id: Uuid) -> bool {
        (self.first..=self.last).contains(&id)
    }

    /// Returns `true` if one of the two can supersede the other: records of one kind, or facts.
    pub fn is_like(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (BlockContent::Records(one), BlockContent::Records(other)) => one == other,
            (BlockContent::Records(_), _) | (_, BlockContent::Records(_)) => false,
            _ => true,
        }
    }

    /// Returns `true` if it holds records of this kind.
    pub fn is_of(&self, kind: &str) -> bool {
        matches!(&self.content, BlockContent::Records(of) if of == kind)
    }

    /// Returns the versions that the block implies for one of its records, by field: edits are numbered record by
    /// record, field by field. `None` if it does not contain the record.
    pub fn versions<'a>(
        &'a self,
        block: &'a RecordBlock,
        id: Uuid,
    ) -> Option<impl Iterator<Item = (&'a str, Version)>> {
        let row = block.ids.binary_search(&id).ok()?;
        let first = self.first_edit + (row * block.fields.len()) as u64;
        let version = move |(column, (name, values)): (usize, &'a (String, Column))| {
            let edit = EditId { change: self.change, index: first + column as u64 };
            let version = Version { edit, stamp: self.stamp, value: values.value(row) };
            (version.value != Value::Empty).then_some((name.as_str(), version))
        };
        Some(block.fields.iter().enumerate().filter_map(version))
    }
}

/// Decisions on a block after it was brought: which changes withdrew it or brought it back, and which changes they
/// replaced. There are none for almost every block.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Decisions {
    /// `true` for a change that brought the block back.
    made: BTreeMap<ChangeId, bool>,
    replaced: BTreeSet<ChangeId>,
}

impl RowCodec for Decisions {}

impl Decisions {
    fn decide(&mut self, change: &Change, is_live: bool) {
        self.replaced.extend(change.replaced());
        self.made.insert(change.id, is_live);
    }

    fn standing(&self) -> impl Iterator<Item = (ChangeId, bool)> + '_ {
        let made = self.made.iter().map(|(change, is_live)| (*change, *is_live));
        made.filter(|(change, _)| !self.replaced.contains(change))
    }
}

/// The blocks of the ledger.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Index {
    /// Entries in the order of the changes that brought them.
    entries: Vec<BlockEntry>,
    /// Changes that brought each block.
    brought: HashMap<BlockId, BTreeSet<ChangeId>>,
    decisions: HashMap<BlockId, Decisions>,
    /// Rows that cannot be read.
    pub unreadable: Vec<Unreadable>,
}

impl Index {
    /// Creates an index without entries; these rows of it cannot be read.
    pub fn new(unreadable: Vec<Unreadable>) -> Self {
        Self { unreadable, ..Self::default() }
    }

    /// Returns every entry, in the order of the changes that brought them.
    pub fn entries(&self) -> &[BlockEntry] {
        &self.entries
    }

    /// Returns the entries of the blocks in effect, each block once, where it was brought last.
    pub fn live(&self) -> impl Iterator<Item = &BlockEntry> {
        let is_last = |entry: &&BlockEntry| {
            let is_same = |last: &BlockEntry| last.change == entry.change;
            self.is_brought_once(entry.block) || self.entry(entry.block).is_some_and(is_same)
        };
        let is_live = |entry: &&BlockEntry| self.is_live(entry.block);
        self.entries.iter().filter(is_last).filter(is_live)
    }

    /// Returns the entries of the blocks that may contain this record, withdrawn ones included.
    pub fn spanning(&self, kind: &str, id: Uuid) -> impl Iterator<Item = &BlockEntry> {
        self.entries.iter().filter(move |entry| entry.is_of(kind) && entry.spans(id))
    }

    /// Returns the entries of a block, one for each change that brought it.
    pub fn bringing(&self, block: BlockId) -> impl DoubleEndedIterator<Item = &BlockEntry> {
        self.entries.iter().filter(move |entry| entry.block == block)
    }

    /// Returns the entry of a block, where it was brought last.
    pub fn entry(&self, block: BlockId) -> Option<&BlockEntry> {
        self.bringing(block).next_back()
    }

    /// Returns `true` if a change brought the block.
    pub fn knows(&self, block: BlockId) -> bool {
        self.brought.contains_key(&block)
    }

    /// Returns `true` if exactly one change brought the block.
    pub fn is_brought_once(&self, block: BlockId) -> bool {
        self.brought.get(&block).is_some_and(|changes| changes.len() == 1)
    }

    /// Returns `true` if the block is in effect: brought by a change that no decision has replaced, or brought back.
    /// A block that one person brings back while another withdraws it stays.
    pub fn is_live(&self, block: BlockId) -> bool {
        let Some(brought) = self.brought.get(&block) else {
            return false;
        };
        self.decisions.get(&block).is_none_or(|decisions| {
            decisions.standing().any(|(_, is_live)| is_live)
                || brought.iter().any(|change| !decisions.replaced.contains(change))
        })
    }

    /// Returns the changes whose decision on one of these blocks stands, except `but`: those that brought it, withdrew
    /// it, or brought it back.
    pub fn deciding(&self, blocks: &[BlockId], but: ChangeId) -> Vec<ChangeId> {
        let mut deciding = BTreeSet::new();
        for block in blocks {
            let decisions = self.decisions.get(block);
            deciding.extend(decisions.into_iter().flat_map(Decisions::standing).map(|one| one.0));
            let is_replaced = |change: &&ChangeId| {
                decisions.is_some_and(|decisions| decisions.replaced.contains(*change))
            };
            let brought = self.brought.get(block).into_iter().flatten();
            deciding.extend(brought.filter(|change| !is_replaced(change)));
        }
        deciding.remove(&but);
        deciding.into_iter().collect()
    }

    /// Returns `true` if a block implies this edit.
    pub fn implies(&self, edit: EditId) -> bool {
        let implies =
            |entry: &BlockEntry| entry.change == edit.change && edit.index >= entry.first_edit;
        self.entries.iter().any(implies)
    }

    /// Inserts an entry in order.
    pub fn insert(&mut self, entry: BlockEntry) {
        let order = |entry: &BlockEntry| (entry.stamp, entry.change);
        let at = self.entries.partition_point(|known| order(known) <= order(&entry));
        self.brought.entry(entry.block).or_default().insert(entry.change);
        self.entries.insert(at, entry);
    }

    /// Notes what a change decides on the blocks that it withdraws or brings back, and returns the decisions on
    /// each.
    pub fn decide(&mut self, change: &Change) -> Vec<(BlockId, Decisions)> {
        let withdrawn = change.withdrawn.iter().map(|block| (*block, false));
        let again = change.blocks.iter().filter(|_| !change.brings_blocks());
        let mut decided = Vec::new();
        for (block, is_live) in withdrawn.chain(again.map(|block| (*block, true))) {
            let decisions = self.decisions.entry(block).or_default();
            decisions.decide(change, is_live);
            decided.push((block, decisions.clone()));
        }
        decided
    }
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Reads the index.
    pub(super) async fn read_index(&self) -> Result<Index, LedgerError> {
        let (entries, mut unreadable) = self.rows.scan(StoreTable::Index, "", DECISIONS).await?;
        let (decisions, damaged) = self.rows.scan(StoreTable::Index, DECISIONS, END).await?;
        unreadable.extend(damaged);
        let block = |(key, decisions): (String, Decisions)| {
            let hash = blake3::Hash::from_hex(key.strip_prefix(DECISIONS)?).ok()?;
            Some((BlockId(*hash.as_bytes()), decisions))
        };
        let mut index = Index::new(unreadable);
        index.decisions = decisions.into_iter().filter_map(block).collect();
        for (_, entry) in entries {
            index.insert(entry);
        }
        Ok(index)
    }
}

/// Returns the number of edits implied by a block.
pub(super) fn implied_edits(block: &Block) -> u64 {
    match block {
        Block::Records(records) => (records.ids.len() * records.fields.len()) as u64,
        Block::Readings(_) | Block::Bills(_) => 0,
    }
}
