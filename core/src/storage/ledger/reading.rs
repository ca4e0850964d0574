//! Reading of the ledger: everything at start, or the facts of some meters.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::{
    BlockContent, END, Ledger, LedgerError,
    index::BlockEntry,
    overlay::{LedgerRecord, Overlay},
};
use crate::{
    domain::{
        Value,
        bills::BillBlock,
        draft::{Block, RecordBlock},
        readings::ReadingBlock,
    },
    storage::{
        port::{Storage, StoreTable},
        rows::Unreadable,
        seal::Seal,
    },
    sync::BlockId,
};

/// Number of blocks read together, while as many are decoded: enough to hide latency, and few enough to be in
/// memory twice.
const BLOCKS_AT_ONCE: usize = 4;

/// A record as displayed: fields by name.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRecord {
    /// Kind of record, as stored.
    pub kind: String,
    /// Id.
    pub id: Uuid,
    /// Fields; those never written are absent.
    pub fields: Vec<(String, Value)>,
}

/// All records. `records` take precedence over those with the same id in `blocks`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Snapshot {
    /// Records as imported.
    pub blocks: Vec<RecordBlock>,
    /// Records with single fields written.
    pub records: Vec<StoredRecord>,
    /// Records with concurrent values: kind and id.
    pub in_conflict: Vec<(String, Uuid)>,
    /// Rows that cannot be read; they stay in the store.
    pub unreadable: Vec<Unreadable>,
}

/// Readings and bills of some meters, by import.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoredFacts {
    /// Monthly readings.
    pub readings: Vec<ReadingBlock>,
    /// Bills.
    pub bills: Vec<BillBlock>,
    /// Blocks that cannot be read; they stay in the store.
    pub unreadable: Vec<Unreadable>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns all records.
    ///
    /// # Errors
    /// [`LedgerError::Storage`] if the store cannot be read. Unreadable rows are listed in the snapshot and do
    /// not hold back the others.
    pub async fn snapshot(&self) -> Result<Snapshot, LedgerError> {
        let mut blocks = Vec::new();
        let snapshot = self.snapshot_with(async |block| blocks.push(block)).await?;
        Ok(Snapshot { blocks, ..snapshot })
    }

    /// The same, with each block passed to `take` as soon as it is read, and none in the snapshot.
    ///
    /// # Errors
    /// Same as [`Ledger::snapshot`].
    pub async fn snapshot_with(
        &self,
        mut take: impl AsyncFnMut(RecordBlock),
    ) -> Result<Snapshot, LedgerError> {
        let index = self.index().await?;
        let mut snapshot = Snapshot { unreadable: index.unreadable.clone(), ..Snapshot::default() };
        let (overlays, damaged) = self.rows.scan::<Overlay>(StoreTable::Records, "", END).await?;
        snapshot.unreadable.extend(damaged);
        let mut written: BTreeMap<String, BTreeMap<Uuid, LedgerRecord>> = BTreeMap::new();
        for (_, overlay) in overlays {
            let (kind, id) = (overlay.state.kind.clone(), overlay.state.id);
            let known = LedgerRecord::new(&kind, id, Some(overlay));
            written.entry(kind).or_default().insert(id, known);
        }
        let live: Vec<&BlockEntry> = index
            .live()
            .filter(|entry| matches!(entry.content, BlockContent::Records(_)))
            .collect();
        let ids: Vec<BlockId> = live.iter().map(|entry| entry.block).collect();
        let mut entries = live.into_iter();
        let each = async |block| {
            let entry = entries.next();
            match (block, entry) {
                (Ok(Block::Records(block)), Some(entry)) => {
                    let written = written.get_mut(&block.kind).into_iter();
                    let span = entry.first..=entry.last;
                    for (_, known) in written.flat_map(|written| written.range_mut(span.clone())) {
                        for entry in index.bringing(entry.block) {
                            known.imply(entry, &block);
                        }
                    }
                    take(block).await;
                }
                (Ok(_), _) => {}
                (Err(unreadable), _) => snapshot.unreadable.push(unreadable),
            }
        };
        self.each_block(&ids, each).await?;
        for known in written.into_values().flat_map(BTreeMap::into_values) {
            let known = match known.overlay.is_partly_withdrawn(&index) {
                true => self.known(&known.overlay.state.kind, known.overlay.state.id).await?,
                false => known,
            };
            if known.overlay.is_hidden(&index) {
                continue;
            }
            if known.is_in_conflict(&index) {
                snapshot.in_conflict.push(known.name());
            }
            snapshot.records.push(known.shown(&index));
        }
        Ok(snapshot)
    }

    /// Returns the readings and bills of these meters, or of all; only blocks that may contain them are opened.
    ///
    /// # Errors
    /// [`LedgerError::Storage`] if the store cannot be read. Unreadable blocks are listed and do not hold back
    /// the others.
    pub async fn facts(&self, meters: Option<&[Uuid]>) -> Result<StoredFacts, LedgerError> {
        let (mut readings, mut bills) = (Vec::new(), Vec::new());
        let unreadable = self.facts_with(meters, async |block| match block {
            Block::Readings(block) => readings.push(block),
            Block::Bills(block) => bills.push(block),
            Block::Records(_) => {}
        });
        let unreadable = unreadable.await?;
        Ok(StoredFacts { readings, bills, unreadable })
    }

    /// The same, with each block passed to `take` as soon as it is read. Returns the unreadable ones.
    ///
    /// # Errors
    /// Same as [`Ledger::facts`].
    pub async fn facts_with(
        &self,
        meters: Option<&[Uuid]>,
        mut take: impl AsyncFnMut(Block),
    ) -> Result<Vec<Unreadable>, LedgerError> {
        let mut unreadable = Vec::new();
        let each = async |block| match block {
            Ok(block) => take(block).await,
            Err(error) => unreadable.push(error),
        };
        self.each_block(&self.fact_blocks(meters).await?, each).await?;
        Ok(unreadable)
    }

    /// Returns the encoded blocks of all readings and bills in order of import, for a worker to decode.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn encoded_facts(&self) -> Result<Vec<Vec<u8>>, LedgerError> {
        let wanted = self.fact_blocks(None).await?;
        let keys: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        let rows = self.rows.get_many_bytes(StoreTable::Blocks, &keys).await?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Returns the blocks of readings and bills that may contain these meters, or all, in order of import.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    async fn fact_blocks(&self, meters: Option<&[Uuid]>) -> Result<Vec<BlockId>, LedgerError> {
        let is_wanted = |entry: &BlockEntry| {
            !matches!(entry.content, BlockContent::Records(_))
                && meters.is_none_or(|meters| meters.iter().any(|meter| entry.spans(*meter)))
        };
        let index = self.index().await?;
        Ok(index.live().filter(|entry| is_wanted(entry)).map(|entry| entry.block).collect())
    }

    /// Returns one block; `Ok(None)` if it is missing or damaged, which the snapshot tells.
    pub(super) async fn block(&self, id: BlockId) -> Result<Option<Block>, LedgerError> {
        let rows = self.rows.get_many::<Block>(StoreTable::Blocks, &[id.to_string()]).await?;
        Ok(rows.into_iter().next().and_then(Result::ok).flatten())
    }

    pub(super) async fn blocks(&self, ids: &[BlockId]) -> Result<Vec<Block>, LedgerError> {
        let mut blocks = Vec::with_capacity(ids.len());
        self.each_block(ids, async |block| blocks.push(block)).await?;
        Ok(blocks.into_iter().collect::<Result<_, _>>()?)
    }

    /// Passes each of these blocks to `take`, in order.
    async fn each_block(
        &self,
        ids: &[BlockId],
        mut take: impl AsyncFnMut(Result<Block, Unreadable>),
    ) -> Result<(), LedgerError> {
        const TABLE: StoreTable = StoreTable::Blocks;
        let keys: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let each = async |key: &str, row: Result<Option<Block>, Unreadable>| {
            let absent = || Unreadable { table: TABLE, key: key.to_owned(), is_newer: false };
            take(row.and_then(|block| block.ok_or_else(absent))).await;
        };
        Ok(self.rows.each(TABLE, &keys, BLOCKS_AT_ONCE, each).await?)
    }
}
