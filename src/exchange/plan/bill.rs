//! What bills say that is not known yet, as blocks. The bills of a month are compared together, as
//! they supersede together.

use std::cmp::Ordering;

use uuid::Uuid;

use super::{
    Outcome,
    monthly::{Charge, Entries, Group},
};
use crate::domain::{
    Month,
    bills::{Bill, BillBlock, Bills},
    readings::ReadingBlock,
};

/// Compares the bills with what is known, `known` from the earliest to the latest; notes what becomes
/// of each, and makes blocks of the months that differ. A row that says in every cell what another
/// says is a repeat.
pub fn settle(
    entries: &mut Entries,
    groups: &[Group],
    known: [&Bills; 2],
    blocks: &mut Vec<BillBlock>,
) {
    for chunk in groups.chunks(ReadingBlock::METERS) {
        let mut block = BillBlock {
            meters: Vec::new(),
            bills: Vec::new(),
        };
        for group in chunk {
            let mut bills = Vec::new();
            let mut rest = group.entries.as_slice();
            while let Some(first) = rest.first() {
                let month = entries.month[*first as usize];
                let same = |entry: &&u32| entries.month[**entry as usize] == month;
                let (of_month, later) = rest.split_at(rest.iter().take_while(same).count());
                rest = later;
                bills.extend(settle_month(entries, of_month, group.meter, month, known));
            }
            if !bills.is_empty() {
                block.meters.push(group.meter);
                block.bills.push(bills);
            }
        }
        if !block.meters.is_empty() {
            blocks.push(block);
        }
    }
}

/// The bills of a meter in a month, where they differ from what is known.
fn settle_month(
    entries: &mut Entries,
    of_month: &[u32],
    meter: Uuid,
    month: i32,
    known: [&Bills; 2],
) -> Vec<Bill> {
    let Ok(month) = Month::try_from(month) else {
        return Vec::new();
    };
    let of = |bills: &Bills| -> Vec<Bill> {
        let bills = bills.of(meter).iter();
        bills.filter(|bill| bill.month == month).copied().collect()
    };
    let before = match of(known[1]) {
        fresh if fresh.is_empty() => of(known[0]),
        fresh => fresh,
    };
    let mut unmatched = before.clone();
    let mut bills: Vec<(u32, Bill)> = Vec::new();
    for (place, entry) in of_month.iter().enumerate() {
        let repeated = of_month[..place]
            .iter()
            .find(|earlier| is_repeat(entries, **earlier as usize, *entry as usize));
        if let Some(earlier) = repeated {
            entries.outcome[*entry as usize] = Outcome::LeftOut;
            let first_line = entries.line[*earlier as usize];
            entries.repeats.push((*entry, first_line));
            continue;
        }
        let bill = complete(month, entries.charges[*entry as usize], &mut unmatched);
        bills.push((*entry, bill));
    }
    let mut after: Vec<Bill> = bills.iter().map(|(_, bill)| *bill).collect();
    let is_same = {
        let (mut before, mut after) = (before.clone(), after.clone());
        before.sort_by(order);
        after.sort_by(order);
        before == after
    };
    for (entry, bill) in bills {
        entries.outcome[entry as usize] = if before.contains(&bill) {
            Outcome::Unchanged
        } else if before.is_empty() {
            Outcome::Added
        } else {
            Outcome::Changed
        };
    }
    if is_same {
        after.clear();
    }
    after
}

/// A bill with what the file does not say of it taken from the known bill of the same amount.
fn complete(month: Month, charge: Charge, unmatched: &mut Vec<Bill>) -> Bill {
    let known = unmatched
        .iter()
        .position(|bill| bill.amount_cny == charge.amount_cny)
        .map(|place| unmatched.remove(place));
    Bill {
        month,
        amount_cny: charge.amount_cny,
        due_on: charge.due_on.or_else(|| known?.due_on),
        paid_on: charge.paid_on.or_else(|| known?.paid_on),
    }
}

fn is_repeat(entries: &Entries, earlier: usize, entry: usize) -> bool {
    entries.charges[earlier] == entries.charges[entry]
        && entries.values.iter().all(|column| {
            column[earlier] == column[entry] || (column[earlier].is_nan() && column[entry].is_nan())
        })
}

fn order(a: &Bill, b: &Bill) -> Ordering {
    a.amount_cny
        .total_cmp(&b.amount_cny)
        .then(a.due_on.cmp(&b.due_on))
        .then(a.paid_on.cmp(&b.paid_on))
}
