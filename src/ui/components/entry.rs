//! Parsing of text typed into a field: numbers as written in Chinese and English, dates and times, and the errors. No
//! views here.

use busbar_core::domain::date;
use jiff::civil::{Date, DateTime};
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*};

/// Value that the user entered.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Empty: the field was cleared.
    Empty,
    /// Text, or the stable name of an option.
    Text(String),
    /// Number.
    Number(f64),
    /// Date.
    Date(Date),
    /// Date and time, as local wall-clock time.
    Moment(DateTime),
    /// Yes or no.
    Flag(bool),
}

/// Range of a number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Minimum, inclusive.
    pub least: Option<f64>,
    /// Maximum, inclusive.
    pub most: Option<f64>,
}

impl Bounds {
    /// Zero or more.
    pub const POSITIVE: Self = Self { least: Some(0.0), most: None };
    /// Percentage or score, 0 to 100.
    pub const HUNDRED: Self = Self { least: Some(0.0), most: Some(100.0) };
}

/// Error in a typed value.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// Not a number.
    #[error("not a number")]
    NotANumber,
    /// Not a date, or not a date and time.
    #[error("not a date")]
    NotADate,
    /// Smaller than allowed.
    #[error("less than {0}")]
    Below(f64),
    /// Larger than allowed.
    #[error("more than {0}")]
    Above(f64),
}

impl EntryError {
    /// Returns the error message, with the limit if there is one.
    pub fn text(self, locale: Locale) -> String {
        match self {
            Self::NotANumber => td_string!(locale, labels.not_a_number).to_owned(),
            Self::NotADate => td_string!(locale, labels.not_a_date).to_owned(),
            Self::Below(least) => {
                td_string!(locale, labels.below_least, least = format::plain(locale, least))
            }
            Self::Above(most) => {
                td_string!(locale, labels.above_most, most = format::plain(locale, most))
            }
        }
    }
}

/// Parses a number: `1250.5`, `1,250.5`, `1 250.5`, `１２５０`. Returns `None` for empty text.
///
/// # Errors
/// [`EntryError`] if the text is not a number or is out of range.
pub fn read_number(text: &str, bounds: Bounds) -> Result<Option<f64>, EntryError> {
    let digits: String =
        text.chars()
            .filter(|sign| !sign.is_whitespace() && !matches!(sign, ',' | '，'))
            .map(|sign| match sign {
                '０'..='９' => char::from_u32(u32::from(sign) - u32::from('０') + u32::from('0'))
                    .unwrap_or(sign),
                '．' | '。' => '.',
                '−' | '－' => '-',
                other => other,
            })
            .collect();
    if digits.is_empty() {
        return Ok(None);
    }
    let number: f64 = digits.parse().map_err(|_| EntryError::NotANumber)?;
    if !number.is_finite() {
        return Err(EntryError::NotANumber);
    }
    match bounds {
        Bounds { least: Some(least), .. } if number < least => Err(EntryError::Below(least)),
        Bounds { most: Some(most), .. } if number > most => Err(EntryError::Above(most)),
        _ => Ok(Some(number)),
    }
}

/// Parses a date in the format of the date input, `2026-11-23`. Returns `None` for empty text.
///
/// # Errors
/// [`EntryError::NotADate`] if the text is not a date.
pub fn read_date(text: &str) -> Result<Option<Date>, EntryError> {
    match text.trim() {
        "" => Ok(None),
        text => date::read(text).map(Some).ok_or(EntryError::NotADate),
    }
}

/// Parses a date and time in the format of the input, `2026-11-23T14:05`. Returns `None` for empty text.
///
/// # Errors
/// [`EntryError::NotADate`] if the text is not a date and time.
pub fn read_moment(text: &str) -> Result<Option<DateTime>, EntryError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (day, time) = text.split_once('T')?;
        let mut parts = time.split(':');
        let (hour, minute) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        Some(date::read(day)?.to_datetime(time))
    };
    read().map(Some).ok_or(EntryError::NotADate)
}

/// Formats a date and time for its input, `2026-11-23T14:05`.
pub fn typed_moment(at: DateTime) -> String {
    format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_as_the_field_gives_them() {
        let at = jiff::civil::date(2026, 11, 23).at(14, 5, 0, 0);
        for (text, read) in [
            ("2026-11-23T14:05", Ok(Some(at))),
            ("2026-11-23T14:05:00", Ok(Some(at))),
            ("", Ok(None)),
            ("2026-11-23", Err(EntryError::NotADate)),
            ("2026-11-23T24:05", Err(EntryError::NotADate)),
        ] {
            assert_eq!(read_moment(text), read, "{text}");
        }
        assert_eq!(read_moment(&typed_moment(at)), Ok(Some(at)));
    }

    #[test]
    fn numbers_as_people_type_them() {
        let cases = [
            ("1250.5", Bounds::default(), Ok(Some(1250.5))),
            (" 1 250,000 ", Bounds::default(), Ok(Some(1_250_000.0))),
            ("１２５０．５", Bounds::default(), Ok(Some(1250.5))),
            ("−3", Bounds::default(), Ok(Some(-3.0))),
            ("", Bounds::POSITIVE, Ok(None)),
            ("-3", Bounds::POSITIVE, Err(EntryError::Below(0.0))),
            ("101", Bounds::HUNDRED, Err(EntryError::Above(100.0))),
            ("100", Bounds::HUNDRED, Ok(Some(100.0))),
            ("12 kV", Bounds::default(), Err(EntryError::NotANumber)),
            ("inf", Bounds::default(), Err(EntryError::NotANumber)),
            ("NaN", Bounds::default(), Err(EntryError::NotANumber)),
        ];
        for (text, bounds, read) in cases {
            assert_eq!(read_number(text, bounds), read, "{text}");
        }
    }

    #[test]
    fn days_as_the_field_gives_them() {
        assert_eq!(read_date("2026-11-23"), Ok(Some(jiff::civil::date(2026, 11, 23))));
        assert_eq!(read_date(""), Ok(None));
        assert_eq!(read_date("2026-02-30"), Err(EntryError::NotADate));
    }
}
