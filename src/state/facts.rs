//! Readings and bills in memory, and what follows from them for every customer. They are loaded
//! behind the first screen, which does not wait for them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use super::tables::Tables;
use crate::{
    analysis::summary::{AccountSummary, account_summary},
    domain::{Customer, Id, Month, bills::Bills, draft::Block, readings::Readings},
    platform::clock,
};

/// The summary of every customer that has readings or bills.
pub type Summaries = HashMap<Id<Customer>, AccountSummary>;

/// Readings and bills.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Readings of all imports.
    pub readings: RwSignal<Readings>,
    /// Bills of all imports.
    pub bills: RwSignal<Bills>,
    /// Whether they have been loaded; until then an absent figure is not known to be absent.
    pub loaded: RwSignal<bool>,
    /// Today, as a signal: a page that is left open goes on with the day.
    pub day: Memo<Date>,
    meters: Memo<Arc<HashMap<Id<Customer>, Vec<Uuid>>>>,
    summaries: Memo<Arc<Summaries>>,
}

impl Facts {
    /// Nothing yet, for the records of `tables`.
    pub fn new(tables: Tables) -> Self {
        let readings = RwSignal::new(Readings::default());
        let bills = RwSignal::new(Bills::default());
        let meters = Memo::new_with_compare(
            move |_| {
                let mut meters: HashMap<Id<Customer>, Vec<Uuid>> = HashMap::new();
                let mut supply_points: HashSet<Uuid> = HashSet::new();
                for point in tables.supply_points.read().iter() {
                    supply_points.insert(point.id.uuid());
                    if let Some(customer) = point.customer.filter(|_| !point.is_deleted) {
                        meters.entry(customer).or_default().push(point.id.uuid());
                    }
                }
                let measured: HashSet<Uuid> = readings
                    .read()
                    .meters()
                    .chain(bills.read().meters())
                    .collect();
                for meter in measured.difference(&supply_points) {
                    meters.entry(Id::new(*meter)).or_default().push(*meter);
                }
                Arc::new(meters)
            },
            changed,
        );
        let summaries = Memo::new_with_compare(
            move |_| {
                let (readings, bills) = (readings.read(), bills.read());
                let Some(last_month) = last_month(&readings, &bills) else {
                    return Arc::default();
                };
                let today = clock::today();
                let of =
                    |meters: &[Uuid]| account_summary(&readings, &bills, meters, last_month, today);
                Arc::new(
                    meters
                        .read()
                        .iter()
                        .map(|(customer, meters)| (*customer, of(meters)))
                        .collect(),
                )
            },
            changed,
        );
        Self {
            readings,
            bills,
            loaded: RwSignal::new(false),
            day: day(),
            meters,
            summaries,
        }
    }

    /// The meters of every customer: its supply points, and itself where a file named only the
    /// customer.
    pub fn meters(self) -> Arc<HashMap<Id<Customer>, Vec<Uuid>>> {
        self.meters.get()
    }

    /// The last twelve months of every customer that has readings or bills.
    pub fn summaries(self) -> Arc<Summaries> {
        self.summaries.get()
    }

    /// The last month that anything is known of.
    pub fn last_month(self) -> Option<Month> {
        last_month(&self.readings.read(), &self.bills.read())
    }

    /// Today, as bills are judged by.
    pub fn today(self) -> Date {
        clock::today()
    }

    /// Adds what an import brought.
    pub(super) fn push(self, blocks: Vec<Block>) {
        for block in blocks {
            match block {
                Block::Readings(block) => self.readings.write().push(block),
                Block::Bills(block) => self.bills.write().push(block),
                Block::Records(_) => {}
            }
        }
    }
}

/// The day it is, looked at every half minute.
fn day() -> Memo<Date> {
    let now = RwSignal::new(clock::today());
    set_interval(move || now.set(clock::today()), Duration::from_secs(30));
    Memo::new(move |_| now.get())
}

/// Two results of a computation that runs only when its inputs changed are never the same.
fn changed<T>(_: Option<&T>, _: Option<&T>) -> bool {
    true
}

fn last_month(readings: &Readings, bills: &Bills) -> Option<Month> {
    readings.last_month().or_else(|| bills.last_month())
}
