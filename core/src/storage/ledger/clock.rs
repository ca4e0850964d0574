//! Writer of a store, its clock, and how far each writer's log has been applied. One row, updated by every commit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::sync::{
    Change, ChangeId, Stamp, Writer,
    codec::{CodecError, RowCodec, body_of},
};

/// Key of the row.
pub(super) const CLOCK: &str = "clock";

/// Writer of this store, with its sequence number and latest stamp, and the progress of all writers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Clock {
    pub writer: Writer,
    pub seq: u64,
    pub stamp: Stamp,
    /// Last change applied from each writer's log, this one's included. Empty only in a store of the first format,
    /// and in a new one.
    pub applied: BTreeMap<Writer, u64>,
}

impl RowCodec for Clock {
    const VERSION: u8 = 2;

    fn of_version(version: u8, body: &[u8]) -> Result<Self, CodecError> {
        match version {
            1 => body_of::<(Writer, u64, Stamp)>(body).map(|(writer, seq, stamp)| Self {
                seq,
                stamp,
                ..Self::new(writer)
            }),
            _ => body_of(body),
        }
    }
}

impl Clock {
    /// Creates the clock of a new store.
    pub const fn new(writer: Writer) -> Self {
        Self { writer, seq: 0, stamp: Stamp { millis: 0, counter: 0 }, applied: BTreeMap::new() }
    }

    /// Returns the id of this writer's next change.
    pub const fn next(&self) -> ChangeId {
        ChangeId { writer: self.writer, seq: self.seq + 1 }
    }

    /// Returns the sequence number of the last change applied from a writer's log; 0 for none.
    pub fn applied(&self, writer: Writer) -> u64 {
        self.applied.get(&writer).copied().unwrap_or_default()
    }

    /// Returns `true` if the change was applied.
    pub fn has(&self, change: ChangeId) -> bool {
        change.seq <= self.applied(change.writer)
    }

    /// Notes a change as applied.
    pub fn note(&mut self, change: &Change) {
        let ChangeId { writer, seq } = change.id;
        if writer == self.writer {
            self.seq = self.seq.max(seq);
        }
        self.stamp = self.stamp.max(change.stamp);
        let applied = self.applied.entry(writer).or_default();
        *applied = seq.max(*applied);
    }
}
