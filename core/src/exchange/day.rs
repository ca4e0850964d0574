//! Parsing of months and days in the forms that people and programs write. An ambiguous form is read in the style
//! of its column ([`DayStyle`]), and otherwise rejected. Detecting the style is in `style`.

use jiff::{Span, civil::Date};
use serde::{Deserialize, Serialize};

use super::{
    problem::Reason,
    value::{plain, unmarked},
};
use crate::domain::Month;

/// Order of day and month in dates such as `03/04/2026`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DayOrder {
    /// 3 April.
    DayFirst,
    /// 4 March.
    MonthFirst,
}

/// Month of `2026.1`, which is also what a spreadsheet makes of 2026.10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum OneDecimal {
    /// January.
    #[default]
    January,
    /// October: the others are written 2026.01 to 2026.09.
    October,
    /// The column does not show which.
    Unclear,
}

/// Style of the days and months of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayStyle {
    /// Order of day and month, if known.
    pub order: Option<DayOrder>,
    /// The month that `2026.1` stands for.
    pub one_decimal: OneDecimal,
    /// The year for months written without one.
    pub year: Option<i32>,
}

/// Parses a month: `2026-03`, `202603`, `2026/3`, `2026年3月`, `03/2026`, `Mar-26`, 二〇二六年三月, the serial number of a
/// day in a spreadsheet, or a day.
///
/// # Errors
/// [`Reason::ImpossibleMonth`].
pub fn month(cell: &str) -> Result<Month, Reason> {
    month_as(cell, DayStyle::default())
}

/// Parses a month in the style of its column.
///
/// # Errors
/// [`Reason::ImpossibleMonth`]; [`Reason::UnclearMonth`] for an ambiguous month; [`Reason::MissingYear`].
pub fn month_as(cell: &str, style: DayStyle) -> Result<Month, Reason> {
    let digit = |byte: u8| i32::from(byte.wrapping_sub(b'0'));
    if let [a, b, c, d, b'-' | b'/' | b'.', e, f] | [a, b, c, d, e, f] = *cell.as_bytes()
        && [a, b, c, d, e, f].iter().all(u8::is_ascii_digit)
    {
        let year = ((digit(a) * 10 + digit(b)) * 10 + digit(c)) * 10 + digit(d);
        let month = digit(e) * 10 + digit(f);
        return Month::new(year, month).map_err(|_| Reason::ImpossibleMonth);
    }
    let text = plain(unmarked(cell));
    let read = Parts::read(&text, style).ok_or(Reason::ImpossibleMonth)?;
    match read {
        Read::Day(date) => Ok(Month::of(date)),
        Read::Month(year, month) => Month::new(year, month).map_err(|_| Reason::ImpossibleMonth),
        Read::NoYear(_) if style.year.is_none() => Err(Reason::MissingYear),
        Read::NoYear(month) => {
            Month::new(style.year.unwrap_or_default(), month).map_err(|_| Reason::ImpossibleMonth)
        }
        Read::Unclear if text.contains('.') => Err(Reason::UnclearMonth),
        Read::Unclear => Err(Reason::ImpossibleMonth),
    }
}

/// Returns the month of a text without a year: `3月`, 三月, `Mar`.
pub fn month_of_year(text: &str) -> Option<i32> {
    match Parts::read(&plain(text), DayStyle::default())? {
        Read::NoYear(month) => Some(month),
        _ => None,
    }
}

/// Parses a day: `2026-03-31`, `2026/3/31`, `2026.3.31`, `20260331`, `2026年3月31日`, `31 Mar 2026`, `31/03/2026`,
/// with or without a time. A time with an offset is converted to China's time; a time less than a minute before
/// midnight counts as the next day. If day and month are ambiguous, the text is rejected.
///
/// # Errors
/// [`Reason::ImpossibleDate`].
pub fn date(cell: &str) -> Result<Date, Reason> {
    date_as(cell, DayStyle::default())
}

/// Parses a day in the style of its column.
///
/// # Errors
/// [`Reason::ImpossibleDate`].
pub fn date_as(cell: &str, style: DayStyle) -> Result<Date, Reason> {
    let text = plain(unmarked(cell));
    match Parts::read(&text, style) {
        Some(Read::Day(date)) => Ok(date),
        _ => Err(Reason::ImpossibleDate),
    }
}

/// Returns the two numbers before the year of a day written year last.
pub fn year_last(cell: &str) -> Option<(i32, i32)> {
    let text = plain(unmarked(cell));
    let (day, _) = split_time(&text);
    let parts = Parts::split(day)?;
    match parts.of[..] {
        [Part::Number(first, ..=2), Part::Number(second, ..=2), Part::Number(_, 4)] => {
            Some((first, second))
        }
        _ => None,
    }
}

/// The result of reading a text.
enum Read {
    Day(Date),
    Month(i32, i32),
    NoYear(i32),
    /// Ambiguous.
    Unclear,
}

/// A number with its count of digits, or the name of a month.
#[derive(Clone, Copy)]
enum Part {
    Number(i32, usize),
    Name(i32),
}

struct Parts {
    of: Vec<Part>,
    /// `true` if 年 or 月 marks the numbers.
    has_year_sign: bool,
    has_month_sign: bool,
    has_point: bool,
}

/// Serial day numbers of spreadsheets: 1982 to 2099.
const SERIAL_DAYS: std::ops::Range<i64> = 30_000..73_051;

impl Parts {
    fn read(text: &str, style: DayStyle) -> Option<Read> {
        if let Some(read) = digits_alone(text) {
            return read;
        }
        let (day, time) = split_time(text);
        let read = Self::split(day)?.put_together(style)?;
        match (read, time) {
            (Read::Day(date), Some(time)) => Some(Read::Day(at_time(date, time)?)),
            (read, None) => Some(read),
            _ => None,
        }
    }

    fn split(text: &str) -> Option<Self> {
        let mut parts = Self {
            of: Vec::with_capacity(3),
            has_year_sign: text.contains('年'),
            has_month_sign: text.contains('月'),
            has_point: text.contains('.'),
        };
        let text = text.trim_end_matches(['日', '号', '份']);
        for part in text.split(['-', '/', '.', '年', '月', ' ', ',', '\'', '_']) {
            if part.is_empty() {
                continue;
            }
            parts.of.push(part_of(part)?);
        }
        (1..=3).contains(&parts.of.len()).then_some(parts)
    }

    fn put_together(&self, style: DayStyle) -> Option<Read> {
        use Part::{Name, Number};
        let day = |year: i32, month: i32, day: i32| {
            let (month, day) = (i8::try_from(month).ok()?, i8::try_from(day).ok()?);
            let date = Date::new(i16::try_from(year).ok()?, month, day).ok()?;
            (1900..2200).contains(&year).then_some(Read::Day(date))
        };
        match self.of[..] {
            [Number(year, 4), Number(month, _), Number(of_month, _)] => day(year, month, of_month),
            [Number(year, 4), Name(month), Number(of_month, ..=2)]
            | [Number(of_month, ..=2), Name(month), Number(year, 4)]
            | [Name(month), Number(of_month, ..=2), Number(year, 4)] => day(year, month, of_month),
            [Number(year, 2), Number(month, _), Number(of_month, _)] if self.has_year_sign => {
                day(2000 + year, month, of_month)
            }
            [Number(of_month, ..=2), Name(month), Number(year, 2)] => {
                day(2000 + year, month, of_month)
            }
            [Number(first, ..=2), Number(second, ..=2), Number(year, 4)] => match style.order {
                Some(DayOrder::DayFirst) => day(year, second, first),
                Some(DayOrder::MonthFirst) => day(year, first, second),
                None => Some(Read::Unclear),
            },
            [Number(year, 4), Number(1, 1)] if self.has_point && !self.has_month_sign => {
                match style.one_decimal {
                    OneDecimal::January => Some(Read::Month(year, 1)),
                    OneDecimal::October => Some(Read::Month(year, 10)),
                    OneDecimal::Unclear => Some(Read::Unclear),
                }
            }
            [Number(year, 4), Number(month, ..=2)]
            | [Number(year, 4), Name(month)]
            | [Number(month, ..=2), Number(year, 4)]
            | [Name(month), Number(year, 4)] => Some(Read::Month(year, month)),
            [Name(month), Number(year, 2)] => Some(Read::Month(2000 + year, month)),
            [Number(year, 2), Number(month, ..=2)] if self.has_year_sign => {
                Some(Read::Month(2000 + year, month))
            }
            [Number(month @ 1..=12, ..=2)] if self.has_month_sign || style.year.is_some() => {
                Some(Read::NoYear(month))
            }
            [Name(month)] => Some(Read::NoYear(month)),
            _ => None,
        }
    }
}

/// Parses digits without separators: a day, a month, a day with time, or a serial number.
fn digits_alone(text: &str) -> Option<Option<Read>> {
    let whole = text.split('.').next().unwrap_or_default();
    if !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let is_plain = whole.len() == text.len();
    let number = |digits: &str| digits.parse::<i32>().unwrap_or_default();
    match whole.len() {
        8 | 12 | 14 if is_plain => {
            let (year, month, day) = (&whole[..4], &whole[4..6], &whole[6..8]);
            let parts = Parts::split(&format!("{year}-{month}-{day}"));
            Some(parts.and_then(|parts| parts.put_together(DayStyle::default())))
        }
        6 if is_plain => Some(Some(Read::Month(number(&whole[..4]), number(&whole[4..])))),
        5 => {
            let days: f64 = text.parse().ok()?;
            // A minute before midnight counts as midnight.
            let days = (days + 1.0 / 1_440.0).floor() as i64;
            let day = SERIAL_DAYS.contains(&days).then(|| {
                let span = Span::new().try_days(days).ok()?;
                jiff::civil::date(1899, 12, 30).checked_add(span).ok()
            });
            Some(day.flatten().map(Read::Day))
        }
        _ => None,
    }
}

/// Splits off the time: the part after `T`, or after the space before the first colon.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let behind_t =
        text.match_indices('T').find(|(at, _)| *at > 0 && is_digit(at - 1) && is_digit(at + 1));
    let cut = behind_t.map(|(at, _)| at).or_else(|| {
        let colon = text.find(':')?;
        // A word for morning or afternoon before the hours: 上午 8:00.
        let hours = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit());
        let before = hours.trim_end();
        let before = ["上午", "下午", "中午", "晚上", "凌晨"]
            .into_iter()
            .find_map(|word| before.strip_suffix(word))
            .unwrap_or(before);
        Some(before.trim_end().len())
    });
    match cut {
        Some(at) => {
            let (day, time) = (&text[..at], &text[at..]);
            (day.trim(), Some(time.trim_start_matches(['T', ' '])))
        }
        None => {
            // Weekdays and hours without minutes do not affect the day.
            let end = [" 星期", " 周", " 00时", "星期", "(周"]
                .into_iter()
                .find_map(|word| text.find(word));
            (end.map_or(text, |end| text[..end].trim()), None)
        }
    }
}

/// Offset of China's time from UTC, minutes.
const CHINA: i32 = 8 * 60;

/// Returns the day in China of a day with this time.
fn at_time(date: Date, time: &str) -> Option<Date> {
    let is_noon = ["下午", "晚上", "中午"].iter().any(|word| time.starts_with(word));
    let time = time.trim_start_matches(|c: char| !c.is_ascii_digit());
    let clock =
        time.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(time.len());
    let (clock, zone) = (&time[..clock], time[clock..].trim());
    let mut numbers = clock.split([':', '.']);
    let mut next = || numbers.next().map_or(Some(0), |number| number.parse::<i32>().ok());
    let (hours, minutes, seconds) = (next()?, next()?, next()?);
    if hours > 24 || minutes > 59 || seconds > 60 {
        return None;
    }
    let lower = zone.to_ascii_lowercase();
    let is_late = (is_noon || lower.starts_with("pm")) && hours < 12;
    let mut at = hours * 60 + minutes + if is_late { 12 * 60 } else { 0 };
    if let Some(offset) = offset(&lower)? {
        at += CHINA - offset;
    }
    // Programs write 23:59:59 for the end of a day; a spreadsheet's midnight that lost some seconds is the next
    // day.
    let is_almost_midnight = at.rem_euclid(1_440) == 1_439 && seconds < 59;
    let days = at.div_euclid(1_440) + i32::from(is_almost_midnight);
    date.checked_add(Span::new().try_days(days).ok()?).ok()
}

/// Returns the offset from UTC in minutes; the inner `None` if no zone is given.
#[allow(clippy::option_option, reason = "what is no zone is told from none")]
fn offset(zone: &str) -> Option<Option<i32>> {
    let zone = zone.trim_start_matches(['a', 'p']).trim_start_matches('m').trim();
    let digits = match zone {
        "" | "cst" => return Some(None),
        "z" | "utc" | "gmt" => return Some(Some(0)),
        _ => zone.trim_start_matches("utc").trim_start_matches("gmt").trim(),
    };
    let (sign, digits) = match digits.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.split(' ').next()?;
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() > 2 => digits.split_at_checked(digits.len() - 2)?,
        None => (digits, "0"),
    };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours <= 14 && minutes < 60).then_some(Some(sign * (hours * 60 + minutes)))
}

fn part_of(part: &str) -> Option<Part> {
    if part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Part::Number(part.parse().ok()?, part.len()));
    }
    if let Some(digits) = chinese_number(part) {
        return Some(Part::Number(digits.parse().ok()?, digits.len()));
    }
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = part.to_ascii_lowercase();
    let is = |full: &&str| name.len() >= 3 && full.starts_with(name.as_str());
    let place = NAMES.iter().position(is)?;
    Some(Part::Name(place as i32 + 1))
}

/// Converts a Chinese numeral to digits: 二〇二六 to 2026, 十一 to 11.
fn chinese_number(text: &str) -> Option<String> {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| {
        let c = if matches!(c, '零' | '○') { '〇' } else { c };
        let at = DIGITS.iter().position(|digit| *digit == c)?;
        char::from_digit(at as u32, 10)
    };
    match text.split_once('十') {
        None => text.chars().map(digit).collect(),
        Some((tens, ones)) => {
            let one = |text: &str, empty: char| match text {
                "" => Some(empty),
                text => digit(text.chars().next()?).filter(|_| text.chars().count() == 1),
            };
            Some([one(tens, '1')?, one(ones, '0')?].into_iter().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn months() {
        for text in [
            "2026-03",
            "202603",
            "2026/3",
            "2026/03",
            "2026-3",
            "2026.03",
            "2026.3",
            "2026年3月",
            "2026年03月",
            "2026年03月份",
            "２０２６年３月",
            "2026 年 3 月",
            "26年3月",
            "二〇二六年三月",
            "2026年三月",
            "2026-03-31",
            "=\"202603\"",
            "'202603",
            "20260301",
            "20260301000000",
            "03/2026",
            "3/2026",
            "Mar-26",
            "Mar 2026",
            "March 2026",
            "2026 March",
            "2026-Mar",
            "46082",
            "2026-02-28T16:00:00.000Z",
            "2026-02-28T16:00:00Z",
            "2026-02-28 17:30:00+00:00",
            "2026-03-01T00:00:00+08:00",
            "2026-02-28 23:59:17",
            "2026-03-31 23:59:59",
        ] {
            let read = month(text).map(|month| month.to_string());
            assert_eq!(read, Ok("2026-03".into()), "{text}");
        }
        for (text, reason) in [
            ("2026-13", Reason::ImpossibleMonth),
            ("2026-00", Reason::ImpossibleMonth),
            ("202613", Reason::ImpossibleMonth),
            ("", Reason::ImpossibleMonth),
            ("待补", Reason::ImpossibleMonth),
            ("2026-02-30", Reason::ImpossibleMonth),
            ("0001-01", Reason::ImpossibleMonth),
            ("26-03", Reason::ImpossibleMonth),
            ("2026", Reason::ImpossibleMonth),
            ("3", Reason::ImpossibleMonth),
            ("3.401E+12", Reason::ImpossibleMonth),
            ("三月", Reason::MissingYear),
            ("3月", Reason::MissingYear),
            ("03月份", Reason::MissingYear),
        ] {
            assert_eq!(month(text), Err(reason), "{text}");
        }
        let style = |one_decimal| DayStyle { one_decimal, year: Some(2026), ..DayStyle::default() };
        for (text, one_decimal, read) in [
            ("2026.1", OneDecimal::January, Ok("2026-01")),
            ("2026.1", OneDecimal::October, Ok("2026-10")),
            ("2026.1", OneDecimal::Unclear, Err(Reason::UnclearMonth)),
            ("2026.10", OneDecimal::January, Ok("2026-10")),
            ("2026年1月", OneDecimal::October, Ok("2026-01")),
            ("11月", OneDecimal::January, Ok("2026-11")),
            ("十一月", OneDecimal::January, Ok("2026-11")),
        ] {
            let month = month_as(text, style(one_decimal)).map(|month| month.to_string());
            assert_eq!(month, read.map(str::to_owned), "{text}");
        }
    }

    #[test]
    fn days() {
        for text in [
            "2026-03-31",
            "2026/3/31",
            "2026.3.31",
            "20260331",
            "2026年3月31日",
            "２０２６－０３－３１",
            "2026-03-31 08:00",
            "2026-03-31 8:00:00.0",
            "2026/3/31 上午 8:00",
            "2026/3/31 下午11:59:59",
            "2026-03-31T00:00:00",
            "2026-03-30T16:00:00Z",
            "2026-03-30 16:00:00 UTC",
            "2026-03-31T23:00:00+0800",
            "2026-03-30T12:00:00-05:00",
            "2026-03-30 23:59:17",
            "2026年3月31日 星期二",
            "31 Mar 2026",
            "31-Mar-26",
            "March 31, 2026",
            "46112",
            "46111.99950",
        ] {
            assert_eq!(date(text), Ok(day(2026, 3, 31)), "{text}");
        }
        for text in [
            "31/03/2026",
            "03/04/2026",
            "2026-02-29",
            "2026-3",
            "26-03-31",
            "1026-03-31",
            "2026-03-31 25:00",
            "2026-03-31 08:00 sharp",
            "99999",
        ] {
            assert_eq!(date(text), Err(Reason::ImpossibleDate), "{text}");
        }
        for (text, order, read) in [
            ("31/03/2026", DayOrder::DayFirst, Some(day(2026, 3, 31))),
            ("03/04/2026", DayOrder::DayFirst, Some(day(2026, 4, 3))),
            ("03/04/2026", DayOrder::MonthFirst, Some(day(2026, 3, 4))),
            ("31.03.2026 10:00", DayOrder::DayFirst, Some(day(2026, 3, 31))),
            ("31/03/2026", DayOrder::MonthFirst, None),
        ] {
            let style = DayStyle { order: Some(order), ..DayStyle::default() };
            assert_eq!(date_as(text, style).ok(), read, "{text} {order:?}");
        }
        assert_eq!(year_last("13/02/2026 08:00"), Some((13, 2)));
        assert_eq!(year_last("2026-02-13"), None);
    }

    proptest! {
        #[test]
        fn no_cell_panics(cell in "[0-9T:Z年月日 ./+三十-]{0,20}|\\PC{0,20}") {
            let _ = (month(&cell), date(&cell), year_last(&cell), month_of_year(&cell));
        }

        #[test]
        fn every_day_reads_back_in_every_form(days in 0_i64..36_000) {
            let day = day(1983, 1, 1).checked_add(Span::new().days(days)).unwrap();
            let (y, m, d) = (day.year(), day.month(), day.day());
            for text in [
                format!("{y}-{m:02}-{d:02}"), format!("{y}/{m}/{d}"), format!("{y}年{m}月{d}日"),
                format!("{y}{m:02}{d:02}"), format!("{}", 30_317 + days),
            ] {
                prop_assert_eq!(date(&text), Ok(day), "{}", text);
            }
            for (text, order) in [
                (format!("{d:02}/{m:02}/{y}"), DayOrder::DayFirst),
                (format!("{m}/{d}/{y}"), DayOrder::MonthFirst),
            ] {
                let style = DayStyle { order: Some(order), ..DayStyle::default() };
                prop_assert_eq!(date_as(&text, style), Ok(day), "{}", text);
            }
        }
    }
}
