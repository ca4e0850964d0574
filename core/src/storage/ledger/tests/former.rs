//! A store of the first format is read, and becomes exactly what the same changes would make of a new one.

use serde::Serialize;

use super::*;
use crate::{
    storage::{
        ledger::{
            index::{BlockEntry, Decisions},
            keys::DECISIONS,
            overlay::Overlay,
        },
        port::Write,
    },
    sync::{
        BlockId, EditId, RecordState,
        codec::{self, RowCodec},
    },
};

fn row<T: Serialize>(version: u8, row: &T) -> Vec<u8> {
    postcard::to_extend(row, vec![version]).unwrap()
}

fn put(table: StoreTable, key: String, value: Vec<u8>) -> Write {
    Write { table, key, value: Some(value) }
}

async fn rows<T: RowCodec>(store: &Memory, table: StoreTable, to: &str) -> Vec<(String, T)> {
    let rows = store.scan(table, "", to).await.unwrap();
    rows.into_iter().map(|(key, row)| (key, codec::decode(&row).unwrap())).collect()
}

/// Returns the store as the first format had it.
async fn in_first_format(tab: &Tab, store: &Memory) -> Memory {
    let log: Vec<(String, ChangeId)> = rows(store, StoreTable::Log, END).await;
    let commit = |id: ChangeId| log.iter().find(|(_, of)| *of == id).unwrap().0.clone();
    let index = tab.index().await.unwrap();
    let mut writes = Vec::new();
    let mut edited = Vec::new();
    for table in [StoreTable::Log, StoreTable::Outbox, StoreTable::Blocks, StoreTable::Blobs] {
        let rows = store.scan(table, "", END).await.unwrap();
        writes.extend(rows.into_iter().map(|(key, row)| put(table, key, row)));
    }
    for (key, change) in rows::<Change>(store, StoreTable::Changes, END).await {
        let Change { id, stamp, author, action, edits, blocks, withdrawn, undoes, made_at, .. } =
            change;
        edited.extend(edits.first().map(|_| EditId { change: id, index: 0 }));
        let first = (id, stamp, author, action, edits, blocks, withdrawn, (undoes, made_at));
        writes.push(put(StoreTable::Changes, key, row(2, &first)));
    }
    let withdrawing = |block: BlockId| {
        let changes = log.iter().rev().map(|(_, id)| block_on(tab.change(*id)).unwrap().unwrap());
        changes.into_iter().find(|change| change.withdrawn.contains(&block)).map(|one| one.id)
    };
    for (place, (_, entry)) in
        rows::<BlockEntry>(store, StoreTable::Index, DECISIONS).await.into_iter().enumerate()
    {
        let withdrawn = withdrawing(entry.block).filter(|_| !index.is_live(entry.block));
        let key = format!("{}/{place:06}", commit(entry.change));
        writes.push(put(StoreTable::Index, key, row(1, &(entry, withdrawn))));
    }
    for (key, id) in rows::<ChangeId>(store, StoreTable::Touched, END).await {
        let record: Vec<&str> = key.splitn(3, '/').collect();
        let key = format!("{}/{}/{}", record[0], record[1], commit(id));
        writes.push(put(StoreTable::Touched, key, row(1, &id)));
    }
    for (key, Overlay { blocks, state }) in rows::<Overlay>(store, StoreTable::Records, END).await {
        let known = tab.known(&state.kind, state.id).await.unwrap();
        let mut first = RecordState::new(state.kind.clone(), state.id);
        for (name, mut register) in known.registers(&index) {
            // The first format remembered every replaced edit.
            if state.fields.contains_key(name) {
                let displayed = register.displayed().unwrap().clone();
                let edited = edited.iter().filter(|edit| **edit != displayed.edit).copied();
                let edited: Vec<EditId> = edited.collect();
                register.forget(|edit| edit == displayed.edit, |_| true);
                register.write(displayed, &edited, |_| true);
            }
            first.fields.insert(name.to_owned(), register);
        }
        let block = blocks.first().copied();
        writes.push(put(StoreTable::Records, key, row(1, &(block, first))));
    }
    let clock = tab.clock.borrow().clone();
    let clock = row(1, &(clock.writer, clock.seq, clock.stamp));
    writes.push(put(StoreTable::Meta, CLOCK.into(), clock));
    let first = Memory::default();
    first.commit_as(0, tab.head(), writes).await.unwrap();
    first
}

#[test]
fn a_store_of_the_first_format_becomes_what_a_new_one_is() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        page.write(import(&["甲", "乙", "丙"]), "王", 10).await.unwrap();
        page.write(rename(1, "丁"), "李", 20).await.unwrap();
        page.write(rename(1, "戊"), "李", 30).await.unwrap();
        page.write(rename(9, "己"), "李", 40).await.unwrap();
        let wrong = import_readings(vec![readings(10, [1.0, 2.0]), readings(20, [1.0, 2.0])]);
        let wrong = page.write(wrong, "王", 50).await.unwrap().unwrap();
        let right = import_readings(vec![readings(10, [3.0, 4.0])]);
        page.write(right, "王", 60).await.unwrap();
        let undone = page.undo(wrong.change, "王", 70).await.unwrap();
        let again = page.undo(undone.change, "王", 80).await.unwrap();
        page.undo(again.change, "王", 90).await.unwrap();
        page.write(rename(2, "庚"), "李", 100).await.unwrap();

        let first = in_first_format(&page, &store).await;
        let opened = tab(&first).await;
        assert_eq!(opened.head(), page.head() + 1);
        for table in [StoreTable::Records, StoreTable::Index, StoreTable::Touched] {
            let rows = async |store: &Memory| store.scan(table, "", END).await.unwrap();
            assert_eq!(rows(&first).await, rows(&store).await, "{table:?}");
        }
        assert_eq!(opened.state_hash().await, page.state_hash().await);
        assert_eq!(opened.snapshot().await, page.snapshot().await);
        assert_eq!(opened.facts(None).await, page.facts(None).await);
        for n in [0, 1, 2, 9] {
            let id = Uuid::from_u128(n);
            assert_eq!(opened.history("customer", id).await, page.history("customer", id).await);
        }
        assert_eq!(opened.pending().await, page.pending().await);
        let decisions: Vec<(String, Decisions)> = {
            let rows = first.scan(StoreTable::Index, DECISIONS, END).await.unwrap();
            rows.into_iter().map(|(key, row)| (key, codec::decode(&row).unwrap())).collect()
        };
        assert_eq!(decisions.len(), 2);

        // Once migrated, it is opened as it is, and written on.
        let reopened = tab(&first).await;
        assert_eq!(reopened.head(), opened.head());
        reopened.write(rename(2, "辛"), "李", 110).await.unwrap().unwrap();
        assert_eq!(reopened.conflicts("customer", Uuid::from_u128(2)).await, Ok(Vec::new()));
    });
}
