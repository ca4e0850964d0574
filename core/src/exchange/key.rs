//! Identifiers of customers, supply points and telephones: canonical form, and check for digits lost in a
//! spreadsheet.

use std::borrow::Cow;

use super::{absent::is_absent, flaw::is_error, problem::Reason};
use crate::domain::account_number::plain;

/// Removes the marks by which spreadsheets keep numbers as text: `="0012"`, `'0012`, a tab, spaces.
pub fn unmarked(cell: &str) -> &str {
    let cell = cell.trim();
    let inner = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')).unwrap_or(cell);
    inner.trim_start_matches(['\'', '’', '‘', '`']).trim()
}

/// Returns the canonical form of an identifier; empty if it has no letter or digit.
///
/// ```
/// use busbar_core::exchange::key::key;
/// assert_eq!(key("=\"００12\u{200b}\""), "0012");
/// assert_eq!(key("—"), "");
/// ```
pub fn key(cell: &str) -> Cow<'_, str> {
    let key = match plain(cell) {
        Cow::Borrowed(text) => Cow::Borrowed(unmarked(text)),
        Cow::Owned(text) => Cow::Owned(unmarked(&text).to_owned()),
    };
    if key.contains(|c: char| c.is_alphanumeric()) && !is_absent(&key) {
        key
    } else {
        Cow::Borrowed("")
    }
}

/// Checks that an identifier is complete.
///
/// # Errors
/// [`Reason::ErrorCell`]; [`Reason::ShortenedNumber`] for scientific notation, or if all digits after the fifteen
/// that a spreadsheet keeps are zero.
pub fn check_key(key: &str) -> Result<(), Reason> {
    if is_error(key) {
        return Err(Reason::ErrorCell);
    }
    let bytes = key.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_digit) {
        return Ok(());
    }
    let is_scientific = || {
        let (digits, power) = key.split_once(['e', 'E'])?;
        let mantissa = digits.split_once('.');
        let is_signed = power.starts_with(['+', '-']);
        let power = power.trim_start_matches(['+', '-']);
        let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let is_number = match mantissa {
            Some((whole, decimals)) => {
                whole.len() == 1 && all_digits(whole) && all_digits(decimals)
            }
            None => is_signed && digits.len() == 1 && all_digits(digits),
        };
        Some(is_number && (1..=3).contains(&power.len()) && all_digits(power))
    };
    let has_lost_digits = || {
        bytes.len() >= 18
            && bytes.iter().all(u8::is_ascii_digit)
            && bytes[15..].iter().all(|byte| *byte == b'0')
    };
    if is_scientific().unwrap_or_default() || has_lost_digits() {
        return Err(Reason::ShortenedNumber);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::account_number::is_unseen;

    #[test]
    fn keys_are_plain_and_whole() {
        for (cell, expected) in [
            ("'0012345", "0012345"),
            ("=\"0012345\"", "0012345"),
            ("＝\"0012345\"", "0012345"),
            ("\t0012345 ", "0012345"),
            ("ＳＹ－１", "SY-1"),
            ("—", ""),
            ("\u{200b}\u{1a}", ""),
            ("N/A", ""),
        ] {
            assert_eq!(key(cell), expected, "{cell:?}");
        }
        for whole in ["3401000000017", "SY1E+5", "1E5", "12E34", "340100000001780000", "A.1E+12"] {
            let expected = match whole {
                "340100000001780000" => Err(Reason::ShortenedNumber),
                _ => Ok(()),
            };
            assert_eq!(check_key(whole), expected, "{whole}");
        }
        for shortened in ["3.401E+12", "3.401e+12", "3E+12", "3.40E12", "34010000000178900000"] {
            assert_eq!(check_key(shortened), Err(Reason::ShortenedNumber), "{shortened}");
        }
        assert_eq!(check_key("#REF!"), Err(Reason::ErrorCell));
    }

    proptest! {
        #[test]
        fn keys_are_plain(cell in "[A1 '=\"\u{200b}\u{feff}Ａ—-]{0,10}") {
            let key = key(&cell);
            prop_assert!(key.is_empty() || key.contains(|c: char| c.is_alphanumeric()));
            prop_assert!(!key.contains(is_unseen));
        }
    }
}
