//! Round trips of histories of every kind: the same rows, the same archive, and undo still works.

mod damaged;

use std::{cell::Cell, io::Cursor};

use pollster::block_on;
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        Customer, Id, Month, Record, Value,
        attachment::Attachment,
        draft::{Block, Draft, RecordBlock},
        readings::{Quantity, QuantityColumn, ReadingBlock},
    },
    storage::{Ledger, Memory, Storage, StoreTable, Write, seal::Plain},
    sync::{ChangeId, Writer},
};

type Tablet = Ledger<Memory, Plain>;

const APP: &str = "0.1.0";

fn on<'a>() -> impl FnMut(u64, u64) -> ControlFlow<()> + 'a {
    |_, _| ControlFlow::Continue(())
}

async fn tablet(store: &Memory, writer: u128) -> Tablet {
    Ledger::open(store.clone(), Plain, Writer(Uuid::from_u128(writer))).await.unwrap()
}

async fn archived(tablet: &Tablet) -> Vec<u8> {
    write(tablet, APP, Vec::new(), &mut on()).await.unwrap().0
}

fn opened(bytes: &[u8]) -> Result<Archive<Cursor<&[u8]>>, ArchiveError> {
    Archive::open(Cursor::new(bytes))
}

async fn restored(bytes: &[u8], writer: u128) -> (Memory, Result<ArchiveCounts, ArchiveError>) {
    let store = Memory::default();
    let fresh = Writer(Uuid::from_u128(writer));
    let restored = match opened(bytes) {
        Ok(mut archive) => restore(store.clone(), Plain, fresh, &mut archive, &mut on()).await,
        Err(error) => Err(error),
    };
    (store, restored)
}

/// Returns all rows except those specific to this tablet.
async fn rows(store: &Memory) -> Vec<(StoreTable, Vec<(String, Vec<u8>)>)> {
    let mut rows = Vec::new();
    for table in StoreTable::ALL.iter().filter(|table| **table != StoreTable::Meta) {
        rows.push((*table, store.scan(*table, "", "\u{10ffff}").await.unwrap()));
    }
    rows
}

fn customer(n: u128) -> Id<Customer> {
    Id::new(Uuid::from_u128(n))
}

fn named(n: u128, name: &str) -> Draft {
    Draft::new("customer.edit").edit(customer(n), Customer::NAME, Value::Text(name.into()))
}

fn imported(from: u128, count: u128) -> Draft {
    let customers = (from..from + count).map(|n| Customer {
        name: format!("\u{5ba2}{n}"),
        voltage_level_kv: (n % 2 == 0).then_some(0.1 + n as f64),
        ..Customer::empty(customer(n))
    });
    let blocks = RecordBlock::pack(customers.collect()).into_iter();
    Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new("import") }
}

fn measured(meter: u128, value: f64) -> Draft {
    let block = ReadingBlock {
        meters: vec![Uuid::from_u128(meter)],
        first_month: Month::new(2026, 1).unwrap(),
        months: 2,
        columns: vec![QuantityColumn {
            quantity: Quantity::EnergyKwh,
            values: vec![value, value / 3.0].into(),
        }],
    };
    Draft { blocks: vec![Block::Readings(block)], ..Draft::new("import") }
}

fn photographed(n: u128, bytes: &[u8]) -> Draft {
    let (draft, blob) = Draft::new("attachment.add").with_blob(bytes.to_vec());
    draft.edit(Id::<Attachment>::new(Uuid::from_u128(n)), Attachment::BLOB, Value::Text(blob))
}

/// An action of a user.
#[derive(Clone, Debug)]
enum Act {
    Name(u128, String),
    Import(u128),
    Measure(u128, f64),
    Photograph(u128, Vec<u8>),
    /// Undoes the change at this position of the log.
    Undo(usize),
    /// An edit on another tablet that had received nothing.
    Elsewhere(u128, String),
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0_u128..8, "[a-c\u{7532}]{0,2}").prop_map(|(n, name)| Act::Name(n, name)),
        2 => (0_u128..3).prop_map(Act::Import),
        2 => (20_u128..23, -1e12..1e12).prop_map(|(meter, value)| Act::Measure(meter, value)),
        1 => (40_u128..43, prop::collection::vec(any::<u8>(), 0..40))
            .prop_map(|(n, bytes)| Act::Photograph(n, bytes)),
        3 => (0_usize..20).prop_map(Act::Undo),
        2 => (0_u128..8, "[a-c]{1,2}").prop_map(|(n, name)| Act::Elsewhere(n, name)),
    ]
}

/// Returns the state after all actions, with arbitrary clocks.
async fn played(acts: &[(Act, u64)]) -> (Memory, Tablet) {
    let (store, other) = (Memory::default(), Memory::default());
    let (here, there) = (tablet(&store, 1).await, tablet(&other, 2).await);
    let mut log: Vec<ChangeId> = Vec::new();
    for (act, now) in acts {
        let draft = match act {
            Act::Name(n, name) => named(*n, name),
            // The same customers again give other bytes, because their ids are new; the same ids only once.
            Act::Import(n) if log.iter().all(|_| here.head() > 0) => {
                imported(100 * (u128::from(here.head()) + 1) + n, 3)
            }
            Act::Import(n) => imported(*n, 3),
            Act::Measure(meter, value) => measured(*meter, *value),
            Act::Photograph(n, bytes) => photographed(*n, bytes),
            Act::Undo(place) => {
                if let Some(id) = log.get(place % log.len().max(1)) {
                    // There may be nothing left to undo.
                    if let Ok(undone) = here.undo(*id, "\u{674e}", *now).await {
                        log.push(undone.change);
                    }
                }
                continue;
            }
            Act::Elsewhere(n, name) => {
                let made = there.write(named(*n, name), "\u{738b}", *now).await.unwrap();
                if let Some(made) = made {
                    let parcel = there.parcel(made.change).await.unwrap();
                    here.receive(vec![parcel]).await.unwrap();
                    log.push(made.change);
                }
                continue;
            }
        };
        log.extend(here.write(draft, "\u{738b}", *now).await.unwrap().map(|a| a.change));
    }
    (store, here)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_was_archived_comes_back_with_its_history(
        acts in prop::collection::vec((acts(), 1_u64..50), 1..24),
    ) {
        block_on(async {
            let (store, here) = played(&acts).await;
            let bytes = archived(&here).await;
            let (copy, counts) = restored(&bytes, 9).await;
            assert_eq!(counts.unwrap().changes, here.head());
            assert_eq!(rows(&copy).await, rows(&store).await);

            let there = tablet(&copy, 10).await;
            assert_eq!(there.head(), here.head());
            assert_eq!(there.snapshot().await, here.snapshot().await);
            assert_eq!(there.latest(99).await, here.latest(99).await);
            for n in 0..8 {
                let of = |tablet: &Tablet| block_on(tablet.history(Customer::RECORD_KIND, Uuid::from_u128(n)));
                assert_eq!(of(&there), of(&here));
                let of = |tablet: &Tablet| block_on(tablet.contested(Customer::RECORD_KIND, Uuid::from_u128(n)));
                assert_eq!(of(&there), of(&here));
            }
            // The restored tablet is its own writer, yet the archive is the same. An empty log has no writer.
            let writer = if here.head() == 0 { 10 } else { 9 };
            assert_eq!(there.writer(), Writer(Uuid::from_u128(writer)));
            assert_eq!(archived(&there).await, bytes);

            // Earlier changes can be undone here exactly as before.
            for change in here.latest(3).await.unwrap().changes {
                let undone = (
                    here.undo(change.change, "", 60).await.map(|of| of.update),
                    there.undo(change.change, "", 60).await.map(|of| of.update),
                );
                assert_eq!(undone.0, undone.1);
            }
            assert_eq!(there.snapshot().await, here.snapshot().await);
        });
    }
}

async fn small() -> (Memory, Tablet) {
    let acts = [
        (Act::Import(0), 1_795_000_000_000),
        (Act::Name(101, "\u{7532}".into()), 1_795_000_000_001),
        (Act::Measure(20, 189.79999999999998), 1_795_000_000_002),
        (Act::Photograph(40, b"\xff\xd8\xffphoto".to_vec()), 4_083_000_000_000),
        (Act::Undo(1), 1_795_000_000_003),
        (Act::Elsewhere(101, "\u{4e59}".into()), 1_795_000_000_004),
    ];
    played(&acts).await
}

/// Archive from the first release of version 1. Never replaced: it must stay readable forever.
const VERSION_1: &[u8] = include_bytes!("../../../tests/archive/version-1.zip");

#[test]
fn an_archive_of_version_1_is_read_for_ever() {
    block_on(async {
        let (copy, counts) = restored(VERSION_1, 9).await;
        let counts = counts.unwrap();
        let counted = [counts.changes, counts.edits, counts.blocks, counts.attachments];
        assert_eq!(counted, [6, 4, 2, 1]);
        let there = tablet(&copy, 10).await;
        let told = |name: &str, by: &str, at| (Value::Text(name.into()), by.to_owned(), at);
        let history = there.history(Customer::RECORD_KIND, Uuid::from_u128(101)).await.unwrap();
        let names = history.into_iter().map(|entry| {
            let mut fields = entry.fields.into_iter();
            let name = fields.find(|field| field.field == "name").unwrap();
            (name.after, entry.author, entry.made_at)
        });
        // The third was entered on another tablet that had seen nothing, and whose clock was right.
        let expected = [
            told("\u{5ba2}101", "\u{738b}", 1_795_000_000_000),
            told("\u{7532}", "\u{738b}", 1_795_000_000_001),
            told("\u{4e59}", "\u{738b}", 1_795_000_000_004),
            told("\u{5ba2}101", "\u{674e}", 1_795_000_000_003),
        ];
        assert_eq!(names.collect::<Vec<_>>(), expected);
        let contested = there.contested(Customer::RECORD_KIND, Uuid::from_u128(101)).await.unwrap();
        assert_eq!(contested[0].claims[1].value, Value::Text("\u{4e59}".into()));
        let readings = there.facts(None).await.unwrap().readings;
        let energy = readings[0].series(Uuid::from_u128(20), Quantity::EnergyKwh);
        let energy: Vec<f64> = energy.into_iter().flatten().collect();
        assert_eq!(energy, [189.79999999999998, 189.79999999999998 / 3.0]);
        let photo = blake3::hash(b"\xff\xd8\xffphoto").to_hex();
        assert_eq!(there.blob(&photo).await, Ok(Some(b"\xff\xd8\xffphoto".to_vec())));
        // The unpacked content is written again identically; compression may change with a library.
        let parts = |bytes: &[u8]| opened(bytes).unwrap().manifest().parts.clone();
        assert_eq!(parts(&archived(&there).await), parts(VERSION_1));
    });
}

#[test]
fn a_workspace_with_changes_is_left_as_it_is() {
    block_on(async {
        let bytes = archived(&small().await.1).await;
        let store = Memory::default();
        let page = tablet(&store, 5).await;
        page.write(named(1, "\u{4e01}"), "", 1).await.unwrap();
        let before = rows(&store).await;
        let mut archive = opened(&bytes).unwrap();
        let writer = Writer(Uuid::from_u128(9));
        let refused = restore(store.clone(), Plain, writer, &mut archive, &mut on()).await;
        assert_eq!(refused, Err(ArchiveError::NotEmpty(1)));
        assert_eq!(rows(&store).await, before);
    });
}

/// A store that fails at one of its commits.
#[derive(Clone)]
struct Failing {
    store: Memory,
    left: std::rc::Rc<Cell<usize>>,
}

impl Storage for Failing {
    async fn head(&self) -> Result<u64, StorageError> {
        self.store.head().await
    }

    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        self.store.get_many(table, keys).await
    }

    async fn scan(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.store.scan(table, from, to).await
    }

    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError> {
        self.store.keys(table, from, to).await
    }

    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError> {
        match self.left.get() {
            0 => Err(StorageError::Full),
            left => {
                self.left.set(left - 1);
                self.store.commit_as(expect, number, writes).await
            }
        }
    }
}

#[test]
fn a_restore_that_ends_half_way_shows_nothing_and_is_made_again() {
    block_on(async {
        let bytes = archived(&small().await.1).await;
        for commits in 0..3 {
            let store = Memory::default();
            let left = std::rc::Rc::new(Cell::new(commits));
            let failing = Failing { store: store.clone(), left };
            let mut archive = opened(&bytes).unwrap();
            let writer = Writer(Uuid::from_u128(9));
            let full = restore(failing, Plain, writer, &mut archive, &mut on()).await;
            assert_eq!(full, Err(ArchiveError::Store(StorageError::Full)));
            assert_eq!(has_remains(&store).await, Ok(commits > 0));
            let page = tablet(&store, 4).await;
            assert_eq!(page.snapshot().await, Ok(crate::storage::ledger::Snapshot::default()));

            // Another archive replaces the remains.
            let (_, other) = played(&[(Act::Name(1, "a".into()), 5)]).await;
            let other = archived(&other).await;
            let mut archive = opened(&other).unwrap();
            restore(store.clone(), Plain, writer, &mut archive, &mut on()).await.unwrap();
            assert_eq!(has_remains(&store).await, Ok(false));
            assert_eq!(archived(&tablet(&store, 4).await).await, other);
        }
    });
}

#[test]
fn one_who_clears_up_stops_a_restore_that_is_under_way() {
    block_on(async {
        let bytes = archived(&small().await.1).await;
        let store = Memory::default();
        let mut archive = opened(&bytes).unwrap();
        let other = store.clone();
        // After the last block, before the history.
        let mut progress = |done: u64, of: u64| {
            if done == of - 1 {
                block_on(clear_remains(&other)).unwrap();
            }
            ControlFlow::Continue(())
        };
        let writer = Writer(Uuid::from_u128(9));
        let moved = restore(store.clone(), Plain, writer, &mut archive, &mut progress).await;
        assert_eq!(moved, Err(ArchiveError::Store(StorageError::Moved)));
        assert!(rows(&store).await.iter().all(|(_, rows)| rows.is_empty()));
        // And it is restored again, though the store is no longer new.
        let mut archive = opened(&bytes).unwrap();
        restore(store.clone(), Plain, writer, &mut archive, &mut on()).await.unwrap();
        assert_eq!(archived(&tablet(&store, 3).await).await, bytes);
    });
}

#[test]
fn what_does_not_read_is_named_and_keeps_nothing_else_back() {
    block_on(async {
        let (store, here) = small().await;
        let photo = blake3::hash(b"\xff\xd8\xffphoto").to_hex().to_string();
        store.damage(StoreTable::Blobs, &photo, b"other".to_vec());
        let (bytes, manifest) = write(&here, APP, Vec::new(), &mut on()).await.unwrap();
        assert_eq!(manifest.unreadable, [format!("blobs/{photo}")]);
        let (_, counts) = restored(&bytes, 9).await;
        assert_eq!((counts.clone().unwrap().attachments, counts.unwrap().changes), (0, 6));
    });
}

#[test]
fn it_is_stopped_where_a_person_wishes() {
    block_on(async {
        let (_, here) = small().await;
        let mut stop = |_, _| ControlFlow::Break(());
        let stopped = write(&here, APP, Vec::new(), &mut stop).await;
        assert_eq!(stopped.err(), Some(ArchiveError::Cancelled));
        let bytes = archived(&here).await;
        let store = Memory::default();
        let mut archive = opened(&bytes).unwrap();
        let writer = Writer(Uuid::from_u128(9));
        let stopped = restore(store.clone(), Plain, writer, &mut archive, &mut stop).await;
        assert_eq!(stopped, Err(ArchiveError::Cancelled));
        assert_eq!(store.head().await, Ok(0));
    });
}
