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
    /// Drafts waiting to be written, by name; one without text and mark deletes both.
    static WAITING: RefCell<BTreeMap<String, Stored>> = const { RefCell::new(BTreeMap::new()) };
    /// `true` while a write is scheduled.
    static IS_DUE: Cell<bool> = const { Cell::new(false) };
    /// Last mark given by this tab, in case `localStorage` has no room for the count.
    static LAST: Cell<u64> = const { Cell::new(0) };
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

/// Number of drafts written or deleted on this device, in both storages. The next number is the mark of the
/// next draft.
const COUNT: &str = "drafts";

/// Prefix of the names of marks; the rest is the name of the draft.
const MARK: &str = "drafts.";

/// Prefixes of the names of text drafts; handwriting is also in `localStorage`.
const OF_TEXTS: [&str; 2] = ["typed.", "form."];

/// A draft in one of the two storages, with its own mark: the copy with the higher mark is the newer one. The
/// database is behind if the page is left before it has written, `localStorage` if the browser is killed or there
/// is no room. A count of all drafts cannot tell this: another tab moves it on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Stored {
    /// `None` if the storage never had the draft, or stored it before drafts had marks.
    mark: Option<u64>,
    /// `None` if the draft was deleted.
    text: Option<String>,
}

impl Stored {
    fn quick(name: &str) -> Self {
        let mark = preferences::load(&format!("{MARK}{name}"));
        Self { mark: mark.and_then(|mark| mark.parse().ok()), text: preferences::load(name) }
    }

    /// Writes the draft to `localStorage`. If there is no room, its earlier text and mark stay there, and the
    /// database has the only copy.
    fn put_quick(&self, name: &str) {
        match &self.text {
            Some(text) if !preferences::try_save(name, text) => return,
            Some(_) => {}
            None => preferences::forget(name),
        }
        if let Some(mark) = self.mark {
            preferences::save(&format!("{MARK}{name}"), &mark.to_string());
        }
    }

    /// Returns `true` if this copy, from the database, is newer than the one in `localStorage`. If neither has a
    /// mark, the storage with the higher count wins.
    fn is_newer(&self, quick: &Self, reached: u64, count: u64) -> bool {
        match (self.mark, quick.mark) {
            (None, None) => reached > count,
            (own, quick) => own > quick,
        }
    }
}

/// Brings both storages up to the latest drafts, before the first field loads its own. Unreadable drafts are not
/// offered, and nothing else depends on them.
pub async fn restore() {
    let Some((mut kept, reached)) = all().await else {
        return;
    };
    let marked = preferences::names(MARK).into_iter();
    let marked = marked.filter_map(|name| name.strip_prefix(MARK).map(str::to_owned));
    let quick = OF_TEXTS.into_iter().flat_map(preferences::names).chain(marked);
    let names: BTreeSet<String> = quick.chain(kept.keys().cloned()).collect();
    let count = count();
    let mut last = count.max(reached);
    for name in names {
        let (kept, quick) = (kept.remove(&name).unwrap_or_default(), Stored::quick(&name));
        last = last.max(kept.mark.max(quick.mark).unwrap_or_default());
        if kept.text.is_none() && quick.text.is_none() {
            // Deleted in both: the mark is no longer needed.
            preferences::forget(&format!("{MARK}{name}"));
            wait(&name, Stored::default());
        } else if kept.is_newer(&quick, reached, count) {
            kept.put_quick(&name);
        } else if kept.text != quick.text {
            wait(&name, quick);
        }
    }
    preferences::save(COUNT, &last.to_string());
}

/// Returns the highest mark given on this device, as far as this tab can tell.
fn count() -> u64 {
    let count = preferences::load(COUNT);
    count.and_then(|count| count.parse().ok()).unwrap_or(0).max(LAST.get())
}

/// Returns the mark of the next draft, higher than every mark given on this device.
fn next_mark() -> u64 {
    let mark = count() + 1;
    LAST.set(mark);
    preferences::save(COUNT, &mark.to_string());
    mark
}

/// Returns the drafts in the database by name, and its count.
async fn all() -> Option<(BTreeMap<String, Stored>, u64)> {
    let database = open().await.ok()?;
    let transaction = database.transaction(DRAFTS).build().ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    let names = store.get_all_keys::<String>().primitive().ok()?;
    let texts = store.get_all::<String>().primitive().ok()?;
    let (names, texts) = (names.await.ok()?, texts.await.ok()?);
    let found = names.zip(texts).filter_map(|(name, text)| Some((name.ok()?, text.ok()?)));
    Some(read(found))
}

fn read(records: impl Iterator<Item = (String, String)>) -> (BTreeMap<String, Stored>, u64) {
    let (mut drafts, mut reached) = (BTreeMap::<String, Stored>::new(), 0);
    for (name, text) in records {
        if name == COUNT {
            reached = text.parse().unwrap_or_default();
        } else if let Some(name) = name.strip_prefix(MARK) {
            drafts.entry(name.to_owned()).or_default().mark = text.parse().ok();
        } else {
            drafts.entry(name).or_default().text = Some(text);
        }
    }
    (drafts, reached)
}

/// Deletes all drafts, together with their workspace.
pub async fn forget_all() -> Result<(), StorageError> {
    let failed = |error: indexed_db_futures::error::Error| StorageError::Backend(error.to_string());
    WAITING.take();
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
    put(name, Some(text.to_owned()));
}

/// Deletes a draft.
pub fn forget(name: &str) {
    put(name, None);
}

fn put(name: &str, text: Option<String>) {
    let draft = Stored { mark: Some(next_mark()), text };
    draft.put_quick(name);
    wait(name, draft);
}

fn wait(name: &str, draft: Stored) {
    WAITING.with_borrow_mut(|waiting| waiting.insert(name.to_owned(), draft));
    if !IS_DUE.replace(true) {
        let write = || {
            wasm_bindgen_futures::spawn_local(async {
                IS_DUE.set(false);
                let waiting = WAITING.take();
                if write(&waiting).await.is_none() {
                    // Retried with the next one; without this database `localStorage` has to suffice.
                    WAITING.with_borrow_mut(|newer| {
                        for (name, draft) in waiting {
                            newer.entry(name).or_insert(draft);
                        }
                    });
                }
            });
        };
        Timeout::new(GATHERED, write).forget();
    }
}

async fn write(waiting: &BTreeMap<String, Stored>) -> Option<()> {
    let database = open().await.ok()?;
    let transaction = database
        .transaction(DRAFTS)
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
        .build()
        .ok()?;
    let store = transaction.object_store(DRAFTS).ok()?;
    let put = |name: &str, value: Option<&str>| {
        match value {
            Some(value) => drop(store.put(value).with_key(name).build().ok()?),
            None => drop(store.delete(name).build().ok()?),
        }
        Some(())
    };
    for (name, draft) in waiting {
        let mark = draft.mark.map(|mark| mark.to_string());
        put(name, draft.text.as_deref())?;
        put(&format!("{MARK}{name}"), mark.as_deref())?;
    }
    put(COUNT, Some(&count().to_string()))?;
    transaction.commit().await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(mark: Option<u64>, text: Option<&str>) -> Stored {
        Stored { mark, text: text.map(str::to_owned) }
    }

    #[test]
    fn the_newer_draft_is_the_one_with_the_higher_mark() {
        let (reached, count) = (8, 8);
        for (kept, quick, is_newer, why) in [
            // Another tab wrote after it, so that both storages have counted equally far.
            (stored(Some(7), Some("甲")), stored(None, None), true, "no room in the quick storage"),
            (stored(Some(7), Some("甲乙")), stored(Some(5), Some("甲")), true, "no room for more"),
            (stored(Some(5), Some("甲")), stored(Some(7), Some("甲乙")), false, "page left early"),
            (stored(Some(5), Some("甲")), stored(Some(7), None), false, "forgotten"),
            (stored(Some(7), None), stored(Some(5), Some("甲")), true, "forgotten, then killed"),
            (stored(None, None), stored(Some(7), Some("甲")), false, "never reached the database"),
            (stored(Some(7), Some("甲")), stored(Some(7), Some("甲")), false, "equal"),
        ] {
            assert_eq!(kept.is_newer(&quick, reached, count), is_newer, "{why}");
        }
    }

    #[test]
    fn drafts_without_marks_go_by_the_count_of_all() {
        let (kept, quick) = (stored(None, Some("甲")), stored(None, None));
        assert!(kept.is_newer(&quick, 9, 8));
        assert!(!kept.is_newer(&quick, 8, 8));
    }

    #[test]
    fn marks_are_told_from_drafts() {
        let records = [
            ("drafts", "9"),
            ("drafts.typed.a", "7"),
            ("drafts.typed.b", "8"),
            ("typed.a", "甲"),
            ("typed.c", "丙"),
        ];
        let (drafts, reached) =
            read(records.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())));
        let expected = [
            ("typed.a", stored(Some(7), Some("甲"))),
            ("typed.b", stored(Some(8), None)),
            ("typed.c", stored(None, Some("丙"))),
        ];
        let expected = expected.map(|(name, draft)| (name.to_owned(), draft));
        assert_eq!((drafts, reached), (BTreeMap::from(expected), 9));
    }
}
