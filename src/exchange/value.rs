//! Cells as values: numbers, months, days, choices, as people and programs write them. Which unit a
//! number is in is decided by the column; here only the cell's own words for it are cut off.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{export::FORMULA_SIGNS, problem::Reason};
use crate::domain::{Importance, Month, SourceKind};

/// A number and what is written behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    /// The number.
    pub value: f64,
    /// The unit written in the cell, or nothing.
    pub unit: &'a str,
}

/// Powers of ten that an `f64` holds exactly.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Reads a number: `1234.5`, `1,234.5`, `1 234.5`, `１２３４`, `(1,234)` for a negative one, `¥1,234.50`,
/// `10 kV`, and with `decimal_comma` also `1.234,5`.
///
/// # Errors
/// [`Reason::NotANumber`].
///
/// ```
/// use busbar::exchange::value::number;
/// assert_eq!(number("1,234.5 kWh", false).map(|n| (n.value, n.unit)), Ok((1234.5, "kWh")));
/// assert!(number("1,23", false).is_err());
/// assert_eq!(number("1,23", true).map(|n| n.value), Ok(1.23));
/// ```
pub fn number(cell: &str, decimal_comma: bool) -> Result<Number<'_>, Reason> {
    if let Some(value) = plain_number(cell.as_bytes(), decimal_comma) {
        return Ok(Number { value, unit: "" });
    }
    number_as_people_write(cell, decimal_comma).ok_or(Reason::NotANumber)
}

/// The way of nearly every cell: digits and at most one point. Exact, because both the digits and the
/// power of ten are whole numbers that an `f64` holds (Clinger 1990).
fn plain_number(bytes: &[u8], decimal_comma: bool) -> Option<f64> {
    let (negative, digits) = match bytes {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, bytes),
    };
    let (mut whole, mut decimals, mut pointed) = (0_u64, 0, false);
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                whole = whole * 10 + u64::from(byte - b'0');
                decimals += usize::from(pointed);
            }
            b'.' if !pointed && !decimal_comma => pointed = true,
            _ => return None,
        }
    }
    if digits.len() == usize::from(pointed) || whole > 1 << 53 {
        return None;
    }
    let value = whole as f64 / POWERS_OF_TEN[decimals];
    Some(if negative { -value } else { value })
}

fn number_as_people_write(cell: &str, decimal_comma: bool) -> Option<Number<'_>> {
    let mut cell = cell
        .trim()
        .trim_start_matches(['¥', '￥', '$', '\''])
        .trim();
    let mut negative = false;
    if let Some(inner) = cell
        .strip_prefix(['(', '（'])
        .and_then(|rest| rest.strip_suffix([')', '）']))
    {
        negative = true;
        cell = inner.trim();
    }
    let is_numeric = |c: char| {
        c.is_ascii_digit()
            || ('０'..='９').contains(&c)
            || matches!(
                c,
                '.' | ','
                    | '，'
                    | '．'
                    | '-'
                    | '－'
                    | '+'
                    | '\''
                    | '’'
                    | ' '
                    | '\u{a0}'
                    | '\u{202f}'
            )
    };
    let mut end = cell
        .char_indices()
        .find(|(_, c)| !is_numeric(*c))
        .map_or(cell.len(), |(at, _)| at);
    // An exponent, as spreadsheets write it: 1.2E+05.
    let rest = &cell[end..];
    if let Some(power) = rest.strip_prefix(['e', 'E']) {
        let digits = power.trim_start_matches(['+', '-']);
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        if length > 0 {
            end += 1 + (power.len() - digits.len()) + length;
        }
    }
    let (written, unit) = cell.split_at(end);
    let ascii: String = written
        .chars()
        .filter(|c| !matches!(c, '\'' | '’' | ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            '，' => ',',
            '．' => '.',
            '－' => '-',
            other => other,
        })
        .collect();
    let value: f64 = without_groups(&ascii, decimal_comma)?.parse().ok()?;
    value.is_finite().then_some(Number {
        value: if negative { -value } else { value },
        unit: unit.trim(),
    })
}

/// The number with a point before its decimals and nothing between its thousands; `None` when the
/// groups are not of three.
fn without_groups(number: &str, decimal_comma: bool) -> Option<Cow<'_, str>> {
    let digits_after = |at: usize| number[at + 1..].len();
    let decimal = match (number.rfind('.'), number.rfind(',')) {
        (None, None) => return Some(number.into()),
        (Some(point), Some(comma)) => Some(point.max(comma)),
        (Some(point), None) if number.matches('.').count() == 1 => {
            let groups = decimal_comma && digits_after(point) == 3 && point <= 3;
            (!groups).then_some(point)
        }
        (None, Some(comma)) if decimal_comma && number.matches(',').count() == 1 => Some(comma),
        _ => None,
    };
    let (whole, decimals) = match decimal {
        Some(at) => (&number[..at], Some(&number[at + 1..])),
        None => (number, None),
    };
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let mut joined = first.to_owned();
    let length = first.trim_start_matches(['-', '+']).len();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&length) {
            return None;
        }
        joined.push_str(group);
    }
    if let Some(decimals) = decimals {
        joined.push('.');
        joined.push_str(decimals);
    }
    Some(joined.into())
}

/// Reads a month: `2026-03`, `202603`, `2026/3`, `2026年3月`, or a day of it.
///
/// # Errors
/// [`Reason::ImpossibleMonth`].
pub fn month(cell: &str) -> Result<Month, Reason> {
    let digit = |byte: u8| i32::from(byte.wrapping_sub(b'0'));
    let read = match *cell.as_bytes() {
        [a, b, c, d, b'-' | b'/' | b'.', e, f] | [a, b, c, d, e, f]
            if [a, b, c, d, e, f].iter().all(u8::is_ascii_digit) =>
        {
            let year = ((digit(a) * 10 + digit(b)) * 10 + digit(c)) * 10 + digit(d);
            Month::new(year, digit(e) * 10 + digit(f)).ok()
        }
        _ => {
            let cell = unmarked(cell);
            cell.parse().ok().or_else(|| date(cell).ok().map(Month::of))
        }
    };
    read.ok_or(Reason::ImpossibleMonth)
}

/// Reads a day: `2026-03-31`, `2026/3/31`, `2026.3.31`, `20260331`, `2026年3月31日`, with or without a
/// time behind it. Day-first and month-first forms are refused, as they cannot be told apart.
///
/// # Errors
/// [`Reason::ImpossibleDate`].
pub fn date(cell: &str) -> Result<Date, Reason> {
    let cell = unmarked(cell);
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = if day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit()) {
        vec![&day[..4], &day[4..6], &day[6..]]
    } else {
        day.trim_end_matches('日')
            .split(['-', '/', '.', '年', '月'])
            .collect()
    };
    let read = || match parts[..] {
        [year, month, day] if year.len() == 4 => {
            let year: i16 = year.parse().ok()?;
            let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            (1900..2200).contains(&year).then_some(date)
        }
        _ => None,
    };
    read().ok_or(Reason::ImpossibleDate)
}

/// Whether a cell of numbers, days or choices says that nothing is known: empty, or one of the marks
/// that exports put there.
pub fn is_absent(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty()
        || (cell.len() <= 4
            && matches!(
                cell.to_ascii_lowercase().as_str(),
                "-" | "--" | "/" | "—" | "null" | "n/a" | "na" | "nan"
            ))
}

/// Whether a cell says yes or no: `1`, `true`, `yes`, `y`, 是, or `0`, `false`, `no`, `n`, 否.
pub fn yes_or_no(cell: &str) -> Option<bool> {
    match unmarked(cell).to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "是" => Some(true),
        "0" | "false" | "no" | "n" | "否" => Some(false),
        _ => None,
    }
}

/// A cell without the marks that spreadsheets put around numbers to keep them text: `="0012"`,
/// `'0012`, a tab, spaces.
pub fn unmarked(cell: &str) -> &str {
    let cell = cell.trim();
    let inner = cell
        .strip_prefix("=\"")
        .and_then(|rest| rest.strip_suffix('"'))
        .unwrap_or(cell);
    inner.strip_prefix('\'').unwrap_or(inner).trim()
}

/// Free text as it was before an export protected it: an apostrophe before what would be a formula
/// goes.
pub fn free_text(cell: &str) -> &str {
    let cell = cell.trim();
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_SIGNS) => rest,
        _ => cell,
    }
}

/// Reads a voltage level, kV: `10`, `10kV`, `交流10kV`, `AC 35 kV`, `380V`. What is below 1 kV is the
/// low-voltage level, 0.4 kV.
///
/// # Errors
/// [`Reason::NotANumber`]; [`Reason::OutOfRange`] for what is no voltage of supply.
pub fn voltage_kv(cell: &str, factor: f64, decimal_comma: bool) -> Result<f64, Reason> {
    use super::unit::{Dimension, Unit};
    let text = cell.trim();
    if text.contains("低压") {
        return Ok(0.4);
    }
    let bare = text
        .trim_start_matches("交流")
        .trim_start_matches("直流")
        .trim_start_matches(['A', 'C', 'a', 'c', ' ']);
    let number = number(bare, decimal_comma)?;
    let factor = match number.unit {
        "" => factor,
        unit => {
            Unit::named(Dimension::Voltage, unit)
                .ok_or(Reason::NotANumber)?
                .factor
        }
    };
    match number.value * factor {
        kv if kv > 0.0 && kv < 1.0 => Ok(0.4),
        kv if (1.0..=1_100.0).contains(&kv) => Ok(kv),
        _ => Err(Reason::OutOfRange),
    }
}

/// Reads the grade of an important customer.
///
/// # Errors
/// [`Reason::UnknownChoice`].
pub fn importance(cell: &str) -> Result<Importance, Reason> {
    Ok(match cell.trim().to_lowercase().as_str() {
        "特级" | "特级重要" | "special" => Importance::Special,
        "一级" | "1级" | "一级重要" | "first" | "1" => Importance::First,
        "二级" | "2级" | "二级重要" | "second" | "2" => Importance::Second,
        "临时" | "临时性" | "临时重要" | "temporary" => Importance::Temporary,
        "无" | "普通" | "一般" | "非重要" | "否" | "none" | "no" => Importance::None,
        _ => return Err(Reason::UnknownChoice),
    })
}

/// Reads how a customer is supplied.
///
/// # Errors
/// [`Reason::UnknownChoice`].
pub fn source_kind(cell: &str) -> Result<SourceKind, Reason> {
    let plain: String = cell
        .chars()
        .filter(|c| !matches!(c, ' ' | '_' | '-'))
        .flat_map(char::to_lowercase)
        .collect();
    Ok(match plain.as_str() {
        "单电源" | "单电源单回路" | "单回路" | "single" => SourceKind::Single,
        "单电源双回路" | "singlesourcedualcircuit" => SourceKind::SingleSourceDualCircuit,
        "同一变电站双回路" | "双回路" | "双回路供电" | "dualcircuitsamestation" => {
            SourceKind::DualCircuitSameStation
        }
        "双电源" | "多电源" | "双电源双回路" | "dualsource" | "dual" => {
            SourceKind::DualSource
        }
        _ => return Err(Reason::UnknownChoice),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("0", false, Some((0.0, ""))),
            ("334334.7", false, Some((334_334.7, ""))),
            ("-12.50", false, Some((-12.5, ""))),
            (" 1,234,567.89 ", false, Some((1_234_567.89, ""))),
            ("1 234 567", false, Some((1_234_567.0, ""))),
            ("１，２３４．５", false, Some((1234.5, ""))),
            ("(1,234)", false, Some((-1234.0, ""))),
            ("¥1,234.50", false, Some((1234.5, ""))),
            ("1.2E+05", false, Some((120_000.0, ""))),
            ("10 kV", false, Some((10.0, "kV"))),
            ("1.5万千瓦时", false, Some((1.5, "万千瓦时"))),
            ("1.234,5", true, Some((1234.5, ""))),
            ("1.234", true, Some((1234.0, ""))),
            ("1234.56", true, Some((1234.56, ""))),
            ("12,5", true, Some((12.5, ""))),
            ("12,5", false, None),
            ("1,23,456", false, None),
            ("", false, None),
            (".", false, None),
            ("-", false, None),
            ("n/a", false, None),
            ("NaN", false, None),
            ("1e999", false, None),
            ("--", false, None),
            ("2026-03", false, None),
        ];
        for (text, comma, expected) in cases {
            let read = number(text, comma).ok().map(|n| (n.value, n.unit));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn months_and_days() {
        for text in [
            "2026-03",
            "202603",
            "2026/3",
            "2026年3月",
            "2026-03-31",
            "=\"202603\"",
            "20260301",
        ] {
            assert_eq!(
                month(text).map(|m| m.to_string()),
                Ok("2026-03".into()),
                "{text}"
            );
        }
        for text in [
            "2026-13",
            "2026-00",
            "202613",
            "",
            "三月",
            "2026-02-30",
            "0001-01",
        ] {
            assert_eq!(month(text), Err(Reason::ImpossibleMonth), "{text}");
        }
        for text in [
            "2026-03-31",
            "2026/3/31",
            "20260331",
            "2026年3月31日",
            "2026-03-31 08:00",
            "2026-03-31T00:00:00",
        ] {
            assert_eq!(date(text), Ok(day(2026, 3, 31)), "{text}");
        }
        for text in [
            "31/03/2026",
            "2026-02-29",
            "2026-3",
            "26-03-31",
            "1026-03-31",
        ] {
            assert_eq!(date(text), Err(Reason::ImpossibleDate), "{text}");
        }
    }

    #[test]
    fn voltages_and_choices() {
        let cases = [
            ("10", 10.0),
            ("交流10kV", 10.0),
            ("AC 35 kV", 35.0),
            ("110千伏", 110.0),
            ("380V", 0.4),
            ("0.38", 0.4),
            ("低压", 0.4),
        ];
        for (text, kv) in cases {
            assert_eq!(voltage_kv(text, 1.0, false), Ok(kv), "{text}");
        }
        assert_eq!(voltage_kv("10000", 1.0, false), Err(Reason::OutOfRange));
        assert_eq!(importance("一级"), Ok(Importance::First));
        assert_eq!(source_kind("Dual source"), Ok(SourceKind::DualSource));
        assert_eq!(importance("零级"), Err(Reason::UnknownChoice));
    }

    proptest! {
        #[test]
        fn every_number_reads_back(value in -1e15_f64..1e15) {
            prop_assert_eq!(number(&value.to_string(), false).map(|n| n.value), Ok(value));
        }

        #[test]
        fn plain_decimals_read_as_the_library_reads_them(text in "-?[0-9]{1,9}(\\.[0-9]{1,6})?") {
            let value: f64 = text.parse().unwrap();
            prop_assert_eq!(number(&text, false).map(|n| n.value), Ok(value));
        }

        #[test]
        fn no_cell_panics(cell in "\\PC{0,20}") {
            let _ = (number(&cell, false), number(&cell, true), month(&cell), date(&cell));
            let _ = (voltage_kv(&cell, 1.0, false), importance(&cell), source_kind(&cell));
        }
    }
}
