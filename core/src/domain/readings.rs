//! Monthly readings in bulk: a block holds the series of several meters over the same months, so that the history
//! of one customer is one slice.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Month, decimals::Decimals, meter_rows::MeterRows, series::Series};

/// Measured quantity. The order is part of the stored format and grows only at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Quantity {
    /// Total 电量, kWh.
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
    /// All quantities, in stored order.
    pub const ALL: &'static [Self] = &[
        Self::EnergyKwh,
        Self::SharpKwh,
        Self::PeakKwh,
        Self::FlatKwh,
        Self::ValleyKwh,
        Self::PeakDemandKw,
        Self::ReactiveKvarh,
    ];

    /// Returns the stable name, with the unit.
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

    /// Returns `true` for the energy of a tariff period, which is part of [`Quantity::EnergyKwh`].
    pub const fn is_period(self) -> bool {
        matches!(self, Self::SharpKwh | Self::PeakKwh | Self::FlatKwh | Self::ValleyKwh)
    }
}

/// One quantity of a block: one row per meter, `months` values per row, NaN for unknown ones.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityColumn {
    /// Quantity.
    pub quantity: Quantity,
    /// `meters × months` values in the quantity's unit.
    pub values: Decimals,
}

/// Readings of several meters over the same months, from one import. Immutable: a later import supersedes it
/// value by value, and it stays in history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingBlock {
    /// Ids of supply points or, if the file names only the customer, of customers; ascending, unique.
    pub meters: Vec<Uuid>,
    /// First month of each row.
    pub first_month: Month,
    /// Number of months per row.
    pub months: usize,
    /// Quantities of the import; others are unknown.
    pub columns: Vec<QuantityColumn>,
}

impl ReadingBlock {
    /// Maximum number of meters per block: small enough that one customer's history is read without reading
    /// everyone's.
    pub const METERS: usize = 2048;

    /// Returns the series of one meter: `months` values from `first_month` on, NaN for unknown ones; `None` if
    /// the block has no such meter or quantity.
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

/// Readings of all imports: later values supersede earlier ones, month by month.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    blocks: Vec<ReadingBlock>,
    rows: MeterRows,
}

impl Readings {
    /// Combines blocks, given in order of import.
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

    /// Returns the blocks, in order of import.
    pub fn blocks(&self) -> &[ReadingBlock] {
        &self.blocks
    }

    /// Returns the blocks by value, in order of import.
    pub fn into_blocks(self) -> Vec<ReadingBlock> {
        self.blocks
    }

    /// Returns the number of meters that have readings.
    pub fn count(&self) -> usize {
        self.rows.count()
    }

    /// Returns `true` if a meter has readings.
    pub fn has(&self, meter: Uuid) -> bool {
        self.rows.has(meter)
    }

    /// Returns the meters that have readings, in no particular order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.rows.meters()
    }

    /// Returns the known values of one quantity of one meter.
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

    /// Returns the sum of one quantity over several meters. Demands are added as if they were simultaneous, so
    /// the sum is an upper bound of the customer's demand.
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
            let column = block.columns.iter().find(|column| column.quantity == quantity);
            let start = block.first_month.since(first) as usize;
            let counts = counts.get_mut(start..start + block.months);
            if let (Some(column), Some(counts)) = (column, counts) {
                column.values.count_known(counts);
            }
        }
        // A meter in several blocks counts once per month.
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

    /// Returns the last month of any block.
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
            // Imported again, with one more month and one more meter.
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
