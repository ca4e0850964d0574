//! Bills compared with what is known, as blocks. All bills of a month are compared together, because they
//! supersede together.

use std::cmp::Ordering;

use uuid::Uuid;

use super::{
    super::field::FileKind,
    Outcome,
    difference::Differences,
    entries::{Charge, Entries, Group},
};
use crate::domain::{
    Month, Value,
    bills::{Bill, BillBlock, Bills},
    readings::ReadingBlock,
    record::FieldValue,
};

/// Compares the bills with the known ones, `known` from the earliest to the latest; records the outcome of each,
/// lists the changes, and builds blocks of the months that differ. A row equal to another in every cell is a
/// duplicate.
pub fn settle(
    entries: &mut Entries,
    groups: &[Group],
    known: [&Bills; 2],
    blocks: &mut Vec<BillBlock>,
    differences: &mut Differences,
) {
    for chunk in groups.chunks(ReadingBlock::METERS) {
        let mut block = BillBlock::default();
        for group in chunk {
            let mut bills = Vec::new();
            let mut rest = group.entries.as_slice();
            while let Some(first) = rest.first() {
                let month = entries.month[*first as usize];
                let same = |entry: &&u32| entries.month[**entry as usize] == month;
                let (of_month, later) = rest.split_at(rest.iter().take_while(same).count());
                rest = later;
                let meter = group.meter;
                let settled = settle_month(entries, of_month, meter, month, known, differences);
                bills.extend(settled);
            }
            if !bills.is_empty() {
                block.push(group.meter, bills);
            }
        }
        if !block.meters().is_empty() {
            blocks.push(block);
        }
    }
}

/// Returns the bills of a meter in a month if they differ from the known ones.
fn settle_month(
    entries: &mut Entries,
    of_month: &[u32],
    meter: Uuid,
    month: i32,
    known: [&Bills; 2],
    differences: &mut Differences,
) -> Vec<Bill> {
    let Ok(month) = Month::try_from(month) else {
        return Vec::new();
    };
    let of = |bills: &Bills| -> Vec<Bill> {
        let mut bills = bills.of(meter);
        bills.retain(|bill| bill.month == month);
        bills
    };
    let before = match of(known[1]) {
        fresh if fresh.is_empty() => of(known[0]),
        fresh => fresh,
    };
    let mut unmatched = before.clone();
    let mut bills: Vec<(u32, Bill, Option<Bill>)> = Vec::new();
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
        let charge = entries.charges.at(*entry as usize);
        let same_amount = |bill: &Bill| bill.amount_cny == charge.amount_cny;
        let known = unmatched.iter().position(same_amount);
        let known = known.map(|place| unmatched.remove(place));
        bills.push((*entry, complete(month, charge, known), known));
    }
    let after: Vec<Bill> = bills.iter().map(|(_, bill, _)| *bill).collect();
    let is_same = {
        let (mut before, mut after) = (before.clone(), after.clone());
        before.sort_by(order);
        after.sort_by(order);
        before == after
    };
    if is_same {
        return Vec::new();
    }
    let mut is_told = false;
    for (entry, bill, _) in &bills {
        let outcome = if before.contains(bill) {
            Outcome::Unchanged
        } else if before.is_empty() {
            Outcome::Added
        } else {
            Outcome::Changed
        };
        is_told |= outcome != Outcome::Unchanged;
        entries.outcome[*entry as usize] = outcome;
    }
    // The month loses a bill, or has one twice: no row is new, but the known bills change.
    if let (false, Some((entry, ..))) = (is_told, bills.first()) {
        entries.outcome[*entry as usize] = Outcome::Changed;
    }
    if !before.is_empty() {
        let mut left = unmatched.into_iter();
        let mut pairs: Vec<[Option<Bill>; 2]> = bills
            .iter()
            .map(|(_, bill, known)| [known.or_else(|| left.next()), Some(*bill)])
            .collect();
        pairs.extend(left.map(|lost| [Some(lost), None]));
        for pair in pairs {
            list(pair, meter, month, differences);
        }
    }
    after
}

/// Lists the amounts and dates in which two bills of a month differ.
fn list(pair: [Option<Bill>; 2], meter: Uuid, month: Month, differences: &mut Differences) {
    let values = |field: fn(Bill) -> Value| pair.map(|bill| bill.map_or(Value::Empty, field));
    for (field, [before, after]) in [
        ("amount_cny", values(|bill| Value::Number(bill.amount_cny))),
        ("due_on", values(|bill| bill.due_on.to_value())),
        ("paid_on", values(|bill| bill.paid_on.to_value())),
    ] {
        if before != after {
            differences.push(FileKind::Bills, meter, field, Some(month), [before, after]);
        }
    }
}

/// Returns a bill with missing values taken from the known one.
fn complete(month: Month, charge: Charge, known: Option<Bill>) -> Bill {
    Bill {
        month,
        amount_cny: charge.amount_cny,
        due_on: charge.due_on.or_else(|| known?.due_on),
        paid_on: charge.paid_on.or_else(|| known?.paid_on),
    }
}

fn is_repeat(entries: &Entries, earlier: usize, entry: usize) -> bool {
    entries.charges.at(earlier) == entries.charges.at(entry)
        && entries.values.iter().all(|column| {
            let (earlier, later) = (column.at(earlier), column.at(entry));
            earlier == later || (earlier.is_nan() && later.is_nan())
        })
}

fn order(a: &Bill, b: &Bill) -> Ordering {
    a.amount_cny
        .total_cmp(&b.amount_cny)
        .then(a.due_on.cmp(&b.due_on))
        .then(a.paid_on.cmp(&b.paid_on))
}
