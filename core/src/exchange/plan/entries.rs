//! Entries of a file of readings or bills, as columns. Reading a row is in `layout`, comparison in `reading` and
//! `bill`.
//!
//! A million rows are stored as columns, one number per cell; a meter is looked up by its number once and is an
//! index from then on.

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    Outcome,
    meter::{MeterFinder, MeterPlace},
};
use crate::domain::{Month, days::Days, decimals::Decimals, readings::Quantity};

/// Entries of one file as columns, aligned by index.
#[derive(Default)]
pub struct Entries {
    meter: Vec<MeterPlace>,
    /// Month of each entry, as the integer inside [`Month`].
    pub month: Vec<i32>,
    /// Line of each entry.
    pub line: Vec<u32>,
    /// The quantities measured, one per column of `values`.
    pub quantities: Vec<Quantity>,
    /// One column per quantity, NaN for missing values.
    pub values: Vec<Decimals>,
    /// Charges; empty for a file of readings.
    pub charges: Charges,
    /// Outcome of each entry.
    pub outcome: Vec<Outcome>,
    /// Entries that repeat another, and the line of that one.
    pub repeats: Vec<(u32, u32)>,
}

/// Content of a row of a bill.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    pub amount_cny: f64,
    pub billed_on: Option<Date>,
    /// Hash of the bill number, which distinguishes equal bills of a month; it is not stored.
    pub number: u32,
    pub due_on: Option<Date>,
    pub paid_on: Option<Date>,
}

/// Charges as columns.
#[derive(Default)]
pub struct Charges {
    amounts_cny: Decimals,
    billed_on: Days,
    numbers: Vec<u32>,
    due_on: Days,
    paid_on: Days,
}

impl Charges {
    fn with_capacity(charges: usize) -> Self {
        Self {
            amounts_cny: Decimals::with_capacity(charges),
            billed_on: Days::with_capacity(charges),
            numbers: Vec::with_capacity(charges),
            due_on: Days::with_capacity(charges),
            paid_on: Days::with_capacity(charges),
        }
    }

    fn push(&mut self, charge: Charge) {
        self.amounts_cny.push(charge.amount_cny);
        self.billed_on.push(charge.billed_on);
        self.numbers.push(charge.number);
        self.due_on.push(charge.due_on);
        self.paid_on.push(charge.paid_on);
    }

    /// Returns the charge at an index.
    pub fn at(&self, place: usize) -> Charge {
        Charge {
            amount_cny: self.amounts_cny.at(place),
            billed_on: self.billed_on.get(place),
            number: self.numbers[place],
            due_on: self.due_on.get(place),
            paid_on: self.paid_on.get(place),
        }
    }
}

/// Entries of one meter.
pub struct Group {
    pub meter: Uuid,
    /// Indices of entries, by month and then by line.
    pub entries: Vec<u32>,
}

impl Entries {
    /// Creates empty columns for these quantities with the given capacity; `is_billed` if each entry has a
    /// charge.
    pub fn with_capacity(entries: usize, quantities: &[Quantity], is_billed: bool) -> Self {
        Self {
            meter: Vec::with_capacity(entries),
            month: Vec::with_capacity(entries),
            line: Vec::with_capacity(entries),
            values: quantities.iter().map(|_| Decimals::with_capacity(entries)).collect(),
            charges: Charges::with_capacity(if is_billed { entries } else { 0 }),
            quantities: quantities.to_vec(),
            ..Self::default()
        }
    }

    /// Adds an entry.
    pub fn push(
        &mut self,
        meter: MeterPlace,
        month: Month,
        line: u32,
        values: &[f64],
        charge: Option<Charge>,
    ) {
        self.meter.push(meter);
        self.month.push(month.into());
        self.line.push(line);
        for (column, value) in self.values.iter_mut().zip(values) {
            column.push(*value);
        }
        if let Some(charge) = charge {
            self.charges.push(charge);
        }
    }

    /// Returns the number of entries.
    pub const fn len(&self) -> usize {
        self.meter.len()
    }

    /// Groups the entries by meter, in ascending order of meters.
    pub fn groups(&self, finder: &MeterFinder<'_, '_>) -> Vec<Group> {
        let meters = self.meter.iter().max().map_or(0, |last| last.index() + 1);
        let mut sizes = vec![0_u32; meters];
        for meter in &self.meter {
            sizes[meter.index()] += 1;
        }
        let mut place = vec![u32::MAX; meters];
        let mut groups = Vec::new();
        for (entry, meter) in self.meter.iter().enumerate() {
            let index = meter.index();
            if place[index] == u32::MAX {
                place[index] = groups.len() as u32;
                groups.push(Group {
                    meter: finder.uuid(*meter),
                    entries: Vec::with_capacity(sizes[index] as usize),
                });
            }
            groups[place[index] as usize].entries.push(entry as u32);
        }
        for group in &mut groups {
            group.entries.sort_by_key(|entry| self.month[*entry as usize]);
        }
        groups.sort_unstable_by_key(|group| group.meter);
        groups
    }
}
