//! Writes of the user's changes: one at a time across all tabs, repeated if another tab was first, and shown once
//! they are on disk.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use busbar_core::{
    books::rules::{self, RuledRecords},
    domain::{draft::Draft, rule::Broken},
    storage::{Applied, LedgerError, StorageError},
    sync::ChangeId,
};
use leptos::prelude::*;

use super::{Again, Done, WRITING, Workspace};
use crate::{
    platform::{
        clock::{self, Slices},
        locks,
    },
    state::{
        people,
        saving::{Matter, Saving},
        task,
    },
};

impl Workspace {
    /// Writes a change, shows it once it is on disk, and offers to undo it. Returns the change, or `None` if
    /// nothing changed.
    ///
    /// # Errors
    /// [`LedgerError`]; nothing has changed, and unless the draft was refused, [`Workspace::saving`] reports it as
    /// well.
    pub async fn act(self, draft: Draft) -> Result<Option<ChangeId>, LedgerError> {
        self.act_in_turn(move || draft.clone()).await
    }

    /// Like [`Workspace::act`], for a change to part of a value: the draft is created when its turn has come, from
    /// the result of all earlier writes.
    ///
    /// # Errors
    /// Same as [`Workspace::act`].
    pub async fn act_in_turn(
        self,
        draft: impl Fn() -> Draft + 'static,
    ) -> Result<Option<ChangeId>, LedgerError> {
        self.write(draft).await
    }

    /// Like [`Workspace::act`], for a draft computed from all data at commit `planned_on`. Its encoded blocks are
    /// stored one by one before it.
    ///
    /// # Errors
    /// [`LedgerError::Outdated`] if there have been commits since: the draft must be computed again. Otherwise as
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
                // A repetition after another tab's commit is outdated, so the draft is needed only once.
                let planned = planned.take().filter(|_| ledger.head() == planned_on);
                let (draft, blocks) = planned.ok_or(LedgerError::Outdated)?;
                let (author, now) = (self.author_stored(), clock::now_millis());
                let write = async {
                    let (mut stored, mut slices) = (Vec::new(), Slices::begin());
                    for block in blocks {
                        stored.push(ledger.store_block(block).await?);
                        slices.pause().await;
                    }
                    ledger.write_planned(draft, stored, planned_on, &author, now).await
                };
                let written = write.await;
                if written.is_err() {
                    // The stored blocks would take up space, which may be exhausted. Those that cannot be deleted
                    // now are deleted at the next start.
                    let _ = ledger.sweep().await;
                }
                let written = written?;
                Ok(match written {
                    Some(applied) => Some(self.after(applied).await),
                    None => None,
                })
            })
            .await;
        self.came(matter, &written);
        written
    }

    /// Completes the write even if the caller no longer exists.
    async fn write(
        self,
        draft: impl Fn() -> Draft + 'static,
    ) -> Result<Option<ChangeId>, LedgerError> {
        task::whole(self.write_now(Rc::new(draft)))
            .await
            .unwrap_or(Err(LedgerError::Storage(StorageError::Closed)))
    }

    /// Checks the draft against the rules, with the data known now.
    fn check(self, draft: &Draft) -> Result<(), Broken> {
        let tables = self.tables;
        let known = RuledRecords {
            customers: &tables.customers.read_untracked(),
            supply_points: &tables.supply_points.read_untracked(),
            needs: &tables.needs.read_untracked(),
            notices: &tables.notices.read_untracked(),
        };
        rules::check(known, draft, clock::today())
    }

    async fn write_now(self, draft: Again) -> Result<Option<ChangeId>, LedgerError> {
        let matter = RefCell::new(Matter::default());
        let written = self
            .in_turn(async || {
                let (draft, now) = (self.with_people(draft()), clock::now_millis());
                matter.replace(Matter::of(&draft));
                self.check(&draft)?;
                let author = self.author_stored();
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

    /// Stores the function that rebuilds a failed draft under the number of its failure.
    fn remember_failed(self, draft: Again) {
        let Some(number) =
            self.saving.with_untracked(|saving| saving.failure().map(|failure| failure.number))
        else {
            return;
        };
        self.failed.update_value(|failed| drop(failed.insert(number, draft)));
    }

    /// Repeats all writes whose failures remain.
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

    /// Like [`Workspace::act`], for event handlers without further steps. Errors are reported by
    /// [`Workspace::saving`].
    pub fn act_detached(self, draft: Draft) {
        task::detach(async move {
            let _ = self.act(draft).await;
        });
    }

    /// Undoes a change. [`Workspace::saving`] does not report a failure, because no input is lost; the caller does.
    ///
    /// # Errors
    /// [`LedgerError::Superseded`] if later changes have replaced all of it. Otherwise as [`Workspace::act`].
    pub async fn undo(self, change: ChangeId) -> Result<ChangeId, LedgerError> {
        let undone = task::whole(async move {
            let ledger = self.ledger()?;
            let author = self.author_stored();
            self.in_turn(async || {
                let written = ledger.undo(change, &author, clock::now_millis()).await?;
                Ok(self.after(written).await)
            })
            .await
        });
        undone.await.unwrap_or(Err(LedgerError::Storage(StorageError::Closed)))
    }

    /// Writes while no other tab does. If another tab has written nevertheless, catches up and writes again.
    async fn in_turn<T>(
        self,
        write: impl AsyncFn() -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let _under_way = UnderWay::begin(self.saving);
        let _one_by_one = self.one_by_one.get_value().lock_arc().await;
        let _alone = locks::hold(WRITING).await;
        loop {
            match write().await {
                Err(LedgerError::Storage(StorageError::Moved)) => self.catch_up().await?,
                written => return written,
            }
        }
    }

    async fn after(self, applied: Applied) -> ChangeId {
        let change = applied.change;
        // The app's own step is in the history, but is not offered for undo.
        if applied.action != people::FOUND {
            self.done.set(Some(Done { change, action: applied.action.clone() }));
        }
        self.tell();
        self.show(applied.update).await;
        change
    }
}

/// Marks a write as pending until dropped.
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
