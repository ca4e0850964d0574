//! A large text file read slice by slice, so that it is never in memory as a whole. Slices end at line ends,
//! which splits no character in any supported encoding. Only texts without invalid bytes are read this way:
//! anything that needs more than one slice to judge (an invalid byte, a byte order mark in the middle, UTF-16) is
//! left to `text`, which has the whole file.

use std::{borrow::Cow, fmt, ops::Range};

use encoding_rs::{Encoding, GB18030, UTF_8};

use super::text::{self, BROKEN, EncodingReason, Tally, TextEncoding};

/// A file whose bytes are fetched on demand.
pub trait SlicedFile {
    /// Returns its length in bytes.
    fn length(&self) -> u64;

    /// Returns the bytes of a range within the file; `None` if they can no longer be read, which the file records
    /// for its owner to report.
    fn read(&self, range: Range<u64>) -> Option<Vec<u8>>;
}

impl SlicedFile for &[u8] {
    fn length(&self) -> u64 {
        <[u8]>::len(self) as u64
    }

    fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
        self.get(range.start as usize..range.end as usize).map(<[u8]>::to_vec)
    }
}

/// Number of bytes fetched at once.
pub const SLICE: u64 = 4 << 20;

/// A valid text in slices.
#[derive(Clone, Copy)]
pub struct SlicedText<'a> {
    file: &'a dyn SlicedFile,
    /// Number of bytes fetched at once.
    slice: u64,
    /// Start of the text, after a byte order mark.
    start: u64,
    /// Encoding.
    pub encoding: TextEncoding,
    /// Reason for choosing this encoding.
    pub reason: EncodingReason,
}

impl fmt::Debug for SlicedText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SlicedText")
            .field("length", &self.file.length())
            .field("encoding", &self.encoding)
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

impl PartialEq for SlicedText<'_> {
    /// Two texts are equal if they are the same bytes of the same file.
    fn eq(&self, other: &Self) -> bool {
        std::ptr::addr_eq(self.file, other.file)
            && (self.start, self.encoding) == (other.start, other.encoding)
    }
}

impl<'a> SlicedText<'a> {
    /// Reads the file once, from start to end, and returns its text if every byte is valid: UTF-8 or GB 18030
    /// without control characters, byte order marks and replacement characters, and with line ends.
    pub fn of(file: &'a dyn SlicedFile, slice: u64) -> Option<Self> {
        let head = file.read(0..file.length().min(3))?;
        let (start, has_mark) = match Encoding::for_bom(&head) {
            Some((encoding, length)) if encoding == UTF_8 => (length as u64, true),
            Some(_) => return None,
            None => (0, false),
        };
        let this = |encoding, reason| Self { file, slice, start, encoding, reason };
        let (mut is_utf8, mut is_gb18030, mut tally) = (true, !has_mark, Tally::default());
        let mut cut = Cut::new(file, slice, start);
        while let Some(lines) = cut.next_lines() {
            let lines = lines?;
            if lines.iter().any(|byte| text::is_odd_control(*byte)) {
                return None;
            }
            is_utf8 = is_utf8 && decoded(&lines, UTF_8).is_some();
            is_gb18030 = is_gb18030 && decoded(&lines, GB18030).is_some();
            if !is_utf8 && !is_gb18030 {
                return None;
            }
            // The tally matters only for GB 18030, and ignores ASCII.
            if is_gb18030 && !lines.is_ascii() {
                tally.add(&lines);
            }
        }
        match (is_utf8, has_mark) {
            (true, true) => Some(this(TextEncoding::Utf8, EncodingReason::ByteOrderMark)),
            (true, false) => Some(this(TextEncoding::Utf8, EncodingReason::ValidUtf8)),
            (false, _) if tally.is_mostly_utf8() || tally.looks_like_big5() => None,
            (false, _) => Some(this(TextEncoding::Gb18030, EncodingReason::ValidGb18030)),
        }
    }

    /// Returns the lines of the text, slice by slice.
    pub fn lines(&self) -> Lines<'a> {
        let encoding = match self.encoding {
            TextEncoding::Gb18030 => GB18030,
            _ => UTF_8,
        };
        Lines { cut: Cut::new(self.file, self.slice, self.start), encoding }
    }

    /// Returns the length of the file in bytes.
    pub fn length(&self) -> u64 {
        self.file.length()
    }
}

/// Decodes some lines; `None` if a byte is invalid or a character is a replacement character.
fn decoded<'a>(lines: &'a [u8], encoding: &'static Encoding) -> Option<Cow<'a, str>> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(lines)?;
    (!text.contains([BROKEN, '\u{feff}'])).then_some(text)
}

/// Reads a text from its file, some lines at a time.
#[derive(Clone)]
pub struct Lines<'a> {
    cut: Cut<'a>,
    encoding: &'static Encoding,
}

impl Lines<'_> {
    /// Appends the next lines to `text`; returns `false` at the end, or if the file cannot be read.
    pub fn append_to(&mut self, text: &mut String) -> bool {
        let lines = self.cut.next_lines().flatten();
        let decoded = lines.as_deref().and_then(|lines| decoded(lines, self.encoding));
        decoded.inspect(|lines| text.push_str(lines)).is_some()
    }

    /// Returns `true` if nothing is left to read.
    pub fn is_at_end(&self) -> bool {
        self.cut.position >= self.cut.file.length()
    }

    /// Returns the number of bytes of the file read.
    pub const fn position(&self) -> u64 {
        self.cut.position
    }
}

/// Splits a file at line ends.
#[derive(Clone)]
struct Cut<'a> {
    file: &'a dyn SlicedFile,
    slice: u64,
    position: u64,
}

impl<'a> Cut<'a> {
    const fn new(file: &'a dyn SlicedFile, slice: u64, position: u64) -> Self {
        Self { file, slice, position }
    }

    /// Returns the next bytes, up to a line end or the end of the file; `None` at the end, `Some(None)` if the
    /// file cannot be read or a slice has no line end.
    fn next_lines(&mut self) -> Option<Option<Vec<u8>>> {
        let (from, length) = (self.position, self.file.length());
        if from >= length {
            return None;
        }
        let to = length.min(from + self.slice);
        let lines = self.file.read(from..to).and_then(|mut lines| {
            if to < length {
                let end = lines.iter().rposition(|byte| *byte == b'\n')?;
                lines.truncate(end + 1);
            }
            Some(lines)
        });
        self.position = lines.as_ref().map_or(length, |lines| from + lines.len() as u64);
        Some(lines)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::text::decode;

    fn whole(text: SlicedText<'_>) -> String {
        let (mut lines, mut all) = (text.lines(), String::new());
        while lines.append_to(&mut all) {}
        all
    }

    #[test]
    fn odd_files_are_left_to_those_who_see_them_whole() {
        let utf16: Vec<u8> = "户号,a\n1,2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for odd in [
            b"a,b\n1,\xff\n".as_slice(),
            b"a,b\n1,2\n\0\0",
            b"a,b\n1,2\n\x1a",
            "a,b\n1,\u{feff}2\n".as_bytes(),
            "a,b\n1,\u{fffd}2\n".as_bytes(),
            b"a line that is longer than a slice, and no end of a line in it",
            &[b"\xff\xfe", utf16.as_slice()].concat(),
            &utf16,
        ] {
            assert_eq!(SlicedText::of(&odd, 16), None, "{odd:?}");
        }
    }

    /// A file that is removed while it is read.
    struct Removed;

    impl SlicedFile for Removed {
        fn length(&self) -> u64 {
            64
        }

        fn read(&self, range: Range<u64>) -> Option<Vec<u8>> {
            (range.end < 40).then(|| vec![b'\n'; (range.end - range.start) as usize])
        }
    }

    #[test]
    fn a_file_that_is_taken_away_is_no_shorter_file() {
        assert_eq!(SlicedText::of(&Removed, 16), None);
    }

    proptest! {
        #[test]
        fn slices_read_as_the_whole(
            lines in prop::collection::vec("[a-z户号臺é,\"]{0,6}", 1..8),
            has_mark in any::<bool>(),
            is_gb18030 in any::<bool>(),
            slice in 40_u64..90,
        ) {
            let text = lines.join("\r\n");
            let bytes = match (is_gb18030, has_mark) {
                (true, _) => GB18030.encode(&text).0.into_owned(),
                (false, true) => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
                (false, false) => text.into_bytes(),
            };
            if bytes.is_empty() {
                return Ok(());
            }
            let expected = decode(&bytes).unwrap();
            match SlicedText::of(&bytes.as_slice(), slice) {
                Some(sliced) => {
                    let told = (sliced.encoding, sliced.reason);
                    prop_assert_eq!(told, (expected.encoding, expected.reason));
                    prop_assert_eq!(whole(sliced), expected.text);
                }
                // A short text can look like a different encoding.
                None => prop_assert!(is_gb18030, "{:?}", expected),
            }
        }
    }
}
