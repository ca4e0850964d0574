mod contested;
mod converging;
mod former;
mod latest;
mod meanwhile;
mod stored;

use pollster::block_on;
use uuid::Uuid;

use super::{keys::record_key, *};
use crate::{
    domain::{
        Customer, Id, Record, Value, WorkspaceSecret,
        attachment::Attachment,
        draft::{Block, RecordBlock},
        month::Month,
        readings::{Quantity, QuantityColumn, ReadingBlock},
    },
    storage::{Memory, rows::Unreadable, seal::Plain},
};

type Tab = Ledger<Memory, Plain>;

async fn tab(store: &Memory) -> Tab {
    Ledger::open(store.clone(), Plain, Writer(Uuid::from_u128(77))).await.unwrap()
}

fn customer(n: u128, name: &str) -> Customer {
    Customer { name: name.into(), ..Customer::empty(Id::new(Uuid::from_u128(n))) }
}

/// Returns a change without blocks as exchanged.
fn bare(change: &Change) -> Parcel {
    Parcel { change: change.clone(), blocks: Vec::new(), blobs: Vec::new() }
}

fn rename(n: u128, name: &str) -> Draft {
    Draft::new("customer.edit").edit(
        Id::<Customer>::new(Uuid::from_u128(n)),
        Customer::NAME,
        Value::Text(name.into()),
    )
}

fn import(names: &[&str]) -> Draft {
    let customers = names.iter().enumerate().map(|(n, name)| customer(n as u128, name)).collect();
    let blocks = RecordBlock::pack(customers).into_iter().map(Block::Records).collect();
    Draft { blocks, ..Draft::new("import") }
}

/// Returns the names as a page would show them: blocks with overlays.
async fn names(tab: &Tab) -> Vec<String> {
    let snapshot = tab.snapshot().await.unwrap();
    let mut customers: Vec<Customer> =
        snapshot.blocks.into_iter().flat_map(RecordBlock::unpack).collect();
    for record in snapshot.records {
        let id = Id::new(record.id);
        if customers.iter().all(|customer| customer.id != id) {
            customers.push(Customer::empty(id));
        }
        let customer = customers.iter_mut().find(|customer| customer.id == id).unwrap();
        for (field, value) in record.fields {
            customer.set(&field, value).unwrap();
        }
    }
    customers.into_iter().map(|customer| customer.name).collect()
}

#[test]
fn a_field_of_an_imported_record_is_written_over_its_block_and_back() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        page.write(import(&["甲", "乙"]), "王", 10).await.unwrap().unwrap();
        let renamed = page.write(rename(1, "丙"), "李", 20).await.unwrap().unwrap();
        assert_eq!(names(&tab(&store).await).await, ["甲", "丙"]);

        let history = page.history("customer", Uuid::from_u128(1)).await.unwrap();
        let told: Vec<(&str, &str, &Value, &Value)> = history
            .iter()
            .map(|entry| {
                let field = &entry.fields[0];
                (entry.author.as_str(), entry.action.as_str(), &field.before, &field.after)
            })
            .collect();
        let (first, second) = (Value::Text("乙".into()), Value::Text("丙".into()));
        assert_eq!(
            told,
            [("王", "import", &Value::Empty, &first), ("李", "customer.edit", &first, &second)]
        );

        let undone = page.undo(renamed.change, "李", 30).await.unwrap();
        assert!(undone.update.records[0].fields.contains(&("name".to_owned(), first)));
        assert_eq!(names(&tab(&store).await).await, ["甲", "乙"]);
        assert_eq!(page.undo(renamed.change, "李", 40).await, Err(LedgerError::Superseded));
        page.undo(undone.change, "李", 50).await.unwrap();
        assert_eq!(names(&page).await, ["甲", "丙"]);
        assert_eq!(page.pending().await, Ok(4));
    });
}

#[test]
fn writing_what_is_there_already_writes_nothing() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        page.write(import(&["甲"]), "王", 10).await.unwrap();
        assert_eq!(page.write(rename(0, "甲"), "王", 20).await, Ok(None));
        assert_eq!(page.head(), 1);
    });
}

#[test]
fn an_import_is_taken_back_whole_and_brought_again() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let imported = page.write(import(&["甲", "乙"]), "王", 10).await.unwrap().unwrap();
        page.write(rename(1, "丙"), "王", 20).await.unwrap();
        let other = tab(&store).await;
        let undone = page.undo(imported.change, "王", 30).await.unwrap();
        let withdrawn: Vec<Block> =
            undone.update.withdrawn.into_iter().map(Block::Records).collect();
        assert_eq!(withdrawn, imported.update.blocks);
        assert!(names(&page).await.is_empty());
        let again = page.undo(undone.change, "王", 40).await.unwrap();
        assert_eq!(names(&page).await, ["甲", "丙"]);
        // Overlays written over the block come back with it, in this tab and in others.
        let told = other.catch_up().await.unwrap().unwrap();
        for LedgerUpdate { blocks, records, .. } in [again.update, told] {
            assert_eq!(blocks, imported.update.blocks);
            let ids: Vec<Uuid> = records.iter().map(|record| record.id).collect();
            assert_eq!(ids, [Uuid::from_u128(1)]);
            let name = ("name".to_owned(), Value::Text("丙".into()));
            assert!(records[0].fields.contains(&name));
        }

        // Undone once more, it is gone for a newly opened tab as well, and there is nothing left to undo.
        page.undo(imported.change, "王", 40).await.unwrap();
        assert!(names(&tab(&store).await).await.is_empty());
        let again = page.undo(imported.change, "王", 50).await;
        assert_eq!(again, Err(LedgerError::Superseded));
    });
}

#[test]
fn a_tab_that_is_behind_is_told_and_catches_up() {
    block_on(async {
        let store = Memory::default();
        let (left, right) = (tab(&store).await, tab(&store).await);
        left.write(import(&["甲", "乙"]), "王", 10).await.unwrap();
        let refused = right.write(rename(0, "丁"), "李", 20).await;
        assert_eq!(refused, Err(LedgerError::Storage(StorageError::Moved)));
        let update = right.catch_up().await.unwrap().unwrap();
        assert_eq!((update.head, update.blocks.len()), (1, 1));
        right.write(rename(0, "丁"), "李", 20).await.unwrap();
        let update = left.catch_up().await.unwrap().unwrap();
        assert!(update.records[0].fields.contains(&("name".to_owned(), Value::Text("丁".into()))));
        assert_eq!(left.catch_up().await, Ok(None));
    });
}

#[test]
fn two_tablets_keep_both_values_until_somebody_chooses() {
    block_on(async {
        let stores = [Memory::default(), Memory::default()];
        let left =
            Ledger::open(stores[0].clone(), Plain, Writer(Uuid::from_u128(1))).await.unwrap();
        let right =
            Ledger::open(stores[1].clone(), Plain, Writer(Uuid::from_u128(2))).await.unwrap();
        let made = Draft::new("customer.create").create(&customer(5, "甲"));
        let made = left.write(made, "王", 10).await.unwrap().unwrap();
        let made = left.change(made.change).await.unwrap().unwrap();
        right.receive(vec![bare(&made)]).await.unwrap().unwrap();
        assert_eq!(right.receive(vec![bare(&made)]).await, Ok(None));

        let one = left.write(rename(5, "乙"), "王", 30).await.unwrap().unwrap();
        let other = right.write(rename(5, "丙"), "李", 20).await.unwrap().unwrap();
        let one = left.change(one.change).await.unwrap().unwrap();
        let other = right.change(other.change).await.unwrap().unwrap();
        right.receive(vec![bare(&one)]).await.unwrap();
        left.receive(vec![bare(&other)]).await.unwrap();
        for ledger in [&left, &right] {
            let register = ledger.register("customer", Uuid::from_u128(5), "name").await.unwrap();
            let values: Vec<&Value> = register.versions().iter().map(|v| &v.value).collect();
            assert_eq!(values, [&Value::Text("乙".into()), &Value::Text("丙".into())]);
            assert_eq!(ledger.snapshot().await.unwrap().in_conflict.len(), 1);
            let conflicts = ledger.conflicts("customer", Uuid::from_u128(5)).await;
            assert_eq!(conflicts, Ok(vec![("name".to_owned(), register)]));
        }
        // The clock of the person choosing is far behind, which does not matter.
        let chosen = right.write(rename(5, "丙"), "李", 1).await.unwrap().unwrap();
        let chosen = right.change(chosen.change).await.unwrap().unwrap();
        left.receive(vec![bare(&chosen)]).await.unwrap();
        assert_eq!(names(&left).await, ["丙"]);
        assert!(left.snapshot().await.unwrap().in_conflict.is_empty());
        let conflicts = left.conflicts("customer", Uuid::from_u128(5)).await;
        assert_eq!(conflicts, Ok(Vec::new()));
        assert_eq!(left.snapshot().await, right.snapshot().await);
    });
}

/// Creates the January readings of two meters, `first` and five later.
fn readings(first: u128, values: [f64; 2]) -> ReadingBlock {
    ReadingBlock {
        meters: vec![Uuid::from_u128(first), Uuid::from_u128(first + 5)],
        first_month: Month::new(2026, 1).unwrap(),
        months: 1,
        columns: vec![QuantityColumn {
            quantity: Quantity::EnergyKwh,
            values: values.to_vec().into(),
        }],
    }
}

fn import_readings(blocks: Vec<ReadingBlock>) -> Draft {
    Draft { blocks: blocks.into_iter().map(Block::Readings).collect(), ..Draft::new("import") }
}

#[test]
fn readings_that_come_back_stand_where_they_stood() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let (wrong, right) = (readings(10, [1.0, 2.0]), readings(10, [3.0, 4.0]));
        let draft = import_readings(vec![wrong.clone()]);
        let first = page.write(draft, "王", 10).await.unwrap().unwrap();
        let draft = import_readings(vec![right.clone()]);
        page.write(draft, "王", 20).await.unwrap();
        let undone = page.undo(first.change, "王", 30).await.unwrap();
        let left = page.facts(None).await.unwrap().readings;
        assert_eq!(left, std::slice::from_ref(&right));
        page.undo(undone.change, "王", 40).await.unwrap();
        // The later import takes precedence over the earlier one, as before.
        assert_eq!(page.facts(None).await.unwrap().readings, [wrong, right]);
    });
}

#[test]
fn only_the_blocks_of_the_meters_asked_for_are_opened() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let block = |first| readings(first, [1.0, 2.0]);
        let draft = import_readings(vec![block(10), block(20)]);
        page.write(draft, "王", 10).await.unwrap();
        let of_one = page.facts(Some(&[Uuid::from_u128(25)])).await.unwrap();
        assert_eq!(of_one.readings, [block(20)]);
        let all = page.facts(None).await.unwrap();
        assert_eq!((all.readings.len(), all.bills.len()), (2, 0));
        // A damaged block is reported, and the other is still read.
        let bytes = crate::sync::codec::encode(&Block::Readings(block(10))).unwrap();
        let key = crate::sync::BlockId::of(&bytes).to_string();
        store.damage(StoreTable::Blocks, &key, vec![1, 255]);
        let left = page.facts(None).await.unwrap();
        assert_eq!(left.readings, [block(20)]);
        assert_eq!(left.unreadable[0].key, key);
    });
}

#[test]
fn a_damaged_row_is_named_and_keeps_nothing_else_back() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        page.write(rename(1, "甲"), "王", 10).await.unwrap();
        page.write(rename(2, "乙"), "王", 10).await.unwrap();
        let key = record_key("customer", Uuid::from_u128(1));
        store.damage(StoreTable::Records, &key, vec![1, 255, 3]);
        let newer = record_key("customer", Uuid::from_u128(3));
        store.damage(StoreTable::Records, &newer, vec![9, 0]);
        let snapshot = page.snapshot().await.unwrap();
        assert_eq!(snapshot.records.len(), 1);
        let unreadable = |key, is_newer| Unreadable { table: StoreTable::Records, key, is_newer };
        assert_eq!(snapshot.unreadable, [unreadable(key, false), unreadable(newer, true)]);
    });
}

#[test]
fn a_full_store_changes_nothing() {
    block_on(async {
        let page = tab(&Memory::with_capacity(900)).await;
        page.write(rename(1, "甲"), "王", 10).await.unwrap();
        let full = page.write(rename(1, &"长".repeat(900)), "王", 10).await;
        assert_eq!(full, Err(LedgerError::Storage(StorageError::Full)));
        assert_eq!(names(&page).await, ["甲"]);
        page.write(rename(1, "乙"), "王", 10).await.unwrap();
        assert_eq!(names(&page).await, ["乙"]);
    });
}

#[test]
fn an_attachment_comes_with_what_names_it_or_not_at_all() {
    block_on(async {
        let store = Memory::with_capacity(900);
        let page = tab(&store).await;
        let id = Id::<Attachment>::new(Uuid::from_u128(1));
        let with_photo = |bytes: &[u8]| {
            let (draft, name) = Draft::new("attachment.add").with_blob(bytes.to_vec());
            (draft.edit(id, Attachment::BLOB, Value::Text(name.clone())), name)
        };
        let (draft, name) = with_photo(b"photo");
        assert_eq!(name, blake3::hash(b"photo").to_hex().as_str());
        page.write(draft, "王", 10).await.unwrap().unwrap();
        assert_eq!(page.head(), 1);
        assert_eq!(page.blob(&name).await, Ok(Some(b"photo".to_vec())));
        assert_eq!(page.blob("0000").await, Ok(None));
        // Too large: neither the photo nor the record that names it is kept.
        let (draft, name) = with_photo(&[7; 900]);
        let full = page.write(draft, "王", 20).await;
        assert_eq!(full, Err(LedgerError::Storage(StorageError::Full)));
        assert_eq!(page.blob(&name).await, Ok(None));
        assert_eq!((page.head(), page.pending().await), (1, Ok(1)));
    });
}

#[test]
fn two_writes_of_one_tab_at_once_do_not_meet() {
    block_on(async {
        let page = tab(&Memory::default()).await;
        let first = page.stage_draft(rename(1, "甲"), vec![], "王", 10).await.unwrap().unwrap();
        let second = page.stage_draft(rename(2, "乙"), vec![], "王", 10).await.unwrap().unwrap();
        page.commit(first).await.unwrap();
        let refused = page.commit(second).await;
        assert_eq!(refused, Err(LedgerError::Storage(StorageError::Moved)));
        page.write(rename(2, "乙"), "王", 10).await.unwrap();
        assert_eq!(names(&page).await, ["甲", "乙"]);
    });
}

#[test]
fn a_workspace_keeps_its_first_secret() {
    block_on(async {
        let store = Memory::default();
        let (page, other) = (tab(&store).await, tab(&store).await);
        let secret = |byte| WorkspaceSecret::new([byte; 32]);
        assert_eq!(page.secret(secret(1)).await, Ok(secret(1)));
        assert_eq!(other.secret(secret(2)).await, Ok(secret(1)));
        assert_eq!((page.head(), store.head().await), (0, Ok(0)));
        page.write(import(&["甲"]), "王", 10).await.unwrap();
        assert_eq!(tab(&store).await.secret(secret(3)).await, Ok(secret(1)));
    });
}

#[test]
fn a_record_that_is_imported_again_after_an_undo_starts_anew() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        let imported = page.write(import(&["甲", "乙"]), "王", 10).await.unwrap().unwrap();
        page.write(rename(1, "丙"), "王", 20).await.unwrap();
        page.undo(imported.change, "王", 30).await.unwrap();
        // The ids of imported records depend on their numbers, so the same ids come again.
        page.write(import(&["丁", "戊", "己"]), "王", 40).await.unwrap();
        assert_eq!(names(&tab(&store).await).await, ["丁", "戊", "己"]);
        assert!(page.write(rename(1, "丙"), "王", 50).await.unwrap().is_some());
        assert_eq!(names(&tab(&store).await).await, ["丁", "丙", "己"]);
    });
}

#[test]
fn a_file_that_is_imported_again_after_an_undo_is_there_once() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        for at in [10, 30] {
            let imported = page.write(import(&["甲", "乙"]), "王", at).await.unwrap().unwrap();
            assert_eq!(names(&tab(&store).await).await, ["甲", "乙"]);
            page.undo(imported.change, "王", at + 10).await.unwrap();
            assert!(names(&tab(&store).await).await.is_empty());
        }
    });
}
