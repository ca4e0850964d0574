//! Formatting of numbers, units and dates in each language. The words are in `locales/*/labels.json`; the choice of
//! figures belongs to the caller.
//!
//! Chinese groups digits by a thin space, as required by GB/T 15835 for technical text, and counts in 万 (10⁴) and 亿
//! (10⁸); English groups by a comma and counts in k, M and bn. Numbers shown together (a column, an axis) share one
//! [`Scale`]; a single number has its own.

use std::fmt;

use busbar_core::{domain::Month, exchange::outgoing::Language};
use jiff::civil::{Date, DateTime};
use leptos_i18n::td_string;

use super::i18n::*;

/// Separator of a number and its unit, which prevents a line break there.
const NO_BREAK: char = '\u{a0}';
/// Separator of groups of three digits in Chinese.
const THIN: char = '\u{202f}';

/// Returns the language of an export that can be imported again.
pub const fn language(locale: Locale) -> Language {
    match locale {
        Locale::zh => Language::Chinese,
        Locale::en => Language::English,
    }
}

/// Formatted number with its unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Digits.
    pub number: String,
    /// Unit, in the language of the page.
    pub unit: &'static str,
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{NO_BREAK}{}", self.number, self.unit)
    }
}

/// Common scale of several numbers: divisor and unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Divisor of the numbers.
    pub divisor: f64,
    /// Unit of the divided numbers.
    pub unit: &'static str,
    locale: Locale,
}

impl Scale {
    /// Returns the scale for energy in kWh of at most `most`.
    pub fn energy(locale: Locale, most: f64) -> Self {
        let steps = match locale {
            Locale::zh => [
                (1e8, td_string!(locale, labels.unit_hundred_million_kwh)),
                (1e4, td_string!(locale, labels.unit_ten_thousand_kwh)),
                (1.0, td_string!(locale, labels.unit_kwh)),
            ],
            Locale::en => [
                (1e6, td_string!(locale, labels.unit_gwh)),
                (1e3, td_string!(locale, labels.unit_mwh)),
                (1.0, td_string!(locale, labels.unit_kwh)),
            ],
        };
        Self::among(locale, most, &steps)
    }

    /// Returns the scale for money in CNY of at most `most`.
    pub fn money(locale: Locale, most: f64) -> Self {
        match locale {
            Locale::zh => Self::among(
                locale,
                most,
                &[
                    (1e8, td_string!(locale, labels.unit_hundred_million_cny)),
                    (1e4, td_string!(locale, labels.unit_ten_thousand_cny)),
                    (1.0, td_string!(locale, labels.unit_cny)),
                ],
            ),
            Locale::en => Self::among(
                locale,
                most,
                &[
                    (1e9, td_string!(locale, labels.unit_billion_cny)),
                    (1e6, td_string!(locale, labels.unit_million_cny)),
                    (1e3, td_string!(locale, labels.unit_thousand_cny)),
                    (1.0, td_string!(locale, labels.unit_cny)),
                ],
            ),
        }
    }

    fn among(locale: Locale, most: f64, steps: &[(f64, &'static str)]) -> Self {
        let fitting = steps.iter().find(|(divisor, _)| most.abs() >= *divisor).or(steps.last());
        let (divisor, unit) = fitting.copied().unwrap_or((1.0, ""));
        Self { divisor, unit, locale }
    }

    /// Formats a number on this scale, without the unit.
    pub fn number(self, value: f64) -> String {
        rounded(self.locale, value / self.divisor)
    }

    /// Formats a number on this scale, with the unit.
    pub fn measure(self, value: f64) -> Measure {
        Measure { number: self.number(value), unit: self.unit }
    }
}

/// Formats energy in kWh, on its own scale.
pub fn energy(locale: Locale, kwh: f64) -> Measure {
    Scale::energy(locale, kwh).measure(kwh)
}

/// Formats money in CNY, on its own scale.
pub fn money(locale: Locale, cny: f64) -> Measure {
    Scale::money(locale, cny).measure(cny)
}

/// Formats a count.
pub fn count(locale: Locale, n: usize) -> String {
    grouped(locale, &n.to_string())
}

/// Formats a number with a fixed number of decimals; a dash if it is not finite.
pub fn decimal(locale: Locale, value: f64, places: usize) -> String {
    if !value.is_finite() {
        return td_string!(locale, labels.nothing).to_owned();
    }
    let text = format!("{value:.places$}");
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("−", rest));
    // −0.0 is 0.
    let sign = if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) { "" } else { sign };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{fraction}", grouped(locale, whole))
}

/// Formats a number with about three significant digits: 0.71, 12.4, 6 318.
pub fn rounded(locale: Locale, value: f64) -> String {
    let places = match value.abs() {
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        0.0 => 0,
        _ => 2,
    };
    decimal(locale, value, places)
}

/// Formats a number as it was entered, with no more decimals than needed, at most six.
pub fn plain(locale: Locale, value: f64) -> String {
    let text = decimal(locale, value, 6);
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

/// Formats a share, 0 to 1, as a percentage with a fixed number of decimals.
pub fn percent(locale: Locale, share: f64, places: usize) -> String {
    format!("{}%", decimal(locale, share * 100.0, places))
}

/// Formats a relative change as a percentage with its sign; with one decimal below 10%.
pub fn change(locale: Locale, share: f64) -> String {
    let text = percent(locale, share, if share.abs() < 0.1 { 1 } else { 0 });
    if share > 0.0 && text.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        format!("+{text}")
    } else {
        text
    }
}

/// Formats a number with a unit that is the same in every language: `35 kV`, `12 500 kVA`.
pub fn with_unit(locale: Locale, value: f64, unit: &'static str) -> Measure {
    Measure { number: plain(locale, value), unit }
}

/// Formats a size in bytes: `12.4 MB`. Units are multiples of 1024.
pub fn size(locale: Locale, bytes: u64) -> Measure {
    const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    let number = if unit == 0 { decimal(locale, value, 0) } else { rounded(locale, value) };
    Measure { number, unit: UNITS[unit] }
}

/// Formats coordinates: `33.64612°N 116.96405°E`. Five decimals are about a metre.
pub fn position(locale: Locale, north: f64, east: f64) -> String {
    let side = |value: f64, plus, minus| {
        let letter = if value < 0.0 { minus } else { plus };
        format!("{}°{letter}", decimal(locale, value.abs(), 5))
    };
    format!("{} {}", side(north, 'N', 'S'), side(east, 'E', 'W'))
}

/// Formats a time of day: `14:05`.
pub fn time(at: DateTime) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Formats minutes after midnight as a time of day: `09:30`.
pub fn clock_time(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// Formats a date: `2026年11月23日`, `23 Nov 2026`.
pub fn date(locale: Locale, date: Date) -> String {
    td_string!(
        locale,
        labels.date_long,
        year = date.year(),
        month = month_name(locale, i32::from(date.month())),
        day = date.day()
    )
}

/// Formats a date without the year: `11月23日`, `23 Nov`.
pub fn day(locale: Locale, date: Date) -> String {
    td_string!(
        locale,
        labels.day_of_month,
        month = month_name(locale, i32::from(date.month())),
        day = date.day()
    )
}

/// Returns the name of the weekday: `星期一`, `Monday`.
pub fn weekday(locale: Locale, date: Date) -> &'static str {
    match date.weekday().to_monday_one_offset() {
        1 => td_string!(locale, labels.weekday_1),
        2 => td_string!(locale, labels.weekday_2),
        3 => td_string!(locale, labels.weekday_3),
        4 => td_string!(locale, labels.weekday_4),
        5 => td_string!(locale, labels.weekday_5),
        6 => td_string!(locale, labels.weekday_6),
        _ => td_string!(locale, labels.weekday_7),
    }
}

/// Formats a month: `2026年11月`, `Nov 2026`.
pub fn month(locale: Locale, month: Month) -> String {
    td_string!(
        locale,
        labels.month_long,
        year = month.year(),
        month = month_name(locale, month.month())
    )
}

/// Formats a month as `2026-11`, for axes and columns.
pub fn month_short(month: Month) -> String {
    month.to_string()
}

/// Formats a date and time: `2026年11月23日 14:05`, `23 Nov 2026 14:05`.
pub fn moment(locale: Locale, at: DateTime) -> String {
    format!("{} {}", date(locale, at.date()), time(at))
}

fn month_name(locale: Locale, month: i32) -> &'static str {
    match month {
        1 => td_string!(locale, labels.month_1),
        2 => td_string!(locale, labels.month_2),
        3 => td_string!(locale, labels.month_3),
        4 => td_string!(locale, labels.month_4),
        5 => td_string!(locale, labels.month_5),
        6 => td_string!(locale, labels.month_6),
        7 => td_string!(locale, labels.month_7),
        8 => td_string!(locale, labels.month_8),
        9 => td_string!(locale, labels.month_9),
        10 => td_string!(locale, labels.month_10),
        11 => td_string!(locale, labels.month_11),
        _ => td_string!(locale, labels.month_12),
    }
}

fn grouped(locale: Locale, digits: &str) -> String {
    let mark = match locale {
        Locale::zh => THIN,
        Locale::en => ',',
    };
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 * mark.len_utf8());
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_and_money_by_language() {
        let cases = [
            (
                Locale::zh,
                energy as fn(Locale, f64) -> Measure,
                63_180_000.0,
                "6\u{202f}318\u{a0}万千瓦时",
            ),
            (Locale::zh, energy, 1.234e9, "12.3\u{a0}亿千瓦时"),
            (Locale::zh, energy, 812.0, "812\u{a0}千瓦时"),
            (Locale::zh, energy, 0.0, "0\u{a0}千瓦时"),
            (Locale::en, energy, 63_180_000.0, "63.2\u{a0}GWh"),
            (Locale::en, energy, 8_120.0, "8.12\u{a0}MWh"),
            (Locale::zh, money, 41_060_000.0, "4\u{202f}106\u{a0}万元"),
            (Locale::zh, money, -386_000.0, "−38.6\u{a0}万元"),
            (Locale::en, money, 41_060_000.0, "41.1\u{a0}M CNY"),
            (Locale::en, money, 12_345.0, "12.3\u{a0}k CNY"),
        ];
        for (locale, write, value, written) in cases {
            assert_eq!(write(locale, value).to_string(), written, "{value}");
        }
    }

    #[test]
    fn numbers_keep_what_means_something() {
        let cases = [
            (rounded(Locale::en, 6318.4), "6,318"),
            (rounded(Locale::en, 99.96), "100"),
            (rounded(Locale::en, 12.44), "12.4"),
            (rounded(Locale::en, 0.714), "0.71"),
            (rounded(Locale::en, -0.001), "0.00"),
            (plain(Locale::en, 1250.5), "1,250.5"),
            (plain(Locale::en, 35.0), "35"),
            (percent(Locale::en, 0.6129, 1), "61.3%"),
            (change(Locale::en, 0.182), "+18%"),
            (change(Locale::en, -0.054), "−5.4%"),
            (change(Locale::en, 0.0001), "0.0%"),
            (count(Locale::en, 1_000_000), "1,000,000"),
            (decimal(Locale::zh, f64::NAN, 1), "—"),
            (size(Locale::en, 512).to_string(), "512\u{a0}B"),
            (size(Locale::en, 1_536).to_string(), "1.50\u{a0}KB"),
            (size(Locale::en, 256 << 20).to_string(), "256\u{a0}MB"),
            (size(Locale::en, 5 << 40).to_string(), "5,120\u{a0}GB"),
        ];
        for (written, expected) in cases {
            assert_eq!(written, expected);
        }
    }

    #[test]
    fn dates_by_language() {
        let day_of_mock = jiff::civil::date(2026, 11, 23);
        assert_eq!(date(Locale::zh, day_of_mock), "2026年11月23日");
        assert_eq!(date(Locale::en, day_of_mock), "23 Nov 2026");
        assert_eq!(day(Locale::zh, day_of_mock), "11月23日");
        assert_eq!(weekday(Locale::zh, day_of_mock), "星期一");
        assert_eq!(month(Locale::en, Month::of(day_of_mock)), "Nov 2026");
        assert_eq!(position(Locale::en, 33.646_119, -0.5), "33.64612°N 0.50000°W");
        assert_eq!(moment(Locale::zh, day_of_mock.at(9, 5, 0, 0)), "2026年11月23日 09:05");
    }
}
