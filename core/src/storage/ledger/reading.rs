//! Reading of the ledger: everything at start, or the facts of some meters.

use std::collections::HashSet;

use uuid::Uuid;

use super::{BlockContent, BlockEntry, END, Ledger, LedgerError, record_key, staging::Overlay};
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
    sync::{BlockId, Change, RecordState},
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

impl StoredRecord {
    fn of(state: RecordState) -> Self {
        let fields = state.displayed();
        Self {
            fields: fields.map(|(name, value)| (name.to_owned(), value.clone())).collect(),
            kind: state.kind,
            id: state.id,
        }
    }
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
        let mut snapshot = Snapshot::default();
        let (entries, damaged) = self.index().await?;
        snapshot.unreadable.extend(damaged);
        let mut live = Vec::new();
        let mut withdrawn: HashSet<BlockId> = HashSet::new();
        for (_, entry) in entries {
            if let BlockContent::Records(_) = entry.content {
                if entry.withdrawn.is_none() {
                    live.push(entry.block);
                } else {
                    withdrawn.insert(entry.block);
                }
            }
        }
        withdrawn.retain(|block| !live.contains(block));
        let each = async |block| match block {
            Ok(Block::Records(block)) => take(block).await,
            Ok(_) => {}
            Err(unreadable) => snapshot.unreadable.push(unreadable),
        };
        self.each_block(&live, each).await?;
        let (overlays, damaged) = self.rows.scan::<Overlay>(StoreTable::Records, "", END).await?;
        snapshot.unreadable.extend(damaged);
        for (_, Overlay { block, state }) in overlays {
            if block.is_some_and(|block| withdrawn.contains(&block)) {
                continue;
            }
            if state.in_conflict().next().is_some() {
                snapshot.in_conflict.push((state.kind.clone(), state.id));
            }
            snapshot.records.push(StoredRecord::of(state));
        }
        Ok(snapshot)
    }

    /// Returns the single fields written over the records of blocks that an undo brings back.
    pub(super) async fn shown_again(
        &self,
        change: &Change,
        blocks: &[Block],
    ) -> Result<Vec<StoredRecord>, LedgerError> {
        let mut records = Vec::new();
        // Nothing can have been written over a new record.
        for block in blocks.iter().filter(|_| change.undoes.is_some()) {
            let Block::Records(RecordBlock { kind, ids, .. }) = block else {
                continue;
            };
            let (Some(first), Some(last)) = (ids.first(), ids.last()) else {
                continue;
            };
            let (from, to) = (record_key(kind, *first), record_key(kind, *last) + END);
            // Unreadable rows are listed by the snapshot.
            let (overlays, _) = self.rows.scan(StoreTable::Records, &from, &to).await?;
            let overlays = overlays.into_iter().map(|(_, overlay): (_, Overlay)| overlay);
            records.extend(
                overlays
                    .filter(|overlay| ids.binary_search(&overlay.state.id).is_ok())
                    .map(|overlay| StoredRecord::of(overlay.state)),
            );
        }
        Ok(records)
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

    /// Returns the encoded blocks of all readings and bills in order of arrival, for a worker to decode.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn encoded_facts(&self) -> Result<Vec<Vec<u8>>, LedgerError> {
        let wanted = self.fact_blocks(None).await?;
        let keys: Vec<String> = wanted.iter().map(ToString::to_string).collect();
        let rows = self.rows.get_many_bytes(StoreTable::Blocks, &keys).await?;
        Ok(rows.into_iter().flatten().collect())
    }

    /// Returns the blocks of readings and bills that may contain these meters, or all, in order of arrival.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    async fn fact_blocks(&self, meters: Option<&[Uuid]>) -> Result<Vec<BlockId>, LedgerError> {
        let is_wanted = |entry: &BlockEntry| {
            !matches!(entry.content, BlockContent::Records(_))
                && entry.withdrawn.is_none()
                && meters.is_none_or(|meters| meters.iter().any(|meter| entry.spans(*meter)))
        };
        let entries = self.index().await?.0.into_iter().map(|(_, entry)| entry);
        Ok(entries.filter(is_wanted).map(|entry| entry.block).collect())
    }

    pub(super) async fn index(
        &self,
    ) -> Result<(Vec<(String, BlockEntry)>, Vec<Unreadable>), LedgerError> {
        Ok(self.rows.scan(StoreTable::Index, "", END).await?)
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
