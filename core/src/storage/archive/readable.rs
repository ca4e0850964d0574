//! Content of a block as lines of JSON, for people and their tools. Restoring reads the binary form beside it.

use serde::{Serialize, Serializer};

use crate::domain::{
    Value,
    bills::{Bill, BillBlock},
    draft::{Block, RecordBlock},
    readings::ReadingBlock,
};

/// A line: names and values in this order.
struct Object<'a>(Vec<(&'a str, Cell<'a>)>);

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.0.iter().map(|(name, cell)| (name, cell)))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum Cell<'a> {
    Nothing,
    Bool(bool),
    /// `null` for NaN.
    Number(f64),
    Text(String),
    Numbers(Vec<f64>),
    Objects(Vec<Object<'a>>),
}

/// Passes on the lines of a block one by one, with line endings.
pub(super) fn lines<E>(
    block: &Block,
    mut line: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let mut write = |object: &Object<'_>| {
        let mut text = serde_json::to_string(object).unwrap_or_default();
        text.push('\n');
        line(&text)
    };
    match block {
        Block::Records(block) => {
            (0..block.ids.len()).try_for_each(|row| write(&record(block, row)))
        }
        Block::Readings(block) => {
            (0..block.meters.len()).try_for_each(|row| write(&readings(block, row)))
        }
        Block::Bills(block) => {
            (0..block.meters().len()).try_for_each(|row| write(&bills(block, row)))
        }
    }
}

fn record(block: &RecordBlock, row: usize) -> Object<'_> {
    let id = ("id", Cell::Text(block.ids[row].to_string()));
    let fields = block.fields.iter().filter_map(|(name, column)| {
        let value = column.value(row);
        (value != Value::Empty).then(|| (name.as_str(), cell(value)))
    });
    Object([("kind", Cell::Text(block.kind.clone())), id].into_iter().chain(fields).collect())
}

fn cell(value: Value) -> Cell<'static> {
    match value {
        Value::Empty => Cell::Nothing,
        Value::Bool(bool) => Cell::Bool(bool),
        Value::Number(number) => Cell::Number(number),
        Value::Text(text) | Value::Json(text) => Cell::Text(text),
        Value::Date(date) => Cell::Text(date.to_string()),
        Value::Id(id) => Cell::Text(id.to_string()),
    }
}

fn readings(block: &ReadingBlock, row: usize) -> Object<'_> {
    let meter = ("meter", Cell::Text(block.meters[row].to_string()));
    let first = ("first_month", Cell::Text(block.first_month.to_string()));
    let columns = block.columns.iter().map(|column| {
        let values = column.values.slice(row * block.months..(row + 1) * block.months);
        (column.quantity.name(), Cell::Numbers(values.into_iter().flatten().collect()))
    });
    Object([meter, first].into_iter().chain(columns).collect())
}

fn bills(block: &BillBlock, row: usize) -> Object<'_> {
    let bill = |bill: Bill| {
        let day = |day: Option<jiff::civil::Date>| {
            day.map_or(Cell::Nothing, |day| Cell::Text(day.to_string()))
        };
        Object(vec![
            ("month", Cell::Text(bill.month.to_string())),
            ("amount_cny", Cell::Number(bill.amount_cny)),
            ("due_on", day(bill.due_on)),
            ("paid_on", day(bill.paid_on)),
        ])
    };
    Object(vec![
        ("meter", Cell::Text(block.meters()[row].to_string())),
        ("bills", Cell::Objects(block.row(row).map(bill).collect())),
    ])
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        Customer, Id, Month, Record,
        readings::{Quantity, QuantityColumn},
    };

    fn told(block: &Block) -> String {
        let mut text = String::new();
        lines(block, |line| {
            text.push_str(line);
            Ok::<(), ()>(())
        })
        .unwrap();
        text
    }

    #[test]
    fn blocks_are_told_line_by_line() {
        let customer = Customer {
            name: "\u{7532}".into(),
            voltage_level_kv: Some(10.0),
            ..Customer::empty(Id::new(Uuid::from_u128(1)))
        };
        let mut block = RecordBlock::pack(vec![customer]).remove(0);
        block.fields.retain(|(name, _)| name == "name" || name == "voltage_level_kv");
        let meter = "00000000-0000-0000-0000-000000000001";
        assert_eq!(
            told(&Block::Records(block)),
            format!(
                "{{\"kind\":\"customer\",\"id\":\"{meter}\",\"name\":\"\u{7532}\",\"voltage_level_kv\":10.0}}\n"
            ),
        );
        let month = Month::new(2026, 1).unwrap();
        let readings = Block::Readings(ReadingBlock {
            meters: vec![Uuid::from_u128(1)],
            first_month: month,
            months: 2,
            columns: vec![QuantityColumn {
                quantity: Quantity::EnergyKwh,
                values: vec![189.8, f64::NAN].into(),
            }],
        });
        assert_eq!(
            told(&readings),
            format!(
                "{{\"meter\":\"{meter}\",\"first_month\":\"2026-01\",\"energy_kwh\":[189.8,null]}}\n"
            ),
        );
        let mut bills = BillBlock::default();
        let bill =
            Bill { month, amount_cny: -12.5, due_on: Some(date(2026, 2, 20)), paid_on: None };
        bills.push(Uuid::from_u128(1), [bill]);
        let bills = Block::Bills(bills);
        assert_eq!(
            told(&bills),
            format!(
                "{{\"meter\":\"{meter}\",\"bills\":[{{\"month\":\"2026-01\",\"amount_cny\":-12.5,\
                \"due_on\":\"2026-02-20\",\"paid_on\":null}}]}}\n"
            ),
        );
    }
}
