//! Parsing of cells as values: numbers, texts and choices in the forms that people and programs write. Unit and
//! decimal separator are decided by the column; here only the cell's own unit is split off. Months and days are
//! in `day`, account numbers in `key`.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

pub use super::{
    absent::{is_absent, is_absent_number},
    key::{check_key, key, unmarked},
};
use super::{export::FORMULA_SIGNS, problem::Reason};
pub use crate::domain::account_number::plain;
use crate::domain::{
    Importance, SourceKind,
    account_number::{half_width, is_unseen},
    rule::VOLTAGES_KV,
};

/// A number with its unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Number<'a> {
    /// Value.
    pub value: f64,
    /// Unit in the cell, or empty.
    pub unit: &'a str,
    /// `true` if its only group separator is one typed space: 630 800 may be two numbers.
    pub is_spaced: bool,
}

/// Decimal separator; the other one separates thousands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Decimal {
    /// 1,234.56.
    #[default]
    Point,
    /// 1.234,56.
    Comma,
}

/// Evidence of the decimal separator in a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// None.
    None,
    /// This is the decimal separator.
    Decimal(Decimal),
    /// One separator followed by three digits: either this decimal separator, or a thousands separator.
    Open(Decimal),
}

/// Powers of ten that are exact in `f64`.
const POWERS_OF_TEN: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
];

/// Parses a number: `1234.5`, `1,234.5`, `1 234.5`, `１２３４`, `(1,234)` and `1,234-` for a negative one,
/// `¥1,234.50`, `10 kV`, and with [`Decimal::Comma`] `1.234,5`. Thousands separators must be between groups of
/// three digits.
///
/// # Errors
/// [`Reason::NotANumber`].
///
/// ```
/// use busbar_core::exchange::value::{Decimal, number};
/// let read = number("1,234.5 kWh", Decimal::Point).map(|n| (n.value, n.unit));
/// assert_eq!(read, Ok((1234.5, "kWh")));
/// assert!(number("1,23", Decimal::Point).is_err());
/// assert_eq!(number("1,23", Decimal::Comma).map(|n| n.value), Ok(1.23));
/// ```
pub fn number(cell: &str, decimal: Decimal) -> Result<Number<'_>, Reason> {
    if let Some(value) = plain_number(cell.as_bytes(), decimal) {
        return Ok(Number { value, unit: "", is_spaced: false });
    }
    let read = || {
        let written = Written::read(cell)?;
        let mut digits = without_groups(&written.digits, decimal)?;
        if let Some(power) = written.power {
            digits.push('e');
            digits.push_str(&power);
        }
        let value: f64 = digits.parse().ok()?;
        value.is_finite().then_some(Number {
            value: if written.is_negative { -value } else { value },
            unit: written.unit,
            is_spaced: written.digits.matches(' ').count() == 1
                && !written.digits.contains(['.', ',', HARD_SPACE, '\'']),
        })
    };
    read().ok_or(Reason::NotANumber)
}

/// Returns the evidence that a cell gives of its column's decimal separator, if it is a number.
pub fn sign(cell: &str) -> Sign {
    if !cell.contains(['.', ',', '，', '．']) {
        return Sign::None;
    }
    let Some(Written { digits, power, .. }) = Written::read(cell) else {
        return Sign::None;
    };
    let count = |sign: char| digits.matches(sign).count();
    let of = |sign: char, decimal: Decimal, other: Decimal| {
        let (before, after) = digits.rsplit_once(sign).unwrap_or_default();
        if count(sign) > 1 {
            let is_grouped = without_groups(&digits, other).is_some();
            return if is_grouped { Sign::Decimal(other) } else { Sign::None };
        }
        let is_grouped = before.contains([' ', HARD_SPACE, '\'']);
        let is_open = power.is_none()
            && !is_grouped
            && after.len() == 3
            && (1..=3).contains(&before.len())
            && !before.starts_with('0');
        if is_open { Sign::Open(decimal) } else { Sign::Decimal(decimal) }
    };
    match (count('.'), count(',')) {
        (0, 0) => Sign::None,
        (_, 0) => of('.', Decimal::Point, Decimal::Comma),
        (0, _) => of(',', Decimal::Comma, Decimal::Point),
        (_, _) if digits.rfind('.') > digits.rfind(',') => Sign::Decimal(Decimal::Point),
        (_, _) => Sign::Decimal(Decimal::Comma),
    }
}

/// Returns `true` if a cell shows that spaces separate its thousands: it has several, or decimals follow.
pub fn has_spaces_for_groups(cell: &str) -> bool {
    let spaces = |digits: &str| digits.matches([' ', HARD_SPACE]).count();
    Written::read(cell).is_some_and(|written| {
        let digits = &written.digits;
        let is_sure = spaces(digits) > 1 || spaces(digits) == 1 && digits.contains(['.', ',']);
        let is_number = |decimal| without_groups(digits, decimal).is_some();
        is_sure && (is_number(Decimal::Point) || is_number(Decimal::Comma))
    })
}

/// Fast path for almost every cell: digits and at most one point. Exact, because the digits and the power of ten
/// are both integers that `f64` holds exactly (Clinger 1990).
fn plain_number(bytes: &[u8], decimal: Decimal) -> Option<f64> {
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
            b'.' if !pointed && decimal == Decimal::Point => pointed = true,
            _ => return None,
        }
    }
    if digits.len() == usize::from(pointed) || whole > 1 << 53 {
        return None;
    }
    let value = whole as f64 / POWERS_OF_TEN[decimals];
    Some(if negative { -value } else { value })
}

/// Stands for the spaces that programs write between thousands, which people can hardly type.
const HARD_SPACE: char = '_';

/// A parsed number in its written form.
struct Written<'a> {
    is_negative: bool,
    /// In half width: digits, points, commas, `'`, spaces.
    digits: String,
    power: Option<String>,
    unit: &'a str,
}

impl<'a> Written<'a> {
    fn read(cell: &'a str) -> Option<Self> {
        let trim = |text: &'a str| text.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
        let mut unit = "";
        let mut text = trim(cell).trim_start_matches('\'');
        text = without_currency(text, &mut unit);
        let mut is_negative = false;
        let mut is_signed = false;
        let begins = |text: &str, signs: &[char]| {
            let first = text.chars().next()?;
            signs.contains(&half_width(first)).then_some(first.len_utf8())
        };
        if let Some(length) = begins(text, &['-', '+']) {
            is_signed = true;
            is_negative = half_width(text.chars().next()?) == '-';
            text = without_currency(trim(&text[length..]), &mut unit);
        }
        let parenthesis = begins(text, &['(']);
        if let Some(length) = parenthesis {
            if is_signed {
                return None;
            }
            is_negative = true;
            text = without_currency(trim(&text[length..]), &mut unit);
        }
        let mut digits = String::with_capacity(text.len());
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            match half_width(c) {
                c @ ('0'..='9' | '.' | ',') => digits.push(c),
                '\'' | '’' | '´' => digits.push('\''),
                '\u{a0}' | '\u{2007}' | '\u{2009}' | '\u{202f}' => digits.push(HARD_SPACE),
                ' ' => digits.push(' '),
                c if is_unseen(c) => {}
                _ => {
                    end = at;
                    break;
                }
            }
        }
        digits.truncate(digits.trim_end_matches([' ', HARD_SPACE]).len());
        if !digits.contains(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mut rest = &text[end..];
        // An exponent as spreadsheets write it: 1.2E+05.
        let mut power = None;
        if let Some(after) = rest.strip_prefix(['e', 'E']) {
            let number = after.trim_start_matches(['+', '-']);
            let length = number.bytes().take_while(u8::is_ascii_digit).count();
            if length > 0 && after.len() - number.len() <= 1 {
                let length = after.len() - number.len() + length;
                power = Some(after[..length].to_owned());
                rest = &after[length..];
            }
        }
        rest = trim(rest);
        if parenthesis.is_some() {
            rest = trim(&rest[begins(rest, &[')'])?..]);
        } else if let Some(length) = begins(rest, &['-'])
            && !is_signed
        {
            // A trailing minus, as in ledgers.
            is_negative = true;
            rest = trim(&rest[length..]);
        }
        if rest.contains(|c: char| c.is_numeric() || matches!(c, '-' | '+' | ',' | ';' | ':')) {
            return None;
        }
        Some(Self { is_negative, digits, power, unit: if unit.is_empty() { rest } else { unit } })
    }
}

/// Removes the symbol or name of a currency. A currency other than the yuan becomes the unit.
fn without_currency<'a>(text: &'a str, unit: &mut &'a str) -> &'a str {
    const SIGNS: [&str; 20] = [
        "¥",
        "￥",
        "人民币",
        "RMB",
        "CNY",
        "US$",
        "HK$",
        "NT$",
        "USD",
        "HKD",
        "EUR",
        "GBP",
        "JPY",
        "TWD",
        "MOP",
        "$",
        "＄",
        "€",
        "£",
        "￡",
    ];
    const OURS: usize = 5;
    let found = SIGNS.iter().position(|sign| {
        let head = text.get(..sign.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(sign))
    });
    match found {
        Some(place) => {
            let (sign, rest) = text.split_at(SIGNS[place].len());
            if place >= OURS {
                *unit = sign;
            }
            rest.trim_start()
        }
        None => text,
    }
}

/// Returns the number with a decimal point and without group separators; `None` if the groups are not of three
/// digits, or use different separators.
fn without_groups(digits: &str, decimal: Decimal) -> Option<String> {
    let (decimal_sign, group_sign) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let (mut whole, mut decimals) = match digits.split_once(decimal_sign) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (digits, None),
    };
    // Some who otherwise write commas use a point where it is unambiguous: 1234.56.
    if decimal == Decimal::Comma
        && decimals.is_none()
        && let Some((before, after)) = whole.split_once('.')
        && !after.contains('.')
        && (after.len() != 3 || before.len() > 3)
    {
        (whole, decimals) = (before, Some(after));
    }
    if decimals.is_some_and(|decimals| !decimals.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let is_sign = |c: char| c == group_sign || matches!(c, ' ' | HARD_SPACE | '\'');
    let mut signs = whole.chars().filter(|c| is_sign(*c));
    let first = signs.next();
    if signs.any(|sign| Some(sign) != first) {
        return None;
    }
    let mut joined = String::with_capacity(digits.len());
    for (place, group) in whole.split(is_sign).enumerate() {
        let is_group = match (place, first) {
            (_, None) => true,
            (0, Some(_)) => (1..=3).contains(&group.len()),
            (_, Some(_)) => group.len() == 3,
        };
        if !is_group || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        joined.push_str(group);
    }
    if let Some(decimals) = decimals {
        joined.push('.');
        joined.push_str(decimals);
    }
    Some(joined)
}

/// Parses yes or no: `1`, `true`, `yes`, `y`, 是, or `0`, `false`, `no`, `n`, 否.
pub fn yes_or_no(cell: &str) -> Option<bool> {
    match unmarked(cell).to_lowercase().as_str() {
        "1" | "true" | "yes" | "y" | "是" => Some(true),
        "0" | "false" | "no" | "n" | "否" => Some(false),
        _ => None,
    }
}

/// Restores free text protected by an export: removes an apostrophe before a formula, and invisible characters.
pub fn free_text(cell: &str) -> Cow<'_, str> {
    let is_noise = |c: char| is_unseen(c) && !matches!(c, '\n' | '\t' | '\u{200d}' | '\u{fe0f}');
    let text = cell.trim_matches(|c: char| c.is_whitespace() || is_unseen(c));
    let text = match text.strip_prefix('\'') {
        Some(rest) if rest.starts_with(FORMULA_SIGNS) => rest,
        _ => text,
    };
    if text.contains(is_noise) {
        text.replace("\r\n", "\n").replace(is_noise, "").into()
    } else {
        text.into()
    }
}

/// Voltages of railways, generators and direct current, kV, which are not voltages of public supply.
const OTHER_VOLTAGES: [f64; 12] =
    [6.3, 10.5, 13.8, 15.75, 18.0, 25.0, 27.5, 55.0, 400.0, 660.0, 800.0, 1100.0];

/// Returns `true` if this is a usual supply voltage.
pub fn is_usual_voltage(kv: f64) -> bool {
    VOLTAGES_KV.contains(&kv) || OTHER_VOLTAGES.contains(&kv)
}

/// Reads a voltage level, kV: `10`, `10kV`, `交流10kV`, `AC 35 kV`, `380V`. A value below 1 kV is the low-voltage
/// level, 0.4 kV. Codes of billing systems (`AC00102`) are rejected.
///
/// # Errors
/// [`Reason::NotANumber`]; [`Reason::OutOfRange`] for a value that is not a supply voltage.
pub fn voltage_kv(cell: &str, factor: f64, decimal: Decimal) -> Result<f64, Reason> {
    use super::unit::{Unit, UnitKind};
    let text = plain(cell);
    if text.contains("低压") {
        return Ok(0.4);
    }
    let bare = text.trim_start_matches("交流").trim_start_matches("直流").trim_start();
    let letters = bare
        .get(..2)
        .filter(|letters| letters.eq_ignore_ascii_case("ac") || letters.eq_ignore_ascii_case("dc"));
    let bare = letters.map_or(bare, |_| bare[2..].trim_start());
    let is_code =
        bare.as_bytes().get(..2).is_some_and(|head| head[0] == b'0' && head[1].is_ascii_digit());
    let number = number(bare, decimal)?;
    if is_code || letters.is_some() && number.unit.is_empty() || number.is_spaced {
        return Err(Reason::NotANumber);
    }
    let factor = match number.unit {
        "" => factor,
        unit => Unit::named(UnitKind::Voltage, unit).ok_or(Reason::NotANumber)?.factor,
    };
    match number.value * factor {
        kv if kv > 0.0 && kv < 1.0 => Ok(0.4),
        kv if (1.0..=1_100.0).contains(&kv) => Ok(kv),
        _ => Err(Reason::OutOfRange),
    }
}

/// Parses the grade of an important customer.
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

/// Parses the configuration of the supply.
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
    use proptest::prelude::*;

    use super::*;
    use Decimal::{Comma, Point};

    #[test]
    fn numbers_as_people_write_them() {
        let cases = [
            ("0", Point, Some((0.0, ""))),
            ("334334.7", Point, Some((334_334.7, ""))),
            ("-12.50", Point, Some((-12.5, ""))),
            (" 1,234,567.89 ", Point, Some((1_234_567.89, ""))),
            ("1 234 567", Point, Some((1_234_567.0, ""))),
            ("1\u{202f}234", Point, Some((1234.0, ""))),
            ("1'234.5", Point, Some((1234.5, ""))),
            ("１，２３４．５", Point, Some((1234.5, ""))),
            ("４１２０００", Point, Some((412_000.0, ""))),
            ("412\u{200b}000", Point, Some((412_000.0, ""))),
            ("(1,234)", Point, Some((-1234.0, ""))),
            ("（1,234.50）", Point, Some((-1234.5, ""))),
            ("(1,234.50)元", Point, Some((-1234.5, "元"))),
            ("1,234.50-", Point, Some((-1234.5, ""))),
            ("1234－", Point, Some((-1234.0, ""))),
            ("−5", Point, Some((-5.0, ""))),
            ("+5", Point, Some((5.0, ""))),
            ("¥1,234.50", Point, Some((1234.5, ""))),
            ("￥1,234.50元", Point, Some((1234.5, "元"))),
            ("-¥40", Point, Some((-40.0, ""))),
            ("CNY 40", Point, Some((40.0, ""))),
            ("$1,234.50", Point, Some((1234.5, "$"))),
            ("US$ 12", Point, Some((12.0, "US$"))),
            ("12 USD", Point, Some((12.0, "USD"))),
            ("1.2E+05", Point, Some((120_000.0, ""))),
            ("10 kV", Point, Some((10.0, "kV"))),
            ("412,000 kWh", Point, Some((412_000.0, "kWh"))),
            ("1.5万千瓦时", Point, Some((1.5, "万千瓦时"))),
            ("412.345", Point, Some((412.345, ""))),
            ("1.234,5", Comma, Some((1234.5, ""))),
            ("1.234", Comma, Some((1234.0, ""))),
            ("1 234,56", Comma, Some((1234.56, ""))),
            ("1234.56", Comma, Some((1234.56, ""))),
            ("12,5", Comma, Some((12.5, ""))),
            ("12,5", Point, None),
            ("1,23,456", Point, None),
            ("1.234,5", Point, None),
            ("100 50", Point, None),
            ("1 00", Point, None),
            ("1 234,567 8", Point, None),
            ("", Point, None),
            (".", Point, None),
            ("-", Point, None),
            ("(-5)", Point, None),
            ("(5", Point, None),
            ("n/a", Point, None),
            ("NaN", Point, None),
            ("1e999", Point, None),
            ("--", Point, None),
            ("2026-03", Point, None),
            ("630+800", Point, None),
            ("630/800", Point, Some((630.0, "/800"))),
        ];
        for (text, decimal, expected) in cases {
            let read = number(text, decimal).ok().map(|n| (n.value, n.unit));
            let expected = expected.filter(|(_, unit)| !unit.starts_with('/'));
            assert_eq!(read, expected, "{text}");
        }
        assert!(number("630 800", Point).unwrap().is_spaced);
        assert!(!number("1 234 567", Point).unwrap().is_spaced);
        assert!(has_spaces_for_groups("1 234 567") && has_spaces_for_groups("12 345,6"));
        assert!(!has_spaces_for_groups("630 800") && !has_spaces_for_groups("100 50 20"));
    }

    #[test]
    fn signs_tell_what_they_can() {
        for (text, expected) in [
            ("412000", Sign::None),
            ("待补", Sign::None),
            ("412.5", Sign::Decimal(Point)),
            ("0.412", Sign::Decimal(Point)),
            ("4123.456", Sign::Decimal(Point)),
            ("1,234.567", Sign::Decimal(Point)),
            ("1,234,567", Sign::Decimal(Point)),
            ("1 234.567", Sign::Decimal(Point)),
            ("412,5", Sign::Decimal(Comma)),
            ("0,412", Sign::Decimal(Comma)),
            ("1.234,567", Sign::Decimal(Comma)),
            ("1.234.567", Sign::Decimal(Comma)),
            ("412.345", Sign::Open(Point)),
            ("412,345", Sign::Open(Comma)),
            ("1,23,456", Sign::None),
        ] {
            assert_eq!(sign(text), expected, "{text}");
        }
    }

    #[test]
    fn nothing_is_said_in_many_ways() {
        for cell in [
            "", " ", "-", "--", "—", "——", "/", "\\", "null", "N/A", "NaN", "\u{200b}", "空", "***",
        ] {
            assert!(is_absent(cell), "{cell:?}");
        }
        for cell in ["0", "-5", "无", "一级", "x", "1/2"] {
            assert!(!is_absent(cell), "{cell:?}");
        }
        assert!(is_absent_number("无") && is_absent_number("暂无") && !is_absent_number("免"));
    }

    #[test]
    fn texts_lose_what_nobody_sees() {
        for (cell, expected) in [
            ("'=甲", "=甲"),
            ("\u{feff}样例\u{200b}有限\u{ad}公司\u{1a}", "样例有限公司"),
            ("一行\n两行", "一行\n两行"),
            ("'甲", "'甲"),
        ] {
            assert_eq!(free_text(cell), expected);
        }
    }

    #[test]
    fn voltages_and_choices() {
        let cases = [
            ("10", 10.0),
            ("10KV", 10.0),
            ("交流10kV", 10.0),
            ("AC 35 kV", 35.0),
            ("ＡＣ１０ｋＶ", 10.0),
            ("110千伏", 110.0),
            ("380V", 0.4),
            ("0.38", 0.4),
            ("低压", 0.4),
        ];
        for (text, kv) in cases {
            assert_eq!(voltage_kv(text, 1.0, Point), Ok(kv), "{text}");
        }
        for code in ["AC00102", "AC10", "00102", "10 20", "10kV/0.4kV"] {
            assert_eq!(voltage_kv(code, 1.0, Point), Err(Reason::NotANumber), "{code}");
        }
        assert_eq!(voltage_kv("10000", 1.0, Point), Err(Reason::OutOfRange));
        assert!(is_usual_voltage(35.0) && !is_usual_voltage(36.0));
        assert_eq!(importance("一级"), Ok(Importance::First));
        assert_eq!(source_kind("Dual source"), Ok(SourceKind::DualSource));
        assert_eq!(importance("零级"), Err(Reason::UnknownChoice));
    }

    proptest! {
        #[test]
        fn every_number_reads_back(value in -1e15_f64..1e15) {
            prop_assert_eq!(number(&value.to_string(), Point).map(|n| n.value), Ok(value));
        }

        #[test]
        fn plain_decimals_read_as_the_library_reads_them(text in "-?[0-9]{1,9}(\\.[0-9]{1,6})?") {
            let value: f64 = text.parse().unwrap();
            prop_assert_eq!(number(&text, Point).map(|n| n.value), Ok(value));
        }

        #[test]
        fn groups_read_back_in_both_ways(value in 0_u64..10_000_000_000, cents in 0_u64..100) {
            let digits = value.to_string();
            let groups = |sign: char| {
                let mut grouped = String::new();
                for (place, digit) in digits.chars().enumerate() {
                    if place > 0 && (digits.len() - place).is_multiple_of(3) {
                        grouped.push(sign);
                    }
                    grouped.push(digit);
                }
                grouped
            };
            let expected: f64 = format!("{value}.{cents:02}").parse().unwrap();
            for (text, decimal) in [
                (format!("{}.{cents:02}", groups(',')), Point),
                (format!("{},{cents:02}", groups('.')), Comma),
                (format!("{},{cents:02}", groups(' ')), Comma),
            ] {
                prop_assert_eq!(number(&text, decimal).map(|n| n.value), Ok(expected), "{}", text);
                prop_assert!(!matches!(sign(&text), Sign::Decimal(other) if other != decimal));
            }
        }

        #[test]
        fn no_cell_panics(cell in "[-+()$¥0-9.,' kWhEe\u{200b}]{0,12}|\\PC{0,20}") {
            for decimal in [Point, Comma] {
                let _ = (number(&cell, decimal), voltage_kv(&cell, 1.0, decimal), sign(&cell));
            }
            let _ = (importance(&cell), source_kind(&cell), free_text(&cell));
            let _ = (is_absent(&cell), has_spaces_for_groups(&cell));
        }
    }
}
