//! Messages about saving: saved, not saved, and each shown once.

use std::{cell::Cell, rc::Rc};

use busbar::{
    platform::random,
    state::{commands::sample::put, saving::Saving, workspace::Workspace},
};
use busbar_core::{
    domain::{
        Customer, Id, Record,
        draft::{Block, Draft, RecordBlock},
    },
    sample,
    storage::{LedgerError, StorageError},
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{connection::fail_next_commit, named, page, until};

const FULL: LedgerError = LedgerError::Storage(StorageError::Full);

fn failed(workspace: Workspace) -> usize {
    workspace.saving.with_untracked(Saving::failed)
}

#[wasm_bindgen_test]
async fn saved_is_said_when_nothing_waits_any_more() {
    let (_, workspace) = page().await;
    let id = Id::new(random::uuid());
    spawn_local(async move {
        workspace.act(named(id, "乙")).await.unwrap();
    });
    workspace.act(named(id, "甲")).await.unwrap();
    assert!(workspace.saving.with_untracked(Saving::is_under_way));
    workspace.quiet().await;
    let name = workspace.tables.customers.with_untracked(|customers| {
        let customer = customers.get(id);
        customer.map(|customer| customer.name.clone())
    });
    assert_eq!(name.as_deref(), Some("乙"));
}

#[wasm_bindgen_test]
async fn a_failure_is_not_hidden_by_the_success_of_something_else() {
    let (_, workspace) = page().await;
    let [one, other] = [(); 2].map(|()| Id::new(random::uuid()));
    fail_next_commit(false);
    assert_eq!(workspace.act(named(one, "甲")).await, Err(FULL));
    workspace.act(named(other, "乙")).await.unwrap();
    assert_eq!(failed(workspace), 1);
    workspace.act(named(one, "丙")).await.unwrap();
    assert_eq!(failed(workspace), 0);
}

#[wasm_bindgen_test]
async fn what_failed_is_written_by_trying_again() {
    let (_, workspace) = page().await;
    let id = Id::<Customer>::new(random::uuid());
    fail_next_commit(false);
    assert_eq!(workspace.act(named(id, "甲")).await, Err(FULL));
    assert_eq!(failed(workspace), 1);
    workspace.try_again();
    until(|| workspace.saving.with(|saving| saving.failed() == 0)).await;
    let customers = workspace.tables.customers;
    assert!(customers.with_untracked(|all| all.get(id).is_some_and(|one| one.name == "甲")));
}

#[wasm_bindgen_test]
async fn what_cannot_be_true_is_refused_and_is_no_failure() {
    let (_, workspace) = page().await;
    let id = Id::<Customer>::new(random::uuid());
    workspace.act(named(id, "甲")).await.unwrap();
    let blank = workspace.act(named(id, " ")).await;
    assert!(matches!(blank, Err(LedgerError::Refused(_))), "{blank:?}");
    assert_eq!(failed(workspace), 0);
}

#[wasm_bindgen_test]
async fn what_was_worked_out_before_another_tab_wrote_is_not_written() {
    let (_, one) = page().await;
    let (_, two) = page().await;
    let id = Id::new(random::uuid());
    let planned_on = two.head.get_untracked();
    one.act(named(id, "甲")).await.unwrap();
    let late = two.act_planned(named(id, "乙"), std::iter::empty(), planned_on).await;
    assert_eq!(late, Err(LedgerError::Outdated));
    assert_eq!(failed(two), 0);
    // It has caught up in the meantime.
    let planned_on = two.head.get_untracked();
    two.act_planned(named(id, "乙"), std::iter::empty(), planned_on).await.unwrap();
}

#[wasm_bindgen_test]
async fn the_sample_comes_once_however_often_it_is_asked_for() {
    let (_, one) = page().await;
    let (_, two) = page().await;
    let portfolio = || {
        let customer = || Customer { is_sample: true, ..Customer::empty(Id::new(random::uuid())) };
        let blocks = RecordBlock::pack(vec![customer(), customer()]).into_iter();
        Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new(sample::ACTION) }
    };
    let done = Rc::new(Cell::new(0));
    for workspace in [one, one, two] {
        let done = done.clone();
        spawn_local(async move {
            put(workspace, portfolio()).await.unwrap();
            done.set(done.get() + 1);
        });
    }
    until(|| done.get() == 3).await;
    let here = |workspace: Workspace| {
        let customers = workspace.tables.customers.read_untracked();
        customers.iter().filter(|one| one.is_sample).count()
    };
    until(|| here(one) == 2 && here(two) == 2).await;
}

#[wasm_bindgen_test]
async fn an_import_that_comes_back_shows_what_was_written_over_it() {
    let (_, workspace) = page().await;
    let customer = Customer { name: "甲".into(), ..Customer::empty(Id::new(random::uuid())) };
    let id = customer.id;
    let blocks = RecordBlock::pack(vec![customer]).into_iter();
    let import = Draft { blocks: blocks.map(Block::Records).collect(), ..Draft::new("import") };
    let imported = workspace.act(import).await.unwrap().unwrap();
    workspace.act(named(id, "乙")).await.unwrap();
    let undone = workspace.undo(imported).await.unwrap();
    let name = || {
        workspace.tables.customers.with_untracked(|customers| {
            let customer = customers.get(id);
            customer.map(|customer| customer.name.clone())
        })
    };
    assert_eq!(name(), None);
    workspace.undo(undone).await.unwrap();
    assert_eq!(name().as_deref(), Some("乙"));
}
