//! Changes: one user action each, as stored in the log. The order of fields and variants is part of the stored
//! format and grows only at its end, under a new version of [`super::codec`].

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::codec::{CodecError, RowCodec, body_of};
use crate::domain::Value;

/// An installation that writes changes. Its id is new for each and never resumed after a restore, so that no two
/// share a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Writer(pub Uuid);

/// Id of a change: the writer and the sequence number in its log, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChangeId {
    /// Writer.
    pub writer: Writer,
    /// Sequence number within the writer's log.
    pub seq: u64,
}

/// Id of one edit of a change. The edits implied by a block are numbered after the single ones, so that a bulk
/// import has a million ids without storing one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EditId {
    /// Change that it belongs to.
    pub change: ChangeId,
    /// Index in the change.
    pub index: u64,
}

/// A hybrid logical timestamp: never earlier than any that was seen, and close to the wall clock while clocks are
/// right. It decides which value is *displayed*, never which values are kept.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Stamp {
    /// Milliseconds since 1970.
    pub millis: u64,
    /// Counter of changes within a millisecond, or while the clock is behind.
    pub counter: u32,
}

impl Stamp {
    /// Returns the stamp of a change made at `now` after everything up to `self` was seen.
    pub const fn next(self, now_millis: u64) -> Self {
        if now_millis > self.millis {
            Self { millis: now_millis, counter: 0 }
        } else {
            Self { millis: self.millis, counter: self.counter.saturating_add(1) }
        }
    }
}

/// A new value for one field of one record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The kind of the record, as stored.
    pub kind: String,
    /// Id of the record.
    pub record: Uuid,
    /// Stable name of the field.
    pub field: String,
    /// New value.
    pub value: Value,
    /// Edits that it had seen and replaces.
    pub replaces: Vec<EditId>,
}

/// Id of a block: the BLAKE3 hash of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct BlockId(pub [u8; 32]);

impl BlockId {
    /// Returns the id of an encoded block.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }
}

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

/// Everything that one user action changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Id.
    pub id: ChangeId,
    /// Timestamp.
    pub stamp: Stamp,
    /// Author, by the name known on the tablet.
    pub author: String,
    /// Stable name of the action.
    pub action: String,
    /// Edits of single fields.
    pub edits: Vec<Edit>,
    /// Ids of its blocks of bulk facts.
    pub blocks: Vec<BlockId>,
    /// Blocks that this change withdraws.
    pub withdrawn: Vec<BlockId>,
    /// Change that this one undoes.
    pub undoes: Option<ChangeId>,
    /// Wall clock of its author at that moment, milliseconds since 1970. It is shown to users; the order follows
    /// `stamp`, which runs ahead of the clock once a clock was ahead.
    pub made_at: u64,
    /// Other changes that decided on the same blocks, concurrently with the one that this undoes. It replaces them
    /// as well.
    pub also_undoes: Vec<ChangeId>,
}

/// A change in versions 1 and 2. Version 1 did not store the wall clock, and neither had `also_undoes`.
#[derive(Deserialize)]
struct Former {
    id: ChangeId,
    stamp: Stamp,
    author: String,
    action: String,
    edits: Vec<Edit>,
    blocks: Vec<BlockId>,
    withdrawn: Vec<BlockId>,
    undoes: Option<ChangeId>,
}

impl Former {
    fn into_change(self, made_at: u64) -> Change {
        Change {
            id: self.id,
            stamp: self.stamp,
            author: self.author,
            action: self.action,
            edits: self.edits,
            blocks: self.blocks,
            withdrawn: self.withdrawn,
            undoes: self.undoes,
            made_at,
            also_undoes: Vec::new(),
        }
    }
}

impl RowCodec for Change {
    const VERSION: u8 = 3;

    fn of_version(version: u8, body: &[u8]) -> Result<Self, CodecError> {
        match version {
            1 => body_of::<Former>(body).map(|old| {
                // The stamp equals the clock, except after a clock that was ahead.
                let made_at = old.stamp.millis;
                old.into_change(made_at)
            }),
            2 => body_of::<(Former, u64)>(body).map(|(old, made_at)| old.into_change(made_at)),
            _ => body_of(body),
        }
    }
}

impl RowCodec for ChangeId {}

impl Change {
    /// Returns the id of the edit at this index of [`Change::edits`].
    pub const fn edit_id(&self, index: usize) -> EditId {
        EditId { change: self.id, index: index as u64 }
    }

    /// Returns the changes whose decision on its blocks it replaces.
    pub fn replaced(&self) -> impl Iterator<Item = ChangeId> + '_ {
        self.undoes.into_iter().chain(self.also_undoes.iter().copied())
    }

    /// Returns `true` if its blocks are new; an undo names blocks that an earlier change brought.
    pub const fn brings_blocks(&self) -> bool {
        self.undoes.is_none()
    }

    /// Returns the records touched by its single edits, by kind and id, with the indices of their edits.
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
