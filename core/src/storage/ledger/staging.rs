//! Planning of the rows of one commit from changes, made here or received: pure, based on what was read; nothing is
//! written here.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    rc::Rc,
};

use super::{
    Ledger, LedgerError, LedgerUpdate,
    clock::{CLOCK, Clock},
    index::{BlockEntry, Index, implied_edits},
    keys::{change_key, commit_key, decision_key, entry_key, record_key, touched_key},
    lookup::{Lookup, RecordName},
    overlay::{LedgerRecord, displayed},
    update::Affected,
};
use crate::{
    domain::{
        attachment::Blob,
        draft::{Block, Draft, Packed, RecordBlock},
    },
    storage::{
        port::{Storage, StorageError, StoreTable, Write},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{
        BlockId, Change, Edit,
        codec::{self, CodecError},
    },
};

/// A change to commit, with its content.
pub(super) struct Proposed {
    pub change: Change,
    pub blocks: Vec<Brought>,
    pub blobs: Vec<Blob>,
    /// `true` if it waits to be sent to other tablets.
    pub waits: bool,
}

/// A block already in the store, for a change to bring.
#[derive(Debug)]
pub struct StoredBlock {
    id: BlockId,
    block: Block,
}

impl StoredBlock {
    pub(super) fn new(bytes: &[u8]) -> Result<Self, Unreadable> {
        let id = BlockId::of(bytes);
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
        Self { id: BlockId::of(&bytes), block, bytes: Some(bytes) }
    }
}

impl From<StoredBlock> for Brought {
    fn from(StoredBlock { id, block }: StoredBlock) -> Self {
        Self { id, block, bytes: None }
    }
}

/// A commit ready to be written.
pub(super) struct Staged {
    /// Commit that it was planned on.
    pub expect: u64,
    pub writes: Vec<Write>,
    /// Clock and index after it.
    pub clock: Clock,
    pub index: Rc<Index>,
    /// The last change.
    pub change: Change,
    pub update: LedgerUpdate,
}

/// A commit being planned.
struct CommitPlan<'a, S, K> {
    ledger: &'a Ledger<S, K>,
    expect: u64,
    head: u64,
    clock: Clock,
    lookup: Lookup,
    records: BTreeMap<RecordName, LedgerRecord>,
    /// Records whose row changes.
    written: BTreeSet<RecordName>,
    /// Records to show, those included.
    shown: BTreeSet<RecordName>,
    affected: Affected,
    /// Blocks at hand.
    contents: HashMap<BlockId, Rc<Block>>,
    writes: Vec<Write>,
}

impl<S: Storage, K: Seal> CommitPlan<'_, S, K> {
    async fn add(&mut self, proposed: Proposed) -> Result<Change, LedgerError> {
        let Proposed { mut change, blocks, blobs, waits } = proposed;
        let rows = &self.ledger.rows;
        self.head += 1;
        self.clock.note(&change);
        for (name, bytes) in blobs.into_iter().map(Blob::into_parts) {
            self.writes.push(rows.write_bytes(StoreTable::Blobs, name, bytes));
        }
        self.add_blocks(&mut change, blocks).await?;
        self.decide(&change).await?;
        self.affected.note(&change);
        self.add_edits(&change).await?;
        self.writes.push(rows.write(StoreTable::Changes, change_key(change.id), &change)?);
        self.writes.push(rows.write(StoreTable::Log, commit_key(self.head), &change.id)?);
        if waits {
            self.writes.push(rows.write(StoreTable::Outbox, commit_key(self.head), &change.id)?);
        }
        Ok(change)
    }

    /// Adds the blocks that a change brings.
    async fn add_blocks(
        &mut self,
        change: &mut Change,
        blocks: Vec<Brought>,
    ) -> Result<(), LedgerError> {
        let rows = &self.ledger.rows;
        let mut first_edit = change.edits.len() as u64;
        for (place, Brought { id, block, bytes }) in blocks.into_iter().enumerate() {
            let entry = BlockEntry::new(id, &block, change.id, change.stamp, first_edit);
            first_edit += implied_edits(&block);
            if !change.blocks.contains(&id) {
                change.blocks.push(id);
            }
            let key = entry_key(change.stamp, change.id, place);
            self.writes.push(rows.write(StoreTable::Index, key, &entry)?);
            if let Some(bytes) = bytes {
                self.writes.push(rows.write_bytes(StoreTable::Blocks, id.to_string(), bytes));
            }
            Rc::make_mut(&mut self.lookup.index).insert(entry.clone());
            if let Block::Records(block) = &block {
                self.imply(&entry, block).await?;
            }
            self.have(id, Rc::new(block));
        }
        Ok(())
    }

    /// Has the records with single fields written know of a new block that contains them.
    async fn imply(&mut self, entry: &BlockEntry, block: &RecordBlock) -> Result<(), LedgerError> {
        let names = self.ledger.written_over(block).await?;
        self.load(names.into_iter()).await?;
        let of_kind = self.records.iter_mut().filter(|(name, _)| name.0 == block.kind);
        for (name, known) in of_kind {
            if known.imply(entry, block) {
                self.written.insert(name.clone());
            }
        }
        Ok(())
    }

    /// Notes the blocks that an undo withdraws or brings back. Records written over the latter are shown again.
    async fn decide(&mut self, change: &Change) -> Result<(), LedgerError> {
        let ledger = self.ledger;
        for (block, decisions) in Rc::make_mut(&mut self.lookup.index).decide(change) {
            let key = decision_key(block);
            self.writes.push(ledger.rows.write(StoreTable::Index, key, &decisions)?);
            if !self.lookup.index.is_live(block) {
                continue;
            }
            if let Some(content) = ledger.block(block).await? {
                if let Block::Records(content) = &content {
                    let names = ledger.written_over(content).await?;
                    self.shown.extend(names.iter().cloned());
                    self.load(names.into_iter()).await?;
                }
                self.have(block, Rc::new(content));
            }
        }
        Ok(())
    }

    fn have(&mut self, id: BlockId, block: Rc<Block>) {
        self.contents.insert(id, Rc::clone(&block));
        self.lookup.add(id, block);
    }

    async fn add_edits(&mut self, change: &Change) -> Result<(), LedgerError> {
        let touched = change.touched();
        self.load(touched.keys().cloned()).await?;
        let (clock, index) = (&self.clock, &self.lookup.index);
        for (name, places) in touched {
            if let Some(known) = self.records.get_mut(&name) {
                known.apply(change, &places, |edit| !clock.has(edit.change) || index.implies(edit));
            }
            let key = touched_key(&name.0, name.1, change);
            self.writes.push(self.ledger.rows.write(StoreTable::Touched, key, &change.id)?);
            self.written.insert(name);
        }
        Ok(())
    }

    async fn load(&mut self, names: impl Iterator<Item = RecordName>) -> Result<(), LedgerError> {
        let names: BTreeSet<_> = names.filter(|name| !self.records.contains_key(name)).collect();
        self.records.extend(self.lookup.records(self.ledger, names.iter()).await?);
        Ok(())
    }

    /// Adds the rows that all its changes share, and works out what they change on the screen.
    async fn finish(self, change: Change) -> Result<Staged, LedgerError> {
        let Self { ledger, mut writes, mut records, written, shown, .. } = self;
        for (kind, id) in &written {
            let known = records.get(&(kind.clone(), *id)).filter(|known| known.is_stored);
            if let Some(known) = known {
                let key = record_key(kind, *id);
                writes.push(ledger.rows.write(StoreTable::Records, key, &known.overlay)?);
            }
        }
        writes.push(ledger.rows.write(StoreTable::Meta, CLOCK, &self.clock)?);
        records.retain(|name, known| {
            known.is_stored && (written.contains(name) || shown.contains(name))
        });
        let index = Rc::clone(&self.lookup.index);
        // Its blocks are moved into the update.
        drop(self.lookup);
        let update =
            ledger.update(self.head, &self.affected, &index, records, self.contents).await?;
        Ok(Staged { expect: self.expect, writes, clock: self.clock, index, change, update })
    }
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Plans the commit of changes, in this order, on commit `expect`: the one seen by their author, taken before
    /// anything was read for them, because another write or news of another tab may arrive while it is planned.
    /// Returns `Ok(None)` if there are none.
    pub(super) async fn stage(
        &self,
        expect: u64,
        changes: Vec<Proposed>,
    ) -> Result<Option<Staged>, LedgerError> {
        let clock = self.clock.borrow().clone();
        let mut plan = CommitPlan {
            ledger: self,
            expect,
            head: expect,
            clock,
            lookup: Lookup::of(self).await?,
            records: BTreeMap::new(),
            written: BTreeSet::new(),
            shown: BTreeSet::new(),
            affected: Affected::default(),
            contents: HashMap::new(),
            writes: Vec::new(),
        };
        let mut last = None;
        for change in changes {
            last = Some(plan.add(change).await?);
        }
        match last {
            Some(last) => plan.finish(last).await.map(Some),
            None => Ok(None),
        }
    }

    /// Plans the commit of a draft. Returns `Ok(None)` if it changes nothing.
    pub(super) async fn stage_draft(
        &self,
        draft: Draft,
        stored: Vec<StoredBlock>,
        author: &str,
        now_millis: u64,
    ) -> Result<Option<Staged>, LedgerError> {
        let expect = self.head.get();
        let (id, stamp) = self.next(now_millis);
        let mut change = Change {
            id,
            stamp,
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
            also_undoes: Vec::new(),
        };
        self.inform(&mut change).await?;
        let mut blocks = Vec::with_capacity(draft.blocks.len() + stored.len());
        for block in draft.blocks {
            blocks.push(Brought::new(block)?);
        }
        blocks.extend(stored.into_iter().map(Brought::from));
        if change.edits.is_empty() && blocks.is_empty() {
            return Ok(None);
        }
        let proposed = Proposed { change, blocks, blobs: draft.blobs, waits: true };
        self.stage(expect, vec![proposed]).await
    }

    /// Returns the blocks with these ids in order: those at hand, and the others from the store.
    pub(super) async fn in_order(
        &self,
        ids: &[BlockId],
        at_hand: Vec<Brought>,
    ) -> Result<Vec<Brought>, LedgerError> {
        let mut at_hand: HashMap<BlockId, Brought> =
            at_hand.into_iter().map(|brought| (brought.id, brought)).collect();
        let mut blocks = Vec::with_capacity(ids.len());
        for id in ids {
            blocks.push(match at_hand.remove(id) {
                Some(brought) => brought,
                None => {
                    let block = self.blocks(&[*id]).await?.remove(0);
                    Brought { id: *id, block, bytes: None }
                }
            });
        }
        Ok(blocks)
    }

    /// Sets what each edit replaces, and drops those that change nothing.
    pub(super) async fn inform(&self, change: &mut Change) -> Result<(), LedgerError> {
        if change.edits.is_empty() {
            return Ok(());
        }
        let mut lookup = Lookup::of(self).await?;
        let records = lookup.records(self, change.touched().keys()).await?;
        change.edits.retain_mut(|edit| {
            let Some(known) = records.get(&(edit.kind.clone(), edit.record)) else {
                return true;
            };
            edit.replaces = known.current(&edit.field);
            let field = known.register(&edit.field, |block| lookup.index.is_live(block));
            field.versions().len() > 1 || displayed(&field) != edit.value
        });
        Ok(())
    }
}
