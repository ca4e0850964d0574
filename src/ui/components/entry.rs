//! Reading what a person typed into a field: numbers as Chinese and English write them, days, and
//! what is wrong with the rest. No view here.

use busbar_core::domain::date;
use jiff::civil::{Date, DateTime};
use leptos_i18n::td_string;

use crate::ui::{format, i18n::*};

/// What a person entered.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// Nothing: the field was cleared.
    Empty,
    /// Text, or the stable name of a choice.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(Date),
    /// A moment, as the wall clock shows it.
    Moment(DateTime),
    /// Yes or no.
    Flag(bool),
}

/// What a number may be.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bounds {
    /// The least, itself allowed.
    pub least: Option<f64>,
    /// The most, itself allowed.
    pub most: Option<f64>,
}

impl Bounds {
    /// Zero and more.
    pub const POSITIVE: Self = Self { least: Some(0.0), most: None };
    /// A share or score of 0 to 100.
    pub const HUNDRED: Self = Self { least: Some(0.0), most: Some(100.0) };
}

/// What is wrong with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum EntryError {
    /// Not a number.
    #[error("not a number")]
    NotANumber,
    /// Not a day.
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
    /// What is wrong, and how to put it right.
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

/// Reads a number: `1250.5`, `1,250.5`, `1 250.5`, `１２５０`. Nothing typed is `None`.
///
/// # Errors
/// [`EntryError`] when it is no number or out of bounds.
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

/// Reads a day as the date field gives it, `2026-11-23`. Nothing typed is `None`.
///
/// # Errors
/// [`EntryError::NotADate`].
pub fn read_date(text: &str) -> Result<Option<Date>, EntryError> {
    match text.trim() {
        "" => Ok(None),
        text => date::read(text).map(Some).ok_or(EntryError::NotADate),
    }
}

/// Reads a moment as its field gives it, `2026-11-23T14:05`. Nothing typed is `None`.
///
/// # Errors
/// [`EntryError::NotADate`].
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

/// A moment as its field is given it.
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
