//! Drafts of text being typed, stored so that they survive a killed browser. `localStorage` (`preferences`)
//! reaches the disk seconds later; this database does within half a second, and restores what `localStorage`
//! lost. It is beside the workspace's database, in a single place, so that one module can encrypt it.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, BTreeSet},
};

use busbar_core::storage::StorageError;
use gloo_timers::callback::Timeout;
use indexed_db_futures::{
    database::Database,
    error::OpenDbError,
    prelude::*,
    transaction::{TransactionDurability, TransactionMode, TransactionOptions},
};

use super::preferences;

const DATABASE: &str = "busbar-drafts";
const DRAFTS: &str = "drafts";

/// Period over which keystrokes are collected before they are written, in milliseconds.
const GATHERED: u32 = 300;

thread_local! {
    /// Drafts waiting to be written: name and text, or `None` for a draft to delete.
    static WAITING: RefCell<BTreeMap<String, Option<String>>> = const { RefCell::new(BTreeMap::new()) };
    /// `true` while a write is scheduled.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
    /// `true` once `localStorage` had no room for a draft: the database is then the only copy.
    static IS_AHEAD: Cell<bool> = const { Cell::new(false) };
}

async fn open() -> Result<Database, OpenDbError> {
    Database::open(DATABASE)
        .with_version(1u32)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(DRAFTS).build()?;
            Ok(())
        })
        .await
}

/// Write counter in both storages: the one with the higher count has the latest drafts. The database is behind if
/// the page is left before it has written, `localStorage` if the browser is killed.
const COUNT: &str = "drafts";

/// Prefixes of the names of text drafts; handwriting is also in `localStorage`.
const OF_TEXTS: [&str; 2] = ["typed.", "form."];

/// Brings both storages up to the latest drafts, before the first field loads its own. Unreadable drafts are not
/// offered, and nothing else depends on them.
pub async fn restore() {
    let Some(mut kept) = all().await else {
        return;
    };
    let quick = OF_TEXTS.into_iter().flat_map(preferences::names);
    let quick: Vec<String> = quick.collect();
    let reached = kept.remove(COUNT).and_then(|count| count.parse().ok());
    if reached > Some(count()) {
        quick
            .iter()
            .filter(|name| !kept.contains_key(*name))
            .for_each(|name| preferences::forget(name));
        for (name, text) in &kept {
            if !preferences::try_save(name, text) {
                IS_AHEAD.set(true);
            }
        }
        preferences::save(COUNT, &reached.unwrap_or_default().to_string());
        return;
    }
    let names: BTreeSet<&String> = kept.keys().chain(&quick).collect();
    for name in names {
        match (kept.get(name), preferences::load(name)) {
            (kept, quick) if kept == quick.as_ref() => {}
            (_, Some(quick)) => keep(name, &quick),
            (_, None) => forget(name),
        }
    }
}

/// Returns the number of drafts written or deleted on this device.
fn count() -> u64 {
    let count = preferences::load(COUNT);
    count.and_then(|count| count.parse().ok()).unwrap_or_default()
}

async fn all() -> Option<BTreeMap<String, String>> {
    let database = open().await.ok()?;
    let transaction = database.transaction(DRAFTS).build().ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    let names = store.get_all_keys::<String>().primitive().ok()?;
    let texts = store.get_all::<String>().primitive().ok()?;
    let (names, texts) = (names.await.ok()?, texts.await.ok()?);
    let found = names.zip(texts);
    Some(found.filter_map(|(name, text)| Some((name.ok()?, text.ok()?))).collect())
}

/// Deletes all drafts, together with their workspace.
pub async fn forget_all() -> Result<(), StorageError> {
    let failed = |error: indexed_db_futures::error::Error| StorageError::Backend(error.to_string());
    WAITING.take();
    IS_AHEAD.set(false);
    let database = open().await.map_err(|error| StorageError::Backend(error.to_string()))?;
    let transaction = database
        .transaction(DRAFTS)
        .with_mode(TransactionMode::Readwrite)
        .build()
        .map_err(failed)?;
    let store = transaction.object_store(DRAFTS).map_err(failed)?;
    store.clear().map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Saves a draft in `localStorage` immediately, and in the database within half a second.
pub fn save(name: &str, text: &str) {
    if !preferences::try_save(name, text) {
        IS_AHEAD.set(true);
    }
    keep(name, text);
}

fn keep(name: &str, text: &str) {
    wait(name, Some(text.to_owned()));
}

/// Deletes a draft.
pub fn forget(name: &str) {
    wait(name, None);
}

fn wait(name: &str, text: Option<String>) {
    preferences::save(COUNT, &(count() + 1).to_string());
    WAITING.with_borrow_mut(|waiting| waiting.insert(name.to_owned(), text));
    if !IS_DUE.replace(true) {
        let write = || {
            wasm_bindgen_futures::spawn_local(async {
                IS_DUE.set(false);
                let waiting = WAITING.take();
                if write(&waiting).await.is_none() {
                    // Retried with the next one; without this database `localStorage` has to suffice.
                    WAITING.with_borrow_mut(|newer| {
                        for (name, text) in waiting {
                            newer.entry(name).or_insert(text);
                        }
                    });
                }
            });
        };
        Timeout::new(GATHERED, write).forget();
    }
}

async fn write(waiting: &BTreeMap<String, Option<String>>) -> Option<()> {
    let database = open().await.ok()?;
    let reached = count() + u64::from(IS_AHEAD.get());
    let transaction = database
        .transaction(DRAFTS)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
        .build()
        .ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    for (name, text) in waiting {
        match text {
            Some(text) => drop(store.put(text.as_str()).with_key(name.as_str()).build().ok()?),
            None => drop(store.delete(name.as_str()).build().ok()?),
        }
    }
    let reached = store.put(reached.to_string()).with_key(COUNT);
    drop(reached.build().ok()?);
    transaction.commit().await.ok()
}
