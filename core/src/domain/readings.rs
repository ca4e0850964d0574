//! Monthly readings, many at a time: a block holds the series of some meters over the same months,
//! so that the history of one customer is one slice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Month, decimals::Decimals, meter_rows::MeterRows, series::Series};

/// What is measured in a month. The order is part of the stored format and only grows at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Quantity {
    /// 电量 in all, kWh.
    EnergyKwh,
    /// 尖段电量, kWh.
    SharpKwh,
    /// 峰段电量, kWh.
    PeakKwh,
    /// 平段电量, kWh.
    FlatKwh,
    /// 谷段电量, kWh.
    ValleyKwh,
    /// 最大需量: the highest 15-minute demand of the month, kW.
    PeakDemandKw,
    /// 无功电量, kvarh.
    ReactiveKvarh,
}

impl Quantity {
    /// Every quantity, in stored order.
    pub const ALL: &'static [Self] = &[
        Self::EnergyKwh,
        Self::SharpKwh,
        Self::PeakKwh,
        Self::FlatKwh,
        Self::ValleyKwh,
        Self::PeakDemandKw,
        Self::ReactiveKvarh,
    ];

    /// The stable name, with the unit.
    pub const fn name(self) -> &'static str {
        match self {
            Self::EnergyKwh => "energy_kwh",
            Self::SharpKwh => "sharp_kwh",
            Self::PeakKwh => "peak_kwh",
            Self::FlatKwh => "flat_kwh",
            Self::ValleyKwh => "valley_kwh",
            Self::PeakDemandKw => "peak_demand_kw",
            Self::ReactiveKvarh => "reactive_kvarh",
        }
    }

    /// Whether it is the energy of a period of the day: a part of [`Quantity::EnergyKwh`].
    pub const fn is_period(self) -> bool {
        matches!(self, Self::SharpKwh | Self::PeakKwh | Self::FlatKwh | Self::ValleyKwh)
    }
}

/// One quantity of a block: row after row (one row a meter), `months` numbers a row, NaN where
/// nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityColumn {
    /// What is measured.
    pub quantity: Quantity,
    /// `meters × months` numbers in the quantity's unit.
    pub values: Decimals,
}

/// The readings of some meters over the same months, as one import brought them. Immutable: a
/// later import supersedes it cell by cell and leaves it in history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingBlock {
    /// Whose readings they are, a supply point's or, where the file names only the customer, the
    /// customer's id; ascending, no repeats.
    pub meters: Vec<Uuid>,
    /// The first month of each row.
    pub first_month: Month,
    /// How many months each row has.
    pub months: usize,
    /// The quantities that the import had; absent ones are not known.
    pub columns: Vec<QuantityColumn>,
}

impl ReadingBlock {
    /// How many meters a block holds at most: small enough that the history of one customer is
    /// read without reading everybody's.
    pub const METERS: usize = 2048;

    /// The series of one meter: `months` numbers from `first_month` on, NaN where nothing is
    /// known; `None` when the block has no such meter or quantity.
    pub fn series(
        &self,
        meter: Uuid,
        quantity: Quantity,
    ) -> Option<impl Iterator<Item = f64> + '_> {
        self.row(self.meters.binary_search(&meter).ok()?, quantity)
    }

    fn row(&self, row: usize, quantity: Quantity) -> Option<impl Iterator<Item = f64> + '_> {
        let column = self.columns.iter().find(|column| column.quantity == quantity)?;
        column.values.slice(row * self.months..(row + 1) * self.months)
    }
}

/// Readings of many imports together: what a later one knows supersedes the earlier, month by month.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    blocks: Vec<ReadingBlock>,
    rows: MeterRows,
}

impl Readings {
    /// Puts blocks together, given in the order they were imported.
    pub fn new(blocks: Vec<ReadingBlock>) -> Self {
        let mut readings = Self::default();
        for block in blocks {
            readings.push(block);
        }
        readings
    }

    /// Adds the block of a later import.
    pub fn push(&mut self, block: ReadingBlock) {
        self.rows.push(self.blocks.len(), &block.meters);
        self.blocks.push(block);
    }

    /// The blocks, in the order they were imported.
    pub fn blocks(&self) -> &[ReadingBlock] {
        &self.blocks
    }

    /// Gives the blocks up, in the order they were imported.
    pub fn into_blocks(self) -> Vec<ReadingBlock> {
        self.blocks
    }

    /// Number of meters that have readings.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// Returns `true` if a meter has readings.
    pub fn has(&self, meter: Uuid) -> bool {
        self.rows.has(meter)
    }

    /// The meters that have readings, in no order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.rows.meters()
    }

    /// What is known of one quantity of one meter.
    pub fn series(&self, meter: Uuid, quantity: Quantity) -> Option<Series> {
        let mut series: Option<Series> = None;
        for (block, row) in self.rows.of(meter) {
            let block = &self.blocks[block as usize];
            let Some(values) = block.row(row as usize, quantity) else {
                continue;
            };
            let account = Series::new(block.first_month, values.collect());
            match &mut series {
                Some(series) => series.supersede(&account),
                None => series = Some(account),
            }
        }
        series
    }

    /// What is known of one quantity of several meters together. Demands are added as if they
    /// fell together, so the sum is the most the customer can have drawn.
    pub fn total(
        &self,
        meters: impl IntoIterator<Item = Uuid>,
        quantity: Quantity,
    ) -> Option<Series> {
        meters.into_iter().filter_map(|meter| self.series(meter, quantity)).reduce(
            |mut total, series| {
                total.add(&series);
                total
            },
        )
    }

    /// Returns the number of meters with this quantity in each month; each meter counts once, however often
    /// it was imported.
    pub fn coverage(&self, quantity: Quantity) -> BTreeMap<Month, usize> {
        let Some(last) = self.last_month() else {
            return BTreeMap::new();
        };
        let first = self.blocks.iter().map(|block| block.first_month).min();
        let first = first.unwrap_or(last);
        let months = usize::try_from(last.since(first) + 1).unwrap_or_default();
        let known_in = |block: &ReadingBlock, row: usize, counts: &mut [usize]| {
            let start = block.first_month.since(first) as usize;
            let values = block.row(row, quantity).into_iter().flatten();
            for (value, count) in values.zip(&mut counts[start..]) {
                *count += usize::from(!value.is_nan());
            }
        };
        let mut counts = vec![0; months];
        for block in &self.blocks {
            (0..block.meters.len()).for_each(|row| known_in(block, row, &mut counts));
        }
        // A meter found in several blocks counts once a month.
        for meter in self.rows.repeated() {
            let mut times = vec![0; months];
            for (block, row) in self.rows.of(meter) {
                known_in(&self.blocks[block as usize], row as usize, &mut times);
            }
            for (count, times) in counts.iter_mut().zip(times) {
                *count -= times.saturating_sub(1);
            }
        }
        let counts = (0..).map(|step| first.plus(step)).zip(counts);
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The last month of any block.
    pub fn last_month(&self) -> Option<Month> {
        self.blocks.iter().map(|block| block.first_month.plus(block.months as i32 - 1)).max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_meter_counts_once_a_month() {
        let meter = |n| Uuid::from_u128(n);
        let block = |first: (i32, i32), meters: &[u128], values: &[f64]| ReadingBlock {
            meters: meters.iter().copied().map(meter).collect(),
            first_month: Month::new(first.0, first.1).unwrap(),
            months: values.len() / meters.len(),
            columns: vec![QuantityColumn {
                quantity: Quantity::EnergyKwh,
                values: values.to_vec().into(),
            }],
        };
        let readings = Readings::new(vec![
            block((2026, 9), &[1, 2], &[1.0, 2.0, 3.0, f64::NAN]),
            // Imported again, a month further, and one meter more.
            block((2026, 10), &[1], &[2.5, 4.0]),
            block((2026, 8), &[3], &[7.0, 8.0]),
        ]);
        let coverage: Vec<_> = readings.coverage(Quantity::EnergyKwh).into_iter().collect();
        let of = |month, count| (Month::new(2026, month).unwrap(), count);
        assert_eq!(coverage, [of(8, 1), of(9, 3), of(10, 1), of(11, 1)]);
        assert!(readings.coverage(Quantity::PeakKwh).is_empty());
        assert!(Readings::default().coverage(Quantity::EnergyKwh).is_empty());
    }
}
