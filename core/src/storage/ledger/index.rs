//! Index of blocks: what is known about a block, and about records imported with it, without opening it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{Value, draft::Block, draft::RecordBlock},
    sync::{BlockId, ChangeId, EditId, Stamp, codec::RowCodec, register::Version},
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
    /// Change that withdrew it.
    pub withdrawn: Option<ChangeId>,
}

impl RowCodec for BlockEntry {}

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
            withdrawn: None,
        }
    }

    /// Returns `true` if it may contain this id.
    pub fn spans(&self, id: Uuid) -> bool {
        (self.first..=self.last).contains(&id)
    }

    /// Returns the block's value of a field of one record as the version that it implies: edits are numbered
    /// record by record, field by field.
    pub fn version(&self, block: &RecordBlock, id: Uuid, field: &str) -> Option<Version> {
        let row = block.ids.binary_search(&id).ok()?;
        let column = block.fields.iter().position(|(name, _)| name == field)?;
        let value = block.fields[column].1.value(row);
        (value != Value::Empty).then(|| Version {
            edit: EditId {
                change: self.change,
                index: self.first_edit + (row * block.fields.len() + column) as u64,
            },
            stamp: self.stamp,
            value,
        })
    }
}

/// Returns the number of edits implied by a block.
pub(super) fn implied_edits(block: &Block) -> u64 {
    match block {
        Block::Records(records) => (records.ids.len() * records.fields.len()) as u64,
        Block::Readings(_) | Block::Bills(_) => 0,
    }
}
