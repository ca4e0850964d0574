//! Bytes to text: which encoding a file is in, and why we think so. What the text means is
//! `delimited`'s.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

use super::problem::FileType;

/// An encoding that Busbar reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TextEncoding {
    /// UTF-8.
    Utf8,
    /// GB 18030, which holds GBK and GB 2312.
    Gb18030,
    /// UTF-16, as Excel writes "Unicode text".
    Utf16,
}

/// Why the encoding was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EncodingReason {
    /// The file begins with a byte order mark.
    ByteOrderMark,
    /// Every byte sequence is valid UTF-8.
    ValidUtf8,
    /// It is not UTF-8, and every byte sequence is valid GB 18030.
    ValidGb18030,
}

/// A file's text as UTF-8.
#[derive(Clone, Debug, PartialEq)]
pub struct Text<'a> {
    /// The text, without a byte order mark.
    pub text: Cow<'a, str>,
    /// What it was encoded in.
    pub encoding: TextEncoding,
    /// Why we think so.
    pub reason: EncodingReason,
}

/// Reads bytes as text.
///
/// # Errors
/// [`FileType::Binary`] when the bytes are text in none of the encodings.
///
/// ```
/// use busbar::exchange::text::{TextEncoding, decode};
/// let text = decode(b"\xbb\xa7\xba\xc5,\xbb\xa7\xc3\xfb").unwrap();
/// assert_eq!((text.encoding, &*text.text), (TextEncoding::Gb18030, "户号,户名"));
/// ```
pub fn decode(bytes: &[u8]) -> Result<Text<'_>, FileType> {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        let (name, marked) = match encoding {
            e if e == UTF_8 => (TextEncoding::Utf8, UTF_8),
            e if e == UTF_16LE => (TextEncoding::Utf16, UTF_16LE),
            _ => (TextEncoding::Utf16, UTF_16BE),
        };
        return marked
            .decode_without_bom_handling_and_without_replacement(&bytes[length..])
            .map(|text| Text {
                text,
                encoding: name,
                reason: EncodingReason::ByteOrderMark,
            })
            .ok_or(FileType::Binary);
    }
    // Text never holds a zero byte; UTF-16 without its mark, and most binary formats, do.
    if bytes.contains(&0) {
        return Err(FileType::Binary);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Text {
            text: text.into(),
            encoding: TextEncoding::Utf8,
            reason: EncodingReason::ValidUtf8,
        });
    }
    GB18030
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(|text| Text {
            text,
            encoding: TextEncoding::Gb18030,
            reason: EncodingReason::ValidGb18030,
        })
        .ok_or(FileType::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let (gb18030, _, _) = GB18030.encode("客户编号,名称\n1,皖北㐀");
        let utf16: Vec<u8> = [0xff, 0xfe]
            .into_iter()
            .chain("户号".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let cases: [(&[u8], TextEncoding, EncodingReason, &str); 5] = [
            (
                "户号".as_bytes(),
                TextEncoding::Utf8,
                EncodingReason::ValidUtf8,
                "户号",
            ),
            (
                "\u{feff}户号".as_bytes(),
                TextEncoding::Utf8,
                EncodingReason::ByteOrderMark,
                "户号",
            ),
            (
                &gb18030,
                TextEncoding::Gb18030,
                EncodingReason::ValidGb18030,
                "客户编号,名称\n1,皖北㐀",
            ),
            (
                &utf16,
                TextEncoding::Utf16,
                EncodingReason::ByteOrderMark,
                "户号",
            ),
            (b"", TextEncoding::Utf8, EncodingReason::ValidUtf8, ""),
        ];
        for (bytes, encoding, reason, expected) in cases {
            let text = decode(bytes).unwrap();
            assert_eq!(
                (text.encoding, text.reason, &*text.text),
                (encoding, reason, expected)
            );
        }
        assert_eq!(decode(b"\x89PNG\x00"), Err(FileType::Binary));
        assert_eq!(decode(b"\xff\xff\xff"), Err(FileType::Binary));
    }
}
