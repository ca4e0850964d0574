//! A planned change, before the log assigns its id, time and author.
//!
//! Feature functions plan purely and return a draft; the ledger in the storage room turns it into a change.

use uuid::Uuid;

pub use super::block::{Block, Packed, RecordBlock};
use super::{Id, Record, RecordKind, Value, attachment::Blob};

/// A new value for one field of one record.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEdit {
    /// Kind of the record.
    pub kind: RecordKind,
    /// Id of the record.
    pub record: Uuid,
    /// Stable name of the field.
    pub field: &'static str,
    /// New value.
    pub value: Value,
}

/// Everything that one user action changes; written atomically.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Stable name of the user's action, with a label in both languages: `customer.edit`, `import`, …
    pub action: &'static str,
    /// Edits of single fields.
    pub edits: Vec<FieldEdit>,
    /// Bulk facts.
    pub blocks: Vec<Block>,
    /// Attachments referenced by the records.
    pub blobs: Vec<Blob>,
    /// Confirms that the user reviewed the doubtful values and declared them correct.
    pub is_sure: bool,
}

impl Draft {
    /// Creates an empty draft of this action.
    pub fn new(action: &'static str) -> Self {
        Self { action, ..Self::default() }
    }

    /// Marks the doubtful values in it as confirmed by a person.
    #[must_use]
    pub const fn surely(mut self) -> Self {
        self.is_sure = true;
        self
    }

    /// Sets one field of a record.
    #[must_use]
    pub fn edit<T: Record>(mut self, record: Id<T>, field: &'static str, value: Value) -> Self {
        self.edits.push(FieldEdit { kind: T::KIND, record: record.uuid(), field, value });
        self
    }

    /// Creates a record: sets every field that is not empty.
    #[must_use]
    pub fn create<T: Record>(mut self, record: &T) -> Self {
        for (field, value) in T::FIELDS.iter().copied().zip(record.values()) {
            if value != Value::Empty {
                self = self.edit(record.id(), field, value);
            }
        }
        self
    }

    /// Changes a record from `before` to `after`: sets every field that differs.
    #[must_use]
    pub fn change<T: Record>(mut self, before: &T, after: &T) -> Self {
        for (place, field) in T::FIELDS.iter().copied().enumerate() {
            let value = after.value_at(place);
            if value != before.value_at(place) {
                self = self.edit(after.id(), field, value);
            }
        }
        self
    }

    /// Adds an attachment and returns the hash by which records of the draft refer to it.
    #[must_use]
    pub fn with_blob(mut self, bytes: Vec<u8>) -> (Self, String) {
        let blob = Blob::new(bytes);
        let name = blob.name().to_owned();
        self.blobs.push(blob);
        (self, name)
    }

    /// Returns `true` if there is nothing to write. Attachments alone do not count, because no record would refer
    /// to them.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty() && self.blocks.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Customer;

    #[test]
    fn a_change_names_only_what_differs() {
        let before =
            Customer { name: "甲".into(), ..Customer::empty(Id::new(Uuid::from_u128(1))) };
        let after = Customer { region: "宿州".into(), ..before.clone() };
        let draft = Draft::new("customer.edit").change(&before, &after);
        assert_eq!(draft.edits.iter().map(|edit| edit.field).collect::<Vec<_>>(), ["region"]);
    }
}
