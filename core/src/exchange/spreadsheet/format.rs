//! Formats a number of a sheet as text: dates as dates, codes with the zeros of their format, all others in the
//! shortest form that reads back as the same number. The value of a number is never changed.

use std::fmt::Write as _;

use jiff::civil::{Date, date};

use super::super::{row::Flaw, unit::Unit};

/// Meaning of a number format, as far as it matters for import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum NumberFormat {
    /// Plain number.
    #[default]
    General,
    /// Text: the number as it was typed.
    Text,
    /// Date or time.
    Date,
    /// Digits with a fixed shape.
    Digits {
        /// Text before and after the digits, for codes such as `"SY"00000000`.
        around: (Box<str>, Box<str>),
        /// Minimum number of digits before the point.
        zeros: usize,
        /// Digits after the decimal point.
        decimals: usize,
    },
}

/// Numbers from here on have more than the 15 digits that a spreadsheet keeps.
const DIGITS: f64 = 1e15;
/// Minutes per day.
const MINUTES: f64 = 1440.0;

impl NumberFormat {
    /// Returns the built-in format with this number (ECMA-376, 18.8.30).
    pub fn built_in(id: u32) -> Self {
        match id {
            1 | 3 => Self::digits(1, 0),
            2 | 4 | 39 | 40 | 43 | 44 => Self::digits(1, 2),
            // The last ones are date formats of East Asian versions.
            14..=22 | 27..=36 | 45 | 47 | 50..=58 => Self::Date,
            49 => Self::Text,
            _ => Self::General,
        }
    }

    fn digits(zeros: usize, decimals: usize) -> Self {
        Self::Digits { around: Default::default(), zeros, decimals }
    }

    /// Parses a format code: `yyyy"年"m"月"`, `0000000000`, `#,##0.00_ ;[Red]-#,##0.00`.
    pub fn read(code: &str) -> Self {
        let lower = code.to_lowercase();
        // WPS and Chinese versions of Excel write the second form.
        if lower.starts_with("general") || lower.contains("通用格式") {
            return Self::General;
        }
        CellShape::read(code).format()
    }
}

/// A parsed format code.
#[derive(Default)]
struct CellShape {
    prefix: String,
    suffix: String,
    /// Zeros before the point, and other digit places there.
    zeros: usize,
    others: usize,
    decimals: usize,
    has_digits: bool,
    has_point: bool,
    is_date: bool,
    is_elapsed: bool,
    is_text: bool,
    /// `true` if the format shows a different number: thousands, percent, exponents, fractions.
    is_scaled: bool,
    /// `true` if there are characters between the digits.
    is_broken: bool,
}

impl CellShape {
    fn read(code: &str) -> Self {
        let mut shape = Self::default();
        let mut signs = code.chars().peekable();
        while let Some(sign) = signs.next() {
            match sign {
                ';' => break,
                '"' => {
                    for quoted in signs.by_ref().take_while(|sign| *sign != '"') {
                        shape.literal(quoted);
                    }
                }
                '\\' | '!' => {
                    if let Some(escaped) = signs.next() {
                        // 0!.0,"万" shows ten thousands with a literal point.
                        shape.is_scaled |= escaped == '.';
                        shape.literal(escaped);
                    }
                }
                // Padding for a character, and fill characters.
                '_' | '*' => drop(signs.next()),
                '[' => {
                    let inner: String = signs.by_ref().take_while(|sign| *sign != ']').collect();
                    let inner = inner.to_ascii_lowercase();
                    let is_time = |sign| !inner.is_empty() && inner.chars().all(|one| one == sign);
                    if ['h', 'm', 's'].into_iter().any(is_time) {
                        shape.is_elapsed = true;
                    } else if let Some(money) = inner.strip_prefix('$') {
                        let currency = money.split('-').next().unwrap_or_default();
                        currency.chars().for_each(|sign| shape.literal(sign));
                    }
                }
                '0' | '#' | '?' => shape.place(sign),
                '.' => shape.has_point = true,
                ',' => {
                    let is_group = signs.peek().is_some_and(|next| matches!(next, '0' | '#' | '?'));
                    shape.is_scaled |= shape.has_digits && !is_group;
                }
                '%' | '/' => shape.is_scaled = true,
                'E' | 'e' if shape.has_digits => shape.is_scaled = true,
                '@' => shape.is_text = true,
                'y' | 'Y' | 'd' | 'D' | 'm' | 'M' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' | 'g'
                | 'G' | 'b' | 'B' => shape.is_date = true,
                // Weekdays, and AM/PM beside hours.
                'a' | 'A' | 'p' | 'P' => {}
                other => shape.literal(other),
            }
        }
        shape
    }

    fn literal(&mut self, sign: char) {
        if self.has_digits {
            self.suffix.push(sign);
        } else {
            self.prefix.push(sign);
        }
    }

    fn place(&mut self, sign: char) {
        self.is_broken |= !self.suffix.trim().is_empty();
        self.has_digits = true;
        match (self.has_point, sign) {
            (true, '0') => self.decimals += 1,
            (true, _) => {}
            (false, '0') => self.zeros += 1,
            (false, _) => self.others += 1,
        }
    }

    fn format(self) -> NumberFormat {
        if self.is_elapsed {
            return NumberFormat::General;
        }
        if self.is_date && !self.has_digits {
            return NumberFormat::Date;
        }
        if self.is_text && !self.has_digits {
            return NumberFormat::Text;
        }
        if !self.has_digits || self.is_scaled || self.is_broken || self.is_date {
            return NumberFormat::General;
        }
        let is_code = self.zeros > 1 && self.others == 0 && !self.has_point;
        let unit = self.suffix.trim();
        let around = if is_code {
            (self.prefix.trim(), unit)
        } else if Unit::is_known(unit) {
            ("", unit)
        } else {
            ("", "")
        };
        NumberFormat::Digits {
            around: (around.0.into(), around.1.into()),
            zeros: if is_code { self.zeros } else { 1 },
            decimals: self.decimals,
        }
    }
}

/// Writes a number in its format, as far as that does not change its value.
pub fn write_number(
    text: &mut String,
    value: f64,
    format: &NumberFormat,
    is_1904: bool,
) -> Option<Flaw> {
    match format {
        NumberFormat::Date => {
            if let Some(day) = day(value, is_1904) {
                put_date(text, day);
                return None;
            }
            put(text, format_args!("{value}"));
        }
        NumberFormat::Digits { around, zeros, decimals } => {
            let fixed = (*decimals > 0 && value.fract() != 0.0)
                .then(|| format!("{value:.decimals$}"))
                .filter(|fixed| fixed.parse() == Ok(value));
            if let Some(fixed) = fixed {
                text.push_str(&fixed);
            } else if *zeros > 1 && value >= 0.0 && value.fract() == 0.0 {
                put(text, format_args!("{}{value:0>zeros$}", around.0));
            } else {
                put(text, format_args!("{value}"));
            }
            text.push_str(&around.1);
        }
        NumberFormat::General | NumberFormat::Text => put(text, format_args!("{value}")),
    }
    flaw_of(value)
}

/// Writes a number that has a displayed text: the text if it is exactly that number, with leading or trailing
/// zeros or its unit; otherwise the number.
pub fn write_shown(text: &mut String, value: f64, shown: &str) -> Option<Flaw> {
    let digits: String = shown.chars().filter(|sign| *sign != ',').collect();
    let end = digits
        .find(|sign: char| !(sign.is_ascii_digit() || matches!(sign, '.' | '-')))
        .unwrap_or(digits.len());
    let (number, unit) = digits.split_at(end);
    let unit = unit.trim();
    if number.parse() == Ok(value) && (unit.is_empty() || Unit::is_known(unit)) {
        text.push_str(number);
        text.push_str(unit);
    } else {
        put(text, format_args!("{value}"));
    }
    flaw_of(value)
}

fn flaw_of(value: f64) -> Option<Flaw> {
    (value.abs() >= DIGITS).then_some(Flaw::Shortened)
}

/// Converts a serial day number, counted from the end of 1899 and including the nonexistent 29 February 1900. A
/// time within the last minute before midnight, a rounding result of sums of times, counts as the next day.
pub fn day(serial: f64, is_1904: bool) -> Option<Date> {
    let serial = if is_1904 { serial + 1462.0 } else { serial };
    // Less than one day is a time.
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    let days = whole_days(serial) as i64;
    let from = if days < 60 { date(1899, 12, 31) } else { date(1899, 12, 30) };
    from.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// Returns the whole days of a serial time, with the last minute before midnight rounded up.
fn whole_days(serial: f64) -> f64 {
    // One second of tolerance, so that a full minute counts.
    (serial + (1.0 + 1.0 / 60.0) / MINUTES).floor()
}

/// Writes a date or time in the form used by files: `2026-03-31`, `2026-03-31T00:00:00.000`. Other text is
/// unchanged.
pub fn write_day(text: &mut String, written: &str) {
    let (day, time) = written.split_once(['T', ' ']).unwrap_or((written, ""));
    // Times with an offset are converted where days are parsed.
    if time.contains(['Z', 'z', '+', '-']) {
        text.push_str(written);
        return;
    }
    let mut parts = day.splitn(3, '-').map(|part| part.parse().ok());
    let read = || {
        let (year, month, of_month) = (parts.next()??, parts.next()??, parts.next()??);
        let day = Date::new(year, month as i8, of_month as i8).ok()?;
        let mut times = time.split(':').map(|part| part.parse::<f64>());
        let mut next = || times.next().and_then(Result::ok).unwrap_or_default();
        let (hours, minutes, seconds) = (next(), next(), next());
        let share = (hours * 60.0 + minutes + seconds / 60.0) / MINUTES;
        if whole_days(share) >= 1.0 { day.tomorrow().ok() } else { Some(day) }
    };
    match { read }() {
        Some(day) => put_date(text, day),
        None => text.push_str(written),
    }
}

fn put_date(text: &mut String, day: Date) {
    put(text, format_args!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()));
}

fn put(text: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = text.write_fmt(words);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: f64, code: &str) -> (String, Option<Flaw>) {
        let mut text = String::new();
        let flaw = write_number(&mut text, value, &NumberFormat::read(code), false);
        (text, flaw)
    }

    #[test]
    fn numbers_are_written_as_their_format_shows_them() {
        let cases = [
            (91_050_001.0, "0000000000", "0091050001"),
            (91_050_001.0, "00000000", "91050001"),
            (91_050_001.0, "\"SY\"0000000000", "SY0091050001"),
            (91_050_001.0, "General", "91050001"),
            (91_050_001.0, "G/通用格式", "91050001"),
            (91_050_001.0, "0_ ", "91050001"),
            (3_401_000_000_017.0, "0.00E+00", "3401000000017"),
            (2026.1, "0.00", "2026.10"),
            (2026.1, "0.00_);[Red]\\(0.00\\)", "2026.10"),
            (2026.09, "0.00", "2026.09"),
            (412_345.678, "0.00", "412345.678"),
            (412_345.678, "#,##0", "412345.678"),
            (412_345.5, "#,##0.00", "412345.50"),
            (412_000.0, "#,##0.00", "412000"),
            (0.5, "# ?/?", "0.5"),
            (0.95, "0%", "0.95"),
            (12.5, "0.00\"万元\"", "12.50万元"),
            (630.0, "0\"kVA\"", "630kVA"),
            (12_345.0, "0!.0,\"万\"", "12345"),
            (12_345_678.0, "0.00,,\"百万\"", "12345678"),
            (-5.0, "0000", "-5"),
            (46_082.0, "yyyy\"年\"m\"月\"", "2026-03-01"),
            (46_082.0, "yyyy年m月", "2026-03-01"),
            (46_082.0, "[$-804]yyyy\"年\"m\"月\"d\"日\";@", "2026-03-01"),
            (46_082.0, "yyyymm", "2026-03-01"),
            (46_082.0, "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "2026-03-01"),
            (46_082.0, "e/m/d", "2026-03-01"),
            (46_082.0, "mmm-yy", "2026-03-01"),
            (46_081.999_502_314_815, "yyyy/m/d", "2026-03-01"),
            (46_081.999_502_314_815, "yyyy-mm-dd hh:mm:ss", "2026-03-01"),
            (46_081.99, "yyyy/m/d", "2026-02-28"),
            (0.5, "h:mm", "0.5"),
            (1.5, "[h]:mm", "1.5"),
            (59.0, "yyyy-mm-dd", "1900-02-28"),
        ];
        for (value, code, expected) in cases {
            assert_eq!(shown(value, code), (expected.to_owned(), None), "{code}");
        }
        let mut text = String::new();
        write_number(&mut text, 44_620.0, &NumberFormat::Date, true);
        assert_eq!(text, "2026-03-01");
    }

    #[test]
    fn numbers_that_lost_something_say_so() {
        assert_eq!(shown(3.401e19, "0").1, Some(Flaw::Shortened));
        assert_eq!(shown(123_456_789_012_345.0, "0").1, None);
    }

    #[test]
    fn what_a_file_shows_is_kept_where_it_is_the_number() {
        let cases = [
            (91_050_001.0, "0091050001", "0091050001"),
            (2026.1, "2026.10", "2026.10"),
            (1234.5, "1,234.50", "1234.50"),
            (12.5, "12.50万元", "12.50万元"),
            (0.95, "95%", "0.95"),
            (3.401e12, "3.401E+12", "3401000000000"),
            (46_023.0, "Jan-26", "46023"),
        ];
        for (value, text, expected) in cases {
            let mut written = String::new();
            write_shown(&mut written, value, text);
            assert_eq!(written, expected, "{text}");
        }
    }

    #[test]
    fn days_are_read_as_files_write_them() {
        for (written, expected) in [
            ("2026-03-01", "2026-03-01"),
            ("2026-03-01T00:00:00.000", "2026-03-01"),
            ("2026-02-28T23:59:17", "2026-03-01"),
            ("2026-02-28T23:58:00", "2026-02-28"),
            ("2026-12-31T23:59:59.999", "2027-01-01"),
            ("2026-02-28T16:00:00Z", "2026-02-28T16:00:00Z"),
            ("gestern", "gestern"),
        ] {
            let mut text = String::new();
            write_day(&mut text, written);
            assert_eq!(text, expected, "{written}");
        }
    }
}
