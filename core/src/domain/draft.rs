//! What a person's action wants to change, before the log gives it an id, a time and an author.
//!
//! Feature functions plan purely and return a draft; the ledger in the storage room makes the
//! change of it.

use uuid::Uuid;

pub use super::block::{Block, Packed, RecordBlock};
use super::{FieldOf, Id, Record, RecordKind, Value, attachment::Blob};

/// One field of one record gets a value.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldEdit {
    /// The kind of the record.
    pub kind: RecordKind,
    /// The id of the record.
    pub record: Uuid,
    /// The stable name of the field.
    pub field: &'static str,
    /// What it holds from now on.
    pub value: Value,
}

/// All that one action of a person changes; it is written whole or not at all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// What the person did, as a stable name that has a label in both languages:
    /// `customer.edit`, `import`, ...
    pub action: &'static str,
    /// Single fields.
    pub edits: Vec<FieldEdit>,
    /// Facts in bulk.
    pub blocks: Vec<Block>,
    /// Attachments that its records name.
    pub blobs: Vec<Blob>,
    /// A person was asked about what is doubtful in it, and says that it is right.
    pub is_sure: bool,
}

impl Draft {
    /// A draft of this action with nothing in it yet.
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
    pub fn edit<T: Record>(self, record: Id<T>, field: FieldOf<T>, value: Value) -> Self {
        self.set(record, field.name(), value)
    }

    fn set<T: Record>(mut self, record: Id<T>, field: &'static str, value: Value) -> Self {
        self.edits.push(FieldEdit { kind: T::RECORD_KIND, record: record.uuid(), field, value });
        self
    }

    /// Makes a record: every field of it that is not empty.
    #[must_use]
    pub fn create<T: Record>(mut self, record: &T) -> Self {
        for (field, value) in T::FIELDS.iter().copied().zip(record.values()) {
            if value != Value::Empty {
                self = self.set(record.id(), field, value);
            }
        }
        self
    }

    /// Changes a record from `before` to `after`: every field that differs.
    #[must_use]
    pub fn change<T: Record>(mut self, before: &T, after: &T) -> Self {
        for (place, field) in T::FIELDS.iter().copied().enumerate() {
            let value = after.value_at(place);
            if value != before.value_at(place) {
                self = self.set(after.id(), field, value);
            }
        }
        self
    }

    /// Brings an attachment, and answers the name by which a record of the draft is to refer to it.
    #[must_use]
    pub fn with_blob(mut self, bytes: Vec<u8>) -> (Self, String) {
        let blob = Blob::new(bytes);
        let name = blob.name().to_owned();
        self.blobs.push(blob);
        (self, name)
    }

    /// Nothing to write: an attachment alone is none, because nothing would name it.
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
