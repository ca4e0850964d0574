//! Summary of a customer's use and payment for lists and Today, from its readings and bills. Segmentation
//! features are in `features`.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use crate::domain::{
    Month,
    bills::{Bill, Bills},
    readings::{Quantity, Readings},
    series::Series,
};

/// The last twelve months of one customer, over all its meters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AccountSummary {
    /// 电量 of the twelve months, kWh; `None` if no month is known.
    pub energy_kwh: Option<f64>,
    /// Number of known months of the twelve.
    pub months_known: usize,
    /// Change over the previous twelve months, for the months known in both years; a share, 0.1 is 10 % more.
    /// `None` with fewer than three such months.
    pub growth: Option<f64>,
    /// 最大需量 of the twelve months, kW.
    pub peak_demand_kw: Option<f64>,
    /// 应收电费 of the twelve months, CNY.
    pub billed_cny: Option<f64>,
    /// Bills and energy of the months that have both.
    pub priced: Priced,
    /// 欠费: unpaid and past due, CNY, over all time.
    pub arrears_cny: f64,
    /// Number of bills in arrears.
    pub arrears_bills: usize,
    /// Due dates of the oldest and newest of those.
    pub arrears_due: Option<(Date, Date)>,
    /// Number of bills over all time known to be paid, owed or not yet due.
    pub judged_bills: usize,
    /// Number of bills over all time with neither due date nor payment date, which may be owed.
    pub unjudged_bills: usize,
    /// Number of paid bills of the twelve months with both dates known.
    pub timed_bills: usize,
    /// Number of those paid after the due date.
    pub late_bills: usize,
    /// Number of bills of the twelve months without due date, which may have been paid late.
    pub untimed_bills: usize,
}

/// Bills and energy of the months in which both are known, for a mean price.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Priced {
    /// 电费, CNY.
    pub cny: f64,
    /// 电量, kWh.
    pub kwh: f64,
    /// Number of months.
    pub months: usize,
}

impl Priced {
    /// Returns 平均电价 = Σ bills ÷ Σ energy over the months that have both, CNY per kWh; `None` if there is none.
    ///
    /// ```
    /// use busbar_core::analysis::summary::Priced;
    /// assert_eq!(Priced { cny: 650.0, kwh: 1000.0, months: 6 }.price(), Some(0.65));
    /// assert_eq!(Priced::default().price(), None);
    /// ```
    pub fn price(&self) -> Option<f64> {
        (self.kwh > 0.0).then(|| self.cny / self.kwh)
    }

    /// Adds the sums of several customers; `months` is the maximum.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            cny: self.cny + other.cny,
            kwh: self.kwh + other.kwh,
            months: self.months.max(other.months),
        }
    }
}

impl AccountSummary {
    /// Returns 欠费, CNY, if any bill shows whether it was paid; otherwise `None`.
    pub fn known_arrears_cny(&self) -> Option<f64> {
        (self.judged_bills > 0).then_some(self.arrears_cny)
    }

    /// Returns `true` if every bill of the twelve months that fell due was paid in time and nothing is owed;
    /// `None` if the dates that would show it are unknown.
    pub fn pays_on_time(&self) -> Option<bool> {
        if self.arrears_bills > 0 || self.late_bills > 0 {
            Some(false)
        } else {
            (self.timed_bills > 0 && self.untimed_bills + self.unjudged_bills == 0).then_some(true)
        }
    }
}

/// Minimum number of months known in both years for growth; with fewer, one odd month would dominate it.
const GROWTH_MONTHS: usize = 3;

/// Energy of twelve months and of the previous twelve, over the months known in both.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Growth {
    /// 电量 of those months, kWh.
    pub now_kwh: f64,
    /// 电量 of the same months one year earlier, kWh.
    pub before_kwh: f64,
    /// Number of months known in both years.
    pub months: usize,
}

impl Growth {
    /// Computes the growth over the twelve months ending with `last_month`.
    pub fn of(energy: &Series, last_month: Month) -> Self {
        (0..12)
            .map(|back| last_month.plus(-back))
            .filter_map(|month| Some((energy.at(month)?, energy.at(month.plus(-12))?)))
            .fold(Self::default(), |sum, (now, before)| Self {
                now_kwh: sum.now_kwh + now,
                before_kwh: sum.before_kwh + before,
                months: sum.months + 1,
            })
    }

    /// Returns the change, as in [`AccountSummary::growth`].
    pub fn share(self) -> Option<f64> {
        (self.months >= GROWTH_MONTHS && self.before_kwh > 0.0)
            .then(|| self.now_kwh / self.before_kwh - 1.0)
    }
}

/// Returns the change of 电费 of the twelve months ending with `last_month` over the previous twelve, for the
/// months billed in both; a share, 0.1 is 10 % more. `None` with fewer than three such months.
///
/// ```
/// use busbar_core::{analysis::summary::bill_change, domain::{Month, bills::Bill}};
/// let last = Month::new(2026, 10)?;
/// let bill = |back: i32, amount_cny| Bill { month: last.plus(-back), amount_cny, due_on: None, paid_on: None };
/// let bills = [bill(0, 110.0), bill(1, 110.0), bill(2, 110.0), bill(12, 100.0), bill(13, 100.0), bill(14, 100.0)];
/// assert!((bill_change(&bills, last).unwrap_or_default() - 0.1).abs() < 1e-9);
/// assert_eq!(bill_change(&bills[..5], last), None);
/// # Ok::<(), busbar_core::domain::month::MonthError>(())
/// ```
pub fn bill_change(bills: &[Bill], last_month: Month) -> Option<f64> {
    let of = |month: Month| {
        let bills = bills.iter().filter(|bill| bill.month == month);
        bills.map(|bill| bill.amount_cny).reduce(|sum, amount| sum + amount)
    };
    let (now, before, months) = (0..12)
        .map(|back| last_month.plus(-back))
        .filter_map(|month| Some((of(month)?, of(month.plus(-12))?)))
        .fold((0.0, 0.0, 0), |(now, before, months), (this, last)| {
            (now + this, before + last, months + 1)
        });
    (months >= GROWTH_MONTHS && before > 0.0).then(|| now / before - 1.0)
}

/// Returns the month with the highest demand of the twelve months ending with `last_month`, and that demand.
pub fn peak(demand: &Series, last_month: Month) -> Option<(Month, f64)> {
    (0..12)
        .map(|back| last_month.plus(-back))
        .filter_map(|month| Some((month, demand.at(month)?)))
        .reduce(|most, month| if month.1 > most.1 { month } else { most })
}

/// Summarises the twelve months ending with `last_month` over the `meters` of one customer.
///
/// Growth is the energy of the months known in both years divided by that of the earlier year, minus 1. The mean
/// price uses only months with both a bill and energy: bills of twelve months over energy of six would double it.
pub fn account_summary(
    readings: &Readings,
    bills: &Bills,
    meters: &[Uuid],
    last_month: Month,
    today: Date,
) -> AccountSummary {
    let mut summary = AccountSummary::default();
    let meters = || meters.iter().copied();
    let energy = readings.total(meters(), Quantity::EnergyKwh);
    let mut billed: BTreeMap<Month, f64> = BTreeMap::new();
    if let Some(energy) = &energy {
        let (total, known) = energy.total(last_month, 12);
        summary.months_known = known;
        summary.energy_kwh = (known > 0).then_some(total);
        summary.growth = Growth::of(energy, last_month).share();
    }
    if let Some(demand) = readings.total(meters(), Quantity::PeakDemandKw) {
        summary.peak_demand_kw = peak(&demand, last_month).map(|(_, kw)| kw);
    }
    for bill in meters().flat_map(|meter| bills.of(meter)) {
        if bill.month <= last_month && last_month.since(bill.month) < 12 {
            *summary.billed_cny.get_or_insert(0.0) += bill.amount_cny;
            *billed.entry(bill.month).or_default() += bill.amount_cny;
            match (bill.due_on, bill.paid_on) {
                _ if !bill.is_to_be_paid() => {}
                (Some(due), Some(paid)) => {
                    summary.timed_bills += 1;
                    summary.late_bills += usize::from(paid > due);
                }
                (Some(_), None) => {}
                (None, _) => summary.untimed_bills += 1,
            }
        }
        if !bill.is_to_be_paid() {
            continue;
        }
        if bill.due_on.or(bill.paid_on).is_some() {
            summary.judged_bills += 1;
        } else {
            summary.unjudged_bills += 1;
        }
        if bill.is_in_arrears(today) {
            summary.arrears_cny += bill.amount_cny;
            summary.arrears_bills += 1;
            summary.arrears_due = bill.due_on.map(|due| {
                let (oldest, newest) = summary.arrears_due.unwrap_or((due, due));
                (oldest.min(due), newest.max(due))
            });
        }
    }
    for (month, cny) in billed {
        if let Some(kwh) = energy.as_ref().and_then(|energy| energy.at(month)) {
            summary.priced = summary.priced.and(Priced { cny, kwh, months: 0 });
            summary.priced.months += 1;
        }
    }
    summary
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        bills::{Bill, BillBlock},
        readings::{QuantityColumn, ReadingBlock},
    };

    fn bills_of(meter: Uuid, bills: Vec<Bill>) -> Bills {
        let mut block = BillBlock::default();
        block.push(meter, bills);
        Bills::new([block])
    }

    #[test]
    fn two_meters_over_two_years() {
        let meters = vec![Uuid::from_u128(1), Uuid::from_u128(2)];
        let first_month = Month::new(2025, 1).unwrap();
        let mut values: Vec<f64> = [100.0; 12].into_iter().chain([110.0; 12]).collect();
        values.extend([f64::NAN; 12].into_iter().chain([10.0; 12]));
        let readings = Readings::new(vec![ReadingBlock {
            meters: meters.clone(),
            first_month,
            months: 24,
            columns: vec![QuantityColumn { quantity: Quantity::EnergyKwh, values: values.into() }],
        }]);
        let bill = |month: i32, paid_on| Bill {
            month: Month::new(2026, month).unwrap(),
            amount_cny: 50.0,
            due_on: Some(date(2026, month as i8, 25)),
            paid_on,
        };
        let bills = bills_of(
            meters[0],
            vec![bill(10, Some(date(2026, 10, 20))), bill(11, None), bill(12, None)],
        );
        let last_month = Month::new(2026, 12).unwrap();
        let summary = account_summary(&readings, &bills, &meters, last_month, date(2026, 12, 1));
        assert_eq!(summary.energy_kwh, Some(1440.0));
        assert_eq!(summary.months_known, 12);
        assert_eq!(summary.billed_cny, Some(150.0));
        assert_eq!((summary.arrears_cny, summary.arrears_bills), (50.0, 1));
        let due = date(2026, 11, 25);
        assert_eq!(summary.arrears_due, Some((due, due)));
        // The second meter is new: the previous year is the first meter's alone.
        assert!((summary.growth.unwrap() - 0.2).abs() < 1e-12);
        let energy = readings.total(meters, Quantity::EnergyKwh).unwrap();
        let growth = Growth::of(&energy, last_month);
        assert_eq!((growth.now_kwh, growth.before_kwh, growth.months), (1440.0, 1200.0, 12));
        let demand = Series::new(first_month, vec![900.0, 1.0, 7.0, f64::NAN, 7.0, 3.0]);
        let last = first_month.plus(12);
        assert_eq!(peak(&demand, last), Some((first_month.plus(4), 7.0)));
    }

    #[test]
    fn a_refund_is_never_owed_nor_late() {
        let meter = Uuid::from_u128(1);
        let bill = |month, amount_cny, due: Option<i8>, paid: Option<i8>| Bill {
            month: Month::new(2026, month).unwrap(),
            amount_cny,
            due_on: due.map(|day| date(2026, 3, day)),
            paid_on: paid.map(|day| date(2026, 3, day)),
        };
        let bills = bills_of(
            meter,
            vec![
                bill(1, 100.0, Some(10), Some(9)),
                bill(2, -40_000.0, Some(10), None),
                bill(3, -5.0, Some(10), Some(19)),
            ],
        );
        let last_month = Month::new(2026, 3).unwrap();
        let readings = Readings::default();
        let summary = account_summary(&readings, &bills, &[meter], last_month, date(2026, 3, 20));
        assert_eq!(summary.billed_cny, Some(-39_905.0));
        assert_eq!((summary.arrears_cny, summary.arrears_bills, summary.late_bills), (0.0, 0, 0));
        assert_eq!((summary.judged_bills, summary.unjudged_bills), (1, 0));
        assert_eq!(summary.pays_on_time(), Some(true));
    }

    #[test]
    fn a_mean_price_is_of_the_months_that_have_both() {
        let meter = Uuid::from_u128(1);
        let first_month = Month::new(2026, 1).unwrap();
        // Energy of six months, bills of twelve: 65 for every 100 kWh.
        let readings = Readings::new(vec![ReadingBlock {
            meters: vec![meter],
            first_month,
            months: 6,
            columns: vec![QuantityColumn {
                quantity: Quantity::EnergyKwh,
                values: vec![100.0; 6].into(),
            }],
        }]);
        let bill = |month| Bill {
            month: Month::new(2026, month).unwrap(),
            amount_cny: if month <= 6 { 65.0 } else { 80.0 },
            due_on: None,
            paid_on: None,
        };
        let bills = bills_of(meter, (1..=12).map(bill).collect());
        let last_month = Month::new(2026, 12).unwrap();
        let summary = account_summary(&readings, &bills, &[meter], last_month, date(2027, 1, 9));
        assert_eq!(summary.billed_cny, Some(6.0 * 65.0 + 6.0 * 80.0));
        assert_eq!((summary.priced.price(), summary.priced.months), (Some(0.65), 6));
    }

    #[test]
    fn punctual_only_where_the_days_are_known() {
        let meter = Uuid::from_u128(1);
        let last_month = Month::new(2026, 3).unwrap();
        let judged = |days: &[(Option<i8>, Option<i8>)]| {
            let day = |month: i8, day: Option<i8>| day.map(|day| date(2026, month, day));
            let bills = days
                .iter()
                .zip(1..)
                .map(|((due, paid), month): (_, i8)| Bill {
                    month: Month::new(2026, month.into()).unwrap(),
                    amount_cny: 50.0,
                    due_on: day(month, *due),
                    paid_on: day(month, *paid),
                })
                .collect();
            let bills = bills_of(meter, bills);
            let today = date(2026, 3, 20);
            let summary =
                account_summary(&Readings::default(), &bills, &[meter], last_month, today);
            (summary.pays_on_time(), summary.known_arrears_cny())
        };
        let (early, due, late) = (Some(10), Some(15), Some(18));
        let cases = [
            (vec![], (None, None)),
            (vec![(None, None), (None, None)], (None, None)),
            (vec![(None, early)], (None, Some(0.0))),
            (vec![(due, early), (due, due)], (Some(true), Some(0.0))),
            (vec![(due, early), (None, early)], (None, Some(0.0))),
            (vec![(due, early), (None, None)], (None, Some(0.0))),
            (vec![(due, late), (due, late)], (Some(false), Some(0.0))),
            (vec![(due, early), (due, None)], (Some(false), Some(50.0))),
            (vec![(due, early), (due, early), (Some(25), None)], (Some(true), Some(0.0))),
        ];
        for (days, expected) in cases {
            assert_eq!(judged(&days), expected, "{days:?}");
        }
    }
}
