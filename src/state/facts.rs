//! Readings and bills in memory, and the figures of every customer derived from them, as signals. They load after
//! the first screen is shown.

use std::{sync::Arc, time::Duration};

use busbar_core::{
    books::facts::{
        Coverage, FiguresBasis, Measured, Meters, Summaries, last_month, meters as meters_of_all,
    },
    domain::{Month, bills::Bills, draft::Block, readings::Readings},
};
use jiff::civil::Date;
use leptos::prelude::*;
use rustc_hash::FxBuildHasher;
use uuid::Uuid;

use super::{
    tables::Tables,
    turns::{MANY, follow},
};
use crate::platform::clock::{self, Slices};

/// Interval between two checks of the day.
const CHECK_EVERY: Duration = Duration::from_secs(30);

/// Readings and bills, with derived figures.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Readings of all imports.
    pub readings: RwSignal<Readings>,
    /// Bills of all imports.
    pub bills: RwSignal<Bills>,
    /// `true` once both have been read from the store.
    pub(super) is_read: RwSignal<bool>,
    /// `true` once the figures of all customers are computed from them.
    pub(super) are_summed: RwSignal<bool>,
    /// `true` once the portfolio is computed from those figures; until then a missing figure may still be computed.
    pub loaded: RwSignal<bool>,
    /// Today by the tablet's clock, updated while the app is open.
    pub day: Memo<Date>,
    /// Month chosen for reports; `None` for the default.
    pub chosen_month: RwSignal<Option<Month>>,
    coverage: Memo<Arc<Coverage>>,
    month: Memo<Option<Month>>,
    meters: Memo<Arc<Meters>>,
    summaries: Memo<Arc<Summaries>>,
    measured: Memo<Arc<Measured>>,
}

impl Facts {
    /// Creates empty facts for the supply points of `tables`, on the date of `day`.
    pub fn new(tables: Tables, day: Memo<Date>) -> Self {
        let readings = RwSignal::new(Readings::default());
        let bills = RwSignal::new(Bills::default());
        let meters = Memo::new_with_compare(
            move |_| {
                let points = tables.supply_points.read();
                Arc::new(meters_of_all(&points, &readings.read(), &bills.read()))
            },
            changed,
        );
        let coverage = Memo::new(move |_| Arc::new(Coverage::of(&readings.read(), &bills.read())));
        let chosen_month = RwSignal::new(None);
        let month = Memo::new(move |_| coverage.read().month(chosen_month.get()));
        let basis = Memo::new_with_compare(
            move |_| {
                let (readings, bills) = (readings.read(), bills.read());
                let last_month = month.get().or_else(|| last_month(&readings, &bills));
                last_month.map(|last_month| FiguresBasis {
                    last_month,
                    today: day.get(),
                    meters: meters.get(),
                })
            },
            changed,
        );
        let of = move |basis: &FiguresBasis, meters: &[Uuid]| {
            let (readings, bills) = (readings.read_untracked(), bills.read_untracked());
            basis.summary(&readings, &bills, meters)
        };
        let figures_of = move |basis: &FiguresBasis, meters: &[Uuid]| {
            let (readings, bills) = (readings.read_untracked(), bills.read_untracked());
            basis.measured(&readings, &bills, meters)
        };
        let (is_read, are_summed) = (RwSignal::new(false), RwSignal::new(false));
        let is_large = Memo::new(move |_| {
            let metered = readings.read().count().max(bills.read().count());
            metered.max(tables.supply_points.read().len()) > MANY
        });
        let sliced = RwSignal::new((Arc::<Summaries>::default(), Arc::<Measured>::default()));
        let in_slices = move |basis: FiguresBasis| async move {
            let count = basis.meters.len();
            let mut found = (
                Summaries::with_capacity_and_hasher(count, FxBuildHasher),
                Measured::with_capacity_and_hasher(count, FxBuildHasher),
            );
            let mut slices = Slices::begin();
            for (customer, own) in basis.meters.iter() {
                found.0.insert(*customer, of(&basis, own.as_slice()));
                found.1.insert(*customer, figures_of(&basis, own.as_slice()));
                slices.pause().await;
            }
            found
        };
        follow(
            move || {
                let is_large = is_large.get();
                if is_large {
                    // The basis is computed later in this task, not during the write that changed its inputs.
                    readings.track();
                    bills.track();
                    tables.supply_points.track();
                    chosen_month.track();
                    day.track();
                }
                (is_large, is_read.get())
            },
            move |(is_large, is_read)| async move {
                if !is_large {
                    return Some((None, is_read));
                }
                clock::breathe().await;
                coverage.with_untracked(|_| ());
                clock::breathe().await;
                meters.with_untracked(|_| ());
                clock::breathe().await;
                let found = match basis.get_untracked() {
                    Some(basis) => in_slices(basis).await,
                    None => Default::default(),
                };
                Some((Some(found), is_read))
            },
            move |(found, is_read)| match found {
                Some((summaries, measured)) => {
                    sliced.set((Arc::new(summaries), Arc::new(measured)));
                    are_summed.set(is_read || are_summed.get_untracked());
                }
                None => are_summed.set(is_read),
            },
        );
        let summaries = Memo::new_with_compare(
            move |_| {
                if is_large.get() {
                    return sliced.get().0;
                }
                basis.get().map(|basis| Arc::new(basis.by_customer(of))).unwrap_or_default()
            },
            changed,
        );
        let measured = Memo::new_with_compare(
            move |_| {
                if is_large.get() {
                    return sliced.get().1;
                }
                basis.get().map(|basis| Arc::new(basis.by_customer(figures_of))).unwrap_or_default()
            },
            changed,
        );
        Self {
            readings,
            bills,
            is_read,
            are_summed,
            loaded: RwSignal::new(false),
            day,
            chosen_month,
            coverage,
            month,
            meters,
            summaries,
            measured,
        }
    }

    /// Returns the meters of every customer: its supply points, and the customer itself if a file named only the
    /// customer. Subscribes to changes.
    pub fn meters(self) -> Arc<Meters> {
        self.meters.get()
    }

    /// Returns the summary of the last twelve months for every customer with readings or bills. Subscribes to
    /// changes.
    pub fn summaries(self) -> Arc<Summaries> {
        self.summaries.get()
    }

    /// Returns the figures derived from meters for every customer with readings or bills. Subscribes to changes.
    pub fn measured(self) -> Arc<Measured> {
        self.measured.get()
    }

    /// Returns the last of the twelve months that figures are reported for: the chosen month, or the newest month
    /// for which most meters have data. Subscribes to changes.
    pub fn last_month(self) -> Option<Month> {
        let month = self.month.get();
        month.or_else(|| last_month(&self.readings.read(), &self.bills.read()))
    }

    /// Returns the newest month with any data. Subscribes to changes.
    pub fn newest_month(self) -> Option<Month> {
        self.coverage.with(|coverage| coverage.months().next())
    }

    /// Returns the number of meters with data for each month. Subscribes to changes.
    pub fn coverage(self) -> Arc<Coverage> {
        self.coverage.get()
    }

    /// Returns today. Subscribes to changes.
    pub fn today(self) -> Date {
        self.day.get()
    }

    /// Returns today, for event handlers and the tasks they start. Does not subscribe.
    pub fn today_untracked(self) -> Date {
        self.day.get_untracked()
    }

    /// Adds imported blocks in slices, and notifies subscribers once all are added.
    pub(super) async fn push(self, blocks: Vec<Block>) {
        let is_readings = |block: &Block| matches!(block, Block::Readings(_));
        let is_bills = |block: &Block| matches!(block, Block::Bills(_));
        let (has_readings, has_bills) =
            (blocks.iter().any(is_readings), blocks.iter().any(is_bills));
        let mut slices = Slices::begin();
        for block in blocks {
            match block {
                Block::Readings(block) => self.readings.update_untracked(|known| known.push(block)),
                Block::Bills(block) => self.bills.update_untracked(|known| known.push(block)),
                Block::Records(_) => {}
            }
            slices.pause().await;
        }
        if has_readings {
            self.readings.notify();
        }
        if has_bills {
            self.bills.notify();
        }
    }
}

/// Returns today by the tablet's clock, for the lifetime of the page. Checked every half minute, and whenever a
/// user returns to the page or presses something, because timers stop while a tablet sleeps. So a press is recorded
/// on the day that the page shows.
pub(super) fn day() -> Memo<Date> {
    let now = RwSignal::new(clock::today());
    let check = move || {
        let today = clock::today();
        if now.get_untracked() != today {
            now.set(today);
        }
    };
    set_interval(check, CHECK_EVERY);
    clock::listen_presence(check);
    Memo::new(move |_| now.get())
}

/// Comparison for a memo whose results are not worth comparing: it always reports a change.
pub(super) fn changed<T>(_: Option<&T>, _: Option<&T>) -> bool {
    true
}
