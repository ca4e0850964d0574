//! A column of numbers with a unit, which is constant throughout the column.

use super::super::{
    field::{CellShape, Field},
    mapping::MappedColumn,
    problem::Reason,
    unit::{Unit, UnitKind},
    value::{self, Decimal},
};

/// A column of measured numbers.
#[derive(Clone, Debug)]
pub struct MeasureCell {
    dimension: UnitKind,
    decimal: Decimal,
    has_spaces: bool,
    may_be_negative: bool,
    /// Unit in the heading.
    heading: Option<Unit>,
    /// Unit of the cells once one was read: `Some(None)` if they have none.
    cells: Option<Option<Unit>>,
}

impl MeasureCell {
    /// Creates the column of this field; `None` if the field is not a measure.
    pub fn new(field: &Field, column: &MappedColumn) -> Option<Self> {
        let CellShape::Measure(dimension) = field.shape else {
            return None;
        };
        Some(Self {
            dimension,
            decimal: column.decimal(),
            has_spaces: column.style.has_spaces,
            may_be_negative: dimension == UnitKind::Money,
            heading: column.unit.as_deref().and_then(|unit| Unit::named(dimension, unit)),
            cells: None,
        })
    }

    /// Returns the factor from the heading's unit to the stored unit.
    pub fn heading_factor(&self) -> f64 {
        self.heading.map_or(1.0, |unit| unit.factor)
    }

    /// Reads a cell, in the stored unit.
    ///
    /// # Errors
    /// [`Reason::NotANumber`], [`Reason::Negative`], [`Reason::MixedUnits`]; [`Reason::SeveralNumbers`] for a
    /// capacity like 630 800, which is more likely that of two transformers than of one;
    /// [`Reason::OtherCurrency`].
    pub fn read(&mut self, cell: &str) -> Result<f64, Reason> {
        let number = value::number(cell, self.decimal)?;
        let may_be_two = matches!(self.dimension, UnitKind::Capacity | UnitKind::Voltage);
        if number.is_spaced && may_be_two && !self.has_spaces {
            return Err(Reason::SeveralNumbers);
        }
        let factor = match number.unit {
            "" => self.bare_factor()?,
            unit => self.factor_of(unit)?,
        };
        if number.value < 0.0 && !self.may_be_negative {
            return Err(Reason::Negative);
        }
        Ok(if factor == 1.0 { number.value } else { clean(number.value * factor) })
    }

    fn bare_factor(&mut self) -> Result<f64, Reason> {
        match *self.cells.get_or_insert(None) {
            // The heading has a unit, or no cell has one: a bare number is in the column's unit.
            None => Ok(self.heading_factor()),
            Some(unit) if self.heading.is_some() => Ok(unit.factor),
            Some(unit) => Err(Reason::MixedUnits { column: unit.name.into(), cell: String::new() }),
        }
    }

    fn factor_of(&mut self, text: &str) -> Result<f64, Reason> {
        let unit = Unit::named(self.dimension, text).ok_or_else(|| {
            let currency = Unit::foreign_currency(text);
            let currency = currency.filter(|_| self.dimension == UnitKind::Money);
            currency.map_or(Reason::NotANumber, |currency| Reason::OtherCurrency { currency })
        })?;
        let column = match (self.heading, *self.cells.get_or_insert(Some(unit))) {
            (Some(heading), _) => heading,
            (None, Some(first)) => first,
            (None, None) => Unit { name: "", dimension: self.dimension, factor: 1.0 },
        };
        if column.factor == unit.factor {
            Ok(unit.factor)
        } else {
            Err(Reason::MixedUnits { column: column.name.into(), cell: unit.name.into() })
        }
    }
}

/// Removes the rounding noise of a multiplication: 0.1898 MWh are 189.8 kWh, not 189.79999999999998. A number
/// with more than six decimals is unchanged.
fn clean(product: f64) -> f64 {
    const DECIMALS: f64 = 1e6;
    const NOISE: f64 = 2e-15;
    let rounded = (product * DECIMALS).round() / DECIMALS;
    if (rounded - product).abs() <= NOISE * product.abs() { rounded } else { product }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::field::FileKind;

    fn column(unit: Option<&str>) -> MeasureCell {
        let column = MappedColumn { unit: unit.map(str::to_owned), ..MappedColumn::default() };
        MeasureCell::new(FileKind::Readings.field("energy_kwh").unwrap(), &column).unwrap()
    }

    #[test]
    fn a_product_is_the_number_that_was_written() {
        for (cell, kwh) in [
            ("0.1898 MWh", 189.8),
            ("18.98 MWh", 18_980.0),
            ("41.2345 MWh", 41_234.5),
            ("0.0001234567891 MWh", 0.123_456_789_1),
        ] {
            assert_eq!(column(None).read(cell), Ok(kwh), "{cell}");
        }
        assert_eq!(column(Some("万千瓦时")).read("28.881"), Ok(288_810.0));
    }

    #[test]
    fn a_column_keeps_its_unit() {
        let mixed = |column: &str, cell: &str| {
            Err(Reason::MixedUnits { column: column.into(), cell: cell.into() })
        };
        let cases = [
            (None, "12", Ok(12.0), "3 MWh", mixed("", "mwh")),
            (None, "12", Ok(12.0), "3 kWh", Ok(3.0)),
            (None, "12 MWh", Ok(12_000.0), "3", mixed("mwh", "")),
            (None, "12 MWh", Ok(12_000.0), "3 kWh", mixed("mwh", "kwh")),
            (Some("万千瓦时"), "1.5", Ok(15_000.0), "2 万kWh", Ok(20_000.0)),
            (Some("mwh"), "1", Ok(1_000.0), "5 kWh", mixed("mwh", "kwh")),
            (None, "-1", Err(Reason::Negative), "1 t", Err(Reason::NotANumber)),
        ];
        for (unit, first, read, second, then) in cases {
            let mut column = column(unit);
            assert_eq!(column.read(first), read, "{first}");
            assert_eq!(column.read(second), then, "{first} then {second}");
        }
    }
}
