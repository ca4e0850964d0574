//! Settings with effective dates: a promise made in March is judged by the value in force in March.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;

use super::{
    InOrder,
    date::stored,
    keyed::{Day, Keyed},
    setting::{Object, SettingContent},
};

/// A value with the date from which it is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// First day in force.
    #[serde(with = "stored")]
    pub from: Date,
    /// Value from that day on.
    pub value: T,
}

/// The history of a setting; each value is in force until the next. Stored by date.
///
/// ```
/// use busbar_core::domain::dated::{Dated, DatedSetting};
/// use jiff::civil::date;
/// let rhythm = DatedSetting::<u32>::default().with(Dated { from: date(2026, 1, 1), value: 30 });
/// assert_eq!(*rhythm.on(date(2025, 12, 31)), 0);
/// assert_eq!(*rhythm.on(date(2026, 1, 1)), 30);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Keyed<Dated<T>, Day, T>", into = "BTreeMap<Day, T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Default + Deserialize<'de>"))]
pub struct DatedSetting<T> {
    first: T,
    later: Vec<Dated<T>>,
}

impl<T: Clone + Default> DatedSetting<T> {
    /// Returns the value in force on a day; before the first date, the first value.
    pub fn on(&self, day: Date) -> &T {
        let holds = |dated: &&Dated<T>| dated.from <= day;
        let last = self.later.iter().rev().find(holds);
        last.map_or(&self.first, |dated| &dated.value)
    }

    /// Returns the history with a value in force from its date; values for later dates stay.
    #[must_use]
    pub fn with(self, other: Dated<T>) -> Self {
        let mut all = Vec::from(self);
        all.retain(|dated| dated.from != other.from);
        all.push(other);
        Self::from(all)
    }

    /// Returns the history without the value that starts on this day; the previous value stays in force.
    #[must_use]
    pub fn without(mut self, from: Date) -> Self {
        self.later.retain(|dated| dated.from != from);
        self
    }

    /// Returns all values with their dates, earliest first.
    pub fn changes(&self) -> &[Dated<T>] {
        &self.later
    }
}

/// Start date of the first value, earlier than any promise.
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

impl<T: Default> From<Keyed<Dated<T>, Day, T>> for DatedSetting<T> {
    fn from(stored: Keyed<Dated<T>, Day, T>) -> Self {
        let all = stored.into_map(|_, dated| (Day(dated.from), dated.value)).into_iter();
        Self::from(all.map(|(from, value)| Dated { from: from.0, value }).collect::<Vec<_>>())
    }
}

impl<T> From<DatedSetting<T>> for BTreeMap<Day, T> {
    fn from(setting: DatedSetting<T>) -> Self {
        let all = Vec::from(setting).into_iter();
        all.map(|dated| (Day(dated.from), dated.value)).collect()
    }
}

impl<T: Serialize + DeserializeOwned + Default + Clone> SettingContent for DatedSetting<T> {
    /// Returns the value in force on that date: two people who change different parts of it from the same new date
    /// both start from it.
    fn seed(known: &Object, date: &str) -> Option<Json> {
        let earlier = known.iter().filter(|(from, _)| from.as_str() < date);
        earlier.max_by_key(|(from, _)| *from).map(|(_, value)| value.clone())
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
