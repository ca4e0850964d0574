//! The workspace on this tablet: opens the store, shows what is in it, and writes what people do.
//! Which records there are is `tables`; what follows from readings and bills is `facts`.

mod write;

use std::{
    collections::{BTreeMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use async_lock::Mutex;
use busbar_core::{
    domain::{
        bills::Bills,
        draft::{Block, Draft},
        readings::Readings,
        setting::Setting,
        wall_clock::ClockDoubt,
    },
    storage::{
        Applied, Ledger, LedgerError, StorageError, archive,
        ledger::{Contested, HistoryEntry, Latest, StoredRecord},
        rows::Unreadable,
        seal::Plain,
    },
    sync::{ChangeId, Register, Writer},
};
use jiff::civil::Date;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    facts::{self, Facts},
    saving::{Matter, Saving},
    tables::Tables,
    task, wall_clock,
};
use crate::platform::{
    clock::{self, Slices},
    drafts,
    idb::Idb,
    locks, preferences, random,
    tabs::Tabs,
};

/// The database of the workspace.
pub const DATABASE: &str = "busbar";

/// The lock of the tab that writes.
const WRITING: &str = "busbar.writing";

/// The ledger in this browser.
pub type BrowserLedger = Ledger<Idb, Plain>;

/// How far the workspace has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// Being read.
    Opening,
    /// Waits for an older tab to close.
    Blocked,
    /// Here.
    Ready,
    /// Cannot be read.
    Failed(LedgerError),
}

/// The last thing a person did here, to offer to take it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// The change.
    pub change: ChangeId,
    /// What it was, as a stable name.
    pub action: String,
}

/// A function that rebuilds a draft that could not be written.
type Again = Rc<dyn Fn() -> Draft>;

/// The workspace, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Workspace {
    /// The records.
    pub tables: Tables,
    /// Readings and bills.
    pub facts: Facts,
    /// How far it has come.
    pub opening: RwSignal<Opening>,
    /// Whether what was done is kept.
    pub saving: RwSignal<Saving>,
    /// The last commit that the signals show.
    pub head: RwSignal<u64>,
    /// The last thing done here.
    pub done: RwSignal<Option<Done>>,
    /// Rows that do not read; they stay in the store.
    pub unreadable: RwSignal<Vec<Unreadable>>,
    /// The records with fields whose values did not see each other: kind and id.
    pub in_conflict: RwSignal<Vec<(String, Uuid)>>,
    /// The name of the person who works here, as the history will have it.
    pub author: RwSignal<String>,
    /// The doubt about this device's clock, if any.
    pub clock: Memo<Option<ClockDoubt>>,
    /// True if an interrupted restore left remains here, which were cleared away.
    pub had_remains: RwSignal<bool>,
    ledger: StoredValue<Option<Rc<BrowserLedger>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    /// Held while something is written and shown, or what others wrote: the tables are never between two
    /// commits for whoever holds it.
    one_by_one: StoredValue<Arc<Mutex<()>>>,
    failed: StoredValue<BTreeMap<u32, Again>, LocalStorage>,
}

impl Workspace {
    /// Opens the workspace of this browser and offers it to everything below; once, by the root.
    pub fn provide() -> Self {
        let author = preferences::load("author").unwrap_or_default();
        let this = Self::closed(facts::day(), author);
        provide_context(this);
        task::detach(async move {
            let opened = this.open().await;
            drafts::restore().await;
            this.opening.set(match opened {
                Ok(()) => Opening::Ready,
                Err(error) => Opening::Failed(error),
            });
            if this.opening.with_untracked(|opening| *opening == Opening::Ready) {
                this.load_facts().await;
                this.sweep().await;
            }
        });
        this
    }

    /// An empty workspace without a store, on the day that `day` tells.
    pub(crate) fn closed(day: Memo<Date>, author: String) -> Self {
        let tables = Tables::default();
        let facts = Facts::new(tables, day);
        let head = RwSignal::new(0);
        let ledger = StoredValue::new_local(None);
        Self {
            tables,
            facts,
            opening: RwSignal::new(Opening::Opening),
            saving: RwSignal::new(Saving::default()),
            head,
            done: RwSignal::new(None),
            unreadable: RwSignal::new(Vec::new()),
            in_conflict: RwSignal::new(Vec::new()),
            author: RwSignal::new(author),
            clock: wall_clock::doubt(ledger, head, day),
            had_remains: RwSignal::new(false),
            ledger,
            tabs: StoredValue::new_local(None),
            one_by_one: StoredValue::default(),
            failed: StoredValue::new_local(BTreeMap::new()),
        }
    }

    async fn open(self) -> Result<(), LedgerError> {
        // What stands on the page stays there, with whatever is being typed; only writing is over.
        let replaced = move || {
            let newer: Result<(), _> = Err(LedgerError::Storage(StorageError::Newer));
            self.came(Matter::named("open"), &newer);
        };
        let blocked = move || self.opening.set(Opening::Blocked);
        let store = Idb::open(DATABASE, replaced, blocked).await?;
        if archive::has_remains(&store).await? {
            // Whoever restores in another tab is let to the end.
            let _alone = locks::hold(WRITING).await;
            self.had_remains.set(archive::has_remains(&store).await?);
            archive::clear_remains(&store).await?;
        }
        let ledger = Ledger::open(store, Plain, Writer(random::uuid())).await?;
        let mut slices = Slices::begin();
        let snapshot = ledger.snapshot_with(async |block| {
            self.tables.take(block);
            slices.pause().await;
        });
        let snapshot = snapshot.await?;
        self.tables.notify(|_| true);
        self.tables.apply(fields(&snapshot.records));
        self.unreadable.set(snapshot.unreadable);
        self.in_conflict.set(snapshot.in_conflict);
        let head = ledger.head();
        self.ledger.set_value(Some(Rc::new(ledger)));
        self.head.set(head);
        let follow = move || {
            task::detach(async move {
                // Other tabs are heard for a moment after the page has gone.
                let Some(one_by_one) = self.one_by_one.try_get_value() else {
                    return;
                };
                let _one_by_one = one_by_one.lock_arc().await;
                let caught_up = self.catch_up().await;
                self.came(Matter::named("catch_up"), &caught_up);
            });
        };
        self.tabs.set_value(Some(Tabs::join(follow)));
        // Another tab may have written during the read.
        follow();
        Ok(())
    }

    /// Deletes the blocks that an interrupted import has left in the store.
    async fn sweep(self) {
        let alone = locks::hold(WRITING).await;
        if let Ok(ledger) = self.ledger()
            && alone.is_held()
        {
            // A failed sweep is repeated at the next start.
            let _ = ledger.sweep().await;
        }
    }

    async fn load_facts(self) {
        let read = self.read_facts().await;
        self.came(Matter::named("load_facts"), &read);
    }

    async fn read_facts(self) -> Result<(), LedgerError> {
        let ledger = self.ledger()?;
        loop {
            let head = ledger.head();
            let (mut readings, mut bills) = (Readings::default(), Bills::default());
            let mut slices = Slices::begin();
            let unreadable = ledger.facts_with(None, async |block| {
                match block {
                    Block::Readings(block) => readings.push(block),
                    Block::Bills(block) => bills.push(block),
                    Block::Records(_) => {}
                }
                slices.pause().await;
            });
            let unreadable = unreadable.await?;
            // What was written meanwhile has moved the signals, and may not be among these.
            if ledger.head() != head {
                continue;
            }
            self.facts.readings.set(readings);
            self.facts.bills.set(bills);
            self.facts.is_read.set(true);
            self.name_unreadable(unreadable);
            return Ok(());
        }
    }

    fn name_unreadable(self, found: Vec<Unreadable>) {
        let known = self.unreadable.read_untracked();
        let new: Vec<Unreadable> = (found.into_iter()).filter(|row| !known.contains(row)).collect();
        drop(known);
        if !new.is_empty() {
            self.unreadable.update(|known| known.extend(new));
        }
    }

    /// The ledger itself, for what has no command of its own.
    ///
    /// # Errors
    /// [`StorageError::Closed`] before it is open.
    pub fn ledger(self) -> Result<Rc<BrowserLedger>, LedgerError> {
        self.ledger.get_value().ok_or(LedgerError::Storage(StorageError::Closed))
    }

    /// The latest `count` changes, newest first; those that do not read are named in
    /// [`Workspace::unreadable`].
    ///
    /// # Errors
    /// [`LedgerError`] when the store cannot be read.
    pub async fn latest(self, count: usize) -> Result<Latest, LedgerError> {
        let mut latest = self.ledger()?.latest(count).await?;
        self.name_unreadable(std::mem::take(&mut latest.unreadable));
        Ok(latest)
    }

    /// What happened to a record, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] when the store cannot be read.
    pub async fn history(self, kind: &str, id: Uuid) -> Result<Vec<HistoryEntry>, LedgerError> {
        self.ledger()?.history(kind, id).await
    }

    /// The fields of a record whose values did not see each other.
    ///
    /// # Errors
    /// [`LedgerError`] when the store cannot be read.
    pub async fn conflicts(
        self,
        kind: &str,
        id: Uuid,
    ) -> Result<Vec<(String, Register)>, LedgerError> {
        self.ledger()?.conflicts(kind, id).await
    }

    /// The same with who entered what and when, to choose from.
    ///
    /// # Errors
    /// [`LedgerError`] when the store cannot be read.
    pub async fn contested(self, kind: &str, id: Uuid) -> Result<Vec<Contested>, LedgerError> {
        self.ledger()?.contested(kind, id).await
    }

    /// The setting of this name, and hears of its changes; its default while it was never set.
    pub fn setting<T>(self, name: &'static str) -> Memo<T>
    where
        T: DeserializeOwned + Default + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.setting_now(name))
    }

    /// Changes the setting of this name, after all that was done before; what went wrong is told by
    /// [`Workspace::saving`].
    pub fn change_setting<T>(self, name: &'static str, change: impl Fn(&mut T) + 'static)
    where
        T: Serialize + DeserializeOwned + Default + Clone,
    {
        let draft = move || {
            let mut content: T = untrack(|| self.setting_now(name));
            change(&mut content);
            Setting::write(name, &content)
        };
        task::detach(async move {
            let _ = self.act_in_turn(draft).await;
        });
    }

    fn setting_now<T: DeserializeOwned + Default>(self, name: &str) -> T {
        let settings = self.tables.settings.read();
        settings.get(Setting::id_of(name)).and_then(Setting::read).unwrap_or_default()
    }

    /// Remembers who works here.
    pub fn set_author(self, name: &str) {
        preferences::save("author", name);
        self.author.set(name.to_owned());
    }

    /// Lets no other tab write until what this answers is dropped, as far as the browser can.
    pub(super) async fn alone(self) -> locks::Held {
        locks::hold(WRITING).await
    }

    /// Tells the other tabs that something was written.
    pub(super) fn tell(self) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell();
            }
        });
    }

    /// Erases everything of the workspace on this device, for good.
    ///
    /// # Errors
    /// [`LedgerError`] when the browser refuses.
    pub async fn erase(self) -> Result<(), LedgerError> {
        self.quiet().await;
        Ok(Idb::delete(DATABASE).await?)
    }

    /// Waits until nothing is on its way to the disk.
    pub async fn quiet(self) {
        while self.saving.with_untracked(Saving::is_under_way) {
            clock::breathe().await;
        }
    }

    fn came<T>(self, of: Matter, result: &Result<T, LedgerError>) {
        self.saving.update(|saving| saving.came(of, result));
    }

    /// Waits until the tables show all that this tab knows to be written.
    pub(super) async fn shown(self) {
        drop(self.one_by_one.get_value().lock_arc().await);
    }

    async fn catch_up(self) -> Result<(), LedgerError> {
        for news in self.ledger()?.catch_up().await? {
            self.show(news).await;
        }
        Ok(())
    }

    /// Forgets the conflicts that what was written has settled.
    fn forget_settled_conflicts(self, written: &[StoredRecord]) {
        let known = self.in_conflict.get_untracked();
        for (kind, id) in known {
            if !written.iter().any(|one| one.id == id && one.kind == kind) {
                continue;
            }
            task::detach(async move {
                let is_settled =
                    matches!(self.conflicts(&kind, id).await, Ok(left) if left.is_empty());
                if is_settled {
                    self.in_conflict.update(|all| all.retain(|(_, record)| *record != id));
                }
            });
        }
    }

    /// Lets the signals follow what was written.
    async fn show(self, applied: Applied) {
        self.head.set(applied.head);
        let (mut records, mut facts) = (Vec::new(), Vec::new());
        for block in applied.blocks {
            match block {
                Block::Records(block) => records.push(block),
                block => facts.push(block),
            }
        }
        let brings_records = !records.is_empty();
        self.tables.load(records).await;
        if brings_records {
            // What follows from the records is worked out in a task of its own, before the facts come.
            clock::breathe().await;
        }
        self.tables.apply(fields(&applied.records));
        self.forget_settled_conflicts(&applied.records);
        if applied.undoes.is_none() {
            return self.facts.push(facts).await;
        }
        let gone: HashSet<Uuid> = applied
            .withdrawn
            .iter()
            .filter_map(|block| match block {
                Block::Records(block) => Some(block.ids.iter().copied()),
                _ => None,
            })
            .flatten()
            .collect();
        if !gone.is_empty() {
            self.tables.remove(&gone);
        }
        // What comes back stands where it stood, before what came after it.
        let mut moved = facts.iter().chain(&applied.withdrawn);
        if moved.any(|block| !matches!(block, Block::Records(_))) {
            task::detach(self.load_facts());
        }
    }
}

/// The workspace.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_workspace() -> Workspace {
    expect_context()
}

fn fields(
    records: &[StoredRecord],
) -> impl Iterator<Item = (&str, Uuid, &[(String, busbar_core::domain::Value)])> + Clone {
    records.iter().map(|record| (record.kind.as_str(), record.id, record.fields.as_slice()))
}
