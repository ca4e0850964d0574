//! Metadata of photo files: detection of HEIC, which most browsers cannot decode, and the time of capture
//! according to the camera. Decoding is left to the browser.

use std::io::Cursor;

use exif::{DateTime, In, Reader, Tag, Value};
use jiff::{Timestamp, civil, tz::Offset};

/// Number of bytes from the start that are needed here.
pub const HEAD: usize = 1 << 20;

/// Time of capture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A moment: the camera recorded its offset from UTC.
    At(u64),
    /// Local time, with unknown offset.
    Local(civil::DateTime),
}

/// Returns `true` if a file is HEIC or HEIF, an ISO base media file with a brand for it
/// [ISO/IEC 23008-12, 10.2].
///
/// ```
/// use busbar_core::exchange::photo::is_heic;
/// assert!(is_heic(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"));
/// assert!(!is_heic(b"\0\0\0\x18ftypisom\0\0\0\0"));
/// assert!(!is_heic(b"\xff\xd8\xff\xe0"));
/// ```
pub fn is_heic(head: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] =
        [b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"];
    let brand = |at: usize| head.get(at..at + 4);
    brand(4) == Some(b"ftyp") && brand(8).is_some_and(|brand| BRANDS.contains(&brand))
}

/// Returns the time of capture; `None` if the camera wrote nothing plausible.
pub fn taken(head: &[u8]) -> Option<Taken> {
    let read = Reader::new().read_from_container(&mut Cursor::new(head)).ok()?;
    let text = |tag: Tag| match &read.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(lines) => lines.first().cloned(),
        _ => None,
    };
    let written = text(Tag::DateTimeOriginal).or_else(|| text(Tag::DateTimeDigitized))?;
    let mut at = DateTime::from_ascii(&written).ok()?;
    if let Some(offset) = text(Tag::OffsetTimeOriginal) {
        // An invalid offset is ignored.
        let _ = at.parse_offset(&offset);
    }
    local(&at).map(|shown| match at.offset.map(i32::from) {
        Some(minutes) => moment(shown, minutes).map_or(Taken::Local(shown), Taken::At),
        None => Taken::Local(shown),
    })
}

fn local(at: &DateTime) -> Option<civil::DateTime> {
    let small = |number: u8| i8::try_from(number).ok();
    civil::DateTime::new(
        i16::try_from(at.year).ok()?,
        small(at.month)?,
        small(at.day)?,
        small(at.hour)?,
        small(at.minute)?,
        small(at.second)?,
        0,
    )
    .ok()
}

fn moment(shown: civil::DateTime, offset_min: i32) -> Option<u64> {
    let offset = Offset::from_seconds(offset_min * 60).ok()?;
    let at: Timestamp = offset.to_timestamp(shown).ok()?;
    u64::try_from(at.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    /// Builds a JPEG that contains only these EXIF texts: APP1 with a little-endian TIFF whose first directory
    /// points to the one with the times.
    fn jpeg(texts: &[(u16, &str)]) -> Vec<u8> {
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            [
                &tag.to_le_bytes()[..],
                &kind.to_le_bytes(),
                &count.to_le_bytes(),
                &value.to_le_bytes(),
            ]
            .concat()
        };
        let mut tiff = b"II*\0\x08\0\0\0".to_vec();
        tiff.extend(1_u16.to_le_bytes());
        tiff.extend(entry(0x8769, 4, 1, 26));
        tiff.extend(0_u32.to_le_bytes());
        tiff.extend((texts.len() as u16).to_le_bytes());
        let mut place = 26 + 2 + 12 * texts.len() as u32 + 4;
        for (tag, text) in texts {
            let count = text.len() as u32 + 1;
            tiff.extend(entry(*tag, 2, count, place));
            place += count;
        }
        tiff.extend(0_u32.to_le_bytes());
        for (_, text) in texts {
            tiff.extend(text.as_bytes());
            tiff.push(0);
        }
        let length = (2 + 6 + tiff.len()) as u16;
        [&b"\xff\xd8\xff\xe1"[..], &length.to_be_bytes(), b"Exif\0\0", &tiff, b"\xff\xd9"].concat()
    }

    #[test]
    fn when_a_photo_was_taken() {
        const ORIGINAL: u16 = 0x9003;
        const OFFSET: u16 = 0x9011;
        let local = date(2026, 11, 24).at(9, 5, 11, 0);
        let day = "2026:11:24 09:05:11";
        for (texts, expected) in [
            (&[(ORIGINAL, day)][..], Some(Taken::Local(local))),
            // 01:05:11 UTC.
            (&[(ORIGINAL, day), (OFFSET, "+08:00")], Some(Taken::At(1_795_482_311_000))),
            (&[(ORIGINAL, day), (OFFSET, "here")], Some(Taken::Local(local))),
            // A camera whose clock was never set, and one without a time.
            (&[(ORIGINAL, "0000:00:00 00:00:00")], None),
            (&[(ORIGINAL, "    :  :     :  :  ")], None),
            (&[], None),
        ] {
            assert_eq!(taken(&jpeg(texts)), expected, "{texts:?}");
        }
        for other in [&b""[..], b"\x89PNG\r\n\x1a\n", b"not a photo"] {
            assert_eq!(taken(other), None);
        }
    }
}
