//! Readings compared with what is known, as blocks. Only new or changed values go into a block, so that an import
//! is no larger than what it adds.

use uuid::Uuid;

use super::{
    super::field::FileKind,
    Outcome,
    difference::Differences,
    entries::{Entries, Group},
};
use crate::domain::{
    Month, Value,
    readings::{QuantityColumn, ReadingBlock, Readings},
    record::FieldValue,
    series::Series,
};

/// A gap of more months than this starts another block, so that a mistyped year does not create a block of empty
/// decades.
const LONGEST_GAP: i32 = 24;

/// A value to store: index of the meter in its chunk, month, entry.
type NewCell = (u32, i32, u32);

/// Compares the entries with the known values, `known` from the earliest to the latest; records the outcome of
/// each, lists the values of changed entries, and returns what is new as blocks. If a month of a meter occurs
/// twice, the later one is a duplicate or, with `adds_up` (several bills of one month), both are added.
pub fn settle(
    entries: &mut Entries,
    groups: &[Group],
    known: [&Readings; 2],
    adds_up: bool,
    differences: &mut Differences,
) -> Vec<ReadingBlock> {
    let mut blocks = Vec::new();
    if entries.quantities.is_empty() {
        return blocks;
    }
    let mut kept: Vec<NewCell> = Vec::new();
    for chunk in groups.chunks(ReadingBlock::METERS) {
        kept.clear();
        for (place, group) in chunk.iter().enumerate() {
            let before = before(entries, group, known);
            let mut first: Option<u32> = None;
            let mut ends: Vec<u32> = Vec::new();
            for entry in &group.entries {
                let at = *entry as usize;
                if adds_up && entries.outcome[at] == Outcome::LeftOut {
                    continue;
                }
                match first {
                    Some(first) if entries.month[first as usize] == entries.month[at] => {
                        if adds_up {
                            add(entries, first as usize, at);
                        } else {
                            entries.outcome[at] = Outcome::LeftOut;
                            entries.repeats.push((*entry, entries.line[first as usize]));
                        }
                    }
                    _ => {
                        first = Some(*entry);
                        ends.push(*entry);
                    }
                }
            }
            for entry in ends {
                let outcome = compare(entries, entry as usize, &before);
                let at = &mut entries.outcome[entry as usize];
                *at = (*at).max(outcome);
                if outcome == Outcome::Changed {
                    list(entries, group.meter, entry as usize, &before, differences);
                }
                if outcome != Outcome::Unchanged {
                    kept.push((place as u32, entries.month[entry as usize], entry));
                }
            }
        }
        pack(entries, chunk, &mut kept, &mut blocks);
    }
    blocks
}

/// Returns the known values of a meter, by quantity.
fn before(entries: &Entries, group: &Group, known: [&Readings; 2]) -> Vec<Option<Series>> {
    if known.iter().all(|readings| readings.blocks().is_empty()) {
        return vec![None; entries.quantities.len()];
    }
    entries
        .quantities
        .iter()
        .map(|quantity| {
            known.iter().filter_map(|readings| readings.series(group.meter, *quantity)).reduce(
                |mut series, later| {
                    series.supersede(&later);
                    series
                },
            )
        })
        .collect()
}

fn add(entries: &mut Entries, first: usize, at: usize) {
    for column in &mut entries.values {
        let (sum, value) = (column.at(first), column.at(at));
        if !value.is_nan() {
            column.set(first, if sum.is_nan() { value } else { sum + value });
        }
    }
}

/// Returns `true` if a number equals the known one to the fifteen digits written into files.
fn is_same(known: f64, read: f64) -> bool {
    const DIGITS: f64 = 1e-14;
    (known - read).abs() <= DIGITS * known.abs()
}

/// Compares an entry with the known values; values that are not new are cleared.
fn compare(entries: &mut Entries, entry: usize, before: &[Option<Series>]) -> Outcome {
    let month = Month::try_from(entries.month[entry]).ok();
    let (mut was_known, mut is_new) = (false, false);
    for (column, series) in entries.values.iter_mut().zip(before) {
        let value = column.at(entry);
        let known = month.and_then(|month| series.as_ref()?.at(month));
        was_known |= known.is_some();
        if known.is_some_and(|known| is_same(known, value)) {
            column.set(entry, f64::NAN);
        } else {
            is_new |= !value.is_nan();
        }
    }
    match (is_new, was_known) {
        (false, _) => Outcome::Unchanged,
        (true, false) => Outcome::Added,
        (true, true) => Outcome::Changed,
    }
}

/// Lists the values of an entry that [`compare`] left.
fn list(
    entries: &Entries,
    meter: Uuid,
    entry: usize,
    before: &[Option<Series>],
    differences: &mut Differences,
) {
    let Ok(month) = Month::try_from(entries.month[entry]) else {
        return;
    };
    for ((quantity, column), series) in entries.quantities.iter().zip(&entries.values).zip(before) {
        let value = column.at(entry);
        if !value.is_nan() {
            let known = series.as_ref().and_then(|series| series.at(month));
            let values = [known.to_value(), Value::Number(value)];
            differences.push(FileKind::Readings, meter, quantity.name(), Some(month), values);
        }
    }
}

fn pack(entries: &Entries, chunk: &[Group], kept: &mut [NewCell], blocks: &mut Vec<ReadingBlock>) {
    let (Some(first), Some(last)) = (
        kept.iter().map(|(_, month, _)| *month).min(),
        kept.iter().map(|(_, month, _)| *month).max(),
    ) else {
        return;
    };
    let mut present = vec![false; (last - first + 1) as usize];
    for (_, month, _) in kept.iter() {
        present[(month - first) as usize] = true;
    }
    let mut months = (first..=last).filter(|month| present[(month - first) as usize]);
    let mut run = months.next().map(|month| (month, month));
    for month in months.chain([i32::MAX]) {
        let Some((from, to)) = run else {
            return;
        };
        if month.saturating_sub(to) <= LONGEST_GAP {
            run = Some((from, month));
            continue;
        }
        blocks.extend(block(entries, chunk, kept, from, to));
        run = Some((month, month));
    }
}

/// Builds the block of the values in a run of months.
fn block(
    entries: &Entries,
    chunk: &[Group],
    kept: &[NewCell],
    from: i32,
    to: i32,
) -> Option<ReadingBlock> {
    let months = (to - from + 1) as usize;
    let in_run = || kept.iter().filter(|(_, month, _)| (from..=to).contains(month));
    // Row of each meter of the chunk that has a value in the run; `kept` is in order.
    let mut rows = vec![u32::MAX; chunk.len()];
    let mut meters = Vec::new();
    for (meter, _, _) in in_run() {
        let row = &mut rows[*meter as usize];
        if *row == u32::MAX {
            *row = meters.len() as u32;
            meters.push(chunk[*meter as usize].meter);
        }
    }
    let columns = entries
        .quantities
        .iter()
        .zip(&entries.values)
        .filter_map(|(quantity, column)| {
            let mut values = vec![f64::NAN; meters.len() * months];
            let mut is_known = false;
            for (meter, month, entry) in in_run() {
                let value = column.at(*entry as usize);
                let row = rows[*meter as usize] as usize;
                values[row * months + (month - from) as usize] = value;
                is_known |= !value.is_nan();
            }
            is_known.then_some(QuantityColumn { quantity: *quantity, values: values.into() })
        })
        .collect();
    Some(ReadingBlock { meters, first_month: Month::try_from(from).ok()?, months, columns })
}
