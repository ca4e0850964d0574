//! Pinyin table, in the root context: requested from a worker when a page first needs it, then kept.

use std::sync::Arc;

use busbar_core::{
    books::{selection::customers::NameRanks, table::Table},
    domain::{Customer, pinyin::Pinyin},
    messages::{Job, Outcome},
};
use leptos::prelude::*;

use super::{
    task,
    turns::{MANY, latest},
    workers::Workers,
};
use crate::platform::clock::{self, Slices};

/// Pinyin table, once it has loaded.
#[derive(Clone, Copy, Debug)]
pub struct PinyinNow {
    table: RwSignal<Option<Arc<Pinyin>>>,
    is_asked: StoredValue<bool>,
    workers: Workers,
}

impl PinyinNow {
    /// Provides itself as context; called once, by the root.
    pub fn provide(workers: Workers) -> Self {
        let this = Self { table: RwSignal::new(None), is_asked: StoredValue::new(false), workers };
        provide_context(this);
        this
    }

    /// Requests the table unless it has loaded or has been requested. If the worker fails, the next call requests
    /// it again; until then names are searched as written.
    pub fn fetch(self) {
        if self.is_asked.get_value() {
            return;
        }
        self.is_asked.set_value(true);
        task::detach(async move {
            match self.workers.run(Job::Pinyin, Vec::new(), |_| ()).await {
                Ok((Outcome::Pinyin(table), _)) => self.table.set(Some(Arc::new(table.into()))),
                _ => self.is_asked.set_value(false),
            }
        });
    }

    /// Returns the table; `None` until it has loaded. Subscribes to changes.
    pub fn get(self) -> Option<Arc<Pinyin>> {
        self.table.get()
    }

    /// Returns the ranks of the customers' names in a large portfolio, computed in slices before the user sorts by
    /// name. `None` until then, and always in a small portfolio. Lives as long as the current owner.
    pub fn name_ranks(self, customers: RwSignal<Table<Customer>>) -> Signal<Option<Arc<Vec<u32>>>> {
        let ranks = latest(
            move || {
                let is_large = customers.with(|customers| customers.len() > MANY);
                self.table.get().filter(|_| is_large)
            },
            move |pinyin| async move {
                let Some(pinyin) = pinyin else {
                    return Some(None);
                };
                let (mut ranks, mut slices) = (NameRanks::default(), Slices::begin());
                while !customers.with_untracked(|customers| ranks.look(customers, &pinyin)) {
                    slices.pause().await;
                }
                clock::breathe().await;
                let ranks = customers.with_untracked(|customers| ranks.finish(customers, &pinyin));
                Some(Some(Arc::new(ranks)))
            },
        );
        Signal::derive(move || ranks.get().flatten())
    }
}

/// Returns the pinyin table.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_pinyin() -> PinyinNow {
    expect_context()
}
