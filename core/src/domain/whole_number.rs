//! Fields that hold a whole number and no unit: a calendar year, a count. They are stored as numbers, as the
//! fields with fractions are.

use super::{Value, record::FieldValue};

/// A calendar year, from 1 to 9998, so that the year after it has days too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(i16);

impl Year {
    /// Returns the year of this number, or `None` if no day of it can be told.
    ///
    /// ```
    /// use busbar_core::domain::whole_number::Year;
    /// assert_eq!(Year::new(2026).map(Year::get), Some(2026));
    /// assert_eq!(Year::new(0), None);
    /// ```
    pub fn new(year: i16) -> Option<Self> {
        (1..=9998).contains(&year).then_some(Self(year))
    }

    /// Returns its number.
    pub const fn get(self) -> i16 {
        self.0
    }
}

/// A number of things, or the number of one of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Count(pub u32);

impl FieldValue for Option<Year> {
    fn to_value(&self) -> Value {
        self.map_or(Value::Empty, |year| Value::Number(f64::from(year.0)))
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            // A stored value that is not a valid year is read as empty instead of failing.
            Value::Number(year) => Some(Year::new(year as i16)),
            _ => None,
        }
    }
}

impl FieldValue for Option<Count> {
    fn to_value(&self) -> Value {
        self.map_or(Value::Empty, |count| Value::Number(f64::from(count.0)))
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            Value::Number(count) => Some((count >= 0.0).then_some(Count(count as u32))),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_stored_as_numbers() {
        for number in [1.0, 2026.0, 9998.0] {
            let year = Option::<Year>::from_value(Value::Number(number)).unwrap();
            assert_eq!(year.to_value(), Value::Number(number));
        }
        for number in [0.0, 1.0, 4e9] {
            let count = Option::<Count>::from_value(Value::Number(number)).unwrap();
            assert_eq!(count.to_value(), Value::Number(number));
        }
    }

    #[test]
    fn a_stored_number_that_is_none_reads_as_nothing() {
        for number in [0.0, -1.0, 9999.0, 1e9, f64::NAN] {
            assert_eq!(Option::<Year>::from_value(Value::Number(number)), Some(None), "{number}");
        }
        for number in [-1.0, f64::NAN] {
            assert_eq!(Option::<Count>::from_value(Value::Number(number)), Some(None), "{number}");
        }
        assert_eq!(Option::<Year>::from_value(Value::Bool(true)), None);
        // Earlier versions kept fractions.
        let count = Option::<Count>::from_value(Value::Number(2.5));
        assert_eq!(count, Some(Some(Count(2))));
    }
}
