//! Delimited text as rows: detection of the separator, splitting of lines, and lines with unbalanced quotes.
//! Interpreting the cells is in `value`.
//!
//! A line without quotes is split in one pass over its bytes. A quote that is never closed would swallow the rest
//! of the file, so it costs only its own line, and reading continues with the next. Quoted lines are parsed here
//! because `csv-core` lacks three things: spaces before an opening quote, separators of more than one byte, and
//! mixed line endings.

use super::{
    row::{Bounds, BrokenRow, Row},
    slices::{Lines, SlicedText},
};

/// Candidate separators, the most common first; the full-width ones come from editors of Chinese text.
pub const DELIMITERS: [char; 7] = [',', ';', '\t', '|', '，', '；', '｜'];

/// Maximum length of a quoted record before its quotes count as unbalanced, in bytes.
const LONGEST_RECORD: usize = 1 << 20;
/// Number of rows examined to find the separator.
const SNIFFED_ROWS: usize = 20;

/// Returns the separator: the one named by a line `sep=;`, otherwise the one that yields the most `headings` in a
/// row, otherwise the one whose count per row is the most constant.
///
/// ```
/// use busbar_core::exchange::delimited::sniff;
/// assert_eq!(sniff("户号;月份;电量\n1;2026-01;1,5\n2;2026-01;2,5\n", |_| 0), ';');
/// ```
pub fn sniff(text: &str, headings: impl Fn(&[&str]) -> usize) -> char {
    if let Some(named) = named(text) {
        return named;
    }
    // A full-width separator is punctuation in most texts: it must yield headings, or be the only one.
    let looked = DELIMITERS.map(|delimiter| (delimiter, look(text, delimiter, &headings)));
    let best = |of: &[(char, Look)]| {
        let best = of.iter().rev().max_by_key(|(_, look)| (look.headings, look.even));
        best.map(|(delimiter, look)| (*delimiter, *look))
    };
    let (usual, wide) = looked.split_at(4);
    match (best(usual), best(wide)) {
        (Some((_, usual)), Some((delimiter, wide)))
            if wide.headings > usual.headings || (usual.even.0 == 0 && wide.even.0 > 0) =>
        {
            delimiter
        }
        (Some((delimiter, _)), _) => delimiter,
        (None, _) => ',',
    }
}

/// Returns the separator that the first line declares for Excel.
fn named(text: &str) -> Option<char> {
    let line = text.lines().next()?.trim().trim_matches('"');
    let mut name = line.strip_prefix("sep=").or_else(|| line.strip_prefix("SEP="))?.chars();
    let delimiter = name.next().unwrap_or('\t');
    (name.next().is_none() && DELIMITERS.contains(&delimiter)).then_some(delimiter)
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Look {
    /// Maximum number of headings in a row.
    headings: usize,
    /// Number of rows with the usual number of separators, and that number.
    even: (usize, usize),
}

fn look(text: &str, delimiter: char, headings: &impl Fn(&[&str]) -> usize) -> Look {
    let mut rows = DelimitedRows::new(text, delimiter);
    let (mut most, mut counts) = (0, Vec::new());
    while counts.len() < SNIFFED_ROWS
        && let Some(row) = rows.next_row()
    {
        let Ok(row) = row else { continue };
        if row.is_blank() {
            continue;
        }
        let cells: Vec<&str> = row.cells().collect();
        counts.push(cells.len() - 1);
        // A single cell is the whole row: its heading says nothing about the separator.
        if cells.len() > 1 {
            most = most.max(headings(&cells));
        }
    }
    let some = counts.iter().filter(|count| **count > 0);
    let even = some.map(|count| (counts.iter().filter(|other| *other == count).count(), *count));
    Look { headings: most, even: even.max().unwrap_or_default() }
}

/// Iterator over the rows of a delimited text.
pub struct DelimitedRows<'a> {
    text: Window<'a>,
    delimiter: Delimiter,
    position: usize,
    line: u32,
    bounds: Vec<Bounds>,
    /// Cells of a quoted row, unquoted.
    unquoted: String,
}

/// The part of a text that is in memory. It ends at a line end.
enum Window<'a> {
    /// The whole text.
    Whole(&'a str),
    /// A window that slides through a file, and the lines after it, until the window contains the end.
    Sliding(String, Lines<'a>),
}

impl Window<'_> {
    fn text(&self) -> &str {
        match self {
            Self::Whole(text) => text,
            Self::Sliding(text, _) => text,
        }
    }

    /// Slides the window if no more than the longest record is left after `position` and the file continues;
    /// returns the new position.
    fn slide(&mut self, position: usize) -> usize {
        let Self::Sliding(text, lines) = self else {
            return position;
        };
        if text.len().saturating_sub(position) > LONGEST_RECORD || lines.is_at_end() {
            return position;
        }
        text.drain(..position);
        while text.len() <= LONGEST_RECORD && lines.append_to(text) {}
        0
    }
}

/// A row as found: its cells in the text or unquoted, or the range of a line with unbalanced quotes.
enum Found {
    Plain,
    Quoted,
    Broken(usize, usize),
}

#[derive(Clone, Copy)]
struct Delimiter {
    bytes: [u8; 4],
    length: usize,
}

impl Delimiter {
    fn new(delimiter: char) -> Self {
        let mut bytes = [0; 4];
        let length = delimiter.encode_utf8(&mut bytes).len();
        Self { bytes, length }
    }

    /// Returns `true` if these bytes start with it.
    fn begins(&self, bytes: &[u8]) -> bool {
        bytes.first() == Some(&self.bytes[0])
            && (self.length == 1 || bytes.starts_with(&self.bytes[..self.length]))
    }

    /// Returns `true` if this byte is a blank around quotation marks.
    const fn is_blank(&self, byte: u8) -> bool {
        (byte == b' ' || byte == b'\t') && byte != self.bytes[0]
    }

    /// Returns `true` if there are only spaces between these separators.
    fn are_blank(&self, bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| self.is_blank(*byte))
    }
}

/// Returns the length of the line ending at the start of these bytes: CR, LF or CRLF.
fn line_end(bytes: &[u8]) -> usize {
    match bytes {
        [b'\r', b'\n', ..] => 2,
        [b'\r' | b'\n', ..] => 1,
        _ => 0,
    }
}

impl<'a> DelimitedRows<'a> {
    /// Starts at the beginning of the text.
    pub fn new(text: &'a str, delimiter: char) -> Self {
        Self::of(Window::Whole(text), delimiter)
    }

    /// Reads a file from the beginning, slice by slice.
    pub fn sliced(text: &SlicedText<'a>, delimiter: char) -> Self {
        Self::of(Window::Sliding(String::new(), text.lines()), delimiter)
    }

    fn of(text: Window<'a>, delimiter: char) -> Self {
        Self {
            text,
            delimiter: Delimiter::new(delimiter),
            position: 0,
            line: 0,
            bounds: Vec::new(),
            unquoted: String::new(),
        }
    }

    /// Returns the number of bytes read; for a sliced file, up to the end of the last slice.
    pub const fn position(&self) -> u64 {
        match &self.text {
            Window::Whole(_) => self.position as u64,
            Window::Sliding(_, lines) => lines.position(),
        }
    }

    /// Returns the next row, `None` at the end.
    ///
    /// # Errors
    /// [`BrokenRow`] if the quotes of the line are unbalanced; the next call continues with the next line.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, BrokenRow<'_>>> {
        self.position = self.text.slide(self.position);
        if self.position >= self.text.text().len() {
            return None;
        }
        self.line = self.line.saturating_add(1);
        let line = self.line;
        let found = self.find();
        let text = self.text.text();
        Some(match found {
            Found::Plain => Ok(Row::new(line, text, &self.bounds)),
            Found::Quoted => Ok(Row::new(line, &self.unquoted, &self.bounds)),
            Found::Broken(from, to) => {
                Err(BrokenRow { line, text: text.get(from..to).unwrap_or_default() })
            }
        })
    }

    /// Finds the row that begins here and advances past it.
    fn find(&mut self) -> Found {
        let bytes = self.text.text().as_bytes();
        let start = self.position;
        self.bounds.clear();
        let (mut cell, mut here) = (start, start);
        let first = self.delimiter.bytes[0];
        while let Some(byte) = bytes.get(here) {
            if *byte == first && self.delimiter.begins(&bytes[here..]) {
                self.bounds.push((cell as u32, here as u32));
                here += self.delimiter.length;
                cell = here;
                continue;
            }
            match byte {
                b'\n' | b'\r' => break,
                b'"' if self.delimiter.are_blank(&bytes[cell..here]) => {
                    return self.find_quoted(start);
                }
                _ => here += 1,
            }
        }
        self.bounds.push((cell as u32, here as u32));
        self.position = here + line_end(&bytes[here..]).max(1);
        Found::Plain
    }

    fn find_quoted(&mut self, start: usize) -> Found {
        let end = self.read_quoted(start);
        let bytes = self.text.text().as_bytes();
        match end {
            Some(end) => {
                self.position = end + line_end(&bytes[end..]);
                // Counts all lines of a multi-line row.
                self.line += lines_within(&bytes[start..end]);
                Found::Quoted
            }
            None => {
                let length = bytes[start..].iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                let end = length.map_or(bytes.len(), |length| start + length);
                self.position = end + line_end(&bytes[end..]).max(1);
                Found::Broken(start, end)
            }
        }
    }

    /// Reads the record that begins at `start` into `unquoted` and `bounds` and returns its end; `None` if its
    /// quotes are unbalanced.
    fn read_quoted(&mut self, start: usize) -> Option<usize> {
        let text = self.text.text();
        let bytes = text.as_bytes();
        self.unquoted.clear();
        self.bounds.clear();
        let limit = bytes.len().min(start + LONGEST_RECORD);
        let mut here = start;
        loop {
            let from = self.unquoted.len() as u32;
            let blanks =
                bytes[here..].iter().take_while(|byte| self.delimiter.is_blank(**byte)).count();
            if bytes.get(here + blanks) == Some(&b'"') {
                here += blanks + 1;
                loop {
                    let rest = bytes.get(here..limit)?;
                    let mark = here + rest.iter().position(|byte| *byte == b'"')?;
                    self.unquoted.push_str(&text[here..mark]);
                    here = mark + 1;
                    if bytes.get(here) != Some(&b'"') {
                        break;
                    }
                    self.unquoted.push('"');
                    here += 1;
                }
                while bytes.get(here).is_some_and(|byte| self.delimiter.is_blank(*byte)) {
                    here += 1;
                }
            } else {
                let is_end = |at: &usize| {
                    let rest = &bytes[*at..];
                    rest.is_empty() || line_end(rest) > 0 || self.delimiter.begins(rest)
                };
                let end = (here..=bytes.len()).find(is_end)?;
                self.unquoted.push_str(&text[here..end]);
                here = end;
            }
            self.bounds.push((from, self.unquoted.len() as u32));
            let rest = &bytes[here..];
            if rest.is_empty() || line_end(rest) > 0 {
                return Some(here);
            }
            if !self.delimiter.begins(rest) {
                return None;
            }
            here += self.delimiter.length;
        }
    }
}

/// Returns the number of line ends within a record.
fn lines_within(record: &[u8]) -> u32 {
    let ends = record.iter().enumerate().filter(|(place, byte)| match byte {
        b'\n' => true,
        b'\r' => record.get(place + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, delimiter: char) -> Vec<(u32, Result<Vec<String>, String>)> {
        let mut rows = DelimitedRows::new(text, delimiter);
        let mut all = Vec::new();
        while let Some(row) = rows.next_row() {
            all.push(match row {
                Ok(row) => (row.line, Ok(row.cells().map(str::to_owned).collect())),
                Err(broken) => (broken.line, Err(broken.text.to_owned())),
            });
        }
        all
    }

    fn cells(cells: &[&str]) -> Result<Vec<String>, String> {
        Ok(cells.iter().map(|c| (*c).to_owned()).collect())
    }

    #[test]
    fn separators_are_found() {
        let cases = [
            ("a,b,c\n1,2,3\n", ','),
            ("a;b\n1,5;2,5\n1,5;2,5\n", ';'),
            ("a\tb\n1,000\t2\n", '\t'),
            ("a|b\n1|2", '|'),
            ("\"a;b;c\",d\n1,2\n", ','),
            ("one column\n1\n", ','),
            ("", ','),
            ("a，b\n1，2\n", '，'),
            ("a,b\n甲，乙，丙,2\n丁，乙，丙,2\n", ','),
            ("sep=;\na;b\n1;2\n", ';'),
            ("sep=\t\r\na,b\n1,2\n", '\t'),
        ];
        for (text, delimiter) in cases {
            assert_eq!(sniff(text, |_| 0), delimiter, "{text}");
        }
        // Headings say more than the frequency of a character.
        let known = |cells: &[&str]| cells.iter().filter(|cell| **cell == "户号").count();
        let text = "户号,a\n1;2;3,x\n1;2;3\n1;2;3\n";
        assert_eq!(sniff(text, known), ',');
        assert_eq!(sniff("户号，x\n1,2，3\n", known), '，');
    }

    #[test]
    fn lines_keep_their_numbers() {
        let text = "a,b\r\n1,\"x\ny\"\r\n\r\n\"2\",3\n4";
        assert_eq!(
            read(text, ','),
            [
                (1, cells(&["a", "b"])),
                (2, cells(&["1", "x\ny"])),
                (4, cells(&[""])),
                (5, cells(&["2", "3"])),
                (6, cells(&["4"])),
            ]
        );
        // Every line ending ends a line, even if mixed.
        assert_eq!(
            read("a,b\r1,\"x\r\ny\"\r\"2\",3\n4,5\r\n", ','),
            [
                (1, cells(&["a", "b"])),
                (2, cells(&["1", "x\r\ny"])),
                (4, cells(&["2", "3"])),
                (5, cells(&["4", "5"])),
            ]
        );
    }

    #[test]
    fn blanks_around_quotation_marks_are_passed_over() {
        let rows = read("\"a\", \"b,c\" ,\t\"d\"\n 1, 2\"\" ,\n", ',');
        assert_eq!(rows[0].1, cells(&["a", "b,c", "d"]));
        assert_eq!(rows[1].1, cells(&[" 1", " 2\"\" ", ""]));
        assert_eq!(read("\"a\"\t\"b\"", '\t')[0].1, cells(&["a", "b"]));
        assert_eq!(read("\"甲，乙\"，丙", '，')[0].1, cells(&["甲，乙", "丙"]));
    }

    #[test]
    fn a_quotation_mark_that_never_closes_costs_one_line() {
        let text = "a,b\n1,\"open\n2,two\n3,\"shut\"x\n4,5\" pipe\n5,\"a \"\"b\"\"\"";
        let rows = read(text, ',');
        let broken: Vec<u32> =
            rows.iter().filter(|(_, row)| row.is_err()).map(|(line, _)| *line).collect();
        assert_eq!(broken, [2, 4]);
        assert_eq!(rows[2].1.as_ref().unwrap()[1], "two");
        assert_eq!(rows[4].1.as_ref().unwrap()[1], "5\" pipe");
        assert_eq!(rows[5].1.as_ref().unwrap()[1], "a \"b\"");
    }

    proptest! {
        #[test]
        fn any_text_reads_to_its_end(
            text in "[a,;，\"\r\n户 ]{0,60}",
            delimiter in prop::sample::select(DELIMITERS.as_slice()),
        ) {
            let rows = read(&text, delimiter);
            prop_assert!(rows.len() <= text.matches(['\n', '\r']).count() + 1);
            prop_assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let _ = sniff(&text, |_| 0);
        }

        #[test]
        fn what_csv_writes_reads_back(
            table in prop::collection::vec(prop::collection::vec("\\PC{0,8}", 3), 1..6)
        ) {
            let mut writer = csv::Writer::from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let back: Vec<Vec<String>> =
                read(&text, ',').into_iter().map(|(_, row)| row.unwrap()).collect();
            prop_assert_eq!(back, table);
        }
    }
}
