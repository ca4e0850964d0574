//! Delimited text as rows: which character separates, where lines begin and end, and lines whose
//! quotation marks do not pair. What the cells mean is `value`'s.
//!
//! A line without quotation marks is cut in one pass over its bytes; only a line with one goes
//! through `csv-core`'s automaton. A quotation mark that never closes would swallow the rest of the
//! file: it costs its own line, and reading goes on with the next.

use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};

use super::row::{Bounds, Broken, Row};

/// The separators that are looked for, the more usual first.
pub const DELIMITERS: [u8; 4] = *b",;\t|";

/// How far a quoted record may reach before its quotation marks count as broken, in bytes.
const LONGEST_RECORD: usize = 1 << 20;

/// Which character separates the cells: the one that most often comes equally often in a line.
///
/// ```
/// use busbar::exchange::delimited::sniff;
/// assert_eq!(sniff("户号;月份;电量\n1;2026-01;1,5\n2;2026-01;2,5\n"), b';');
/// ```
pub fn sniff(text: &str) -> u8 {
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .take(20)
        .collect();
    let score = |delimiter: u8| {
        let counts: Vec<usize> = lines.iter().map(|line| count(line, delimiter)).collect();
        counts
            .iter()
            .filter(|count| **count > 0)
            .map(|count| {
                (
                    counts.iter().filter(|other| *other == count).count(),
                    *count,
                )
            })
            .max()
    };
    DELIMITERS
        .into_iter()
        .rev()
        .max_by_key(|delimiter| score(*delimiter))
        .unwrap_or(b',')
}

fn count(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            *byte == delimiter && !quoted
        })
        .count()
}

/// The rows of a delimited text, one after another.
pub struct DelimitedRows<'a> {
    text: &'a str,
    delimiter: u8,
    position: usize,
    line: u32,
    bounds: Vec<Bounds>,
    quoted: csv_core::Reader,
    unquoted: String,
    buffer: Vec<u8>,
    ends: Vec<usize>,
}

impl<'a> DelimitedRows<'a> {
    /// Reads from the beginning.
    pub fn new(text: &'a str, delimiter: u8) -> Self {
        Self {
            text,
            delimiter,
            position: 0,
            line: 0,
            bounds: Vec::new(),
            quoted: ReaderBuilder::new()
                .delimiter(delimiter)
                .terminator(Terminator::Any(b'\n'))
                .build(),
            unquoted: String::new(),
            buffer: Vec::new(),
            ends: Vec::new(),
        }
    }

    /// How many bytes were read.
    pub const fn position(&self) -> usize {
        self.position
    }

    /// The next row, `None` at the end.
    ///
    /// # Errors
    /// [`Broken`] when the line's quotation marks do not pair; the next call goes on below it.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, Broken<'_>>> {
        let bytes = self.text.as_bytes();
        let start = self.position;
        if start >= bytes.len() {
            return None;
        }
        self.line = self.line.saturating_add(1);
        let line = self.line;
        self.bounds.clear();
        let mut cell = start;
        let mut end = bytes.len();
        for (offset, byte) in bytes[start..].iter().enumerate() {
            let here = start + offset;
            if *byte == self.delimiter {
                self.bounds.push((cell as u32, here as u32));
                cell = here + 1;
            } else if *byte == b'\n' {
                end = here;
                break;
            } else if *byte == b'"' {
                return Some(self.next_quoted(start, line));
            }
        }
        self.position = end + 1;
        let last = end - usize::from(end > cell && bytes[end - 1] == b'\r');
        self.bounds.push((cell as u32, last as u32));
        Some(Ok(Row::new(line, self.text, &self.bounds)))
    }

    fn next_quoted(&mut self, start: usize, line: u32) -> Result<Row<'_>, Broken<'_>> {
        let bytes = self.text.as_bytes();
        match self.read_quoted(start) {
            Some(end) => {
                self.position = end;
                let lines = bytes[start..end].iter().filter(|b| **b == b'\n').count();
                let open = u32::from(bytes.get(end.wrapping_sub(1)) == Some(&b'\n'));
                self.line += (lines as u32).saturating_sub(open);
                Ok(Row::new(line, &self.unquoted, &self.bounds))
            }
            None => {
                let length = bytes[start..].iter().position(|b| *b == b'\n');
                let end = length.map_or(bytes.len(), |length| start + length);
                self.position = end + 1;
                let text = self.text.get(start..end).unwrap_or_default();
                Err(Broken { line, text })
            }
        }
    }

    /// Reads the record that begins at `start` into `unquoted` and `bounds` and returns where the
    /// next begins; `None` when its quotation marks do not pair.
    fn read_quoted(&mut self, start: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let window = &bytes[start..bytes.len().min(start + LONGEST_RECORD)];
        self.quoted.reset();
        self.buffer.resize(self.buffer.len().max(1024), 0);
        self.ends.resize(self.ends.len().max(64), 0);
        let (mut read, mut written, mut cells) = (0, 0, 0);
        loop {
            let (result, input, output, ends) = self.quoted.read_record(
                &window[read..],
                &mut self.buffer[written..],
                &mut self.ends[cells..],
            );
            read += input;
            written += output;
            cells += ends;
            match result {
                ReadRecordResult::OutputFull => self.buffer.resize(self.buffer.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // A window that ends inside a record is only all right at the end of the text; an
                // empty input then tells the automaton so.
                ReadRecordResult::InputEmpty if start + read < bytes.len() => return None,
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::Record | ReadRecordResult::End => break,
            }
        }
        let end = start + read;
        if !pairs(&bytes[start..end], self.delimiter) {
            return None;
        }
        self.unquoted.clear();
        self.unquoted
            .push_str(std::str::from_utf8(&self.buffer[..written]).ok()?);
        let mut from = 0;
        self.bounds.clear();
        for end in &self.ends[..cells] {
            self.bounds.push((from, *end as u32));
            from = *end as u32;
        }
        if let Some((from, to)) = self.bounds.last_mut()
            && bytes[start..end].ends_with(b"\r\n")
            && to > from
        {
            *to -= 1;
        }
        Some(end)
    }
}

/// Whether every quotation mark that opens a cell closes at its end. One in the middle of an
/// unquoted cell is an inch mark.
fn pairs(record: &[u8], delimiter: u8) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        Closing,
    }
    let mut at = At::Start;
    for byte in record {
        at = match (at, *byte) {
            (At::Start, b'"') | (At::Closing, b'"') => At::Quoted,
            (At::Quoted, b'"') => At::Closing,
            (At::Quoted, _) => At::Quoted,
            (_, b'\n') => At::Start,
            (At::Closing, b'\r') => At::Closing,
            (_, byte) if byte == delimiter => At::Start,
            (At::Closing, _) => return false,
            _ => At::Plain,
        };
    }
    !matches!(at, At::Quoted)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, delimiter: u8) -> Vec<(u32, Result<Vec<String>, String>)> {
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

    #[test]
    fn separators_are_found() {
        let cases = [
            ("a,b,c\n1,2,3\n", b','),
            ("a;b\n1,5;2,5\n1,5;2,5\n", b';'),
            ("a\tb\n1,000\t2\n", b'\t'),
            ("a|b\n1|2", b'|'),
            ("\"a;b;c\",d\n1,2\n", b','),
            ("one column\n1\n", b','),
            ("", b','),
        ];
        for (text, delimiter) in cases {
            assert_eq!(char::from(sniff(text)), char::from(delimiter), "{text}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let text = "a,b\r\n1,\"x\ny\"\r\n\r\n\"2\",3\n4";
        let cells = |cells: &[&str]| Ok(cells.iter().map(|c| (*c).to_owned()).collect());
        assert_eq!(
            read(text, b','),
            [
                (1, cells(&["a", "b"])),
                (2, cells(&["1", "x\ny"])),
                (4, cells(&[""])),
                (5, cells(&["2", "3"])),
                (6, cells(&["4"])),
            ]
        );
    }

    #[test]
    fn a_quotation_mark_that_never_closes_costs_one_line() {
        let text = "a,b\n1,\"open\n2,two\n3,\"shut\"x\n4,5\" pipe\n5,\"a \"\"b\"\"\"";
        let rows = read(text, b',');
        let broken: Vec<u32> = rows
            .iter()
            .filter(|(_, row)| row.is_err())
            .map(|(line, _)| *line)
            .collect();
        assert_eq!(broken, [2, 4]);
        assert_eq!(rows[2].1.as_ref().unwrap()[1], "two");
        assert_eq!(rows[4].1.as_ref().unwrap()[1], "5\" pipe");
        assert_eq!(rows[5].1.as_ref().unwrap()[1], "a \"b\"");
    }

    proptest! {
        #[test]
        fn any_text_reads_to_its_end(text in "[a,;\"\r\n户 ]{0,60}", semicolon in any::<bool>()) {
            let delimiter = if semicolon { b';' } else { b',' };
            let rows = read(&text, delimiter);
            prop_assert!(rows.len() <= text.matches('\n').count() + 1);
            prop_assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
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
                read(&text, b',').into_iter().map(|(_, row)| row.unwrap()).collect();
            prop_assert_eq!(back, table);
        }
    }
}
