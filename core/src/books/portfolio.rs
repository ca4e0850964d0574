//! The current portfolio: the weight of each customer in it, and its totals. It is derived only from the records
//! and the last twelve months; stored segmentation runs are separate.

use std::{
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::{facts::Summaries, table::Table};
use crate::{
    analysis::{
        pareto::{Pareto, pareto},
        summary::{AccountSummary, Priced},
    },
    domain::{
        Customer, Id, InOrder,
        segment::{AbcClass, AbcCuts},
    },
};

/// Value by which customers are ranked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// 电费 of twelve months, CNY.
    #[default]
    Spend,
    /// 电量 of twelve months, kWh, if no bills are known.
    Energy,
}

/// Position of one customer in the portfolio.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PortfolioPosition {
    /// ABC class.
    pub class: AbcClass,
    /// Rank, from 1.
    pub rank: usize,
    /// Share of the total value, 0 to 1.
    pub share: f64,
}

/// Current portfolio.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Portfolio {
    /// Value that the classes are based on.
    pub basis: Basis,
    /// Number of customers.
    pub customers: usize,
    /// 电量 of twelve months, kWh; `None` if unknown.
    pub energy_kwh: Option<f64>,
    /// 电费 of twelve months, CNY; `None` if unknown.
    pub billed_cny: Option<f64>,
    /// Bills and energy of the months that have both, over all customers.
    pub priced: Priced,
    /// Total 欠费, CNY; also zero if nothing is known, see [`Portfolio::judged_bills`].
    pub arrears_cny: f64,
    /// Number of bills whose payment status is known.
    pub judged_bills: usize,
    /// Number of bills whose payment status is unknown.
    pub unjudged_bills: usize,
    /// Number of customers with readings in the twelve months.
    pub with_energy: usize,
    /// Number of customers with bills in the twelve months.
    pub with_bills: usize,
    /// Number of bills in arrears.
    pub arrears_bills: usize,
    /// Number of customers that can be compared with the year before.
    pub compared: usize,
    /// Customers in arrears, the largest amount first.
    pub in_arrears: Vec<Id<Customer>>,
    /// Number of customers in class A, and their share of the value.
    pub class_a: Option<(usize, f64)>,
    /// Gini coefficient of the values, 0 to 1.
    pub gini: Option<f64>,
    /// Customers that use less than the year before, with the kWh lost; the largest loss first.
    pub falling: Vec<(Id<Customer>, f64)>,
    measured: usize,
    positions: FxHashMap<Id<Customer>, PortfolioPosition>,
    summaries: Arc<Summaries>,
}

/// Number of customers between two pauses.
const AT_ONCE: usize = 2_048;

/// Relative change in use at or below which a fall is reported.
pub const FALL: f64 = -0.1;

impl Portfolio {
    /// Returns the position of a customer; `None` without readings and bills.
    pub fn position(&self, customer: Id<Customer>) -> Option<PortfolioPosition> {
        self.positions.get(&customer).copied()
    }

    /// Returns the summary of the last twelve months of a customer; `None` without readings and bills.
    pub fn summary(&self, customer: Id<Customer>) -> Option<&AccountSummary> {
        self.summaries.get(&customer)
    }

    /// Returns the number of customers with any readings or bills. Only customers with a value are classified, as
    /// on the segments page: if the value is spend, a customer that was never billed has none.
    pub const fn measured(&self) -> usize {
        self.measured
    }

    /// Computes the portfolio of the customers.
    pub fn of(customers: &Table<Customer>, summaries: Arc<Summaries>, cuts: AbcCuts) -> Self {
        let weighing = Self::of_present(present(customers), summaries, cuts, async || ());
        match pin!(weighing).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(portfolio) => portfolio,
            // Not reached: only a pause could be pending, and these return at once.
            Poll::Pending => Self::default(),
        }
    }

    /// Like [`Portfolio::of`], for the customers returned by [`present`], with a `pause` between the steps.
    pub async fn of_present(
        present: Vec<Id<Customer>>,
        summaries: Arc<Summaries>,
        cuts: AbcCuts,
        mut pause: impl AsyncFnMut(),
    ) -> Self {
        let mut measured: Vec<(Id<Customer>, &AccountSummary)> = Vec::with_capacity(present.len());
        for some in present.chunks(AT_ONCE) {
            measured.extend(some.iter().filter_map(|id| Some((*id, summaries.get(id)?))));
            pause().await;
        }
        let sum = |of: fn(&AccountSummary) -> Option<f64>| {
            measured.iter().filter_map(|(_, summary)| of(summary)).reduce(|sum, value| sum + value)
        };
        let (energy_kwh, billed_cny) = (sum(|s| s.energy_kwh), sum(|s| s.billed_cny));
        let count = |of: fn(&AccountSummary) -> usize| -> usize {
            measured.iter().map(|(_, summary)| of(summary)).sum()
        };
        let basis = if billed_cny.is_some() { Basis::Spend } else { Basis::Energy };
        let valued: Vec<(Id<Customer>, f64)> = measured
            .iter()
            .filter_map(|(id, summary)| {
                let value = match basis {
                    Basis::Spend => summary.billed_cny,
                    Basis::Energy => summary.energy_kwh,
                };
                Some((*id, value?))
            })
            .collect();
        let values: Vec<f64> = valued.iter().map(|(_, value)| *value).collect();
        pause().await;
        // Without any values there is no ranking, and no customer has a class.
        let ranking = pareto(&values, cuts).ok();
        pause().await;
        let mut positions = FxHashMap::with_capacity_and_hasher(valued.len(), FxBuildHasher);
        let everybody = ranking.iter().flat_map(Pareto::everybody);
        for (ranked, rank) in everybody.zip(1..) {
            let position = PortfolioPosition { class: ranked.class, rank, share: ranked.share };
            positions.insert(valued[ranked.index].0, position);
            if rank % AT_ONCE == 0 {
                pause().await;
            }
        }
        pause().await;

        let mut in_arrears: Vec<_> =
            measured.iter().filter(|(_, summary)| summary.arrears_bills > 0).collect();
        in_arrears.order_by(|(_, a), (_, b)| b.arrears_cny.total_cmp(&a.arrears_cny));
        let mut falling: Vec<_> = measured
            .iter()
            .filter_map(|(id, summary)| {
                let growth = summary.growth.filter(|growth| *growth <= FALL)?;
                let now = summary.energy_kwh?;
                Some((*id, now / (1.0 + growth).max(0.01) - now))
            })
            .collect();
        falling.order_by(|(_, a), (_, b)| b.total_cmp(a));
        pause().await;

        Self {
            basis,
            customers: present.len(),
            energy_kwh,
            billed_cny,
            arrears_cny: in_arrears.iter().map(|(_, summary)| summary.arrears_cny).sum(),
            judged_bills: count(|summary| summary.judged_bills),
            unjudged_bills: count(|summary| summary.unjudged_bills),
            with_energy: count(|summary| usize::from(summary.energy_kwh.is_some())),
            with_bills: count(|summary| usize::from(summary.billed_cny.is_some())),
            arrears_bills: count(|summary| summary.arrears_bills),
            compared: count(|summary| usize::from(summary.growth.is_some())),
            in_arrears: in_arrears.into_iter().map(|(id, _)| *id).collect(),
            class_a: ranking
                .as_ref()
                .map(|ranking| ranking.class(AbcClass::A))
                .map(|class| (class.count, class.share)),
            gini: ranking.as_ref().map(|ranking| ranking.gini),
            priced: measured
                .iter()
                .fold(Priced::default(), |sum, (_, summary)| sum.and(summary.priced)),
            measured: measured.len(),
            falling,
            positions,
            summaries,
        }
    }
}

/// Returns the customers that are in the portfolio, in the order of the table.
pub fn present(customers: &Table<Customer>) -> Vec<Id<Customer>> {
    let present = customers.iter().filter(|customer| customer.is_here());
    present.map(|customer| customer.id).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn id(n: u128) -> Id<Customer> {
        Id::new(Uuid::from_u128(n))
    }

    fn summary(energy: f64, growth: Option<f64>, arrears: f64) -> AccountSummary {
        AccountSummary {
            energy_kwh: Some(energy),
            growth,
            arrears_cny: arrears,
            arrears_bills: usize::from(arrears > 0.0),
            judged_bills: 2,
            unjudged_bills: 1,
            ..AccountSummary::default()
        }
    }

    #[test]
    fn a_small_portfolio() {
        let mut customers = Table::default();
        customers
            .extend((1..=5).map(|n| Customer { is_deleted: n == 4, ..Customer::empty(id(n)) }));
        let summaries = Summaries::from_iter([
            (id(1), summary(10.0, Some(0.2), 0.0)),
            (id(2), summary(800.0, Some(-0.2), 5.0)),
            (id(3), summary(190.0, Some(-0.05), 9.0)),
            (id(4), summary(9000.0, Some(-0.9), 70.0)),
        ]);
        let portfolio = Portfolio::of(&customers, Arc::new(summaries), AbcCuts::default());

        assert_eq!((portfolio.customers, portfolio.measured()), (4, 3));
        assert_eq!((portfolio.basis, portfolio.energy_kwh), (Basis::Energy, Some(1000.0)));
        assert_eq!(portfolio.billed_cny, None);
        assert_eq!(portfolio.in_arrears, [id(3), id(2)]);
        assert_eq!(portfolio.arrears_cny, 14.0);
        assert_eq!((portfolio.judged_bills, portfolio.unjudged_bills), (6, 3));
        assert_eq!(portfolio.compared, 3);
        assert_eq!((portfolio.with_energy, portfolio.with_bills), (3, 0));
        assert_eq!(portfolio.arrears_bills, 2);
        assert_eq!(portfolio.falling.len(), 1);
        assert_eq!(portfolio.falling[0].0, id(2));
        assert_eq!(portfolio.priced.price(), None);
        assert!((portfolio.falling[0].1 - 200.0).abs() < 1e-9);
        let classes: Vec<_> =
            [1, 2, 3, 4, 5].map(|n| portfolio.position(id(n)).map(|s| (s.class, s.rank))).into();
        assert_eq!(
            classes,
            [Some((AbcClass::C, 3)), Some((AbcClass::A, 1)), Some((AbcClass::B, 2)), None, None]
        );
    }

    #[test]
    fn a_refund_and_who_was_never_billed() {
        let mut customers = Table::default();
        customers.extend((1..=4).map(|n| Customer::empty(id(n))));
        let billed = |billed_cny, cny, kwh| AccountSummary {
            billed_cny,
            energy_kwh: Some(100.0),
            priced: Priced { cny, kwh, months: 6 },
            ..AccountSummary::default()
        };
        let summaries = Summaries::from_iter([
            (id(1), billed(Some(900.0), 300.0, 400.0)),
            (id(2), billed(Some(100.0), 20.0, 100.0)),
            (id(3), billed(Some(-5000.0), 0.0, 0.0)),
            (id(4), billed(None, 0.0, 0.0)),
        ]);
        let portfolio = Portfolio::of(&customers, Arc::new(summaries), AbcCuts::default());
        // Every customer is measured; one that was never billed has no class, as in the segments.
        assert_eq!(portfolio.measured(), 4);
        let told: Vec<_> = [1, 2, 3, 4]
            .map(|n| portfolio.position(id(n)).map(|s| (s.class, s.rank, s.share)))
            .into();
        assert_eq!(
            told,
            [
                Some((AbcClass::A, 1, 0.9)),
                Some((AbcClass::B, 2, 0.1)),
                Some((AbcClass::C, 3, 0.0)),
                None
            ]
        );
        assert_eq!(portfolio.class_a, Some((1, 0.9)));
        assert_eq!(portfolio.priced.price(), Some(0.64));
    }
}
