//! Opening a file: detection of its format by its first bytes rather than its name.

use super::{
    delimited::sniff,
    head,
    mapping::known_headings,
    problem::{FileType, Reason},
    slices::{SLICE, SlicedFile, SlicedText},
    source::{FileOpening, Source, about_rows},
    spreadsheet,
    text::{self, Text},
};

/// Maximum file size, bytes. A spreadsheet is in memory as a whole, so a tablet sets the limit.
pub const LIMIT: u64 = 256 << 20;

/// Opens a file.
///
/// # Errors
/// The [`Reason`] why the file cannot be read: empty, too large, wrong type, damaged.
pub fn open<'a>(bytes: &'a [u8], opening: &FileOpening) -> Result<Source<'a>, Reason> {
    open_rows(bytes, opening, usize::MAX)
}

/// Opens a file for its first rows; of a spreadsheet only these are read.
///
/// # Errors
/// Same errors as [`open`].
pub fn open_rows<'a>(
    bytes: &'a [u8],
    opening: &FileOpening,
    rows: usize,
) -> Result<Source<'a>, Reason> {
    check_size(bytes.len() as u64)?;
    sheet_of(bytes, opening, rows).unwrap_or_else(|| open_text(bytes, opening))
}

/// Returns the sheet of a spreadsheet; `None` for another file.
fn sheet_of(
    bytes: &[u8],
    opening: &FileOpening,
    rows: usize,
) -> Option<Result<Source<'static>, Reason>> {
    let container = spreadsheet::container(bytes)?;
    let wanted = opening.sheet.as_deref();
    let is_known = &head::has_known_headings;
    Some(spreadsheet::read(bytes, container, wanted, rows, is_known).map(Source::Sheet))
}

/// Opens a file whose bytes are fetched on demand, for its first rows like [`open_rows`]: a large valid text
/// slice by slice, any other file as a whole.
///
/// # Errors
/// Same errors as [`open`]; [`Reason::Unreadable`] also if the bytes cannot be fetched.
pub fn open_slices<'a>(
    file: &'a dyn SlicedFile,
    opening: &FileOpening,
    rows: usize,
) -> Result<Source<'a>, Reason> {
    open_in_slices(file, opening, rows, SLICE)
}

fn open_in_slices<'a>(
    file: &'a dyn SlicedFile,
    opening: &FileOpening,
    rows: usize,
    slice: u64,
) -> Result<Source<'a>, Reason> {
    let length = file.length();
    check_size(length)?;
    let read = |to| file.read(0..to).ok_or(Reason::Unreadable);
    if length > slice {
        let head = read(slice)?;
        let is_text = spreadsheet::container(&head).is_none() && kind_of(&head).is_none();
        if is_text && let Some(text) = SlicedText::of(file, slice) {
            let mut head = String::new();
            text.lines().append_to(&mut head);
            return Ok(Source::Sliced {
                text,
                about_rows: about_rows(&head, length),
                delimiter: delimiter_of(&head, opening),
            });
        }
    }
    let bytes = read(length)?;
    let text = || text_of(&bytes).map(|text| delimited(text.into_owned(), opening));
    sheet_of(&bytes, opening, rows).unwrap_or_else(text)
}

/// Opens delimited text; a workbook is rejected as the wrong type. Only text is read on the page; workbooks are
/// read in workers.
///
/// # Errors
/// Same errors as [`open`].
pub fn open_text<'a>(bytes: &'a [u8], opening: &FileOpening) -> Result<Source<'a>, Reason> {
    check_size(bytes.len() as u64)?;
    text_of(bytes).map(|text| delimited(text, opening))
}

fn text_of(bytes: &[u8]) -> Result<Text<'_>, Reason> {
    if let Some(wrong) = kind_of(bytes) {
        return Err(Reason::WrongType(wrong));
    }
    let text = text::decode(bytes).map_err(Reason::WrongType)?;
    if text.text.trim().is_empty() {
        return Err(Reason::EmptyFile);
    }
    Ok(text)
}

fn delimited<'a>(Text { text, encoding, reason }: Text<'a>, opening: &FileOpening) -> Source<'a> {
    let delimiter = delimiter_of(&text, opening);
    Source::Text { text, encoding, reason, delimiter }
}

/// Returns the separator chosen by the user, or the detected one.
fn delimiter_of(text: &str, opening: &FileOpening) -> char {
    opening.delimiter.unwrap_or_else(|| sniff(text, known_headings))
}

/// Checks the size of a file before it is read.
///
/// # Errors
/// [`Reason::TooLarge`] above [`LIMIT`], [`Reason::EmptyFile`] for an empty file.
pub const fn check_size(bytes: u64) -> Result<(), Reason> {
    match bytes {
        0 => Err(Reason::EmptyFile),
        bytes if bytes > LIMIT => Err(Reason::TooLarge { bytes, limit: LIMIT }),
        _ => Ok(()),
    }
}

/// Returns the type of a file that is not plain text, by its first bytes.
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

    /// The rows of a source, each with its line.
    fn rows(source: &Source<'_>) -> Vec<(u32, Result<Vec<String>, String>)> {
        let (mut rows, mut all) = (source.rows(), Vec::new());
        while let Some(row) = rows.next_row() {
            all.push(match row {
                Ok(row) => (row.line, Ok(row.cells().map(str::to_owned).collect())),
                Err(broken) => (broken.line, Err(broken.text.to_owned())),
            });
        }
        assert_eq!(rows.progress().0, rows.progress().1);
        all
    }

    #[test]
    fn what_is_read_in_slices_reads_as_what_is_read_whole() {
        let gb18030 = b"\xbb\xa7\xba\xc5,\xbb\xa7\xc3\xfb\r\n1,\"a\nb\"\r\n2,c\r\n";
        let cases: [(&[u8], bool); 7] = [
            (b"a;b\n1;2\n3;\"4 \n 5\"\n6;\"7\n8;9", true),
            (b"\xef\xbb\xbfa,b\n1,2\n3,4\n5,6\n", true),
            (gb18030, true),
            ("户号,月份\n1,2026-01\n\n2,2026-02\n".as_bytes(), true),
            (b"\xef\xbb\xbfa,b\n1,2\n\x1a", false),
            (b"a,b\r1,2\r3,4\r5,6", false),
            (b"<html><table><tr><td>a</td></tr><tr><td>1</td></tr></table>", false),
        ];
        for (bytes, is_sliced) in cases {
            let opening = FileOpening::default();
            let sliced = open_in_slices(&bytes, &opening, usize::MAX, 16).unwrap();
            let whole = open(bytes, &opening).unwrap();
            assert_eq!(matches!(sliced, Source::Sliced { .. }), is_sliced, "{sliced:?}");
            assert_eq!(rows(&sliced), rows(&whole));
            assert_eq!(sliced.delimiter(), whole.delimiter());
            assert!(sliced.about_rows() >= rows(&whole).len());
        }
        let wrong = b"%PDF-1.7 and so on".as_slice();
        let refused = open_in_slices(&wrong, &FileOpening::default(), 1, 4);
        assert_eq!(refused, Err(Reason::WrongType(FileType::Pdf)));
    }

    #[test]
    fn records_longer_than_a_slice_stay_whole() {
        let note = "wide ".repeat(100_000);
        let text = format!("a,b\n1,\"{note}\n{note}\"\n2,x\n").repeat(3);
        let bytes = text.as_bytes();
        let opening = FileOpening { delimiter: Some(','), ..FileOpening::default() };
        let sliced = open_in_slices(&bytes, &opening, usize::MAX, 600_000).unwrap();
        assert!(matches!(sliced, Source::Sliced { .. }));
        assert_eq!(rows(&sliced), rows(&open(bytes, &opening).unwrap()));
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
