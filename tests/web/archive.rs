//! Archive of a workspace in IndexedDB, restored into another: the same rows, history and archive.

use std::{io::Cursor, ops::ControlFlow};

use busbar::platform::random;
use busbar_core::{
    domain::{
        Customer, Id, Record, Value,
        attachment::Attachment,
        draft::{Block, Draft, RecordBlock},
    },
    storage::{
        Ledger, Storage, StorageError, StoreTable,
        archive::{self, Archive, ArchiveError},
        seal::Plain,
    },
    sync::Writer,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{connection::fail_next_commit, ledger, name, named, open};

fn on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

async fn archived(name: &str) -> Vec<u8> {
    let written = archive::write(&ledger(name).await, "test", Vec::new(), &mut on).await;
    written.unwrap().0
}

async fn restore(name: &str, bytes: &[u8]) -> Result<(), ArchiveError> {
    let mut archive = Archive::open(Cursor::new(bytes))?;
    let writer = Writer(random::uuid());
    let store = open(name).await;
    archive::restore(store, Plain, writer, &mut archive, &mut on).await.map(drop)
}

/// Creates a workspace with an import, an edit over it, an undo and a photo of three megabytes.
async fn lived_in() -> (String, Id<Customer>) {
    let name = name();
    let page = ledger(&name).await;
    let customers: Vec<Customer> =
        (0..5_000).map(|_| Customer::empty(Id::new(random::uuid()))).collect();
    let id = customers[7].id;
    let blocks = RecordBlock::pack(customers).into_iter().map(Block::Records);
    let import = Draft { blocks: blocks.collect(), ..Draft::new("import") };
    page.write(import, "王", 1).await.unwrap();
    page.write(named(id, "甲"), "王", 2).await.unwrap();
    let wrong = page.write(named(id, "乙"), "李", 3).await.unwrap().unwrap();
    page.undo(wrong.change, "李", 4).await.unwrap();
    let (draft, blob) = Draft::new("attachment.add").with_blob(vec![7; 3 << 20]);
    let photo = Id::<Attachment>::new(random::uuid());
    page.write(draft.edit(photo, "blob", Value::Text(blob)), "王", 5).await.unwrap();
    (name, id)
}

#[wasm_bindgen_test]
async fn a_workspace_comes_back_from_its_archive() {
    let (first, id) = lived_in().await;
    let bytes = archived(&first).await;
    let second = name();
    restore(&second, &bytes).await.unwrap();
    let (there, here) = (ledger(&second).await, ledger(&first).await);
    assert_ne!(there.writer(), here.writer());
    assert_eq!(there.head(), here.head());
    assert_eq!(there.snapshot().await, here.snapshot().await);
    let (kind, uuid) = (Customer::KIND, id.uuid());
    assert_eq!(there.history(kind, uuid).await, here.history(kind, uuid).await);
    let (from, to) = (open(&first).await, open(&second).await);
    for table in [
        StoreTable::Log,
        StoreTable::Changes,
        StoreTable::Touched,
        StoreTable::Records,
        StoreTable::Index,
        StoreTable::Blobs,
    ] {
        let all =
            async |store: &busbar::platform::idb::Idb| store.scan(table, "", "~").await.unwrap();
        assert!(all(&to).await == all(&from).await, "{table:?}");
    }
    assert!(archived(&second).await == bytes);
    // A workspace with content is refused.
    assert_eq!(restore(&second, &bytes).await, Err(ArchiveError::NotEmpty(5)));
}

#[wasm_bindgen_test]
async fn a_restore_without_room_leaves_nothing_to_be_seen() {
    let (first, _) = lived_in().await;
    let bytes = archived(&first).await;
    let second = name();
    fail_next_commit(false);
    let full = restore(&second, &bytes).await;
    assert_eq!(full, Err(ArchiveError::Store(StorageError::Full)));
    let fresh = Ledger::open(open(&second).await, Plain, Writer(random::uuid())).await.unwrap();
    assert_eq!(fresh.snapshot().await.unwrap().blocks.len(), 0);
    restore(&second, &bytes).await.unwrap();
    assert!(archived(&second).await == bytes);
}
