//! Drafts of text being typed, kept so that they survive a killed browser. The browser's quick storage
//! (`preferences`) reaches the disk seconds later; this database reaches it within half a second, and
//! restores what the quick one lost. It lies beside the workspace's database, in one place, so that one
//! module can encrypt it.

use std::{cell::RefCell, collections::BTreeMap};

use gloo_timers::callback::Timeout;
use indexed_db_futures::{
    database::Database,
    error::OpenDbError,
    prelude::*,
    transaction::{TransactionDurability, TransactionMode, TransactionOptions},
};

use super::preferences;
use crate::storage::StorageError;

const DATABASE: &str = "busbar-drafts";
const DRAFTS: &str = "drafts";

/// Time over which keystrokes are gathered before they are written, in milliseconds.
const GATHERED: u32 = 300;

thread_local! {
    /// Drafts waiting to be written: name and text, or `None` for a draft to delete.
    static WAITING: RefCell<BTreeMap<String, Option<String>>> = const { RefCell::new(BTreeMap::new()) };
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

/// Stands in the database from its first opening on: what the quick storage had by then came before it.
const FOLLOWED: &str = "followed";

/// The drafts of texts, by how their names begin; handwriting lies in the quick storage as well.
const OF_TEXTS: [&str; 2] = ["typed.", "form."];

/// Gives the quick storage what was typed before the browser was killed, and takes out of it what had been
/// forgotten by then. What cannot be read is not offered, and nothing else depends on it.
pub async fn restore() {
    let Some(kept) = all().await else {
        return;
    };
    let is_kept = |name: &str| kept.iter().any(|(kept, _)| kept == name);
    let is_followed = is_kept(FOLLOWED);
    for name in OF_TEXTS.into_iter().flat_map(preferences::names) {
        if is_kept(&name) {
            continue;
        }
        match preferences::load(&name) {
            Some(text) if !is_followed => keep(&name, &text),
            _ => preferences::forget(&name),
        }
    }
    for (name, text) in kept.iter().filter(|(name, _)| name != FOLLOWED) {
        preferences::save(name, text);
    }
    if !is_followed {
        keep(FOLLOWED, "");
    }
}

async fn all() -> Option<Vec<(String, String)>> {
    let database = open().await.ok()?;
    let transaction = database.transaction(DRAFTS).build().ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    let names = store.get_all_keys::<String>().primitive().ok()?;
    let texts = store.get_all::<String>().primitive().ok()?;
    let (names, texts) = (names.await.ok()?, texts.await.ok()?);
    let found = names.zip(texts);
    Some(
        found
            .filter_map(|(name, text)| Some((name.ok()?, text.ok()?)))
            .collect(),
    )
}

/// Forgets every draft, with the workspace that they belong to.
pub async fn forget_all() -> Result<(), StorageError> {
    let failed = |error: indexed_db_futures::error::Error| StorageError::Backend(error.to_string());
    WAITING.take();
    let database = open()
        .await
        .map_err(|error| StorageError::Backend(error.to_string()))?;
    let transaction = database
        .transaction(DRAFTS)
        .with_mode(TransactionMode::Readwrite)
        .build()
        .map_err(failed)?;
    let store = transaction.object_store(DRAFTS).map_err(failed)?;
    store.clear().map_err(failed)?;
    transaction.commit().await.map_err(failed)
}

/// Keeps a draft within half a second.
pub fn keep(name: &str, text: &str) {
    wait(name, Some(text.to_owned()));
}

/// Forgets a draft.
pub fn forget(name: &str) {
    wait(name, None);
}

fn wait(name: &str, text: Option<String>) {
    let is_first = WAITING.with_borrow_mut(|waiting| {
        let is_first = waiting.is_empty();
        waiting.insert(name.to_owned(), text);
        is_first
    });
    if is_first {
        let write = || {
            wasm_bindgen_futures::spawn_local(async {
                // Without this database the quick storage has to do.
                let _ = write().await;
            });
        };
        Timeout::new(GATHERED, write).forget();
    }
}

async fn write() -> Option<()> {
    let database = open().await.ok()?;
    let waiting = WAITING.take();
    let transaction = database
        .transaction(DRAFTS)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
        .build()
        .ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    for (name, text) in &waiting {
        match text {
            Some(text) => drop(
                store
                    .put(text.as_str())
                    .with_key(name.as_str())
                    .build()
                    .ok()?,
            ),
            None => drop(store.delete(name.as_str()).build().ok()?),
        }
    }
    transaction.commit().await.ok()
}
