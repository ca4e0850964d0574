//! What only a browser can answer: the store on IndexedDB, two connections to it, an upgrade that
//! meets an old tab, and changes that wait for each other. Run by `cargo xtask test web`; natively there is nothing here.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod in_turn;

use std::{cell::RefCell, rc::Rc};

use busbar::{
    domain::{Customer, Id, Record, Value, draft::Draft},
    platform::{idb::Idb, random},
    storage::{Ledger, LedgerError, Storage, StorageError, Table, Write, seal::Plain},
    sync::{Register, Writer},
};
use indexed_db_futures::database::Database;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A name that no other test has.
fn name() -> String {
    format!("test-{}", random::uuid())
}

async fn open(name: &str) -> Idb {
    Idb::open(name, |_| (), || ()).await.unwrap()
}

async fn fresh() -> Idb {
    open(&name()).await
}

macro_rules! in_browser {
    ($name:ident, $body:expr) => {
        #[wasm_bindgen_test]
        async fn $name() {
            $body.await;
        }
    };
}

busbar::storage_contract!(in_browser, fresh().await);

fn named(id: Id<Customer>, name: &str) -> Draft {
    Draft::new("customer.edit").edit(id, "name", Value::Text(name.into()))
}

fn displayed(register: &Register) -> String {
    match register.displayed().map(|version| &version.value) {
        Some(Value::Text(text)) => text.clone(),
        other => format!("{other:?}"),
    }
}

async fn ledger(name: &str) -> Ledger<Idb, Plain> {
    Ledger::open(open(name).await, Plain, Writer(random::uuid()))
        .await
        .unwrap()
}

#[wasm_bindgen_test]
async fn what_was_written_is_there_after_a_reload() {
    let name = name();
    let id = Id::<Customer>::new(random::uuid());
    let change = {
        let first = ledger(&name).await;
        first.write(named(id, "甲"), "王", 1).await.unwrap();
        let second = first.write(named(id, "乙"), "王", 2).await.unwrap();
        second.unwrap().change
    };
    let again = ledger(&name).await;
    let history = again.history(Customer::KIND, id.uuid()).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].author, "王");
    again.undo(change, "王", 3).await.unwrap();
    let register = again.register(Customer::KIND, id.uuid(), "name").await;
    assert_eq!(displayed(&register.unwrap()), "甲");
}

#[wasm_bindgen_test]
async fn a_tab_that_is_behind_is_told_and_catches_up() {
    let name = name();
    let (one, two) = (ledger(&name).await, ledger(&name).await);
    let id = Id::<Customer>::new(random::uuid());
    one.write(named(id, "甲"), "", 1).await.unwrap();
    let late = two.write(named(id, "乙"), "", 2).await;
    assert!(matches!(
        late,
        Err(LedgerError::Storage(StorageError::Moved))
    ));
    assert_eq!(two.catch_up().await.unwrap().len(), 1);
    two.write(named(id, "乙"), "", 2).await.unwrap();
    one.catch_up().await.unwrap();
    let register = one.register(Customer::KIND, id.uuid(), "name").await;
    assert_eq!(displayed(&register.unwrap()), "乙");
}

#[wasm_bindgen_test]
async fn a_newer_version_takes_the_old_connection_away() {
    let name = name();
    let cause = Rc::new(RefCell::new(None));
    let old = {
        let cause = cause.clone();
        Idb::open(
            &name,
            move |closed| drop(cause.replace(Some(closed))),
            || (),
        )
        .await
        .unwrap()
    };
    let write = Write {
        table: Table::Records,
        key: "customer/1".into(),
        value: Some(b"kept".to_vec()),
    };
    old.commit(0, vec![write]).await.unwrap();

    let newer = Database::open(&name)
        .with_version(99_u32)
        .with_on_upgrade_needed(|_, _| Ok(()))
        .await
        .unwrap();
    assert_eq!(cause.take(), Some(StorageError::Newer));
    assert_eq!(old.head().await, Err(StorageError::Closed));
    newer.close();
    // An old page refuses what it does not know, and leaves it as it is.
    let refused = Idb::open(&name, |_| (), || ()).await;
    assert_eq!(refused.err(), Some(StorageError::Newer));
}
