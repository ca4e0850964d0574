//! Facts derived from readings and bills: the meters of every customer, the months with data, and the figures of
//! each customer. The page decides when they are computed, and in which slices.

use std::{
    collections::{BTreeMap, hash_map::Entry},
    sync::Arc,
};

use jiff::civil::Date;
use rustc_hash::{FxBuildHasher, FxHashMap};
use uuid::Uuid;

use super::table::Table;
use crate::{
    analysis::{
        features::{Features, metered},
        summary::{AccountSummary, account_summary},
    },
    domain::{
        Customer, Id, Month, SupplyPoint,
        bills::Bills,
        readings::{Quantity, Readings},
    },
};

/// Summary of every customer that has readings or bills.
pub type Summaries = FxHashMap<Id<Customer>, AccountSummary>;

/// Figures computed from meters, by customer.
pub type Measured = FxHashMap<Id<Customer>, Features>;

/// Meters of every customer: its supply points, and the customer itself if a file named only the customer.
pub type Meters = FxHashMap<Id<Customer>, OwnMeters>;

/// Meters of one customer. Nearly every customer has exactly one, which takes no list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnMeters {
    /// The only one.
    One(Uuid),
    /// All of them, in the order in which they were found.
    Several(Vec<Uuid>),
}

impl OwnMeters {
    /// Returns the meters.
    pub fn as_slice(&self) -> &[Uuid] {
        match self {
            Self::One(meter) => std::slice::from_ref(meter),
            Self::Several(meters) => meters,
        }
    }

    fn push(&mut self, meter: Uuid) {
        match self {
            Self::One(first) => *self = Self::Several(vec![*first, meter]),
            Self::Several(meters) => meters.push(meter),
        }
    }
}

/// Inputs of the figures of every customer.
#[derive(Clone, Debug)]
pub struct FiguresBasis {
    /// Last of the twelve months.
    pub last_month: Month,
    /// Day as of which bills are past due.
    pub today: Date,
    /// Meters of every customer.
    pub meters: Arc<Meters>,
}

impl FiguresBasis {
    /// Returns the summary of the last twelve months of one customer.
    pub fn summary(&self, readings: &Readings, bills: &Bills, meters: &[Uuid]) -> AccountSummary {
        account_summary(readings, bills, meters, self.last_month, self.today)
    }

    /// Returns the figures computed from the meters of one customer.
    pub fn measured(&self, readings: &Readings, bills: &Bills, meters: &[Uuid]) -> Features {
        metered(readings, bills, meters, self.last_month, self.today)
    }

    /// Computes a value for every customer.
    pub fn by_customer<T>(&self, of: impl Fn(&Self, &[Uuid]) -> T) -> FxHashMap<Id<Customer>, T> {
        let meters = self.meters.iter();
        meters.map(|(customer, own)| (*customer, of(self, own.as_slice()))).collect()
    }
}

/// Returns the meters of every customer, from its supply points, readings and bills, including those of customers merged
/// into it.
pub fn meters(points: &Table<SupplyPoint>, readings: &Readings, bills: &Bills) -> Meters {
    let count = points.len().max(readings.count()).max(bills.count());
    let mut meters = Meters::with_capacity_and_hasher(count, FxBuildHasher);
    let mut add = |customer, meter| match meters.entry(customer) {
        Entry::Vacant(own) => drop(own.insert(OwnMeters::One(meter))),
        Entry::Occupied(mut own) => own.get_mut().push(meter),
    };
    for point in points.iter().filter(|point| !point.is_deleted) {
        if let Some(customer) = point.customer {
            add(customer, point.id.uuid());
        }
    }
    let only_billed = bills.meters().filter(|meter| !readings.has(*meter));
    for meter in readings.meters().chain(only_billed) {
        if points.get(Id::new(meter)).is_none() {
            // Readings stay with the customer of their file, and count for the one that remains of it.
            add(points.remaining(Id::new(meter)), meter);
        }
    }
    meters
}

/// Number of meters with readings for each month, or with bills where there are no readings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage(BTreeMap<Month, usize>);

impl Coverage {
    /// Counts the meters of each month.
    pub fn of(readings: &Readings, bills: &Bills) -> Self {
        let read = readings.coverage(Quantity::EnergyKwh);
        Self(if read.is_empty() { bills.coverage() } else { read })
    }

    /// Returns `true` if the month has at least half the meters of the best-covered month.
    pub fn is_whole(&self, month: Month) -> bool {
        let most = self.0.values().max().copied().unwrap_or_default();
        self.0.get(&month).is_some_and(|count| count * 2 >= most)
    }

    /// Returns the month to report on: the chosen one if it has data, otherwise the default.
    pub fn month(&self, chosen: Option<Month>) -> Option<Month> {
        let is_known = |month: &Month| self.months().any(|known| known == *month);
        chosen.filter(is_known).or_else(|| self.default_month())
    }

    /// Returns the newest month that most meters have. The newest month of one customer is not that of all.
    pub fn default_month(&self) -> Option<Month> {
        self.months().find(|month| self.is_whole(*month))
    }

    /// Returns the months with data, newest first.
    pub fn months(&self) -> impl Iterator<Item = Month> {
        self.0.keys().rev().copied()
    }
}

/// Returns the newest month with data.
pub fn last_month(readings: &Readings, bills: &Bills) -> Option<Month> {
    readings.last_month().or_else(|| bills.last_month())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Record, bills::BillBlock, merge::Merges, readings::ReadingBlock};

    #[test]
    fn a_customer_has_its_supply_points_and_itself_where_only_it_was_named() {
        let id = Uuid::from_u128;
        let point = |n, customer, is_deleted| SupplyPoint {
            customer: Some(Id::new(id(customer))),
            is_deleted,
            ..SupplyPoint::empty(Id::new(id(n)))
        };
        let mut points = Table::default();
        points.extend([
            point(11, 1, false),
            point(12, 2, false),
            point(13, 2, false),
            point(14, 2, true),
            point(15, 2, false),
        ]);
        let readings = Readings::new(vec![ReadingBlock {
            meters: [1, 3, 12].map(id).to_vec(),
            first_month: Month::new(2026, 1).unwrap(),
            months: 0,
            columns: Vec::new(),
        }]);
        let meters = meters(&points, &readings, &Bills::default());
        let own = |n| meters.get(&Id::new(id(n))).map(|own| own.as_slice().to_vec());
        assert_eq!(own(1), Some(vec![id(11), id(1)]));
        assert_eq!(own(2), Some([12, 13, 15].map(id).to_vec()));
        assert_eq!(own(3), Some(vec![id(3)]));
        assert_eq!(own(4), None);
    }

    #[test]
    fn the_meters_of_a_merged_customer_are_those_of_the_remaining_one() {
        let id = Uuid::from_u128;
        let mut points = Table::default();
        points.extend([SupplyPoint {
            customer: Some(Id::new(id(2))),
            ..SupplyPoint::empty(Id::new(id(11)))
        }]);
        let readings = Readings::new(vec![ReadingBlock {
            meters: [1, 2].map(id).to_vec(),
            first_month: Month::new(2026, 1).unwrap(),
            months: 0,
            columns: Vec::new(),
        }]);
        let mut billed = BillBlock::default();
        billed.push(id(3), []);
        let bills = Bills::new(vec![billed]);
        let mut own = |merges: &[(u128, u128)]| {
            let merges = merges.iter().map(|(from, to)| (Id::new(id(*from)), Id::new(id(*to))));
            points.follow(&Arc::new(Merges::of(merges)));
            let meters = meters(&points, &readings, &bills);
            [1, 2, 3].map(|n| {
                let own = meters.get(&Id::new(id(n))).map(|own| own.as_slice().to_vec());
                own.unwrap_or_default().iter().map(Uuid::as_u128).collect::<Vec<_>>()
            })
        };
        let apart = [vec![1], vec![11, 2], vec![3]];
        assert_eq!(own(&[]), apart);
        assert_eq!(own(&[(2, 1), (3, 2)]), [vec![11, 1, 2, 3], vec![], vec![]]);
        assert_eq!(own(&[]), apart);
    }

    #[test]
    fn the_newest_month_of_one_customer_is_not_that_of_all() {
        let month = |n| Month::new(2026, n).unwrap();
        let coverage = |counts: &[(i32, usize)]| {
            Coverage(counts.iter().map(|(n, count)| (month(*n), *count)).collect())
        };
        for (counts, expected) in [
            (&[(8, 2865), (9, 2866), (10, 2860), (11, 1)][..], Some(10)),
            (&[(9, 2866), (10, 1500), (11, 1400)][..], Some(10)),
            (&[(10, 1)][..], Some(10)),
            (&[][..], None),
        ] {
            let coverage = coverage(counts);
            assert_eq!(coverage.default_month(), expected.map(month), "{counts:?}");
        }
        let coverage = coverage(&[(9, 2866), (10, 2860), (11, 1)]);
        assert_eq!(coverage.months().next(), Some(month(11)));
        assert!(!coverage.is_whole(month(11)) && coverage.is_whole(month(9)));
    }
}
