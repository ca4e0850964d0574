//! A setting that holds from a day on: what was promised in March is judged by what held in March.

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use super::{InOrder, date::stored};

/// What holds from a day on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// The first day.
    #[serde(with = "stored")]
    pub from: Date,
    /// What holds from then on.
    pub value: T,
}

/// Everything that held, each until the next.
///
/// ```
/// use busbar_core::domain::dated::{Dated, DatedSetting};
/// use jiff::civil::date;
/// let rhythm = DatedSetting::<u32>::default().with(Dated { from: date(2026, 1, 1), value: 30 });
/// assert_eq!(*rhythm.on(date(2025, 12, 31)), 0);
/// assert_eq!(*rhythm.on(date(2026, 1, 1)), 30);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Dated<T>>", into = "Vec<Dated<T>>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Default + Deserialize<'de>"))]
pub struct DatedSetting<T> {
    first: T,
    later: Vec<Dated<T>>,
}

impl<T: Clone + Default> DatedSetting<T> {
    /// What holds on this day; before the first day, the first.
    pub fn on(&self, day: Date) -> &T {
        let holds = |dated: &&Dated<T>| dated.from <= day;
        let last = self.later.iter().rev().find(holds);
        last.map_or(&self.first, |dated| &dated.value)
    }

    /// With something else from this day on; what was set for later days stays.
    #[must_use]
    pub fn with(self, other: Dated<T>) -> Self {
        let mut all = Vec::from(self);
        all.retain(|dated| dated.from != other.from);
        all.push(other);
        Self::from(all)
    }

    /// Without what holds from this day on: what held before goes on.
    #[must_use]
    pub fn without(mut self, from: Date) -> Self {
        self.later.retain(|dated| dated.from != from);
        self
    }

    /// Everything that was set to hold from a day on, the earliest first.
    pub fn changes(&self) -> &[Dated<T>] {
        &self.later
    }
}

/// The day before which nothing was promised: the first setting holds from the beginning.
const BEGINNING: Date = date(1900, 1, 1);

impl<T: Default> Default for DatedSetting<T> {
    fn default() -> Self {
        Self { first: T::default(), later: Vec::new() }
    }
}

impl<T: Default> From<Vec<Dated<T>>> for DatedSetting<T> {
    fn from(mut all: Vec<Dated<T>>) -> Self {
        all.order_by_key(|dated| dated.from);
        let holds_first = all.first().is_some_and(|dated| dated.from <= BEGINNING);
        let first = holds_first.then(|| all.remove(0).value);
        Self { first: first.unwrap_or_default(), later: all }
    }
}

impl<T> From<DatedSetting<T>> for Vec<Dated<T>> {
    fn from(setting: DatedSetting<T>) -> Self {
        let first = Dated { from: BEGINNING, value: setting.first };
        [first].into_iter().chain(setting.later).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_holds_from_its_day() {
        let dated = |from, value| Dated { from, value };
        let setting = DatedSetting::<u32>::default()
            .with(dated(date(2027, 1, 1), 3))
            .with(dated(date(2026, 1, 1), 4))
            .with(dated(date(2027, 1, 1), 2));
        for (day, value) in [
            (date(2020, 1, 1), 0),
            (date(2025, 12, 31), 0),
            (date(2026, 1, 1), 4),
            (date(2026, 12, 31), 4),
            (date(2030, 1, 1), 2),
        ] {
            assert_eq!(*setting.on(day), value, "{day}");
        }
        let json = serde_json::to_string(&setting).unwrap();
        assert_eq!(serde_json::from_str::<DatedSetting<u32>>(&json).unwrap(), setting);
        assert_eq!(
            serde_json::from_str::<DatedSetting<u32>>("[]").unwrap(),
            DatedSetting::default()
        );
        let without = setting.without(date(2026, 1, 1));
        assert_eq!(*without.on(date(2026, 6, 1)), 0);
    }
}
