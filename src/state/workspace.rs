//! The workspace on this tablet: opens the store, shows what is in it, and writes what people do.
//! Which records there are is `tables`; what follows from readings and bills is `facts`.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, HashSet},
    rc::Rc,
};

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    facts::Facts,
    rules,
    saving::{Matter, Saving},
    tables::Tables,
    task, wall_clock,
};
use crate::{
    domain::{
        bills::Bills,
        draft::{Block, Draft},
        readings::Readings,
        setting::Setting,
        wall_clock::ClockDoubt,
    },
    platform::{
        clock::{self, Slices},
        drafts,
        idb::Idb,
        locks, preferences, random,
        tabs::Tabs,
    },
    storage::{
        Applied, Ledger, LedgerError, StorageError, archive,
        ledger::{BLOCKS_AT_ONCE, Contested, HistoryEntry, Latest, StoredRecord},
        rows::Unreadable,
        seal::Plain,
    },
    sync::{ChangeId, Register, Writer},
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
    failed: StoredValue<BTreeMap<u32, Again>, LocalStorage>,
}

impl Workspace {
    /// Opens the workspace of this browser and offers it to everything below; once, by the root.
    pub fn provide() -> Self {
        let tables = Tables::default();
        let facts = Facts::new(tables);
        let head = RwSignal::new(0);
        let ledger = StoredValue::new_local(None);
        let this = Self {
            tables,
            facts,
            opening: RwSignal::new(Opening::Opening),
            saving: RwSignal::new(Saving::default()),
            head,
            done: RwSignal::new(None),
            unreadable: RwSignal::new(Vec::new()),
            in_conflict: RwSignal::new(Vec::new()),
            author: RwSignal::new(preferences::load("author").unwrap_or_default()),
            clock: wall_clock::doubt(ledger, head, facts.day),
            had_remains: RwSignal::new(false),
            ledger,
            tabs: StoredValue::new_local(None),
            failed: StoredValue::new_local(BTreeMap::new()),
        };
        provide_context(this);
        task::detach(async move {
            let opened = this.open().await;
            drafts::restore().await;
            this.opening.set(match opened {
                Ok(()) => Opening::Ready,
                Err(error) => Opening::Failed(error),
            });
            if this
                .opening
                .with_untracked(|opening| *opening == Opening::Ready)
            {
                this.load_facts().await;
                this.sweep().await;
            }
        });
        this
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
        self.tabs.set_value(Some(Tabs::join(move || {
            task::detach(async move {
                let caught_up = self.catch_up().await;
                self.came(Matter::named("catch_up"), &caught_up);
            });
        })));
        Ok(())
    }

    /// Takes away what an import that was cut short has left in the store.
    async fn sweep(self) {
        let _alone = locks::hold(WRITING).await;
        if let Ok(ledger) = self.ledger() {
            // What cannot be taken away now is, the next time.
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
            let (mut unreadable, mut slices) = (Vec::new(), Slices::begin());
            for some in ledger.fact_blocks(None).await?.chunks(BLOCKS_AT_ONCE) {
                let facts = ledger.facts_of(some).await?;
                facts
                    .readings
                    .into_iter()
                    .for_each(|block| readings.push(block));
                facts.bills.into_iter().for_each(|block| bills.push(block));
                unreadable.extend(facts.unreadable);
                slices.pause().await;
            }
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
        let new: Vec<Unreadable> = (found.into_iter())
            .filter(|row| !known.contains(row))
            .collect();
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
        self.ledger
            .get_value()
            .ok_or(LedgerError::Storage(StorageError::Closed))
    }

    /// Writes what a person did, shows it once it is on disk, and offers to take it back. Answers
    /// the change, or `None` when it changed nothing.
    ///
    /// # Errors
    /// [`LedgerError`]; nothing was changed then, and [`Workspace::saving`] says so as well.
    pub async fn act(self, draft: Draft) -> Result<Option<ChangeId>, LedgerError> {
        self.act_in_turn(move || draft.clone()).await
    }

    /// Like [`Workspace::act`], for what changes a part of a whole: the draft is made when its turn
    /// to be written has come, of what all that was done before it has left.
    ///
    /// # Errors
    /// As [`Workspace::act`].
    pub async fn act_in_turn(
        self,
        draft: impl Fn() -> Draft + 'static,
    ) -> Result<Option<ChangeId>, LedgerError> {
        self.write(draft).await
    }

    /// Like [`Workspace::act`], for what was worked out from everything as it was at commit
    /// `planned_on`. The encoded blocks that it brings are stored one by one ahead of it.
    ///
    /// # Errors
    /// [`LedgerError::Outdated`] when something came since: it is to be worked out again. And those of
    /// [`Workspace::act`].
    pub async fn act_planned(
        self,
        draft: Draft,
        blocks: impl Iterator<Item = Vec<u8>> + 'static,
        planned_on: u64,
    ) -> Result<Option<ChangeId>, LedgerError> {
        task::whole(self.write_planned(draft, blocks, planned_on))
            .await
            .unwrap_or(Err(LedgerError::Storage(StorageError::Closed)))
    }

    async fn write_planned(
        self,
        draft: Draft,
        blocks: impl Iterator<Item = Vec<u8>>,
        planned_on: u64,
    ) -> Result<Option<ChangeId>, LedgerError> {
        let matter = Matter::named(draft.action);
        let planned = Cell::new(Some((draft, blocks)));
        let written = self
            .in_turn(async || {
                let ledger = self.ledger()?;
                // Once another commit came first it is outdated, so it is never needed twice.
                let planned = planned.take().filter(|_| ledger.head() == planned_on);
                let (draft, blocks) = planned.ok_or(LedgerError::Outdated)?;
                let (mut stored, mut slices) = (Vec::new(), Slices::begin());
                for block in blocks {
                    stored.push(ledger.store_block(block).await?);
                    slices.pause().await;
                }
                let (author, now) = (self.author.get_untracked(), clock::now_millis());
                let written = ledger
                    .write_planned(draft, stored, planned_on, &author, now)
                    .await?;
                Ok(match written {
                    Some(applied) => Some(self.after(applied).await),
                    None => None,
                })
            })
            .await;
        self.came(matter, &written);
        written
    }

    /// Writes to the end, whether or not whoever asked for it is still there.
    async fn write(
        self,
        draft: impl Fn() -> Draft + 'static,
    ) -> Result<Option<ChangeId>, LedgerError> {
        task::whole(self.write_now(Rc::new(draft)))
            .await
            .unwrap_or(Err(LedgerError::Storage(StorageError::Closed)))
    }

    async fn write_now(self, draft: Again) -> Result<Option<ChangeId>, LedgerError> {
        let matter = RefCell::new(Matter::default());
        let written = self
            .in_turn(async || {
                let (draft, now) = (draft(), clock::now_millis());
                matter.replace(Matter::of(&draft));
                rules::check(self.tables, &draft, clock::today())?;
                let author = self.author.get_untracked();
                let written = self.ledger()?.write(draft, &author, now).await?;
                Ok(match written {
                    Some(applied) => Some(self.after(applied).await),
                    None => None,
                })
            })
            .await;
        self.came(matter.into_inner(), &written);
        let is_refused = matches!(written, Err(LedgerError::Refused(_)));
        if written.is_err() && !is_refused {
            self.remember_failed(draft);
        }
        written
    }

    /// Keeps how to write what failed, beside its failure.
    fn remember_failed(self, draft: Again) {
        let Some(number) = self
            .saving
            .with_untracked(|saving| saving.failure().map(|failure| failure.number))
        else {
            return;
        };
        self.failed
            .update_value(|failed| drop(failed.insert(number, draft)));
    }

    /// Writes once more all that could not be written and stands as a failure.
    pub fn try_again(self) {
        let standing = self.saving.with_untracked(Saving::numbers);
        let again: Vec<Again> = self
            .failed
            .try_update_value(|failed| {
                failed.retain(|number, _| standing.contains(number));
                std::mem::take(failed).into_values().collect()
            })
            .unwrap_or_default();
        for draft in again {
            task::detach(async move {
                // A write that fails again is recorded as a failure again.
                let _ = self.write_now(draft).await;
            });
        }
    }

    /// Like [`Workspace::act`], for an event handler that has nothing more to do: what went wrong
    /// is told by [`Workspace::saving`].
    pub fn act_detached(self, draft: Draft) {
        task::detach(async move {
            let _ = self.act(draft).await;
        });
    }

    /// Takes a change back. When that fails, nothing that a person entered is lost: whoever asked for
    /// it tells.
    ///
    /// # Errors
    /// [`LedgerError::Superseded`] when later changes took the place of all of it, and those of
    /// [`Workspace::act`].
    pub async fn undo(self, change: ChangeId) -> Result<ChangeId, LedgerError> {
        let undone = task::whole(async move {
            let ledger = self.ledger()?;
            let author = self.author.get_untracked();
            self.in_turn(async || {
                let written = ledger.undo(change, &author, clock::now_millis()).await?;
                Ok(self.after(written).await)
            })
            .await
        });
        undone
            .await
            .unwrap_or(Err(LedgerError::Storage(StorageError::Closed)))
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
        settings
            .get(Setting::id_of(name))
            .and_then(Setting::read)
            .unwrap_or_default()
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

    /// Writes while no other tab does, catching up and writing again where one came first all the
    /// same.
    async fn in_turn<T>(
        self,
        write: impl AsyncFn() -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let _under_way = UnderWay::begin(self.saving);
        let _alone = locks::hold(WRITING).await;
        loop {
            match write().await {
                Err(LedgerError::Storage(StorageError::Moved)) => self.catch_up().await?,
                written => return written,
            }
        }
    }

    fn came<T>(self, of: Matter, result: &Result<T, LedgerError>) {
        self.saving.update(|saving| saving.came(of, result));
    }

    async fn after(self, applied: Applied) -> ChangeId {
        let change = applied.change;
        self.done.set(Some(Done {
            change,
            action: applied.action.clone(),
        }));
        self.show(applied).await;
        self.tell();
        change
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
                    self.in_conflict
                        .update(|all| all.retain(|(_, record)| *record != id));
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
        self.tables.load(records).await;
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

/// Something is on its way to the disk, until this is dropped.
struct UnderWay(RwSignal<Saving>);

impl UnderWay {
    fn begin(saving: RwSignal<Saving>) -> Self {
        saving.update(Saving::begin);
        Self(saving)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.update(Saving::end);
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
) -> impl Iterator<Item = (&str, Uuid, &[(String, crate::domain::Value)])> + Clone {
    records
        .iter()
        .map(|record| (record.kind.as_str(), record.id, record.fields.as_slice()))
}
