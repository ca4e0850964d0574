//! One action of a person, as the log keeps it. The order of fields and variants is the stored
//! format: it only grows at its end, under a new version of [`super::codec`].

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codec::{CodecError, RowCodec, body_of};
use crate::domain::Value;

/// An installation that writes: new for each, and never resumed after a restore, so that no two
/// share a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Writer(pub Uuid);

/// A change: the writer and its place in the writer's sequence, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChangeId {
    /// Who wrote it.
    pub writer: Writer,
    /// Sequence number within the writer's log.
    pub seq: u64,
}

/// One edit of a change. The edits of a block's fields are numbered on from the single ones, so a
/// bulk import names a million of them without storing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EditId {
    /// The change it belongs to.
    pub change: ChangeId,
    /// Its place there.
    pub index: u64,
}

/// A hybrid logical timestamp: never behind any that was seen, near the wall clock when clocks are
/// right. It orders what is *displayed*; it never decides what is kept.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub millis: u64,
    /// Counts changes within, or while the clock stands behind, a millisecond.
    pub counter: u32,
}

impl Stamp {
    /// The stamp of a change made at `now` after everything up to `self` was seen.
    pub const fn next(self, now_millis: u64) -> Self {
        if now_millis > self.millis {
            Self { millis: now_millis, counter: 0 }
        } else {
            Self { millis: self.millis, counter: self.counter.saturating_add(1) }
        }
    }
}

/// One field of one record got a value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The kind of the record, as stored.
    pub kind: String,
    /// The record.
    pub record: Uuid,
    /// The stable name of the field.
    pub field: String,
    /// What it holds.
    pub value: Value,
    /// The edits that it had seen and takes the place of.
    pub replaces: Vec<EditId>,
}

/// A block by the BLAKE3 hash of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockId(pub [u8; 32]);

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// All that one action of a person changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Which.
    pub id: ChangeId,
    /// When.
    pub stamp: Stamp,
    /// Who, as the tablet knew the person's name.
    pub author: String,
    /// What, as a stable name.
    pub action: String,
    /// Single fields.
    pub edits: Vec<Edit>,
    /// Facts in bulk, by name.
    pub blocks: Vec<BlockId>,
    /// Blocks that this change takes back.
    pub withdrawn: Vec<BlockId>,
    /// The change that this one takes back.
    pub undoes: Option<ChangeId>,
    /// The wall clock of its author at that moment, milliseconds since 1970. It is what people are
    /// shown; order is by `stamp`, which runs ahead of the clock once a clock was set ahead.
    pub made_at: u64,
}

/// A change as version 1 has it, which knew no wall clock.
#[derive(Deserialize)]
struct Version1 {
    id: ChangeId,
    stamp: Stamp,
    author: String,
    action: String,
    edits: Vec<Edit>,
    blocks: Vec<BlockId>,
    withdrawn: Vec<BlockId>,
    undoes: Option<ChangeId>,
}

impl From<Version1> for Change {
    fn from(old: Version1) -> Self {
        Self {
            id: old.id,
            stamp: old.stamp,
            author: old.author,
            action: old.action,
            edits: old.edits,
            blocks: old.blocks,
            withdrawn: old.withdrawn,
            undoes: old.undoes,
            // The stamp is the clock, except after a clock that was ahead.
            made_at: old.stamp.millis,
        }
    }
}

impl RowCodec for Change {
    const VERSION: u8 = 2;

    fn of_version(version: u8, body: &[u8]) -> Result<Self, CodecError> {
        match version {
            1 => body_of::<Version1>(body).map(Self::from),
            _ => body_of(body),
        }
    }
}

impl RowCodec for ChangeId {}

impl Change {
    /// The id of the edit at this place of [`Change::edits`].
    pub const fn edit_id(&self, index: usize) -> EditId {
        EditId { change: self.id, index: index as u64 }
    }

    /// The records that its single edits touch, by kind and id, and the places of their edits.
    pub fn touched(&self) -> BTreeMap<(String, Uuid), Vec<usize>> {
        let mut touched: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (place, edit) in self.edits.iter().enumerate() {
            touched.entry((edit.kind.clone(), edit.record)).or_default().push(place);
        }
        touched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_never_goes_back() {
        let cases = [
            ((100, 0), 200, (200, 0)),
            ((100, 3), 100, (100, 4)),
            ((100, 0), 50, (100, 1)),
            ((u64::MAX, u32::MAX), 50, (u64::MAX, u32::MAX)),
        ];
        for ((millis, counter), now, (next_millis, next_counter)) in cases {
            let next = Stamp { millis, counter }.next(now);
            assert_eq!((next.millis, next.counter), (next_millis, next_counter));
        }
    }
}
