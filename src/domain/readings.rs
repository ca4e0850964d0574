//! Monthly readings, many at a time: a block holds the series of some meters over the same months,
//! so that the history of one customer is one slice.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Month;

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
}

/// One quantity of a block: row after row (one row a meter), `months` numbers a row, NaN where
/// nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct QuantityColumn {
    /// What is measured.
    pub quantity: Quantity,
    /// `meters × months` numbers in the quantity's unit.
    pub values: Vec<f64>,
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
    pub fn series(&self, meter: Uuid, quantity: Quantity) -> Option<&[f64]> {
        let row = self.meters.binary_search(&meter).ok()?;
        let column = self
            .columns
            .iter()
            .find(|column| column.quantity == quantity)?;
        column
            .values
            .get(row * self.months..(row + 1) * self.months)
    }
}
