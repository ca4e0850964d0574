//! Planning of the rows of one commit from a draft: pure, based on what was read; nothing is written here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Applied, BlockContent, BlockEntry, Ledger, LedgerError, StoredRecord, change_key, commit_key,
    index::implied_edits, record_key,
};
use crate::{
    domain::{
        Value,
        attachment::Blob,
        draft::{Block, Draft, Packed, RecordBlock},
    },
    storage::{
        port::{Storage, StorageError, StoreTable, Write},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{
        BlockId, Change, ChangeId, Edit, RecordState,
        codec::{self, CodecError, RowCodec},
        register::{Register, Version},
    },
};

/// A change to commit, with its content.
pub(super) struct Proposed {
    /// Commit seen by its author, taken before anything was read for it: another write or news of another tab may
    /// arrive while it is planned.
    pub expect: u64,
    pub change: Change,
    pub blocks: Vec<Brought>,
    pub blobs: Vec<Blob>,
}

/// The rows of a commit, with their content.
pub(super) struct Planned {
    pub change: Change,
    pub blocks: Vec<Block>,
    pub records: Vec<StoredRecord>,
    pub writes: Vec<Write>,
}

/// A block already in the store, for a change to bring.
#[derive(Debug)]
pub struct StoredBlock {
    id: BlockId,
    block: Block,
}

impl StoredBlock {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, Unreadable> {
        let id = BlockId(*blake3::hash(bytes).as_bytes());
        let block = codec::decode(bytes).map_err(|error| Unreadable {
            table: StoreTable::Blocks,
            key: id.to_string(),
            is_newer: matches!(error, CodecError::Newer(_)),
        })?;
        Ok(Self { id, block })
    }

    pub(super) fn key(&self) -> String {
        self.id.to_string()
    }
}

/// A block of a change, with its id.
pub(super) struct Brought {
    id: BlockId,
    block: Block,
    /// Encoded form; `None` if it is already in the store.
    bytes: Option<Vec<u8>>,
}

impl Brought {
    /// Encodes a new block.
    fn new(block: Block) -> Result<Self, LedgerError> {
        let bytes =
            codec::encode(&block).map_err(|error| StorageError::Backend(error.to_string()))?;
        Ok(Self::packed(Packed { block, bytes }))
    }

    /// Takes a block as encoded elsewhere.
    pub fn packed(Packed { block, bytes }: Packed) -> Self {
        Self { id: BlockId(*blake3::hash(&bytes).as_bytes()), block, bytes: Some(bytes) }
    }
}

/// A commit ready to be written.
pub(super) struct Staged {
    /// Commit that it was planned on.
    pub expect: u64,
    pub applied: Applied,
    pub writes: Vec<Write>,
    /// `true` if made here, not received.
    pub own: bool,
}

/// A record with single fields written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Overlay {
    /// Block that brought the record; the overlay is hidden while that is withdrawn.
    pub block: Option<BlockId>,
    pub state: RecordState,
}

impl RowCodec for Overlay {}

/// Returns the visible effect on a record of the edits at these positions of a change.
pub(super) fn shown(change: &Change, places: &[usize], state: &RecordState) -> StoredRecord {
    let edited: BTreeSet<&str> =
        places.iter().map(|place| change.edits[*place].field.as_str()).collect();
    StoredRecord {
        kind: state.kind.clone(),
        id: state.id,
        fields: state
            .displayed()
            .filter(|(name, _)| edited.contains(name))
            .map(|(name, value)| (name.to_owned(), value.clone()))
            .collect(),
    }
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    pub(super) async fn stage_draft(
        &self,
        draft: Draft,
        stored: Vec<StoredBlock>,
        author: &str,
        now_millis: u64,
    ) -> Result<Option<Staged>, LedgerError> {
        let expect = self.head.get();
        let clock = self.clock.get();
        let mut change = Change {
            id: ChangeId { writer: clock.writer, seq: clock.seq + 1 },
            stamp: clock.stamp.next(now_millis),
            author: author.to_owned(),
            action: draft.action.to_owned(),
            edits: draft
                .edits
                .into_iter()
                .map(|edit| Edit {
                    kind: edit.kind.to_owned(),
                    record: edit.record,
                    field: edit.field.to_owned(),
                    value: edit.value,
                    replaces: Vec::new(),
                })
                .collect(),
            blocks: Vec::new(),
            withdrawn: Vec::new(),
            undoes: None,
            made_at: now_millis,
        };
        self.inform(&mut change).await?;
        let mut blocks = Vec::with_capacity(draft.blocks.len() + stored.len());
        for block in draft.blocks {
            blocks.push(Brought::new(block)?);
        }
        blocks.extend(stored.into_iter().map(|StoredBlock { id, block }| Brought {
            id,
            block,
            bytes: None,
        }));
        if change.edits.is_empty() && blocks.is_empty() {
            return Ok(None);
        }
        let proposed = Proposed { expect, change, blocks, blobs: draft.blobs };
        self.stage(proposed).await.map(Some)
    }

    /// Returns the stored blocks with these ids.
    pub(super) async fn again(&self, ids: &[BlockId]) -> Result<Vec<Brought>, LedgerError> {
        let blocks = self.blocks(ids).await?.into_iter();
        let brought = |(id, block): (&BlockId, Block)| Brought { id: *id, block, bytes: None };
        Ok(ids.iter().zip(blocks).map(brought).collect())
    }

    /// Sets what each edit replaces, and drops those that change nothing.
    pub(super) async fn inform(&self, change: &mut Change) -> Result<(), LedgerError> {
        let states = self.states(change.touched().keys()).await?;
        change.edits.retain_mut(|edit| {
            let state = states.get(&(edit.kind.clone(), edit.record));
            let field = state.and_then(|overlay| overlay.state.fields.get(&edit.field));
            edit.replaces = field.map(Register::current).unwrap_or_default();
            let shown = field.and_then(Register::displayed).map_or(&Value::Empty, |v| &v.value);
            edit.replaces.len() > 1 || *shown != edit.value
        });
        Ok(())
    }

    pub(super) async fn stage(&self, proposed: Proposed) -> Result<Staged, LedgerError> {
        let own = proposed.change.id.writer == self.clock.get().writer;
        let expect = proposed.expect;
        let Planned { change, blocks, mut records, mut writes } = self.plan(proposed).await?;
        let head = expect + 1;
        if own {
            writes.push(self.waiting(head, change.id)?);
        }
        let withdrawn = self.blocks(&change.withdrawn).await?;
        let mut shown = self.shown_again(&change, &blocks).await?;
        shown.append(&mut records);
        let applied = Applied {
            head,
            change: change.id,
            stamp: change.stamp,
            made_at: change.made_at,
            author: change.author,
            action: change.action,
            undoes: change.undoes,
            records: shown,
            blocks,
            withdrawn,
        };
        Ok(Staged { expect, applied, writes, own })
    }

    /// Returns the outbox row of a change.
    pub(super) fn waiting(&self, head: u64, change: ChangeId) -> Result<Write, LedgerError> {
        Ok(self.rows.write(StoreTable::Outbox, commit_key(head), &change)?)
    }

    /// Plans the rows of the commit of a change.
    pub(super) async fn plan(&self, proposed: Proposed) -> Result<Planned, LedgerError> {
        let Proposed { expect, mut change, blocks: brought, blobs } = proposed;
        let head = expect + 1;
        let mut writes = Vec::new();
        for (name, bytes) in blobs.into_iter().map(Blob::into_parts) {
            writes.push(self.rows.write_bytes(StoreTable::Blobs, name, bytes));
        }
        let again = self.shelve(&change, &mut writes).await?;
        let mut first_edit = change.edits.len() as u64;
        let mut blocks = Vec::with_capacity(brought.len());
        for (place, Brought { id, block, bytes }) in brought.into_iter().enumerate() {
            let entry = BlockEntry::new(id, &block, change.id, change.stamp, first_edit);
            first_edit += implied_edits(&block);
            blocks.push(block);
            if !change.blocks.contains(&id) {
                change.blocks.push(id);
            }
            if again.contains(&id) {
                continue;
            }
            let key = format!("{}/{place:06}", commit_key(head));
            writes.push(self.rows.write(StoreTable::Index, key, &entry)?);
            if let Some(bytes) = bytes {
                writes.push(self.rows.write_bytes(StoreTable::Blocks, id.to_string(), bytes));
            }
        }
        let records = self.write_records(&change, head, &mut writes).await?;
        writes.push(self.rows.write(StoreTable::Changes, change_key(change.id), &change)?);
        writes.push(self.rows.write(StoreTable::Log, commit_key(head), &change.id)?);
        Ok(Planned { change, blocks, records, writes })
    }

    /// Marks in the index what an undo withdraws and restores, and returns the latter: a restored block returns
    /// to its position, before what came after it.
    async fn shelve(
        &self,
        change: &Change,
        writes: &mut Vec<Write>,
    ) -> Result<Vec<BlockId>, LedgerError> {
        let mut again = Vec::new();
        if change.undoes.is_none() {
            return Ok(again);
        }
        for (key, mut entry) in self.index().await?.0 {
            let is_live = entry.withdrawn.is_none();
            if is_live && change.withdrawn.contains(&entry.block) {
                entry.withdrawn = Some(change.id);
            } else if !is_live && change.blocks.contains(&entry.block) {
                entry.withdrawn = None;
                again.push(entry.block);
            } else {
                continue;
            }
            writes.push(self.rows.write(StoreTable::Index, key, &entry)?);
        }
        Ok(again)
    }

    async fn write_records(
        &self,
        change: &Change,
        head: u64,
        writes: &mut Vec<Write>,
    ) -> Result<Vec<StoredRecord>, LedgerError> {
        let touched = change.touched();
        let mut records = Vec::with_capacity(touched.len());
        for (record, mut overlay) in self.states(touched.keys()).await? {
            let places = &touched[&record];
            overlay.state.apply(change, places);
            let key = record_key(&record.0, record.1);
            let history = format!("{key}/{}", commit_key(head));
            writes.push(self.rows.write(StoreTable::Touched, history, &change.id)?);
            writes.push(self.rows.write(StoreTable::Records, key, &overlay)?);
            records.push(shown(change, places, &overlay.state));
        }
        Ok(records)
    }

    pub(super) async fn overlays(
        &self,
        records: impl Iterator<Item = &(String, Uuid)>,
    ) -> Result<Vec<Option<Overlay>>, LedgerError> {
        let keys: Vec<String> = records.map(|(kind, id)| record_key(kind, *id)).collect();
        let rows = self.rows.get_many::<Overlay>(StoreTable::Records, &keys).await?;
        Ok(rows.into_iter().collect::<Result<_, _>>()?)
    }

    /// Returns the registers of records: as written field by field or, if a block brought them, as implied by it.
    pub(super) async fn states(
        &self,
        records: impl Iterator<Item = &(String, Uuid)> + Clone,
    ) -> Result<BTreeMap<(String, Uuid), Overlay>, LedgerError> {
        let overlays = self.overlays(records.clone()).await?;
        let may_be_hidden = |overlay: &Overlay| overlay.block.is_some();
        if overlays.iter().all(|one| one.as_ref().is_some_and(|one| !may_be_hidden(one))) {
            return Ok(records.cloned().zip(overlays.into_iter().flatten()).collect());
        }
        let mut imports = Imports::of(self).await?;
        let mut states = BTreeMap::new();
        for ((kind, id), known) in records.cloned().zip(overlays) {
            if let Some(shown) = known.as_ref().filter(|one| !imports.hide(one)) {
                states.insert((kind, id), shown.clone());
                continue;
            }
            let mut overlay = Overlay { block: None, state: RecordState::new(kind.clone(), id) };
            let live = imports.spanning(&kind, id).into_iter();
            for entry in live.filter(|entry| entry.withdrawn.is_none()) {
                let Some(block) = imports.open(self, entry.block).await? else {
                    continue;
                };
                if block.ids.binary_search(&id).is_ok() {
                    overlay.block = Some(entry.block);
                    overlay.state.fields.extend(implied(&entry, block, id));
                }
            }
            // Imported again after an undo, a record starts anew; otherwise its fields stay hidden with its block.
            let hidden = known.filter(|_| overlay.block.is_none());
            states.insert((kind, id), hidden.unwrap_or(overlay));
        }
        Ok(states)
    }
}

/// The blocks of records, each opened at most once, for lookups of many records.
pub(super) struct Imports {
    entries: Vec<BlockEntry>,
    opened: HashMap<BlockId, RecordBlock>,
}

impl Imports {
    pub(super) async fn of<S: Storage, K: Seal>(
        ledger: &Ledger<S, K>,
    ) -> Result<Self, LedgerError> {
        let entries = ledger.index().await?.0.into_iter();
        Ok(Self { entries: entries.map(|(_, entry)| entry).collect(), opened: HashMap::new() })
    }

    /// Returns `true` if the block that brought the record is withdrawn.
    fn hide(&self, overlay: &Overlay) -> bool {
        let is_live = |entry: &BlockEntry| entry.withdrawn.is_none();
        overlay.block.is_some_and(|block| {
            let mut own = self.entries.iter().filter(|entry| entry.block == block);
            !own.any(is_live)
        })
    }

    /// Returns the index entries of the blocks that may contain this record, including withdrawn ones.
    pub(super) fn spanning(&self, kind: &str, id: Uuid) -> Vec<BlockEntry> {
        let holds = |entry: &&BlockEntry| {
            matches!(&entry.content, BlockContent::Records(of) if of == kind) && entry.spans(id)
        };
        self.entries.iter().filter(holds).cloned().collect()
    }

    pub(super) async fn open<S: Storage, K: Seal>(
        &mut self,
        ledger: &Ledger<S, K>,
        id: BlockId,
    ) -> Result<Option<&RecordBlock>, LedgerError> {
        if !self.opened.contains_key(&id)
            && let Some(Block::Records(block)) = ledger.blocks(&[id]).await?.pop()
        {
            self.opened.insert(id, block);
        }
        Ok(self.opened.get(&id))
    }
}

/// Returns the registers that a block implies for one of its records.
fn implied<'a>(
    entry: &'a BlockEntry,
    block: &'a RecordBlock,
    id: Uuid,
) -> impl Iterator<Item = (String, Register)> + 'a {
    block.fields.iter().filter_map(move |(name, _)| {
        let version: Version = entry.version(block, id, name)?;
        Some((name.clone(), Register::of(version)))
    })
}
