//! Concurrency: another tab commits while a draft is waiting or being planned, and a store is cleared under an
//! open page.

use std::{cell::RefCell, rc::Rc};

use super::*;
use crate::storage::port::Write;

#[test]
fn what_was_worked_out_from_an_older_whole_is_not_written() {
    block_on(async {
        let store = Memory::default();
        let (left, right) = (tab(&store).await, tab(&store).await);
        let planned_on = right.head();
        left.write(import(&["甲"]), "王", 10).await.unwrap();
        // The store reports it; once this tab has caught up, the ledger knows by itself.
        let late = |planned_on| right.write_planned(import(&["甲"]), vec![], planned_on, "李", 20);
        let moved = late(planned_on).await;
        assert_eq!(moved, Err(LedgerError::Storage(StorageError::Moved)));
        right.catch_up().await.unwrap();
        assert_eq!(late(planned_on).await, Err(LedgerError::Outdated));
        assert_eq!(names(&right).await, ["甲"]);
        late(right.head()).await.unwrap().unwrap();
    });
}

type Hook = Rc<RefCell<Option<Box<dyn FnOnce()>>>>;

/// A store that runs an action during its next read.
#[derive(Clone)]
struct Interrupted {
    store: Memory,
    hook: Hook,
}

impl Storage for Interrupted {
    async fn head(&self) -> Result<u64, StorageError> {
        self.store.head().await
    }

    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        let rows = self.store.get_many(table, keys).await;
        let hook = self.hook.take();
        hook.into_iter().for_each(|happens| happens());
        rows
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
        self.store.commit_as(expect, number, writes).await
    }
}

#[test]
fn news_that_come_while_an_edit_is_planned_are_seen_by_it() {
    block_on(async {
        let store = Memory::default();
        let other = tab(&store).await;
        let hook = Hook::default();
        let interrupted = Interrupted { store, hook: hook.clone() };
        let page = Ledger::open(interrupted, Plain, other.writer()).await;
        let page = Rc::new(page.unwrap());
        let hearing = page.clone();
        hook.replace(Some(Box::new(move || {
            block_on(async {
                other.write(rename(1, "甲"), "王", 10).await.unwrap();
                hearing.catch_up().await.unwrap();
            });
        })));
        // Planned on the earlier state, so it is not written as if it had seen the other change.
        let moved = page.write(rename(1, "乙"), "李", 20).await;
        assert_eq!(moved, Err(LedgerError::Storage(StorageError::Moved)));
        page.write(rename(1, "乙"), "李", 20).await.unwrap();
        let id = Uuid::from_u128(1);
        assert_eq!(page.conflicts("customer", id).await, Ok(Vec::new()));
    });
}

#[test]
fn a_store_that_was_cleared_is_not_written_on() {
    block_on(async {
        let store = Memory::default();
        let page = tab(&store).await;
        page.write(rename(1, "甲"), "王", 10).await.unwrap();
        page.write(rename(1, "乙"), "王", 20).await.unwrap();
        let cleared = Err(LedgerError::Storage(StorageError::Cleared));

        store.clear();
        let refused = page.write(rename(1, "丙"), "王", 30).await;
        assert_eq!(refused, Err(LedgerError::Storage(StorageError::Moved)));
        assert_eq!(page.catch_up().await, cleared);

        // Another tab starts anew in it, and reaches this tab's commit number and beyond.
        let fresh = Writer(Uuid::from_u128(78));
        let other = Ledger::open(store, Plain, fresh).await.unwrap();
        for name in ["甲", "乙", "丙"] {
            other.write(rename(2, name), "李", 40).await.unwrap();
        }
        assert_eq!(page.catch_up().await, cleared);
        assert_eq!(page.head(), 2);
    });
}
