//! What a file is, by its first bytes and not by its name, and its rows one after another.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{
    delimited::{self, DelimitedRows},
    inspection,
    mapping::known_headings,
    problem::{FileType, Reason},
    row::{BrokenRow, Row},
    sheet::{Sheet, SheetCells},
    spreadsheet,
    text::{self, EncodingReason, TextEncoding},
};

/// How a file is to be opened, where a person chose otherwise than the file suggests.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileOpening {
    /// The sheet of a workbook; the first visible one with known headings when `None`.
    pub sheet: Option<String>,
    /// The separator of a text; the likeliest when `None`.
    pub delimiter: Option<char>,
    /// The line of the headings; the likeliest when `None`.
    pub heading_line: Option<u32>,
    /// The year of months that have none; what the title or the name of the sheet says when `None`.
    pub year: Option<i32>,
}

/// A file that can be read row by row.
#[derive(Clone, Debug, PartialEq)]
pub enum Source<'a> {
    /// Delimited text.
    Text {
        /// The text.
        text: Cow<'a, str>,
        /// What it was encoded in.
        encoding: TextEncoding,
        /// Why we think so.
        reason: EncodingReason,
        /// What separates the cells.
        delimiter: char,
    },
    /// A sheet of a spreadsheet.
    Sheet(Sheet),
}

/// The size up to which a file is read, bytes. Everything is in memory at once, so a tablet sets it.
pub const LIMIT: u64 = 256 << 20;

/// Opens a file.
///
/// # Errors
/// A [`Reason`] of the file as a whole: empty, too large, of a wrong type, damaged.
pub fn open<'a>(bytes: &'a [u8], opening: &FileOpening) -> Result<Source<'a>, Reason> {
    open_rows(bytes, opening, usize::MAX)
}

/// Opens a file and takes its bytes along, freeing at once the ones that the rows do not need.
///
/// # Errors
/// Same as [`open`].
pub fn open_owned(mut bytes: Vec<u8>, opening: &FileOpening) -> Result<Source<'static>, Reason> {
    let start = bytes.as_ptr().addr();
    let (text, encoding, reason, delimiter) = match open(&bytes, opening)? {
        Source::Sheet(sheet) => return Ok(Source::Sheet(sheet)),
        Source::Text { text, encoding, reason, delimiter } => {
            let text = match text {
                Cow::Owned(text) => Ok(text),
                Cow::Borrowed(text) => {
                    let skipped = text.as_ptr().addr() - start;
                    Err(skipped..skipped + text.len())
                }
            };
            (text, encoding, reason, delimiter)
        }
    };
    let text = match text {
        Ok(text) => text,
        Err(place) => {
            bytes.truncate(place.end);
            bytes.drain(..place.start);
            String::from_utf8(bytes).map_err(|_| Reason::WrongType(FileType::Binary))?
        }
    };
    Ok(Source::Text { text: text.into(), encoding, reason, delimiter })
}

/// Opens a file for its first rows; of a spreadsheet no more than these are read.
///
/// # Errors
/// As [`open`].
pub fn open_rows<'a>(
    bytes: &'a [u8],
    opening: &FileOpening,
    rows: usize,
) -> Result<Source<'a>, Reason> {
    check_size(bytes.len() as u64)?;
    if let Some(container) = spreadsheet::container(bytes) {
        let wanted = opening.sheet.as_deref();
        let is_known = &inspection::has_known_headings;
        return spreadsheet::read(bytes, container, wanted, rows, is_known).map(Source::Sheet);
    }
    open_text(bytes, opening)
}

/// Opens delimited text; a workbook is of a wrong type here. What is read on the page is text: the readers
/// of workbooks are the workers'.
///
/// # Errors
/// As [`open`].
pub fn open_text<'a>(bytes: &'a [u8], opening: &FileOpening) -> Result<Source<'a>, Reason> {
    check_size(bytes.len() as u64)?;
    if let Some(wrong) = kind_of(bytes) {
        return Err(Reason::WrongType(wrong));
    }
    let decoded = text::decode(bytes).map_err(Reason::WrongType)?;
    if decoded.text.trim().is_empty() {
        return Err(Reason::EmptyFile);
    }
    let text = decoded.text;
    let sniff = || delimited::sniff(&text, known_headings);
    Ok(Source::Text {
        delimiter: opening.delimiter.unwrap_or_else(sniff),
        encoding: decoded.encoding,
        reason: decoded.reason,
        text,
    })
}

/// Refuses a file by its size, before it is read.
///
/// # Errors
/// [`Reason::TooLarge`] above [`LIMIT`], [`Reason::EmptyFile`] for no bytes at all.
pub const fn check_size(bytes: u64) -> Result<(), Reason> {
    match bytes {
        0 => Err(Reason::EmptyFile),
        bytes if bytes > LIMIT => Err(Reason::TooLarge { bytes, limit: LIMIT }),
        _ => Ok(()),
    }
}

/// The type of a file that is not plain text, by its first bytes.
fn kind_of(bytes: &[u8]) -> Option<FileType> {
    const MAGIC: &[(&[u8], FileType)] = &[
        (b"PK\x03\x04", FileType::Archive),
        (b"PK\x05\x06", FileType::Archive),
        (b"\xd0\xcf\x11\xe0", FileType::OldDocument),
        (b"%PDF", FileType::Pdf),
        (b"\x1f\x8b", FileType::Compressed),
        (b"7z\xbc\xaf", FileType::Compressed),
        (b"Rar!", FileType::Compressed),
        (b"\x89PNG", FileType::Picture),
        (b"\xff\xd8\xff", FileType::Picture),
        (b"GIF8", FileType::Picture),
    ];
    let magic = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
    if let Some((_, found)) = magic {
        return Some(*found);
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let head = text.trim_ascii_start();
    let is = |tag: &[u8]| head.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag));
    (is(b"<html") || is(b"<!doctype") || is(b"<?xml") || is(b"<table")).then_some(FileType::WebPage)
}

/// The rows of a source, one after another.
pub enum SourceRows<'a> {
    /// Of a text.
    Delimited(Box<DelimitedRows<'a>>, usize),
    /// Of a sheet, and which comes next.
    Sheet(&'a SheetCells, usize),
}

impl Source<'_> {
    /// Estimated number of rows, rather high than low.
    pub fn about_rows(&self) -> usize {
        const LOOKED_AT: usize = 1 << 16;
        match self {
            Self::Text { text, .. } => {
                let bytes = text.as_bytes();
                let head = &bytes[..bytes.len().min(LOOKED_AT)];
                let ends = |sign| head.iter().filter(|byte| **byte == sign).count();
                let lines = ends(b'\n').max(ends(b'\r')) + 1;
                let rows = lines as f64 * bytes.len() as f64 / head.len().max(1) as f64;
                (rows * 1.05) as usize
            }
            Self::Sheet(sheet) => sheet.cells.len(),
        }
    }

    /// The rows, from the first.
    pub fn rows(&self) -> SourceRows<'_> {
        match self {
            Self::Text { text, delimiter, .. } => {
                SourceRows::Delimited(Box::new(DelimitedRows::new(text, *delimiter)), text.len())
            }
            Self::Sheet(sheet) => SourceRows::Sheet(&sheet.cells, 0),
        }
    }
}

impl SourceRows<'_> {
    /// The next row, `None` at the end.
    ///
    /// # Errors
    /// [`BrokenRow`] for a line that could not be taken apart; the next call goes on below it.
    pub fn next_row(&mut self) -> Option<Result<Row<'_>, BrokenRow<'_>>> {
        match self {
            Self::Delimited(rows, _) => rows.next_row(),
            Self::Sheet(cells, place) => {
                *place += 1;
                cells.row(*place - 1).map(Ok)
            }
        }
    }

    /// How much was read, and of how much; bytes of a text, rows of a sheet.
    pub fn progress(&self) -> (u64, u64) {
        match self {
            Self::Delimited(rows, length) => (rows.position().min(*length) as u64, *length as u64),
            Self::Sheet(cells, place) => ((*place).min(cells.len()) as u64, cells.len() as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_files_are_refused_by_what_they_are() {
        let refused = |bytes: &[u8]| open(bytes, &FileOpening::default()).err();
        let cases: [(&[u8], Reason); 8] = [
            (b"", Reason::EmptyFile),
            (b" \r\n \n", Reason::EmptyFile),
            (b"%PDF-1.7", Reason::WrongType(FileType::Pdf)),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason::Unreadable),
            (b"\x89PNG\r\n", Reason::WrongType(FileType::Picture)),
            (b" <HTML><table>", Reason::WrongType(FileType::WebPage)),
            (b"PK\x03\x04rest", Reason::WrongType(FileType::Archive)),
            (b"\0\x01\x02\x03\x04\x05a,b", Reason::WrongType(FileType::Binary)),
        ];
        for (bytes, reason) in cases {
            assert_eq!(refused(bytes), Some(reason));
        }
        assert_eq!(check_size(500 << 20), Err(Reason::TooLarge { bytes: 500 << 20, limit: LIMIT }));
    }

    #[test]
    fn what_owns_its_bytes_reads_as_what_borrows_them() {
        let gb18030 = b"\xbb\xa7\xba\xc5,\xbb\xa7\xc3\xfb\n1,a\n";
        for bytes in [&b"a,b\n1,2\n"[..], b"\xef\xbb\xbfa,b\n1,2\n\x1a", gb18030] {
            let opening = FileOpening::default();
            let owned = open_owned(bytes.to_vec(), &opening);
            assert_eq!(owned, open(bytes, &opening));
            assert!(owned.is_ok());
        }
    }

    #[test]
    fn old_line_ends_are_line_ends() {
        let source = open(b"a,b\r1,2\r", &FileOpening::default()).unwrap();
        let mut rows = source.rows();
        let mut count = 0;
        while rows.next_row().is_some() {
            count += 1;
        }
        assert_eq!(count, 2);
        assert!(source.about_rows() >= count);
        assert_eq!(rows.progress().0, rows.progress().1);
    }
}
