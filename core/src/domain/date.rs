//! Calendar day in its stored and typed form, `2026-11-23`. No other form is read, which keeps a full date parser
//! and its error messages out of a page that reads a million dates.

use jiff::civil::Date;

/// Parses `2026-11-23`; returns `None` for anything else, including days that do not exist.
///
/// ```
/// use busbar_core::domain::date;
/// assert_eq!(date::read("2028-02-29"), Some(jiff::civil::date(2028, 2, 29)));
/// assert_eq!(date::read("2026-02-29"), None);
/// assert_eq!(date::read("2026-2-28"), None);
/// ```
pub fn read(text: &str) -> Option<Date> {
    let [y @ .., b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else {
        return None;
    };
    if y.len() != 4 {
        return None;
    }
    let year = i16::try_from(number(y)?).ok()?;
    let (month, day) = (number(&[*m1, *m2])?, number(&[*d1, *d2])?);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

fn number(digits: &[u8]) -> Option<u16> {
    digits.iter().try_fold(0, |number, digit| {
        let is_digit = digit.is_ascii_digit();
        is_digit.then(|| number * 10 + u16::from(digit - b'0'))
    })
}

/// Returns the minutes after midnight of a time such as `09:30`; `None` for anything else.
///
/// ```
/// use busbar_core::domain::date;
/// assert_eq!(date::minutes("09:30"), Some(570));
/// assert_eq!(date::minutes("24:00"), None);
/// assert_eq!(date::minutes("9:30"), None);
/// ```
pub fn minutes(text: &str) -> Option<u32> {
    let [h1, h2, b':', m1, m2, ..] = text.as_bytes() else {
        return None;
    };
    let (hours, minutes) = (number(&[*h1, *h2])?, number(&[*m1, *m2])?);
    (hours < 24 && minutes < 60).then(|| u32::from(hours) * 60 + u32::from(minutes))
}

/// Returns the number of days from one day to another; negative if the second is earlier.
///
/// ```
/// use busbar_core::domain::date::days_between;
/// use jiff::civil::date;
/// assert_eq!(days_between(date(2026, 2, 27), date(2026, 3, 1)), 2);
/// assert_eq!(days_between(date(2026, 3, 1), date(2026, 2, 27)), -2);
/// ```
pub fn days_between(from: Date, to: Date) -> i32 {
    (to.duration_since(from).as_hours() / 24) as i32
}

/// Stored form of a [`Date`] field, for `#[serde(with)]`.
pub mod stored {
    use std::fmt;

    use jiff::civil::Date;
    use serde::{Deserializer, Serializer, de};

    use super::read;

    /// Serializes the day.
    ///
    /// # Errors
    /// Errors of the serializer.
    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    /// Deserializes a day.
    ///
    /// # Errors
    /// Errors of the deserializer, or a text that is not a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        struct Day;
        impl de::Visitor<'_> for Day {
            type Value = Date;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a day as 2026-11-23")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
                read(text).ok_or_else(|| E::custom("not a day"))
            }
        }
        deserializer.deserialize_str(Day)
    }
}

/// Stored form of an `Option<Date>` field, for `#[serde(with)]`.
pub mod stored_option {
    use jiff::civil::Date;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    struct Day(#[serde(with = "super::stored")] Date);

    /// Serializes the optional day.
    ///
    /// # Errors
    /// Errors of the serializer.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        date.map(Day).serialize(serializer)
    }

    /// Deserializes an optional day.
    ///
    /// # Errors
    /// Errors of the deserializer, or a text that is not a day.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let day = Option::<Day>::deserialize(deserializer)?;
        Ok(day.map(|Day(date)| date))
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Ours {
        #[serde(with = "stored_option")]
        day: Option<Date>,
    }

    #[test]
    fn a_day_is_stored_as_its_ten_letters() {
        for (day, text) in [(None, None), (Some(jiff::civil::date(2026, 1, 9)), Some("2026-01-09"))]
        {
            let bytes = postcard::to_allocvec(&Ours { day }).unwrap();
            assert_eq!(bytes, postcard::to_allocvec(&text).unwrap());
            assert_eq!(postcard::from_bytes::<Ours>(&bytes).unwrap().day, day);
        }
        let wrong = r#"{"day":"2026-13-01"}"#;
        assert!(serde_json::from_str::<Ours>(wrong).is_err());
    }

    #[test]
    fn only_ten_letters_are_a_day() {
        for wrong in ["", "2026-1-09", "2026-01-09T00:00", "+026-01-09", "2026-00-10"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
