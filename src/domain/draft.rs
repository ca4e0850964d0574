//! What a person's action wants to change, before the log gives it an id, a time and an author.
//!
//! Feature functions plan purely and return a draft; the ledger in the storage room makes the
//! change of it.

use crate::domain::InOrder;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Id, Record, RecordKind, Value, attachment::Blob, bills::BillBlock, readings::ReadingBlock,
};

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

/// Many new records of one kind at once, field by field: how an import brings customers. Immutable;
/// a later edit of one of them is kept beside it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordBlock {
    /// The kind, as stored.
    pub kind: String,
    /// The new ids, ascending, no repeats.
    pub ids: Vec<Uuid>,
    /// The fields that any of them has: the name, and a value a record in the order of `ids`.
    pub fields: Vec<(String, Vec<Value>)>,
}

impl RecordBlock {
    /// How many records a block holds at most.
    pub const RECORDS: usize = 2048;

    /// Packs new records into blocks; fields that none of them has are left out.
    pub fn pack<T: Record>(mut records: Vec<T>) -> Vec<Self> {
        records.order_by_key(Record::id);
        records
            .chunks(Self::RECORDS)
            .map(|records| Self {
                kind: T::KIND.into(),
                ids: records.iter().map(|record| record.id().uuid()).collect(),
                fields: T::FIELDS
                    .iter()
                    .enumerate()
                    .map(|(place, name)| {
                        (
                            (*name).to_owned(),
                            records
                                .iter()
                                .map(|record| record.value_at(place))
                                .collect::<Vec<_>>(),
                        )
                    })
                    .filter(|(_, values)| values.iter().any(|value| *value != Value::Empty))
                    .collect(),
            })
            .collect()
    }

    /// The records in it. A field of a newer version, or a value that does not fit its field, is
    /// passed over; it stays in the block.
    pub fn unpack<T: Record>(self) -> Vec<T> {
        let mut records: Vec<T> = self.ids.iter().map(|id| T::empty(Id::new(*id))).collect();
        for (name, values) in self.fields {
            let Some(place) = T::field(&name) else {
                continue;
            };
            for (record, value) in records.iter_mut().zip(values) {
                if value != Value::Empty {
                    let _ = record.set_at(place, value);
                }
            }
        }
        records
    }
}

/// Facts in bulk that a change brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// New records.
    Records(RecordBlock),
    /// Monthly readings.
    Readings(ReadingBlock),
    /// Bills.
    Bills(BillBlock),
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
}

impl Draft {
    /// A draft of this action with nothing in it yet.
    pub fn new(action: &'static str) -> Self {
        Self {
            action,
            ..Self::default()
        }
    }

    /// Sets one field of a record.
    #[must_use]
    pub fn edit<T: Record>(mut self, record: Id<T>, field: &'static str, value: Value) -> Self {
        self.edits.push(FieldEdit {
            kind: T::KIND,
            record: record.uuid(),
            field,
            value,
        });
        self
    }

    /// Makes a record: every field of it that is not empty.
    #[must_use]
    pub fn create<T: Record>(mut self, record: &T) -> Self {
        for (field, value) in T::FIELDS.iter().copied().zip(record.values()) {
            if value != Value::Empty {
                self = self.edit(record.id(), field, value);
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
                self = self.edit(after.id(), field, value);
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
    fn records_survive_a_block() {
        let customers: Vec<Customer> = (1..=5000_u128)
            .map(|n| Customer {
                name: format!("客户{n}"),
                voltage_level_kv: (n % 2 == 0).then_some(10.0),
                ..Customer::empty(Id::new(Uuid::from_u128(n)))
            })
            .collect();
        let blocks = RecordBlock::pack(customers.clone());
        assert_eq!(
            blocks
                .iter()
                .map(|block| block.ids.len())
                .collect::<Vec<_>>(),
            [2048, 2048, 904]
        );
        assert!(
            blocks
                .iter()
                .all(|block| block.fields.iter().all(|(name, _)| name != "industry"))
        );
        let back: Vec<Customer> = blocks
            .into_iter()
            .flat_map(RecordBlock::unpack::<Customer>)
            .collect();
        assert_eq!(back, customers);
    }

    #[test]
    fn a_change_names_only_what_differs() {
        let before = Customer {
            name: "甲".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        };
        let after = Customer {
            region: "宿州".into(),
            ..before.clone()
        };
        let draft = Draft::new("customer.edit").change(&before, &after);
        assert_eq!(
            draft
                .edits
                .iter()
                .map(|edit| edit.field)
                .collect::<Vec<_>>(),
            ["region"]
        );
    }
}
