//! Style of a column, inferred from all of its cells: decimal separator, spaces between thousands, order of day
//! and month. If it stays ambiguous, the user is asked. Parsing of cells is in `value` and `day`.

use serde::{Deserialize, Serialize};

use super::{
    day::{DayOrder, DayStyle, OneDecimal, month_of_year, year_last},
    source::Source,
    value::{self, Decimal, Sign},
};

/// Style of a column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Style {
    /// Decimal separator.
    pub decimal: Decimal,
    /// `true` if its cells are valid with either separator: `412.345` and `412,345` and no other.
    pub is_decimal_open: bool,
    /// `true` if spaces separate thousands.
    pub has_spaces: bool,
    /// Order of day and month.
    pub order: Option<DayOrder>,
    /// `true` if its days are valid in either order.
    pub is_order_open: bool,
    /// The month that `2026.1` stands for.
    pub one_decimal: OneDecimal,
    /// `true` if it has months without a year.
    pub lacks_year: bool,
}

impl Style {
    /// Returns the style of its days and months, in a table of this year.
    pub const fn days(&self, order: Option<DayOrder>, year: Option<i32>) -> DayStyle {
        DayStyle {
            order: if order.is_some() { order } else { self.order },
            one_decimal: self.one_decimal,
            year,
        }
    }
}

/// Evidence of the style, gathered from the cells of a column.
#[derive(Clone, Copy, Debug, Default)]
struct Evidence {
    point: u32,
    comma: u32,
    open_point: u32,
    open_comma: u32,
    has_spaces: bool,
    day_first: u32,
    month_first: u32,
    either_first: u32,
    /// Counts of 2026.1 to 2026.9, at indices 1 to 9.
    dotted: [u32; 10],
    /// 2026.01 to .09; 2026.10; 2026.11 and .12.
    padded: u32,
    tens: u32,
    later: u32,
    lacks_year: bool,
}

impl Evidence {
    fn add(&mut self, cell: &str) {
        let (mut points, mut signs, mut others) = (0_u32, 0_u32, 0_u32);
        for byte in cell.bytes() {
            match byte {
                b'0'..=b'9' => {}
                b'.' => points += 1,
                b',' | b' ' | b'\'' => signs += 1,
                b'/' | b'-' => others += 1,
                0x80.. => {
                    signs += 1;
                    others += 1;
                }
                _ => others += 1,
            }
        }
        if points + signs + others == 0 || cell.len() > 64 {
            return;
        }
        if (points, signs, others) == (1, 0, 0)
            && let Some((before, after)) = cell.split_once('.')
        {
            // Fast path for almost every number with decimals.
            let is_open =
                after.len() == 3 && (1..=3).contains(&before.len()) && !before.starts_with('0');
            if !self.add_dotted(before, after) {
                let count = if is_open { &mut self.open_point } else { &mut self.point };
                *count += 1;
            }
            return;
        }
        if points + signs > 0 {
            self.add_number(cell.trim());
        }
        if points + signs + others > 1
            && let Some((first, second)) = year_last(cell)
        {
            match (first > 12, second > 12) {
                (true, false) => self.day_first += 1,
                (false, true) => self.month_first += 1,
                (false, false) => self.either_first += 1,
                (true, true) => {}
            }
        }
        self.lacks_year |= cell.contains('月') && month_of_year(cell).is_some();
    }

    /// Adds a month such as `2026.03`, which says nothing about decimals.
    fn add_dotted(&mut self, year: &str, month: &str) -> bool {
        if year.len() != 4 || !(year.starts_with("19") || year.starts_with("20")) {
            return false;
        }
        match *month.as_bytes() {
            [digit @ b'1'..=b'9'] => self.dotted[usize::from(digit - b'0')] += 1,
            [b'1', b'0'] => self.tens += 1,
            [b'1', b'1' | b'2'] => self.later += 1,
            [b'0', b'1'..=b'9'] => self.padded += 1,
            _ => return false,
        }
        true
    }

    fn add_number(&mut self, cell: &str) {
        if let Some((year, month)) = cell.split_once('.')
            && self.add_dotted(year, month)
        {
            return;
        }
        match value::sign(cell) {
            Sign::Decimal(Decimal::Point) => self.point += 1,
            Sign::Decimal(Decimal::Comma) => self.comma += 1,
            Sign::Open(Decimal::Point) => self.open_point += 1,
            Sign::Open(Decimal::Comma) => self.open_comma += 1,
            Sign::None => {}
        }
        self.has_spaces |= cell.contains(' ') && value::has_spaces_for_groups(cell);
    }

    /// Returns the decimal separator, and whether the column leaves it ambiguous. With a separator other than the
    /// comma, a comma before three digits can be either; a point before them is a decimal point, because no
    /// Chinese or English program writes it between thousands.
    fn decimal(&self, delimiter: Option<char>) -> (Decimal, bool) {
        let has_open = self.open_point + self.open_comma > 0;
        match (self.point, self.comma) {
            (0, 0) => {
                let usual = match delimiter {
                    Some(';' | '；') if self.open_comma > 0 => Decimal::Comma,
                    _ => Decimal::Point,
                };
                let is_free = !matches!(delimiter, None | Some(',' | '，'));
                let is_mixed = self.open_point > 0;
                (usual, self.open_comma > 0 && (is_free || is_mixed))
            }
            (_, 0) => (Decimal::Point, false),
            (0, _) => (Decimal::Comma, false),
            (point, comma) if point >= comma => (Decimal::Point, has_open),
            _ => (Decimal::Comma, has_open),
        }
    }

    fn style(&self, delimiter: Option<char>) -> Style {
        let (decimal, is_decimal_open) = self.decimal(delimiter);
        let order = match (self.day_first, self.month_first) {
            (1.., 0) => Some(DayOrder::DayFirst),
            (0, 1..) => Some(DayOrder::MonthFirst),
            _ => None,
        };
        // Alone, it can be either. If October became 2026.1, that occurs twice as often as the neighbouring
        // months.
        let others = self.dotted[2..].iter().max().copied().unwrap_or_default();
        let is_doubled = others > 0 && self.dotted[1] >= 2 * others;
        Style {
            decimal,
            is_decimal_open,
            has_spaces: self.has_spaces,
            order,
            is_order_open: order.is_none() && self.either_first > 0,
            one_decimal: match (self.padded, self.tens, self.later) {
                (1.., _, _) => OneDecimal::October,
                (0, 0, later) if later > 0 || is_doubled || others == 0 => OneDecimal::Unclear,
                _ => OneDecimal::January,
            },
            lacks_year: self.lacks_year,
        }
    }

    const fn is_open(&self) -> bool {
        self.point == 0 && self.comma == 0 && self.open_point + self.open_comma > 0
    }
}

/// Detects the style of the first `columns` columns below the headings, from all rows.
pub fn styles(source: &Source<'_>, heading_line: u32, columns: usize) -> Vec<Style> {
    let mut evidence = vec![Evidence::default(); columns];
    let mut rows = source.rows();
    while let Some(row) = rows.next_row() {
        let Ok(row) = row else { continue };
        if row.line <= heading_line {
            continue;
        }
        for (column, cell) in row.cells().take(columns).enumerate() {
            evidence[column].add(cell);
        }
    }
    let delimiter = source.delimiter();
    // A column without evidence most likely has the style of the others.
    let (point, comma) = evidence.iter().fold((false, false), |(point, comma), column| {
        (point || column.point > 0, comma || column.comma > 0)
    });
    let of_column = |column: &Evidence| {
        let style = column.style(delimiter);
        let other = match (point, comma) {
            (true, false) => Decimal::Point,
            (false, true) => Decimal::Comma,
            _ => return style,
        };
        if !column.is_open() {
            return style;
        }
        Style {
            decimal: other,
            is_decimal_open: style.is_decimal_open || style.decimal != other,
            ..style
        }
    };
    evidence.iter().map(of_column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(delimiter: Option<char>, cells: &[&str]) -> Style {
        let mut evidence = Evidence::default();
        for cell in cells {
            evidence.add(cell);
        }
        evidence.style(delimiter)
    }

    #[test]
    fn a_column_tells_its_decimal_sign() {
        use Decimal::{Comma, Point};
        for (delimiter, cells, expected) in [
            (Some(';'), &["412.345"][..], (Point, false)),
            (Some(';'), &["412.345", "1.234,5"], (Comma, false)),
            (Some(';'), &["412.345", "12,50"], (Comma, false)),
            (Some(';'), &["412.345", "1.234.567"], (Comma, false)),
            (Some(';'), &["412,345"], (Comma, true)),
            (Some(';'), &["412,345", "1,234.5"], (Point, false)),
            (Some('\t'), &["412,345"], (Point, true)),
            (Some('\t'), &["412,345", "1,234,567"], (Point, false)),
            (Some(','), &["412,345"], (Point, false)),
            (None, &["412,345"], (Point, false)),
            (None, &["412,345", "412.345"], (Point, true)),
            (Some(';'), &["12.5", "12,5", "412,345"], (Point, true)),
            (Some(';'), &["412000", "待补", ""], (Point, false)),
        ] {
            let style = style(delimiter, cells);
            assert_eq!((style.decimal, style.is_decimal_open), expected, "{cells:?}");
        }
        assert!(style(None, &["630 800", "1 234 567"]).has_spaces);
        assert!(!style(None, &["630 800"]).has_spaces);
    }

    #[test]
    fn a_column_tells_its_order_of_day_and_month() {
        for (cells, order, is_open) in [
            (&["03/04/2026", "13/02/2026"][..], Some(DayOrder::DayFirst), false),
            (&["3-4-2026", "2-13-2026"], Some(DayOrder::MonthFirst), false),
            (&["03/04/2026"], None, true),
            (&["2026-03-04"], None, false),
            (&["31/12/2026", "12/31/2026", "1/2/2026"], None, true),
        ] {
            let style = style(None, cells);
            assert_eq!((style.order, style.is_order_open), (order, is_open), "{cells:?}");
        }
    }

    #[test]
    fn a_column_tells_what_a_tenth_of_a_year_is() {
        for (cells, expected) in [
            (&["2026.09", "2026.1"][..], OneDecimal::October),
            (&["2026.1", "2026.2"], OneDecimal::January),
            (&["2026.1", "2026.9", "2026.10"], OneDecimal::January),
            (&["2026.1", "2026.9", "2026.11"], OneDecimal::Unclear),
            // A file of a single month.
            (&["2026.1", "2026.1"], OneDecimal::Unclear),
            (&["2026.1", "2026.9", "2026.1"], OneDecimal::Unclear),
            (&["2026.1", "2026.2", "2026.1", "2026.2"], OneDecimal::January),
        ] {
            assert_eq!(style(None, cells).one_decimal, expected, "{cells:?}");
        }
        assert!(style(None, &["3月"]).lacks_year && !style(None, &["2026年3月"]).lacks_year);
    }
}
