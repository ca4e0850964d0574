//! Bills in bulk, as imported.

use std::collections::BTreeMap;

use crate::domain::InOrder;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Month, date::days_between, days::Days, decimals::Decimals, meter_rows::MeterRows};

/// 电费: the charge for one meter or customer for one month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bill {
    /// Billed month.
    pub month: Month,
    /// 应收电费, CNY; negative for a refund.
    pub amount_cny: f64,
    /// 截止日; `None` if the file does not give it.
    #[serde(with = "super::date::stored_option")]
    pub due_on: Option<Date>,
    /// 缴费日; `None` if unpaid or unknown.
    #[serde(with = "super::date::stored_option")]
    pub paid_on: Option<Date>,
}

impl Bill {
    /// Returns the days between due date and payment, negative if paid early; an unpaid bill counts up to
    /// `today`. `None` if the due date is unknown, if the bill is unpaid and not yet due, or if nothing is owed:
    /// a refund is never late.
    pub fn days_late(&self, today: Date) -> Option<i32> {
        if !self.is_to_be_paid() {
            return None;
        }
        let due = self.due_on?;
        let settled = match self.paid_on {
            Some(paid) => paid,
            None if today > due => today,
            None => return None,
        };
        Some(days_between(due, settled))
    }

    /// Returns `true` if the bill has a positive amount; `false` for a refund.
    pub fn is_to_be_paid(&self) -> bool {
        self.amount_cny > 0.0
    }

    /// Returns `true` if the bill is in arrears (欠费): unpaid and past its due date.
    pub fn is_in_arrears(&self, today: Date) -> bool {
        self.is_to_be_paid() && self.paid_on.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}

/// Bills of several meters, stored as columns. Immutable; later imports supersede it month by month.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BillBlock {
    /// Meter ids, as in [`super::readings::ReadingBlock::meters`]; ascending, unique.
    meters: Vec<Uuid>,
    /// For each meter, the number of bills up to and including its own.
    #[serde(with = "super::packed")]
    ends: Vec<u32>,
    /// Month of each bill, as the integer inside [`Month`].
    #[serde(with = "super::packed")]
    months: Vec<i32>,
    amounts_cny: Decimals,
    due_on: Days,
    paid_on: Days,
}

impl BillBlock {
    /// Adds the bills of a meter whose id is greater than all added so far.
    pub fn push(&mut self, meter: Uuid, bills: impl IntoIterator<Item = Bill>) {
        for bill in bills {
            self.months.push(bill.month.into());
            self.amounts_cny.push(bill.amount_cny);
            self.due_on.push(bill.due_on);
            self.paid_on.push(bill.paid_on);
        }
        self.meters.push(meter);
        self.ends.push(self.months.len() as u32);
    }

    /// Returns the meters in ascending order.
    pub fn meters(&self) -> &[Uuid] {
        &self.meters
    }

    /// Returns the bills of the meter at a position, in the order they were added. Damaged bills are skipped.
    pub fn row(&self, row: usize) -> impl Iterator<Item = Bill> + '_ {
        let end = |row: usize| self.ends.get(row).copied().unwrap_or_default();
        let (start, end) = (row.checked_sub(1).map_or(0, end), end(row));
        (start as usize..end as usize).filter_map(|place| {
            Some(Bill {
                month: Month::try_from(*self.months.get(place)?).ok()?,
                amount_cny: self.amounts_cny.get(place)?,
                due_on: self.due_on.get(place),
                paid_on: self.paid_on.get(place),
            })
        })
    }
}

/// Bills of all imports: for each month, the latest import takes precedence.
#[derive(Clone, Debug, Default)]
pub struct Bills {
    blocks: Vec<BillBlock>,
    rows: MeterRows,
}

impl Bills {
    /// Combines blocks, given in order of import.
    pub fn new(blocks: impl IntoIterator<Item = BillBlock>) -> Self {
        let mut bills = Self::default();
        for block in blocks {
            bills.push(block);
        }
        bills
    }

    /// Adds the block of a later import.
    pub fn push(&mut self, block: BillBlock) {
        self.rows.push(self.blocks.len(), &block.meters);
        self.blocks.push(block);
    }

    /// Returns the bills of one meter, by month.
    pub fn of(&self, meter: Uuid) -> Vec<Bill> {
        let mut bills = Vec::new();
        for (block, row) in self.rows.of(meter) {
            let later = || self.blocks[block as usize].row(row as usize);
            bills.retain(|bill: &Bill| later().all(|new| new.month != bill.month));
            bills.extend(later());
        }
        bills.order_by_key(|bill| bill.month);
        bills
    }

    /// Returns the number of meters that have bills.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// Returns the meters that have bills, in no particular order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.rows.meters()
    }

    /// Returns the number of meters billed in each month.
    pub fn coverage(&self) -> BTreeMap<Month, usize> {
        let mut counts = BTreeMap::new();
        for meter in self.meters() {
            let mut months: Vec<Month> = self.of(meter).iter().map(|bill| bill.month).collect();
            months.dedup();
            for month in months {
                *counts.entry(month).or_default() += 1;
            }
        }
        counts
    }

    /// Returns the latest month billed for any meter.
    pub fn last_month(&self) -> Option<Month> {
        let months = self.blocks.iter().filter_map(|block| block.months.iter().max());
        months.max().and_then(|month| Month::try_from(*month).ok())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn month(month: i32) -> Month {
        Month::new(2026, month).unwrap()
    }

    fn bill(of: i32, amount_cny: f64) -> Bill {
        Bill { month: month(of), amount_cny, due_on: Some(date(2026, of as i8, 25)), paid_on: None }
    }

    fn block(bills: &[(u128, &[Bill])]) -> BillBlock {
        let mut block = BillBlock::default();
        for (meter, bills) in bills {
            block.push(Uuid::from_u128(*meter), bills.iter().copied());
        }
        block
    }

    #[test]
    fn the_bills_of_a_month_supersede_all_of_an_earlier_import() {
        let first = [bill(2, 7.0), bill(1, 3.5), bill(1, 4.5)];
        let bills = Bills::new([
            block(&[(1, &first), (2, &[bill(1, 9.0)])]),
            block(&[(1, &[bill(1, 8.25)])]),
        ]);
        assert_eq!(bills.of(Uuid::from_u128(1)), [bill(1, 8.25), bill(2, 7.0)]);
        assert_eq!(bills.of(Uuid::from_u128(3)), []);
        let coverage: Vec<_> = bills.coverage().into_iter().collect();
        assert_eq!(coverage, [(month(1), 2), (month(2), 1)]);
        assert_eq!((bills.count(), bills.last_month()), (2, Some(month(2))));
    }

    #[test]
    fn several_bills_of_a_month_count_its_meter_once() {
        let bills = Bills::new([block(&[(1, &[bill(1, 1.0), bill(1, 2.0)])])]);
        assert_eq!(bills.coverage().get(&month(1)), Some(&1));
    }

    #[test]
    fn a_damaged_block_has_no_bills_to_read() {
        let damaged = BillBlock {
            ends: vec![9, 1],
            ..block(&[(1, &[bill(1, 1.0)]), (2, &[bill(2, 2.0)]), (3, &[])])
        };
        let rows: Vec<Vec<Bill>> = (0..4).map(|row| damaged.row(row).collect()).collect();
        assert_eq!(rows, [vec![bill(1, 1.0), bill(2, 2.0)], vec![], vec![], vec![]]);
    }
}
