//! A point in time, as given by the clock of the tablet. Converting it to a local day and hour is the platform's
//! task.

use super::{Value, record::FieldValue};

/// Milliseconds since 1970-01-01 00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub u64);

impl Moment {
    /// Returns the minutes from this moment to a later one as shown by a clock without seconds: 21:06 to 21:13 is
    /// seven, whatever the seconds. 0 if it is earlier, which happens after a clock was set back.
    ///
    /// ```
    /// use busbar_core::domain::Moment;
    /// assert_eq!(Moment(0).minutes_to(Moment(90_000)), 1);
    /// // From 21:06:50 to 21:13:10.
    /// assert_eq!(Moment(50_000).minutes_to(Moment(7 * 60_000 + 10_000)), 7);
    /// assert_eq!(Moment(90_000).minutes_to(Moment(0)), 0);
    /// ```
    pub const fn minutes_to(self, later: Self) -> u64 {
        (later.0 / 60_000).saturating_sub(self.0 / 60_000)
    }
}

impl FieldValue for Option<Moment> {
    fn to_value(&self) -> Value {
        self.map_or(Value::Empty, |moment| Value::Number(moment.0 as f64))
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            Value::Number(millis) if millis >= 0.0 => Some(Some(Moment(millis as u64))),
            _ => None,
        }
    }
}
