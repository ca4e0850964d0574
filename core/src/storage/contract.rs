//! Contract of every store. Each check receives a fresh store and panics on failure; `contract!` makes a test of
//! each for one store.

use super::port::{Storage, StorageError, StoreTable, Write};

fn put(table: StoreTable, key: &str, value: &[u8]) -> Write {
    Write { table, key: key.into(), value: Some(value.into()) }
}

async fn keys(store: &impl Storage, table: StoreTable, from: &str, to: &str) -> Vec<String> {
    let rows = store.scan(table, from, to).await.expect("a scan");
    rows.into_iter().map(|(key, _)| key).collect()
}

/// A new store is empty and stands at 0.
pub async fn starts_empty(store: impl Storage) {
    assert_eq!(store.head().await, Ok(0));
    for table in StoreTable::ALL {
        assert!(keys(&store, *table, "", "~").await.is_empty(), "{table:?}");
    }
}

/// Committed rows are read back, table by table.
pub async fn keeps_what_was_committed(store: impl Storage) {
    let writes = vec![
        put(StoreTable::Records, "customer/1", b"one"),
        put(StoreTable::Blobs, "customer/1", b"another table"),
        put(StoreTable::Records, "empty", b""),
    ];
    assert_eq!(store.commit(0, writes).await, Ok(1));
    let asked = ["customer/1".to_owned(), "missing".to_owned(), "empty".to_owned()];
    assert_eq!(
        store.get_many(StoreTable::Records, &asked).await,
        Ok(vec![Some(b"one".to_vec()), None, Some(Vec::new())])
    );
    assert_eq!(store.head().await, Ok(1));
}

/// A row can be replaced and deleted.
pub async fn replaces_and_deletes(store: impl Storage) {
    let first = vec![put(StoreTable::Meta, "a", b"1"), put(StoreTable::Meta, "b", b"2")];
    assert_eq!(store.commit(0, first).await, Ok(1));
    let second = vec![
        put(StoreTable::Meta, "a", b"3"),
        Write { table: StoreTable::Meta, key: "b".into(), value: None },
    ];
    assert_eq!(store.commit(1, second).await, Ok(2));
    assert_eq!(
        store.scan(StoreTable::Meta, "", "~").await,
        Ok(vec![("a".to_owned(), b"3".to_vec())])
    );
}

/// A range includes its start and excludes its end, in key order.
pub async fn scans_by_key(store: impl Storage) {
    let writes =
        ["b/2", "a/1", "b/1", "b/", "c/1"].iter().map(|key| put(StoreTable::Touched, key, b"x"));
    assert_eq!(store.commit(0, writes.collect()).await, Ok(1));
    assert_eq!(keys(&store, StoreTable::Touched, "b/", "b0").await, ["b/", "b/1", "b/2"]);
    assert_eq!(keys(&store, StoreTable::Touched, "a/1", "b/1").await, ["a/1", "b/"]);
    assert!(keys(&store, StoreTable::Touched, "x", "b").await.is_empty());
}

/// Keys are listed without their rows, within a range.
pub async fn lists_keys(store: impl Storage) {
    let writes = ["b", "a", "c"].iter().map(|key| put(StoreTable::Blobs, key, b"x"));
    assert_eq!(store.commit(0, writes.collect()).await, Ok(1));
    let keys = async |from, to| store.keys(StoreTable::Blobs, from, to).await;
    assert_eq!(keys("", "~").await, Ok(vec!["a".into(), "b".into(), "c".into()]));
    assert_eq!(keys("b", "c").await, Ok(vec!["b".into()]));
    assert_eq!(keys("c", "a").await, Ok(Vec::new()));
}

/// A commit may leave the commit number as it is, or advance it further.
pub async fn numbers_a_commit_as_it_is_told(store: impl Storage) {
    let row = |key| vec![put(StoreTable::Blocks, key, b"x")];
    assert_eq!(store.commit_as(0, 0, row("a")).await, Ok(0));
    assert_eq!(store.head().await, Ok(0));
    assert_eq!(store.commit_as(0, 7, row("b")).await, Ok(7));
    assert_eq!(store.head().await, Ok(7));
    assert_eq!(store.commit_as(0, 9, row("c")).await, Err(StorageError::Moved));
    assert_eq!(store.commit(7, row("d")).await, Ok(8));
    assert_eq!(keys(&store, StoreTable::Blocks, "", "~").await, ["a", "b", "d"]);
}

/// A commit planned on an older number changes nothing.
pub async fn refuses_a_late_commit_whole(store: impl Storage) {
    assert_eq!(store.commit(0, vec![put(StoreTable::Meta, "a", b"1")]).await, Ok(1));
    let late = vec![put(StoreTable::Meta, "a", b"late"), put(StoreTable::Log, "late", b"late")];
    assert_eq!(store.commit(0, late).await, Err(StorageError::Moved));
    assert_eq!(
        store.get_many(StoreTable::Meta, &["a".to_owned()]).await,
        Ok(vec![Some(b"1".to_vec())])
    );
    assert!(keys(&store, StoreTable::Log, "", "~").await.is_empty());
    assert_eq!(store.head().await, Ok(1));
}

/// Rows of a megabyte and thousands of rows fit in one commit.
pub async fn takes_large_commits(store: impl Storage) {
    let mut writes: Vec<Write> =
        (0..3000).map(|n| put(StoreTable::Touched, &format!("{n:05}"), &[7; 40])).collect();
    writes.push(put(StoreTable::Blocks, "large", &vec![42; 1 << 20]));
    assert_eq!(store.commit(0, writes).await, Ok(1));
    assert_eq!(keys(&store, StoreTable::Touched, "", "~").await.len(), 3000);
    let large = store.get_many(StoreTable::Blocks, &["large".to_owned()]).await.expect("a read");
    assert_eq!(large, [Some(vec![42; 1 << 20])]);
}

/// Makes a test of every check for one store, from a way to run an `async` body and an expression that makes a
/// fresh store.
#[macro_export]
macro_rules! storage_contract {
    ($run:ident, $fresh:expr) => {
        $crate::storage_contract!($run, $fresh;
            starts_empty, keeps_what_was_committed, replaces_and_deletes, scans_by_key, lists_keys,
            numbers_a_commit_as_it_is_told, refuses_a_late_commit_whole, takes_large_commits);
    };
    ($run:ident, $fresh:expr; $($check:ident),+) => {
        $($run!($check, async { $crate::storage::contract::$check($fresh).await });)+
    };
}
