//! Byte fixtures of every row that the ledger writes, in every version. Stores in use hold such rows: fixtures are
//! never edited, and a new shape is a new version. The bytes of a change are tested with the codec.

use std::fmt::Debug;

use jiff::civil::date;
use pollster::block_on;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    super::{
        Clock, END,
        index::{BlockContent, BlockEntry},
        overlay::Overlay,
    },
    names, tab,
};
use crate::{
    domain::{
        Month, Value,
        bills::{Bill, BillBlock},
        column::Column,
        draft::{Block, Draft, Packed, RecordBlock},
        readings::{Quantity, QuantityColumn, ReadingBlock},
    },
    storage::{LedgerError, Memory, Storage, StorageError, StoreTable},
    sync::{
        BlockId, ChangeId, EditId, RecordState, Register, Stamp, Writer,
        codec::{self, RowCodec},
        register::Version,
    },
};

impl<T: Serialize + DeserializeOwned> RowCodec for Vec<T> {}
impl RowCodec for [BlockContent; 2] {}

fn is_frozen<T: RowCodec + PartialEq + Debug>(row: &T, stored: &str) {
    let hex = |bytes: &[u8]| -> String { bytes.iter().map(|byte| format!("{byte:02x}")).collect() };
    assert_eq!(hex(&codec::encode(row).unwrap()), stored);
    is_read(row, stored);
}

fn is_read<T: RowCodec + PartialEq + Debug>(row: &T, stored: &str) {
    assert_eq!(&codec::decode::<T>(&bytes(stored)).unwrap(), row);
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

const WRITER: Writer = Writer(Uuid::from_u128(0x0102));
const CHANGE: ChangeId = ChangeId { writer: WRITER, seq: 300 };
const STAMP: Stamp = Stamp { millis: 1_795_000_000_000, counter: 2 };

fn values() -> Vec<Value> {
    vec![
        Value::Empty,
        Value::Bool(true),
        Value::Number(-0.5),
        Value::Text("a\u{7532}".into()),
        Value::Date(date(2026, 2, 28)),
        Value::Id(Uuid::from_u128(3)),
        Value::Json("{}".into()),
    ]
}

fn month() -> Month {
    Month::new(2026, 1).unwrap()
}

#[test]
fn values_of_every_kind() {
    is_frozen(
        &values(),
        "010700010102000000000000e0bf030461e794b2040a323032362d30322d32380510000000000000\
        0000000000000000000306027b7d",
    );
}

#[test]
fn the_clock() {
    let clock = Clock { seq: 300, stamp: STAMP, ..Clock::new(WRITER) };
    is_read(&clock, "011000000000000000000000000000000102ac0280bcd9f29e3402");
    let clock = Clock { applied: [(WRITER, 300)].into(), ..clock };
    is_frozen(
        &clock,
        "021000000000000000000000000000000102ac0280bcd9f29e3402011000000000000000000000000000\
        000102ac02",
    );
}

#[test]
fn an_overlay_with_a_conflict() {
    let version = |index, text: &str| Version {
        edit: EditId { change: CHANGE, index },
        stamp: STAMP,
        value: Value::Text(text.into()),
    };
    let mut name = Register::of(version(0, "a"));
    name.write(version(1, "b"), &[version(2, "").edit], |_| true);
    let mut state = RecordState::new("customer", Uuid::from_u128(7));
    state.fields.insert("name".into(), name);
    let overlay = Overlay { blocks: [BlockId([9; 32])].into(), state };
    let body = "01090909090909090909090909090909090909090909090909090909090909090908637573746f\
        6d6572100000000000000000000000000000000701046e616d650210000000000000000000000000\
        00000102ac020180bcd9f29e34020301621000000000000000000000000000000102ac020080bcd9\
        f29e3402030161011000000000000000000000000000000102ac0202";
    is_read(&overlay, &format!("01{body}"));
    is_frozen(&overlay, &format!("02{body}"));
}

#[test]
fn what_the_index_knows_of_a_block() {
    let entry = BlockEntry {
        block: BlockId([9; 32]),
        content: BlockContent::Records("customer".into()),
        change: CHANGE,
        stamp: STAMP,
        first_edit: 4,
        first: Uuid::from_u128(1),
        last: Uuid::from_u128(2),
    };
    let body = "09090909090909090909090909090909090909090909090909090909090909090008637573746f\
        6d65721000000000000000000000000000000102ac0280bcd9f29e34020410000000000000000000\
        000000000000011000000000000000000000000000000002";
    is_frozen(&entry, &format!("02{body}"));
    // Version 1 named the change that withdrew it.
    is_read(&entry, &format!("01{body}00"));
    is_read(&entry, &format!("01{body}011000000000000000000000000000000102ac02"));
    is_frozen(&[BlockContent::Readings, BlockContent::Bills], "010102");
}

#[test]
fn a_block_of_records() {
    let mut block = RecordBlock {
        kind: "customer".into(),
        ids: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
        fields: vec![("name".into(), Column::Values(Vec::new()))],
    };
    for (values, column) in [
        (vec![Value::Text("a".into()), Value::Empty], "01016102010100"),
        (vec![Value::Number(1.0), Value::Empty], "0210000000000000f03f000000000000f87f"),
        (vec![Value::Bool(true), Value::Empty], "0002010100"),
    ] {
        block.fields[0].1 = Column::of(values);
        is_frozen(
            &Block::Records(block.clone()),
            &format!(
                "010308637573746f6d6572021000000000000000000000000000000001100000000000000000\
                000000000000000201046e616d65{column}"
            ),
        );
    }
}

/// Customers in the first form, value by value.
const ROWS: &str = "010008637573746f6d65720210000000000000000000000000000000011000000000000000000000\
    00000000000201046e616d650203016100";

fn rows() -> Block {
    Block::Records(RecordBlock {
        kind: "customer".into(),
        ids: vec![Uuid::from_u128(1), Uuid::from_u128(2)],
        fields: vec![("name".into(), Column::of(vec![Value::Text("a".into()), Value::Empty]))],
    })
}

#[test]
fn a_block_of_records_as_they_were_written_first() {
    is_read(&rows(), ROWS);
}

#[test]
fn a_block_keeps_its_bytes_and_its_name_through_undo() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let packed = Packed { block: rows(), bytes: bytes(ROWS) };
        let stored = vec![page.store_block(packed.bytes.clone()).await.unwrap()];
        let draft = Draft::new("import");
        let brought = page.write_with(draft, stored, "", 1).await.unwrap().unwrap();
        let undone = page.undo(brought.change, "", 2).await.unwrap();
        page.undo(undone.change, "", 3).await.unwrap();
        let key = BlockId::of(&packed.bytes).to_string();
        let blocks = store.scan(StoreTable::Blocks, "", END).await.unwrap();
        assert_eq!(blocks, [(key, packed.bytes)]);
        let index = page.index().await.unwrap();
        assert_eq!((index.entries().len(), index.live().count()), (1, 1));
        assert_eq!(names(&tab(&store).await).await, ["a", ""]);
    });
}

#[test]
fn a_block_of_readings() {
    let block = Block::Readings(ReadingBlock {
        meters: vec![Uuid::from_u128(1)],
        first_month: month(),
        months: 2,
        columns: vec![QuantityColumn {
            quantity: Quantity::EnergyKwh,
            values: vec![1.0, 2.5].into(),
        }],
    });
    is_frozen(&block, "0104011000000000000000000000000000000001f0fb020201000001080a00000019000000");
    // Form used before figures were stored as integers.
    is_read(
        &block,
        "0101011000000000000000000000000000000001f0fb0202010002000000000000f03f0000000000\
        000440",
    );
    is_frozen(&Quantity::ALL.to_vec(), "010700010203040506");
}

#[test]
fn a_block_of_bills() {
    let mut bills = BillBlock::default();
    let bill =
        Bill { month: month(), amount_cny: 12.5, due_on: Some(date(2026, 2, 20)), paid_on: None };
    bills.push(Uuid::from_u128(1), [bill]);
    let block = Block::Bills(bills);
    is_frozen(
        &block,
        "0105011000000000000000000000000000000001040100000004f85e00000001047d0000000454d4\
        0f000400000080",
    );
    // Form used before bills were stored as columns.
    is_read(
        &block,
        "01020110000000000000000000000000000000010101f0fb020000000000002940010a323032362d\
        30322d323000",
    );
}

#[test]
fn a_block_that_no_change_brought_is_swept_and_the_others_stay() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let kept = page.store_block(bytes(ROWS)).await.unwrap();
        let brought = page.write_with(Draft::new("import"), vec![kept], "", 1).await;
        let brought = brought.unwrap().unwrap();
        let other = codec::encode(&Block::Bills(BillBlock::default()));
        page.store_block(other.unwrap()).await.unwrap();
        let head = page.head();
        assert_eq!((page.sweep().await, page.head()), (Ok(1), head + 1));
        assert_eq!((page.sweep().await, page.head()), (Ok(0), head + 1));
        // A withdrawn block may be restored.
        page.undo(brought.change, "", 2).await.unwrap();
        assert_eq!(page.sweep().await, Ok(0));
        assert_eq!(store.scan(StoreTable::Blocks, "", END).await.unwrap().len(), 1);
        assert!(page.store_block(b"no block".to_vec()).await.is_err());
    });
}

#[test]
fn who_stores_blocks_while_they_are_swept_is_refused() {
    block_on(async {
        let store = Memory::default();
        let (left, right) = (tab(&store).await, tab(&store).await);
        let planned_on = left.head();
        let stored = vec![left.store_block(bytes(ROWS)).await.unwrap()];
        assert_eq!(right.sweep().await, Ok(1));
        let draft = Draft::new("import");
        let written = left.write_planned(draft, stored, planned_on, "", 1).await;
        assert_eq!(written, Err(LedgerError::Storage(StorageError::Moved)));
        left.catch_up().await.unwrap();
        assert!(names(&left).await.is_empty());
    });
}
