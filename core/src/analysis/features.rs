//! Features by which customers are compared, computed from readings, bills and master data. A figure that cannot
//! be known is missing, never guessed; [`table`] documents how clustering fills gaps.

use serde::{Deserialize, Serialize};

use jiff::civil::Date;
use uuid::Uuid;

use super::matrix::{Matrix, MatrixError};
use crate::domain::{
    InOrder, Month,
    bills::Bills,
    readings::{Quantity, Readings},
    segment::Feature,
    series::Series,
};

/// Features of one customer, in the order of [`Feature::ALL`]. A missing figure is `NaN`, which takes half the
/// memory of an `Option`.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Features([f64; Feature::ALL.len()]);

impl Default for Features {
    fn default() -> Self {
        Self([f64::NAN; Feature::ALL.len()])
    }
}

impl PartialEq for Features {
    fn eq(&self, other: &Self) -> bool {
        let mut all = Feature::ALL.iter();
        all.all(|feature| self.get(*feature) == other.get(*feature))
    }
}

impl Features {
    /// Returns one figure, in the unit of its [`Feature`]; `None` if it cannot be known.
    pub const fn get(&self, feature: Feature) -> Option<f64> {
        let value = self.0[feature as usize];
        if value.is_nan() { None } else { Some(value) }
    }

    /// Sets a figure; a value that is not finite counts as missing.
    pub fn set(&mut self, feature: Feature, value: Option<f64>) {
        let value = value.filter(|value| value.is_finite());
        self.0[feature as usize] = value.unwrap_or(f64::NAN);
    }

    /// Adds the figures that do not come from the meters.
    #[must_use]
    pub fn of_customer(mut self, facts: &CustomerFacts) -> Self {
        let demand = self.get(Feature::PeakDemand);
        let capacity = facts.contracted_capacity_kva.filter(|kva| *kva > 0.0);
        let share = demand.zip(capacity).map(|(kw, kva)| kw / kva);
        self.set(Feature::CapacityUse, share);
        self.set(Feature::Satisfaction, facts.satisfaction);
        self
    }

    /// Returns the 电量 of twelve months, kWh: the energy feature without its logarithm.
    pub fn energy_kwh(&self) -> Option<f64> {
        self.get(Feature::Energy).map(|log| 10_f64.powf(log))
    }
}

/// Facts about a customer other than its readings and bills.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CustomerFacts {
    /// Ids of the supply points and of the customer itself, which have its readings and bills.
    pub meters: Vec<Uuid>,
    /// 合同容量, kVA.
    pub contracted_capacity_kva: Option<f64>,
    /// 满意度, 0 to 100.
    pub satisfaction: Option<f64>,
}

/// Minimum number of known months of a year; gaps are filled with the mean of the known months.
pub const LEAST_MONTHS: usize = 6;

/// Hours in a mean month (365.25 × 24 ÷ 12).
const HOURS_OF_MONTH: f64 = 730.5;

/// Returns the features of one customer over the twelve months ending with `last_month`.
///
/// With Eₘ the energy of the m known months of twelve, and D the peak demand:
/// - energy = log₁₀(12 ΣE ÷ m), kWh; spend = 12 Σbills ÷ months billed, CNY
/// - load factor = ΣE ÷ (hours of the known months · D) [DOMAIN §2]
/// - growth = ΣE ÷ ΣE of the year before − 1, over the months known in both
/// - seasonality = sd(E) ÷ mean(E), population sd over the known months
/// - peak share = (sharp + peak) ÷ (sharp + peak + flat + valley); valley share alike
/// - power factor = ΣE ÷ √((ΣE)² + (Σkvarh)²) over the months with both
/// - payment delay = Σ amount · days late ÷ Σ amount, early days counted as 0
/// - capacity use = D ÷ contracted capacity
///
/// A month counts as 730.5 hours:
///
/// ```
/// use busbar_core::{analysis::features::{CustomerFacts, features}, domain::{Month, bills::Bills, segment::Feature,
///     readings::{Quantity, QuantityColumn, ReadingBlock, Readings}}};
/// let meter = uuid::Uuid::from_u128(1);
/// let column = |quantity, value: f64| QuantityColumn { quantity, values: vec![value; 12].into() };
/// let readings = Readings::new(vec![ReadingBlock {
///     meters: vec![meter],
///     first_month: Month::new(2026, 1)?,
///     months: 12,
///     columns: vec![column(Quantity::EnergyKwh, 4.0), column(Quantity::ReactiveKvarh, 3.0)],
/// }]);
/// let facts = CustomerFacts { meters: vec![meter], ..CustomerFacts::default() };
/// let today = jiff::civil::date(2027, 1, 5);
/// let features = features(&readings, &Bills::default(), &facts, Month::new(2026, 12)?, today);
/// // The triangle of 3, 4 and 5.
/// assert_eq!(features.get(Feature::PowerFactor), Some(0.8));
/// assert_eq!(features.get(Feature::Seasonality), Some(0.0));
/// assert_eq!(features.get(Feature::LoadFactor), None);
/// # Ok::<(), busbar_core::domain::month::MonthError>(())
/// ```
pub fn features(
    readings: &Readings,
    bills: &Bills,
    facts: &CustomerFacts,
    last_month: Month,
    today: Date,
) -> Features {
    metered(readings, bills, &facts.meters, last_month, today).of_customer(facts)
}

/// Returns the features that depend only on the readings and bills: most of the work, and unchanged while only
/// the customer record changes.
pub fn metered(
    readings: &Readings,
    bills: &Bills,
    meters: &[Uuid],
    last_month: Month,
    today: Date,
) -> Features {
    let mut features = Features::default();
    let of = |quantity| readings.total(meters.iter().copied(), quantity);
    let year = |series: &Series| -> Vec<f64> {
        (0..12).filter_map(|back| series.at(last_month.plus(-back))).collect()
    };

    let demand = of(Quantity::PeakDemandKw)
        .and_then(|demand| year(&demand).into_iter().reduce(f64::max))
        .filter(|demand| *demand > 0.0);
    features.set(Feature::PeakDemand, demand);
    if let Some(energy) = of(Quantity::EnergyKwh) {
        use_of_year(&mut features, &energy, &year(&energy), demand, last_month);
        if let Some(reactive) = of(Quantity::ReactiveKvarh) {
            features.set(Feature::PowerFactor, power_factor(&energy, &reactive, last_month));
        }
    }
    let periods = [Quantity::SharpKwh, Quantity::PeakKwh, Quantity::FlatKwh, Quantity::ValleyKwh]
        .map(|quantity| of(quantity).map_or(0.0, |series| year(&series).iter().sum()));
    let all: f64 = periods.iter().sum();
    if all > 0.0 {
        features.set(Feature::PeakShare, Some((periods[0] + periods[1]) / all));
        features.set(Feature::ValleyShare, Some(periods[3] / all));
    }
    payment(&mut features, bills, meters, last_month, today);
    features
}

/// Sets the features of the year's energy.
fn use_of_year(
    features: &mut Features,
    energy: &Series,
    known: &[f64],
    demand: Option<f64>,
    last_month: Month,
) {
    let count = known.len() as f64;
    let sum: f64 = known.iter().sum();
    if known.len() >= LEAST_MONTHS && sum > 0.0 {
        let mean = sum / count;
        let variance = known.iter().map(|kwh| (kwh - mean).powi(2)).sum::<f64>() / count;
        features.set(Feature::Energy, Some((12.0 * mean).log10()));
        features.set(Feature::Seasonality, Some(variance.sqrt() / mean));
        features
            .set(Feature::LoadFactor, demand.map(|demand| sum / (count * HOURS_OF_MONTH * demand)));
    }
    let (now, before, pairs) = (0..12)
        .map(|back| last_month.plus(-back))
        .filter_map(|month| energy.at(month).zip(energy.at(month.plus(-12))))
        .fold((0.0, 0.0, 0), |(now, before, pairs), (a, b)| (now + a, before + b, pairs + 1));
    if pairs >= LEAST_MONTHS && before > 0.0 {
        features.set(Feature::Growth, Some(now / before - 1.0));
    }
}

/// Returns the power factor over the months in which both quantities are known.
fn power_factor(energy: &Series, reactive: &Series, last_month: Month) -> Option<f64> {
    let (kwh, kvarh) = (0..12)
        .map(|back| last_month.plus(-back))
        .filter_map(|month| energy.at(month).zip(reactive.at(month)))
        .fold((0.0, 0.0), |(kwh, kvarh), (a, b)| (kwh + a, kvarh + b));
    (kwh > 0.0).then(|| kwh / kwh.hypot(kvarh))
}

/// Returns the features of the year's bills.
fn payment(
    features: &mut Features,
    bills: &Bills,
    meters: &[Uuid],
    last_month: Month,
    today: Date,
) {
    let mut months = std::collections::BTreeSet::new();
    let (mut spend, mut due, mut late) = (0.0, 0.0, 0.0);
    for bill in meters.iter().flat_map(|meter| bills.of(*meter)) {
        if !(0..12).contains(&last_month.since(bill.month)) {
            continue;
        }
        months.insert(bill.month);
        spend += bill.amount_cny;
        if let Some(days) = bill.days_late(today).filter(|_| bill.amount_cny > 0.0) {
            due += bill.amount_cny;
            late += bill.amount_cny * f64::from(days.max(0));
        }
    }
    if !months.is_empty() {
        features.set(Feature::Spend, Some(12.0 * spend / months.len() as f64));
    }
    features.set(Feature::PaymentDelay, (due > 0.0).then(|| late / due));
}

/// A table column whose gaps were filled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Filled {
    /// Feature.
    pub feature: Feature,
    /// Number of customers without it.
    pub missing: usize,
    /// Fill value: the median of the known values.
    pub median: f64,
}

/// A table of the chosen features, ready to be standardised.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureTable {
    /// Columns.
    pub features: Vec<Feature>,
    /// One row per customer that has at least half of the features.
    pub table: Matrix,
    /// For each row, the index of the customer among those given.
    pub rows: Vec<usize>,
    /// Columns with gaps, and their fill values.
    pub filled: Vec<Filled>,
    /// Chosen features that no customer has; left out.
    pub unknown: Vec<Feature>,
    /// Chosen features that most customers lack, with the number lacking; left out, because the median of the few
    /// would stand for the many.
    pub sparse: Vec<(Feature, usize)>,
}

/// Treatment of features that most customers lack.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sparse {
    /// Left out.
    #[default]
    LeftOut,
    /// Filled with the median like any other.
    Filled,
}

impl Sparse {
    /// Returns the treatment for the setting: `true` keeps these features.
    pub const fn kept(is_kept: bool) -> Self {
        if is_kept { Self::Filled } else { Self::LeftOut }
    }
}

/// Share of customers lacking a feature above which it is left out.
const SPARSE_ABOVE: f64 = 0.5;

/// Builds a table of the chosen features. A feature that more than half of the customers lack is left out if
/// `sparse` says so, unless none would remain; a customer with fewer than half of the remaining features is left
/// out as well. Other gaps are filled with the median, which moves the clusters least, and reported. Customers
/// without any chosen feature are not counted.
///
/// ```
/// use busbar_core::{analysis::features::{Features, Sparse, table}, domain::segment::Feature};
/// let mut customers = [Features::default(); 50];
/// for (place, customer) in customers.iter_mut().enumerate() {
///     customer.set(Feature::Energy, Some(place as f64));
/// }
/// customers[7].set(Feature::PaymentDelay, Some(30.0));
/// let chosen = [Feature::Energy, Feature::PaymentDelay];
/// // The median of one customer would stand for 49 others.
/// let table = table(&customers, &chosen, Sparse::LeftOut)?;
/// assert_eq!((table.features, table.sparse), (vec![Feature::Energy], vec![(Feature::PaymentDelay, 49)]));
/// # Ok::<(), busbar_core::analysis::matrix::MatrixError>(())
/// ```
///
/// # Errors
/// [`MatrixError::NoColumns`] if no customer has any of the features.
pub fn table(
    customers: &[Features],
    chosen: &[Feature],
    sparse: Sparse,
) -> Result<FeatureTable, MatrixError> {
    let (known, unknown): (Vec<Feature>, Vec<Feature>) =
        chosen.iter().partition(|feature| customers.iter().any(|of| of.get(**feature).is_some()));
    let (features, sparse) = dense(customers, known, sparse);
    let rows: Vec<usize> = (0..customers.len())
        .filter(|place| {
            let known = features.iter().filter(|f| customers[*place].get(**f).is_some()).count();
            known > 0 && 2 * known >= features.len()
        })
        .collect();
    let mut filled = Vec::new();
    let mut fill = Vec::with_capacity(features.len());
    for feature in &features {
        let mut known: Vec<f64> =
            rows.iter().filter_map(|place| customers[*place].get(*feature)).collect();
        known.order_by(f64::total_cmp);
        let median = median(&known);
        if known.len() < rows.len() {
            filled.push(Filled { feature: *feature, missing: rows.len() - known.len(), median });
        }
        fill.push(median);
    }
    let values = rows
        .iter()
        .flat_map(|place| {
            features
                .iter()
                .zip(&fill)
                .map(|(feature, median)| customers[*place].get(*feature).unwrap_or(*median))
        })
        .collect();
    Ok(FeatureTable {
        table: Matrix::new(features.len(), values)?,
        features,
        rows,
        filled,
        unknown,
        sparse,
    })
}

/// Returns the features to cluster by, and those that too many customers lack.
fn dense(
    customers: &[Features],
    known: Vec<Feature>,
    sparse: Sparse,
) -> (Vec<Feature>, Vec<(Feature, usize)>) {
    let has = |of: &&Features| known.iter().any(|feature| of.get(*feature).is_some());
    let counted: Vec<&Features> = customers.iter().filter(has).collect();
    let missing = |feature: Feature| counted.iter().filter(|of| of.get(feature).is_none()).count();
    let is_sparse =
        |feature: &Feature| missing(*feature) as f64 > SPARSE_ABOVE * counted.len() as f64;
    let (left_out, kept): (Vec<Feature>, Vec<Feature>) = known.iter().partition(|it| is_sparse(it));
    if sparse == Sparse::Filled || kept.is_empty() {
        return (known, Vec::new());
    }
    let left_out = left_out.into_iter().map(|feature| (feature, missing(feature)));
    let left_out = left_out.collect();
    (kept, left_out)
}

/// Returns the median of sorted numbers; 0 for none.
pub(super) fn median(sorted: &[f64]) -> f64 {
    match (sorted.len() / 2, sorted.len() % 2) {
        (0, 0) => 0.0,
        (half, 0) => f64::midpoint(sorted[half - 1], sorted[half]),
        (half, _) => sorted[half],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_with_the_median_and_reported() {
        let mut customers = [Features::default(); 5];
        for (customer, (energy, growth)) in customers.iter_mut().zip([
            (Some(3.0), Some(0.1)),
            (Some(4.0), None),
            (Some(5.0), Some(0.3)),
            (None, None),
            (None, Some(0.5)),
        ]) {
            customer.set(Feature::Energy, energy);
            customer.set(Feature::Growth, growth);
        }
        let chosen = [Feature::Energy, Feature::Growth, Feature::Satisfaction];
        let table = table(&customers, &chosen, Sparse::LeftOut).unwrap();
        assert_eq!(table.rows, [0, 1, 2, 4]);
        assert_eq!(table.unknown, [Feature::Satisfaction]);
        assert_eq!(table.table.values(), [3.0, 0.1, 4.0, 0.3, 5.0, 0.3, 4.0, 0.5]);
        assert_eq!(table.sparse, []);
        let missing: Vec<_> = table.filled.iter().map(|f| (f.feature, f.missing)).collect();
        assert_eq!(missing, [(Feature::Energy, 1), (Feature::Growth, 1)]);
        assert!(super::table(&customers, &[Feature::Satisfaction], Sparse::LeftOut).is_err());
    }

    #[test]
    fn a_figure_that_most_lack_is_left_out_unless_it_is_asked_for() {
        let mut customers = [Features::default(); 6];
        for (place, customer) in customers.iter_mut().take(5).enumerate() {
            customer.set(Feature::Energy, Some(place as f64));
        }
        for customer in customers.iter_mut().take(2) {
            customer.set(Feature::Growth, Some(0.1));
        }
        let chosen = [Feature::Energy, Feature::Growth];
        // Five are counted; the sixth has no features.
        let by = |sparse| table(&customers, &chosen, sparse).unwrap();
        let dense = by(Sparse::LeftOut);
        assert_eq!((&dense.features[..], dense.rows.len()), (&[Feature::Energy][..], 5));
        assert_eq!(dense.sparse, [(Feature::Growth, 3)]);
        let whole = by(Sparse::Filled);
        assert_eq!((&whole.features[..], whole.filled.len()), (&chosen[..], 1));
        assert_eq!(whole.sparse, []);
        // No other feature to cluster by.
        let only = table(&customers, &[Feature::Growth], Sparse::LeftOut).unwrap();
        assert_eq!((only.features, only.rows.len()), (vec![Feature::Growth], 2));
    }
}
