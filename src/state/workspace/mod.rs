//! The workspace on this tablet: opens the store, shows its content, and writes the user's changes. The kinds of
//! records are in `tables`; figures from readings and bills are in `facts`.

mod write;

use std::{
    collections::{BTreeMap, HashSet},
    rc::Rc,
    sync::Arc,
};

use async_lock::Mutex;
use busbar_core::{
    domain::{
        People, Who,
        bills::Bills,
        draft::{Block, Draft, RecordBlock},
        readings::Readings,
        setting::{Setting, SettingContent},
        wall_clock::ClockDoubt,
    },
    storage::{
        Ledger, LedgerError, StorageError, archive,
        ledger::{Contested, HistoryEntry, Latest, LedgerUpdate, StoredRecord},
        rows::Unreadable,
        seal::Plain,
    },
    sync::{ChangeId, Register, Writer},
};
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    facts::{self, Facts},
    people,
    saving::{Matter, Saving},
    tables::{Loaded, Tables},
    task, wall_clock,
};
use crate::platform::{
    clock::{self, Slices},
    drafts,
    idb::Idb,
    locks, preferences, random,
    tabs::Tabs,
};

/// Name of the workspace's database.
pub const DATABASE: &str = "busbar";

/// Name of the lock held by the tab that writes.
const WRITING: &str = "busbar.writing";

/// Ledger in this browser.
pub type BrowserLedger = Ledger<Idb, Plain>;

/// Progress of opening the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The store is being read.
    Opening,
    /// Waiting for an older tab to close.
    Blocked,
    /// The records have loaded.
    Ready,
    /// The store cannot be read.
    Failed(LedgerError),
}

/// The last change made in this tab, offered for undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Change.
    pub change: ChangeId,
    /// Stable name of the action.
    pub action: String,
}

/// A function that rebuilds a draft that could not be written.
type Again = Rc<dyn Fn() -> Draft>;

/// The workspace, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Workspace {
    /// Records.
    pub tables: Tables,
    /// Readings and bills.
    pub facts: Facts,
    /// Progress of opening.
    pub opening: RwSignal<Opening>,
    /// Pending and failed writes.
    pub saving: RwSignal<Saving>,
    /// Last commit shown by the signals.
    pub head: RwSignal<u64>,
    /// Last change made in this tab.
    pub done: RwSignal<Option<Done>>,
    /// Rows that cannot be read; they remain in the store.
    pub unreadable: RwSignal<Vec<Unreadable>>,
    /// Records with conflicting values of a field, by kind and id.
    pub in_conflict: RwSignal<Vec<(String, Uuid)>>,
    /// The company's people.
    pub people: Memo<People>,
    /// The current user, the author of new changes; empty until one is chosen.
    pub author: RwSignal<Who>,
    /// Doubt about this device's clock, if any.
    pub clock: Memo<Option<ClockDoubt>>,
    /// `true` if remains of an interrupted restore were found and deleted.
    pub had_remains: RwSignal<bool>,
    ledger: StoredValue<Option<Rc<BrowserLedger>>, LocalStorage>,
    tabs: StoredValue<Option<Tabs>, LocalStorage>,
    /// Held while records are written or read from other tabs, and then shown. Its holder never sees the tables
    /// between two commits.
    one_by_one: StoredValue<Arc<Mutex<()>>>,
    failed: StoredValue<BTreeMap<u32, Again>, LocalStorage>,
}

impl Workspace {
    /// Opens the workspace of this browser and provides it as context; called once, by the root.
    pub fn provide() -> Self {
        // Earlier versions stored a name.
        let author = preferences::load("author").map(|stored| Who::read(&stored));
        let author = author.unwrap_or_default();
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
                this.add_missing_people().await;
                this.load_facts().await;
                this.sweep().await;
            }
        });
        this
    }

    /// Creates an empty workspace without a store, on the date of `day`.
    pub(crate) fn closed(day: Memo<Date>, author: Who) -> Self {
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
            people: people::follow(tables),
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
        // The page and any text being typed remain; only writing has ended.
        let replaced = move || {
            let newer: Result<(), _> = Err(LedgerError::Storage(StorageError::Newer));
            self.came(Matter::named("open"), &newer);
        };
        let blocked = move || self.opening.set(Opening::Blocked);
        let store = Idb::open(DATABASE, replaced, blocked).await?;
        if archive::has_remains(&store).await? {
            // A restore under way in another tab completes first.
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
                // Messages of other tabs can still arrive briefly after the page is gone.
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
            // Commits made in the meantime have updated the signals, but may be missing here.
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

    /// Returns the ledger, for operations without a command.
    ///
    /// # Errors
    /// [`StorageError::Closed`] until the store is open.
    pub fn ledger(self) -> Result<Rc<BrowserLedger>, LedgerError> {
        self.ledger.get_value().ok_or(LedgerError::Storage(StorageError::Closed))
    }

    /// Returns the latest `count` changes, newest first. Unreadable ones are added to [`Workspace::unreadable`].
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn latest(self, count: usize) -> Result<Latest, LedgerError> {
        let mut latest = self.ledger()?.latest(count).await?;
        self.name_unreadable(std::mem::take(&mut latest.unreadable));
        Ok(latest)
    }

    /// Returns the history of a record, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn history(self, kind: &str, id: Uuid) -> Result<Vec<HistoryEntry>, LedgerError> {
        self.ledger()?.history(kind, id).await
    }

    /// Returns the fields of a record that have conflicting values.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn conflicts(
        self,
        kind: &str,
        id: Uuid,
    ) -> Result<Vec<(String, Register)>, LedgerError> {
        self.ledger()?.conflicts(kind, id).await
    }

    /// Returns the conflicting values of a record with their authors and times, for a choice between them.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn contested(self, kind: &str, id: Uuid) -> Result<Vec<Contested>, LedgerError> {
        self.ledger()?.contested(kind, id).await
    }

    /// Returns the setting of this name as a signal; its default if it was never set.
    pub fn setting<T>(self, name: &'static str) -> Memo<T>
    where
        T: SettingContent + PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| self.setting_now(name))
    }

    /// Changes the setting of this name, after all earlier writes: writes the entries that differ afterwards. Errors
    /// are reported by [`Workspace::saving`].
    pub fn change_setting<T: SettingContent + 'static>(
        self,
        name: &'static str,
        change: impl Fn(&mut T) + 'static,
    ) {
        // Compiled once for each type of content.
        let change: Box<dyn Fn(&mut T)> = Box::new(change);
        let draft = move || {
            let settings = self.tables.settings.read_untracked();
            Setting::edit(name, settings.iter(), |content: &mut T| change(content))
        };
        task::detach(async move {
            let _ = self.act_in_turn(draft).await;
        });
    }

    pub(super) fn setting_now<T: SettingContent>(self, name: &str) -> T {
        let settings = self.tables.settings.read();
        Setting::read_all(name, settings.iter())
    }

    /// Sets the current user, and stores it on this device.
    pub fn set_author(self, who: Who) {
        preferences::save("author", &who.stored());
        self.author.set(who);
    }

    /// Prevents writes by other tabs until the result is dropped, as far as the browser can.
    pub(super) async fn alone(self) -> locks::Held {
        locks::hold(WRITING).await
    }

    /// Notifies the other tabs of a write.
    pub(super) fn tell(self) {
        self.tabs.with_value(|tabs| {
            if let Some(tabs) = tabs {
                tabs.tell();
            }
        });
    }

    /// Permanently deletes the workspace's data on this device.
    ///
    /// # Errors
    /// [`LedgerError`] if the browser refuses.
    pub async fn erase(self) -> Result<(), LedgerError> {
        self.quiet().await;
        Ok(Idb::delete(DATABASE).await?)
    }

    /// Waits until no write is pending.
    pub async fn quiet(self) {
        while self.saving.with_untracked(Saving::is_under_way) {
            clock::breathe().await;
        }
    }

    fn came<T>(self, of: Matter, result: &Result<T, LedgerError>) {
        self.saving.update(|saving| saving.came(of, result));
    }

    /// Waits until the tables show all commits known to this tab.
    pub(super) async fn shown(self) {
        drop(self.one_by_one.get_value().lock_arc().await);
    }

    async fn catch_up(self) -> Result<(), LedgerError> {
        if let Some(update) = self.ledger()?.catch_up().await? {
            self.show(update).await;
        }
        Ok(())
    }

    /// Shows what a worker has committed to the store. [`Workspace::saving`] reports a failure as well.
    ///
    /// # Errors
    /// [`LedgerError`] if it cannot be read; it stays in the store.
    pub async fn catch_up_now(self) -> Result<(), LedgerError> {
        let _one_by_one = self.one_by_one.get_value().lock_arc().await;
        let caught_up = self.catch_up().await;
        self.came(Matter::named("catch_up"), &caught_up);
        caught_up
    }

    /// Updates the signals with what commits changed.
    async fn show(self, mut update: LedgerUpdate) {
        self.head.set(update.head);
        let (mut records, mut facts) = (Vec::new(), Vec::new());
        for block in std::mem::take(&mut update.blocks) {
            match block {
                Block::Records(block) => records.push(block),
                block => facts.push(block),
            }
        }
        if update.rereads_records {
            let read = self.read_records().await;
            self.came(Matter::named("load_records"), &read);
        } else {
            self.show_records(&update, records).await;
        }
        if update.rereads_facts {
            task::detach(self.load_facts());
        } else {
            self.facts.push(facts).await;
        }
    }

    async fn show_records(self, update: &LedgerUpdate, blocks: Vec<RecordBlock>) {
        let gone: HashSet<Uuid> =
            update.withdrawn.iter().flat_map(|block| block.ids.iter().copied()).collect();
        if !gone.is_empty() {
            self.tables.remove(&gone);
        }
        let brings_records = !blocks.is_empty();
        self.tables.load(blocks).await;
        if brings_records {
            // Values derived from the records are computed in a separate task, before the facts are added.
            clock::breathe().await;
        }
        self.tables.apply(fields(&update.records));
        let is_settled = |(kind, id): &(String, Uuid)| {
            gone.contains(id) || update.records.iter().any(|one| one.id == *id && one.kind == *kind)
        };
        if !update.in_conflict.is_empty()
            || self.in_conflict.read_untracked().iter().any(is_settled)
        {
            self.in_conflict.update(|all| {
                all.retain(|one| !is_settled(one));
                all.extend(update.in_conflict.iter().cloned());
            });
        }
    }

    /// Reads all records again, because the order of imports has changed, and shows them at once.
    async fn read_records(self) -> Result<(), LedgerError> {
        let ledger = self.ledger()?;
        let (mut loaded, mut slices) = (Loaded::default(), Slices::begin());
        let snapshot = ledger.snapshot_with(async |block| {
            loaded.take(block);
            slices.pause().await;
        });
        let snapshot = snapshot.await?;
        for record in &snapshot.records {
            loaded.apply(&record.kind, record.id, &record.fields);
        }
        self.tables.replace(loaded);
        self.name_unreadable(snapshot.unreadable);
        self.in_conflict.set(snapshot.in_conflict);
        Ok(())
    }
}

/// Returns the workspace.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_workspace() -> Workspace {
    expect_context()
}

fn fields(
    records: &[StoredRecord],
) -> impl Iterator<Item = (&str, Uuid, &[(String, busbar_core::domain::Value)])> + Clone {
    records.iter().map(|record| (record.kind.as_str(), record.id, record.fields.as_slice()))
}
