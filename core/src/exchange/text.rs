//! Decoding of bytes to text: detection of the encoding, with its reason. Invalid bytes become replacement
//! characters and cost only their row. Splitting the text is in `delimited`.

use std::borrow::Cow;

use encoding_rs::{BIG5, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::problem::FileType;

/// A supported encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// GB 18030, which includes GBK and GB 2312.
    Gb18030,
    /// UTF-16, Excel's "Unicode text".
    Utf16,
    /// Big5, used in Taiwan and Hong Kong.
    Big5,
}

/// Reason for the choice of an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EncodingReason {
    /// The file starts with a byte order mark.
    ByteOrderMark,
    /// Every byte sequence is valid UTF-8.
    ValidUtf8,
    /// Not UTF-8, and every byte sequence is valid GB 18030.
    ValidGb18030,
    /// Most byte sequences are valid in this encoding, far more than in any other.
    Likely,
}

/// Replacement for bytes that cannot be decoded.
pub const BROKEN: char = char::REPLACEMENT_CHARACTER;

/// A file's text as UTF-8.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// Text without byte order marks, zero bytes and the DOS end-of-file character.
    pub text: Cow<'a, str>,
    /// Encoding of the file.
    pub encoding: TextEncoding,
    /// Reason for choosing this encoding.
    pub reason: EncodingReason,
}

impl Text<'_> {
    /// Returns the same with an owned text.
    pub fn into_owned(self) -> Text<'static> {
        let Self { text, encoding, reason } = self;
        Text { text: text.into_owned().into(), encoding, reason }
    }
}

/// Decodes bytes as text.
///
/// # Errors
/// [`FileType::Binary`] if the bytes are not text in any of the encodings.
///
/// ```
/// use busbar_core::exchange::text::{TextEncoding, decode};
/// let text = decode(b"\xbb\xa7\xba\xc5,\xbb\xa7\xc3\xfb").unwrap();
/// assert_eq!((text.encoding, &*text.text), (TextEncoding::Gb18030, "户号,户名"));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Text<'_>, FileType> {
    let (text, encoding, reason) = read(bytes)?;
    Ok(Text { text: without_marks(text), encoding, reason })
}

fn read(bytes: &[u8]) -> Result<(Cow<'_, str>, TextEncoding, EncodingReason), FileType> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let rest = &bytes[length..];
        let name = if encoding == UTF_8 { TextEncoding::Utf8 } else { TextEncoding::Utf16 };
        let text = mostly(encoding, rest).ok_or(FileType::Binary)?;
        return Ok((text, name, EncodingReason::ByteOrderMark));
    }
    if let Some(text) = utf16_without_mark(bytes) {
        return Ok((text, TextEncoding::Utf16, EncodingReason::Likely));
    }
    let end = bytes.iter().rposition(|byte| !matches!(*byte, 0 | CTRL_Z));
    let bytes = &bytes[..end.map_or(0, |end| end + 1)];
    let controls = bytes.iter().filter(|byte| is_odd_control(**byte)).count();
    if controls > FEW && controls * 50 > bytes.len() {
        return Err(FileType::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.into(), TextEncoding::Utf8, EncodingReason::ValidUtf8));
    }
    let mut tally = Tally::default();
    tally.add(bytes);
    if tally.is_mostly_utf8() {
        let text = String::from_utf8_lossy(bytes);
        return Ok((text, TextEncoding::Utf8, EncodingReason::Likely));
    }
    let (chinese, name) = if tally.looks_like_big5() {
        (BIG5, TextEncoding::Big5)
    } else {
        (GB18030, TextEncoding::Gb18030)
    };
    if let Some(text) = chinese.decode_without_bom_handling_and_without_replacement(bytes) {
        let reason = match name {
            TextEncoding::Gb18030 => EncodingReason::ValidGb18030,
            _ => EncodingReason::Likely,
        };
        return Ok((text, name, reason));
    }
    match mostly(chinese, bytes) {
        Some(text) => Ok((text, name, EncodingReason::Likely)),
        None => {
            let text = mostly(UTF_8, bytes).ok_or(FileType::Binary)?;
            Ok((text, TextEncoding::Utf8, EncodingReason::Likely))
        }
    }
}

/// End-of-file character of DOS and CP/M.
const CTRL_Z: u8 = 0x1a;
/// Number of control bytes that are tolerated in a text file of any size.
const FEW: usize = 4;

pub(super) const fn is_odd_control(byte: u8) -> bool {
    byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Decodes the text, if only a few characters are invalid and hardly any are control characters.
fn mostly<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Option<Cow<'a, str>> {
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let count = |is: fn(char) -> bool| text.chars().filter(|c| is(*c)).count();
    let broken = count(|c| c == BROKEN);
    let controls = count(|c| c.is_ascii() && is_odd_control(c as u8) && c != '\0');
    let all = text.chars().count();
    let is_text = broken * 20 <= all && (controls <= FEW || controls * 50 <= all);
    is_text.then_some(text)
}

/// Counts of characters that distinguish encodings, summed over pieces that end at line ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tally {
    /// Non-ASCII characters that are valid UTF-8.
    characters: usize,
    /// Positions that are not valid UTF-8.
    broken: usize,
    /// Byte pairs that may be a Chinese character.
    pairs: usize,
    /// Pairs that are characters in common use in Big5.
    usual: usize,
    /// Those of them with an ASCII second byte.
    low: usize,
}

impl Tally {
    /// Counts the characters of a piece.
    pub fn add(&mut self, bytes: &[u8]) {
        for chunk in bytes.utf8_chunks() {
            self.characters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            self.broken += usize::from(!chunk.invalid().is_empty());
        }
        let mut at = 0;
        while at < bytes.len() {
            let (lead, trail) = (bytes[at], bytes.get(at + 1).copied().unwrap_or_default());
            if !(0x81..=0xfe).contains(&lead) || !matches!(trail, 0x40..=0x7e | 0x80..=0xfe) {
                at += 1;
                continue;
            }
            self.pairs += 1;
            let is_usual = (0xa4..=0xc6).contains(&lead);
            self.usual += usize::from(is_usual);
            self.low += usize::from(is_usual && trail < 0x7f);
            at += 2;
        }
    }

    /// Returns `true` if far more of the bytes above ASCII are valid UTF-8 characters than are not.
    pub const fn is_mostly_utf8(self) -> bool {
        self.broken * 4 <= self.characters
    }

    /// Returns `true` if double-byte text is Big5 rather than GBK. Almost every sequence of one is valid in the
    /// other, so the characters in use decide: those of Big5 lie in A4–C6, two in five with a second byte below 7F,
    /// where GBK has only rare characters.
    pub const fn looks_like_big5(self) -> bool {
        self.pairs >= 2 && self.usual * 10 >= self.pairs * 7 && self.low * 100 >= self.pairs * 15
    }
}

/// Detects UTF-16 without a byte order mark by the zero bytes of its ASCII characters: separators, digits, line
/// endings.
fn utf16_without_mark(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let end = bytes.iter().rposition(|byte| *byte != 0)?;
    let mut zeros = [0_usize; 2];
    for (place, byte) in bytes[..end].iter().enumerate() {
        zeros[place % 2] += usize::from(*byte == 0);
    }
    let units = bytes.len() / 2;
    let (encoding, most, least) = if zeros[1] > zeros[0] {
        (UTF_16LE, zeros[1], zeros[0])
    } else {
        (UTF_16BE, zeros[0], zeros[1])
    };
    let is_utf16 = most >= 3 && most * 20 >= units && least * 3 <= most;
    is_utf16.then(|| mostly(encoding, bytes)).flatten()
}

/// Removes byte order marks and zero bytes anywhere, as in concatenated files, and a final Ctrl-Z.
fn without_marks(text: Cow<'_, str>) -> Cow<'_, str> {
    const MARKS: [char; 2] = ['\u{feff}', '\0'];
    let is_end = |c: char| c == char::from(CTRL_Z) || MARKS.contains(&c);
    let length = text.trim_end_matches(is_end).len();
    let has_marks = text.as_bytes().contains(&0) || text.contains('\u{feff}');
    match text {
        Cow::Borrowed(text) if !has_marks => Cow::Borrowed(&text[..length]),
        Cow::Owned(mut text) if !has_marks => {
            text.truncate(length);
            Cow::Owned(text)
        }
        text => Cow::Owned(text[..length].replace(MARKS, "")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, is_big: bool) -> Vec<u8> {
        let bytes = |unit: u16| match is_big {
            true => unit.to_be_bytes(),
            false => unit.to_le_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn encodings_are_told_apart() {
        const ROWS: &str = "客户编号,名称\n1,皖北㐀\n";
        let (gb18030, _, _) = GB18030.encode(ROWS);
        let marked = [&[0xff, 0xfe][..], &utf16(ROWS, false)].concat();
        let traditional = "戶號,戶名,電量\nA1,臺北電力股份有限公司,100\n";
        let (big5, _, _) = BIG5.encode(traditional);
        use EncodingReason::{ByteOrderMark, Likely, ValidGb18030, ValidUtf8};
        use TextEncoding::{Big5, Gb18030, Utf8, Utf16};
        let cases: [(&[u8], TextEncoding, EncodingReason, &str); 11] = [
            (ROWS.as_bytes(), Utf8, ValidUtf8, ROWS),
            ("\u{feff}户号".as_bytes(), Utf8, ByteOrderMark, "户号"),
            (&gb18030, Gb18030, ValidGb18030, ROWS),
            (&marked, Utf16, ByteOrderMark, ROWS),
            (&utf16(ROWS, false), Utf16, Likely, ROWS),
            (&utf16(ROWS, true), Utf16, Likely, ROWS),
            (&big5, Big5, Likely, traditional),
            (b"", Utf8, ValidUtf8, ""),
            // Remnants of DOS, copying and partial writes.
            (b"a,b\n1,2\n\0\0\0", Utf8, ValidUtf8, "a,b\n1,2\n"),
            (b"a,b\n1,2\n\x1a", Utf8, ValidUtf8, "a,b\n1,2\n"),
            ("a\n\u{feff}b\0c".as_bytes(), Utf8, ValidUtf8, "a\nbc"),
        ];
        for (bytes, encoding, reason, expected) in cases {
            let text = decode(bytes).unwrap();
            assert_eq!((text.encoding, text.reason, &*text.text), (encoding, reason, expected));
        }
        for binary in [b"\x89PNG\x00\x01\x02\x03\x00\x01".as_slice(), b"\xff\xff\xff"] {
            assert_eq!(decode(binary), Err(FileType::Binary));
        }
    }

    #[test]
    fn a_broken_byte_changes_neither_the_encoding_nor_other_rows() {
        const ROWS: &str = "客户编号,客户名称\nA1,样例新型建材有限公司\nA2,样例污水处理\n";
        let (gb18030, _, _) = GB18030.encode(ROWS);
        let (big5, _, _) = BIG5.encode("戶號,戶名\nA1,樣例建材有限公司\nA2,臺北電力公司分處\n");
        for (bytes, encoding) in [
            (ROWS.as_bytes().to_vec(), TextEncoding::Utf8),
            (gb18030.into_owned(), TextEncoding::Gb18030),
            (big5.into_owned(), TextEncoding::Big5),
        ] {
            // The last byte of the last name is missing.
            let mut bytes = bytes;
            bytes.remove(bytes.len() - 2);
            let text = decode(&bytes).unwrap();
            assert_eq!(text.encoding, encoding);
            let lines: Vec<&str> = text.text.lines().collect();
            assert!(lines[2].contains(BROKEN), "{lines:?}");
            assert!(!lines[0].contains(BROKEN) && !lines[1].contains(BROKEN));
        }
    }
}
