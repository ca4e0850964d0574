//! A monthly series with gaps: one quantity of one meter, or of all meters of a customer.

use super::Month;

/// Monthly values; months in between may be unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    first_month: Month,
    values: Vec<f64>,
}

impl Series {
    /// Creates a series starting at `first_month`; NaN stands for an unknown month.
    pub const fn new(first_month: Month, values: Vec<f64>) -> Self {
        Self { first_month, values }
    }

    /// Returns the month of the first value.
    pub const fn first_month(&self) -> Month {
        self.first_month
    }

    /// Returns the last known month.
    pub fn last_known_month(&self) -> Option<Month> {
        self.known().last().map(|(month, _)| month)
    }

    /// Returns the values from [`Series::first_month`] on, NaN for unknown months.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Returns the value of a month, if known.
    pub fn at(&self, month: Month) -> Option<f64> {
        let place = usize::try_from(month.since(self.first_month)).ok()?;
        self.values.get(place).copied().filter(|value| !value.is_nan())
    }

    /// Returns the known months with their values.
    pub fn known(&self) -> impl DoubleEndedIterator<Item = (Month, f64)> + '_ {
        self.values
            .iter()
            .enumerate()
            .map(|(place, value)| (self.first_month.plus(place as i32), *value))
            .filter(|(_, value)| !value.is_nan())
    }

    /// Returns the sum of the `months` months ending with `last`, and how many of them are known.
    pub fn total(&self, last: Month, months: i32) -> (f64, usize) {
        (0..months)
            .filter_map(|back| self.at(last.plus(-back)))
            .fold((0.0, 0), |(sum, known), value| (sum + value, known + 1))
    }

    /// Overlays a later series of the same meter: its known values replace earlier ones.
    pub fn supersede(&mut self, later: &Self) {
        self.combine(later, |_, new| new);
    }

    /// Adds another meter of the same customer: known months add up.
    pub fn add(&mut self, other: &Self) {
        self.combine(other, |old, new| if old.is_nan() { new } else { old + new });
    }

    fn combine(&mut self, other: &Self, join: impl Fn(f64, f64) -> f64) {
        let before = self.first_month.since(other.first_month).max(0) as usize;
        if before > 0 {
            self.values.splice(0..0, std::iter::repeat_n(f64::NAN, before));
            self.first_month = other.first_month;
        }
        let offset = other.first_month.since(self.first_month) as usize;
        if self.values.len() < offset + other.values.len() {
            self.values.resize(offset + other.values.len(), f64::NAN);
        }
        for (old, new) in self.values[offset..].iter_mut().zip(&other.values) {
            if !new.is_nan() {
                *old = join(*old, *new);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(month: i32, values: &[f64]) -> Series {
        Series::new(Month::new(2026, month).unwrap(), values.to_vec())
    }

    fn known(series: &Series) -> Vec<(i32, f64)> {
        series.known().map(|(month, value)| (month.month(), value)).collect()
    }

    #[test]
    fn later_accounts_win_where_they_know_something() {
        let mut first = series(3, &[30.0, f64::NAN, 50.0]);
        first.supersede(&series(1, &[10.0, f64::NAN, f64::NAN, 41.0, 51.0, 60.0]));
        assert_eq!(known(&first), [(1, 10.0), (3, 30.0), (4, 41.0), (5, 51.0), (6, 60.0)]);
        assert_eq!(first.total(Month::new(2026, 6).unwrap(), 3), (152.0, 3));
        assert_eq!(first.total(Month::new(2026, 3).unwrap(), 12), (40.0, 2));
    }

    #[test]
    fn meters_add_up() {
        let mut first = series(3, &[30.0, f64::NAN]);
        first.add(&series(3, &[1.0, 2.0, 3.0]));
        assert_eq!(known(&first), [(3, 31.0), (4, 2.0), (5, 3.0)]);
    }
}
