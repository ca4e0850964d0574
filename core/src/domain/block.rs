//! Bulk facts: the records, readings or bills of an import. Blocks are immutable and addressed by the hash of
//! their bytes; committing them is the ledger's task.

use serde::{Deserialize, Serialize, Serializer};
use uuid::Uuid;

use super::{
    Id, InOrder, Month, Record, Value,
    bills::{Bill, BillBlock},
    column::Column,
    readings::{Quantity, QuantityColumn, ReadingBlock},
};

/// New records of one kind, stored by field, as created by an import. Immutable; later edits of single records
/// are stored separately.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordBlock {
    /// Kind of record, as stored.
    pub kind: String,
    /// New ids; ascending, unique.
    pub ids: Vec<Uuid>,
    /// Fields set in at least one record: name, and one value per record in the order of `ids`.
    pub fields: Vec<(String, Column)>,
}

impl RecordBlock {
    /// Maximum number of records per block.
    pub const RECORDS: usize = 2048;

    /// Packs new records into blocks; fields that are empty in all of them are left out.
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
                            records.iter().map(|record| record.value_at(place)).collect::<Vec<_>>(),
                        )
                    })
                    .filter(|(_, values)| values.iter().any(|value| *value != Value::Empty))
                    .map(|(name, values)| (name, Column::of(values)))
                    .collect(),
            })
            .collect()
    }

    /// Returns the records. Fields of newer versions and values that do not fit their field are skipped; they
    /// stay in the block.
    pub fn unpack<T: Record>(self) -> Vec<T> {
        let mut records: Vec<T> = self.ids.iter().map(|id| T::empty(Id::new(*id))).collect();
        for (name, column) in self.fields {
            let Some(place) = T::field(&name) else {
                continue;
            };
            for (record, value) in records.iter_mut().zip(column.values()) {
                if value != Value::Empty {
                    let _ = record.set_at(place, value);
                }
            }
        }
        records
    }
}

/// Bulk facts of a change.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Stored")]
pub enum Block {
    /// New records.
    Records(RecordBlock),
    /// Monthly readings.
    Readings(ReadingBlock),
    /// Bills.
    Bills(BillBlock),
}

/// A block together with its encoded bytes, so that a block from a worker need not be encoded again.
#[derive(Clone, Debug, PartialEq)]
pub struct Packed {
    /// The decoded block.
    pub block: Block,
    /// Its encoded form.
    pub bytes: Vec<u8>,
}

/// Stored form of a block. The order of the variants is part of the format; variants that are no longer written
/// stay readable forever.
#[derive(Deserialize)]
enum Stored {
    /// Records stored value by value; no longer written.
    Rows(RowBlock),
    /// Readings at eight bytes per value; no longer written.
    WideReadings(WideReadings),
    /// Bills stored one by one, with dates as text; no longer written.
    ListedBills(ListedBills),
    Records(RecordBlock),
    Readings(ReadingBlock),
    Bills(BillBlock),
}

#[derive(Deserialize)]
struct RowBlock {
    kind: String,
    ids: Vec<Uuid>,
    fields: Vec<(String, Vec<Value>)>,
}

#[derive(Deserialize)]
struct WideReadings {
    meters: Vec<Uuid>,
    first_month: Month,
    months: usize,
    columns: Vec<(Quantity, Vec<f64>)>,
}

#[derive(Deserialize)]
struct ListedBills {
    meters: Vec<Uuid>,
    bills: Vec<Vec<Bill>>,
}

impl From<Stored> for Block {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Rows(RowBlock { kind, ids, fields }) => {
                let column = |(name, values)| (name, Column::Values(values));
                let fields = fields.into_iter().map(column).collect();
                Self::Records(RecordBlock { kind, ids, fields })
            }
            Stored::WideReadings(WideReadings { meters, first_month, months, columns }) => {
                let column = |(quantity, values): (_, Vec<f64>)| QuantityColumn {
                    quantity,
                    values: values.into(),
                };
                Self::Readings(ReadingBlock {
                    meters,
                    first_month,
                    months,
                    columns: columns.into_iter().map(column).collect(),
                })
            }
            Stored::ListedBills(ListedBills { meters, bills }) => {
                let mut block = BillBlock::default();
                for (meter, bills) in meters.into_iter().zip(bills) {
                    block.push(meter, bills);
                }
                Self::Bills(block)
            }
            Stored::Records(block) => Self::Records(block),
            Stored::Readings(block) => Self::Readings(block),
            Stored::Bills(block) => Self::Bills(block),
        }
    }
}

impl Serialize for Block {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        const STORED: &str = "Stored";
        match self {
            Self::Records(block) => to.serialize_newtype_variant(STORED, 3, "Records", block),
            Self::Readings(block) => to.serialize_newtype_variant(STORED, 4, "Readings", block),
            Self::Bills(block) => to.serialize_newtype_variant(STORED, 5, "Bills", block),
        }
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
            blocks.iter().map(|block| block.ids.len()).collect::<Vec<_>>(),
            [2048, 2048, 904]
        );
        assert!(blocks.iter().all(|block| block.fields.iter().all(|(name, _)| name != "industry")));
        let back: Vec<Customer> =
            blocks.into_iter().flat_map(RecordBlock::unpack::<Customer>).collect();
        assert_eq!(back, customers);
    }
}
