//! Bills, many at a time, as one import brought them.

use std::collections::BTreeMap;

use crate::domain::InOrder;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Month, date::days_between};

/// 电费: what one meter or customer was charged for one month.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bill {
    /// The month it charges for.
    pub month: Month,
    /// 应收电费, CNY; negative for a refund.
    pub amount_cny: f64,
    /// 截止日; `None` where the file does not say.
    #[serde(with = "super::date::stored_option")]
    pub due_on: Option<Date>,
    /// 缴费日; `None` while unpaid or not known.
    #[serde(with = "super::date::stored_option")]
    pub paid_on: Option<Date>,
}

impl Bill {
    /// Days it was paid after the due day, negative when before; an unpaid bill counts up to
    /// `today`. `None` where no due day is known, it is unpaid and not yet due, or nothing is to be paid: a
    /// refund is never late.
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

    /// Returns `true` if the customer owes money on it; `false` for a refund.
    pub fn is_to_be_paid(&self) -> bool {
        self.amount_cny > 0.0
    }

    /// 欠费: unpaid, and past its due day.
    pub fn is_in_arrears(&self, today: Date) -> bool {
        self.is_to_be_paid() && self.paid_on.is_none() && self.due_on.is_some_and(|due| due < today)
    }
}

/// The bills of some meters. Immutable, superseded by later imports month by month.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BillBlock {
    /// Whose bills they are, as in [`super::readings::ReadingBlock::meters`]; ascending, no repeats.
    pub meters: Vec<Uuid>,
    /// The bills of each meter, by month.
    pub bills: Vec<Vec<Bill>>,
}

impl BillBlock {
    /// The bills of one meter, by month.
    pub fn of(&self, meter: Uuid) -> Option<&[Bill]> {
        let row = self.meters.binary_search(&meter).ok()?;
        self.bills.get(row).map(Vec::as_slice)
    }
}

/// Bills of many imports together: the bill of a month supersedes an earlier import's.
#[derive(Clone, Debug, Default)]
pub struct Bills {
    by_meter: FxHashMap<Uuid, Vec<Bill>>,
}

impl Bills {
    /// Puts blocks together, given in the order they were imported.
    pub fn new(blocks: impl IntoIterator<Item = BillBlock>) -> Self {
        let mut bills = Self::default();
        for block in blocks {
            bills.push(block);
        }
        bills
    }

    /// Adds the block of a later import.
    pub fn push(&mut self, block: BillBlock) {
        for (meter, later) in block.meters.into_iter().zip(block.bills) {
            let known = self.by_meter.entry(meter).or_default();
            if known.is_empty() {
                *known = later;
                known.order_by_key(|bill| bill.month);
                continue;
            }
            known.retain(|bill| !later.iter().any(|new| new.month == bill.month));
            known.extend(later);
            known.order_by_key(|bill| bill.month);
        }
    }

    /// The bills of one meter, by month.
    pub fn of(&self, meter: Uuid) -> &[Bill] {
        self.by_meter.get(&meter).map_or(&[], Vec::as_slice)
    }

    /// Number of meters that have bills.
    pub fn count(&self) -> usize {
        self.by_meter.len()
    }

    /// The meters that have bills, in no order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.by_meter.keys().copied()
    }

    /// Returns the number of meters billed in each month.
    pub fn coverage(&self) -> BTreeMap<Month, usize> {
        let mut counts = BTreeMap::new();
        for bill in self.by_meter.values().flatten() {
            *counts.entry(bill.month).or_default() += 1;
        }
        counts
    }

    /// The last month that anybody was billed for.
    pub fn last_month(&self) -> Option<Month> {
        self.by_meter
            .values()
            .filter_map(|bills| bills.last())
            .map(|bill| bill.month)
            .max()
    }
}
