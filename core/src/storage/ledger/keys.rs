//! Keys of the rows. Their order is the order in which rows are read: those of changes by stamp, which is the same on
//! every tablet, and those of commits by number, which is not.

use uuid::Uuid;

use crate::sync::{BlockId, Change, ChangeId, Stamp};

/// Greater than every key.
pub(super) const END: &str = "\u{10ffff}";

/// Start of the keys of decisions on blocks; greater than the keys of the blocks' entries, which are digits.
pub(super) const DECISIONS: &str = "undo/";

/// Key of a commit.
pub(super) fn commit_key(head: u64) -> String {
    format!("{head:012}")
}

/// Key of a change within its writer's log.
pub(super) fn change_key(id: ChangeId) -> String {
    format!("{}/{:012}", id.writer.0, id.seq)
}

/// Key of a record.
pub(super) fn record_key(kind: &str, id: Uuid) -> String {
    format!("{kind}/{id}")
}

/// Key of a change in the history of a record.
pub(super) fn touched_key(kind: &str, id: Uuid, change: &Change) -> String {
    format!("{}/{}", record_key(kind, id), order_key(change.stamp, change.id))
}

/// Key of the block at this place of a change.
pub(super) fn entry_key(stamp: Stamp, change: ChangeId, place: usize) -> String {
    format!("{}/{place:06}", order_key(stamp, change))
}

/// Key of the decisions on a block.
pub(super) fn decision_key(block: BlockId) -> String {
    format!("{DECISIONS}{block}")
}

/// Key of a change in the order that all tablets share.
fn order_key(stamp: Stamp, change: ChangeId) -> String {
    format!("{:016x}{:08x}/{}", stamp.millis, stamp.counter, change_key(change))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::Writer;

    #[test]
    fn keys_are_ordered_as_the_changes_are() {
        let id = |writer, seq| ChangeId { writer: Writer(Uuid::from_u128(writer)), seq };
        let stamp = |millis, counter| Stamp { millis, counter };
        let keys = [
            entry_key(stamp(9, 4_000_000_000), id(9, 9), 9),
            entry_key(stamp(10, 9), id(9, 9), 9),
            entry_key(stamp(10, 10), id(1, 9), 9),
            entry_key(stamp(10, 10), id(1, 10), 0),
            entry_key(stamp(10, 10), id(2, 1), 0),
            entry_key(stamp(10, 10), id(2, 1), 10),
            entry_key(stamp(u64::MAX, u32::MAX), id(2, 1), 0),
            decision_key(BlockId([0; 32])),
        ];
        assert!(keys.is_sorted());
        assert!(keys.iter().all(|key| key.as_str() < END));
    }
}
