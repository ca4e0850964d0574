//! Canonical form of account numbers, so that numbers that look the same compare equal. Validation happens where
//! a number is entered or imported.

use std::borrow::Cow;

/// Returns the canonical form of an account number: half width, without invisible characters, trimmed, with runs
/// of spaces collapsed to one. A text of invisible characters alone becomes empty.
///
/// ```
/// use busbar_core::domain::account_number::plain;
/// assert_eq!(plain(" ＳＹ９１１４\u{200b} "), "SY9114");
/// assert_eq!(plain("\u{feff}\u{ad}"), "");
/// ```
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
    if text.bytes().all(is_plain) && !text.contains("  ") {
        return Cow::Borrowed(text.trim());
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_unseen(*c) || c.is_whitespace()) {
        let c = half_width(c);
        if !c.is_whitespace() {
            plain.push(c);
        } else if !plain.is_empty() && !plain.ends_with(' ') {
            plain.push(' ');
        }
    }
    plain.truncate(plain.trim_end().len());
    Cow::Owned(plain)
}

/// Returns the half-width form of a full-width letter, digit or symbol, and an ASCII hyphen for every kind of
/// hyphen or dash.
pub fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' => '-',
        '\u{3000}' => ' ',
        other => other,
    }
}

/// Returns `true` if a character is invisible on the screen: controls, zero-width characters, direction
/// marks, byte order marks, soft hyphens, variation selectors, fillers.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_that_look_alike_are_one() {
        for text in [
            "SY91140001",
            " SY91140001 ",
            "SY91140001\u{200b}",
            "\u{feff}SY91140001",
            "\u{202a}SY91140001\u{202c}",
            "ＳＹ９１１４０００１",
            "SY91140001\u{ad}",
            "\tSY9114\u{2060}0001\r",
            "\u{3000}SY91140001\u{a0}",
        ] {
            assert_eq!(plain(text), "SY91140001", "{text:?}");
        }
        assert_eq!(plain("A－1\u{a0} \u{3000}B"), "A-1 B");
        assert_eq!(plain("\u{1a}"), "");
    }

    proptest! {
        #[test]
        fn plain_is_plain(text in "[ \\t\u{200b}\u{feff}\u{ad}\u{3000}Ａa１1－‐甲]{0,12}") {
            let once = plain(&text).into_owned();
            prop_assert_eq!(plain(&once), once.as_str());
            prop_assert!(!once.chars().any(is_unseen));
            prop_assert_eq!(once.trim(), once.as_str());
        }
    }
}
