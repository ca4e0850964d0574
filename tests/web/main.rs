//! Tests that need a browser: the store on IndexedDB, two connections to it, connections that it closes, and
//! changes that wait for each other. Run by `cargo xtask test web`; natively there is nothing here.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod archive;
mod bytes;
mod connection;
mod drafts;
mod in_turn;
mod pin;
mod plan;
mod press;
mod saving;
mod typing;
mod visit;

use busbar::{
    platform::{idb::Idb, random},
    state::workspace::{Opening, Workspace},
};
use busbar_core::{
    domain::{Customer, Id, Record, Value, draft::Draft},
    storage::{Ledger, LedgerError, StorageError, seal::Plain},
    sync::{Register, Writer},
};
use gloo_timers::future::TimeoutFuture;
use leptos::{mount::mount_to_body, prelude::*};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Returns a name that no other test has.
fn name() -> String {
    format!("test-{}", random::uuid())
}

async fn open(name: &str) -> Idb {
    Idb::open(name, || (), || ()).await.unwrap()
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

/// Waits until a condition holds, up to a limit.
async fn until(is_so: impl Fn() -> bool) {
    for _ in 0..200 {
        if untrack(&is_so) {
            return;
        }
        TimeoutFuture::new(25).await;
    }
    panic!("it did not come to be");
}

/// Opens a page with the workspace of this browser. Like a tab, it listens to the others until the end.
async fn page() -> (Owner, Workspace) {
    // Mounting sets up the task executor.
    mount_to_body(|| ());
    let owner = Owner::new();
    std::mem::forget(owner.clone());
    let workspace = owner.with(Workspace::provide);
    until(|| workspace.opening.get() == Opening::Ready).await;
    (owner, workspace)
}

busbar_core::storage_contract!(in_browser, fresh().await);

fn named(id: Id<Customer>, name: &str) -> Draft {
    Draft::new("customer.edit").edit(id, Customer::NAME, Value::Text(name.into()))
}

fn displayed(register: &Register) -> String {
    match register.displayed().map(|version| &version.value) {
        Some(Value::Text(text)) => text.clone(),
        other => format!("{other:?}"),
    }
}

async fn ledger(name: &str) -> Ledger<Idb, Plain> {
    Ledger::open(open(name).await, Plain, Writer(random::uuid())).await.unwrap()
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
    let history = again.history(Customer::RECORD_KIND, id.uuid()).await.unwrap();
    assert_eq!(history.len(), 2);
    assert_eq!(history[1].author, "王");
    again.undo(change, "王", 3).await.unwrap();
    let register = again.register(Customer::RECORD_KIND, id.uuid(), "name").await;
    assert_eq!(displayed(&register.unwrap()), "甲");
}

#[wasm_bindgen_test]
async fn a_tab_that_is_behind_is_told_and_catches_up() {
    let name = name();
    let (one, two) = (ledger(&name).await, ledger(&name).await);
    let id = Id::<Customer>::new(random::uuid());
    one.write(named(id, "甲"), "", 1).await.unwrap();
    let late = two.write(named(id, "乙"), "", 2).await;
    assert!(matches!(late, Err(LedgerError::Storage(StorageError::Moved))));
    assert!(two.catch_up().await.unwrap().is_some());
    two.write(named(id, "乙"), "", 2).await.unwrap();
    one.catch_up().await.unwrap();
    let register = one.register(Customer::RECORD_KIND, id.uuid(), "name").await;
    assert_eq!(displayed(&register.unwrap()), "乙");
}
