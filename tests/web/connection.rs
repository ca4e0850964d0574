//! Connections closed by the browser: for a newer version, because the data was cleared, or for its own reasons;
//! and a device without space.

use std::{cell::Cell, rc::Rc};

use busbar::platform::{idb::Idb, random};
use busbar_core::{
    domain::{Customer, Id},
    storage::{Ledger, LedgerError, Storage, StorageError, StoreTable, Write, seal::Plain},
    sync::Writer,
};
use futures_channel::oneshot;
use indexed_db_futures::database::Database;
use wasm_bindgen_futures::spawn_local;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{displayed, ledger, name, named, open};

fn row(text: &str) -> Vec<Write> {
    vec![Write {
        table: StoreTable::Records,
        key: "customer/1".into(),
        value: Some(text.as_bytes().to_vec()),
    }]
}

async fn text(store: &Idb) -> String {
    let rows = store.get_many(StoreTable::Records, &["customer/1".into()]).await;
    String::from_utf8(rows.unwrap().remove(0).unwrap()).unwrap()
}

/// Makes the browser fail the next commit, as it does without space; with `is_closed`, it closes the connection
/// as well.
pub fn fail_next_commit(is_closed: bool) {
    let close = if is_closed { "this.db.close();" } else { "" };
    let script = format!(
        "(() => {{
            const of = IDBTransaction.prototype;
            const commit = of.commit;
            of.commit = function () {{ of.commit = commit; {close} this.abort(); }};
        }})()"
    );
    js_sys::eval(&script).unwrap();
}

#[wasm_bindgen_test]
async fn a_newer_version_takes_the_old_connection_away_for_good() {
    let name = name();
    let replaced = Rc::new(Cell::new(0));
    let old = {
        let replaced = replaced.clone();
        Idb::open(&name, move || replaced.set(replaced.get() + 1), || ()).await.unwrap()
    };
    old.commit(0, row("kept")).await.unwrap();

    let newer = Database::open(&name)
        .with_version(99_u32)
        .with_on_upgrade_needed(|_, _| Ok(()))
        .await
        .unwrap();
    assert_eq!(replaced.get(), 1);
    for _ in 0..2 {
        assert_eq!(old.head().await, Err(StorageError::Newer));
        let refused = old.commit(1, row("late")).await;
        assert_eq!(refused, Err(StorageError::Newer));
    }
    newer.close();
    // An old page refuses a newer version, and leaves it unchanged.
    let refused = Idb::open(&name, || (), || ()).await;
    assert_eq!(refused.err(), Some(StorageError::Newer));
}

#[wasm_bindgen_test]
async fn a_connection_that_was_closed_is_opened_again() {
    let name = name();
    let store = open(&name).await;
    store.commit(0, row("before")).await.unwrap();
    store.close();
    assert_eq!(text(&store).await, "before");
    store.close();
    // Two at once: one of them opens it.
    let other = store.clone();
    let (tell, told) = oneshot::channel();
    spawn_local(async move {
        let _ = tell.send(other.head().await);
    });
    assert_eq!(store.commit(1, row("after")).await, Ok(2));
    assert!(matches!(told.await, Ok(Ok(1 | 2))));
    assert_eq!(text(&store).await, "after");
    // The new connection also refuses a newer version.
    let newer = Database::open(&name).with_version(99_u32);
    let newer = newer.with_on_upgrade_needed(|_, _| Ok(())).await.unwrap();
    assert_eq!(store.head().await, Err(StorageError::Newer));
    newer.close();
}

#[wasm_bindgen_test]
async fn a_commit_whose_connection_is_taken_away_is_made_over_the_next() {
    let store = open(&name()).await;
    store.commit(0, row("before")).await.unwrap();
    fail_next_commit(true);
    assert_eq!(store.commit(1, row("after")).await, Ok(2));
    assert_eq!(text(&store).await, "after");
}

#[wasm_bindgen_test]
async fn a_commit_that_finds_no_room_changes_nothing() {
    let store = open(&name()).await;
    store.commit(0, row("before")).await.unwrap();
    fail_next_commit(false);
    let refused = store.commit(1, row("after")).await;
    assert_eq!(refused, Err(StorageError::Full));
    assert_eq!((text(&store).await.as_str(), store.head().await), ("before", Ok(1)));
    assert_eq!(store.commit(1, row("after")).await, Ok(2));
}

#[wasm_bindgen_test]
async fn a_store_that_was_cleared_under_a_page_is_not_taken_for_an_empty_one() {
    let name = name();
    let page = ledger(&name).await;
    let id = Id::<Customer>::new(random::uuid());
    page.write(named(id, "甲"), "王", 1).await.unwrap();
    Idb::delete(&name).await.unwrap();
    let refused = page.write(named(id, "乙"), "王", 2).await;
    assert_eq!(refused, Err(LedgerError::Storage(StorageError::Moved)));
    let cleared = page.catch_up().await;
    assert_eq!(cleared, Err(LedgerError::Storage(StorageError::Cleared)));
    // A store opened after that is a new one.
    let fresh = Ledger::open(open(&name).await, Plain, Writer(random::uuid()));
    let fresh = fresh.await.unwrap();
    fresh.write(named(id, "丙"), "王", 3).await.unwrap();
    let register = fresh.register("customer", id.uuid(), "name").await;
    assert_eq!(displayed(&register.unwrap()), "丙");
}
