//! Shared strings of a workbook, and XLSX escapes for characters that XML cannot hold. Formatting and phonetics
//! are skipped.

use std::io::BufRead;

use quick_xml::events::Event;

use super::{
    super::problem::Reason,
    xml::{self, add_text},
};

/// Shared strings in one buffer.
#[derive(Default)]
pub struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    /// Returns the string at this index.
    pub fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let begin = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(begin..end)
    }

    /// Reads the part with the shared strings.
    ///
    /// # Errors
    /// [`Reason::Unreadable`], [`Reason::ZipBomb`].
    pub fn read(part: impl BufRead) -> Result<Self, Reason> {
        let mut strings = Self::default();
        let (mut in_text, mut in_phonetic) = (false, 0_u32);
        let mut begin = 0;
        xml::each(part, |event| match &event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "si" => begin = strings.text.len(),
                "t" => in_text = in_phonetic == 0,
                // A phonetic run gives the pronunciation of the text.
                "rPh" => in_phonetic += 1,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "si" => {
                    unescape(&mut strings.text, begin);
                    strings.ends.push(strings.text.len());
                }
                "t" => in_text = false,
                "rPh" => in_phonetic = in_phonetic.saturating_sub(1),
                _ => {}
            },
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => {
                strings.ends.push(strings.text.len())
            }
            event if in_text => add_text(&mut strings.text, event),
            _ => {}
        })?;
        Ok(strings)
    }
}

/// Decodes escapes of characters that XML cannot hold: `_x000D_`.
pub fn unescape(text: &mut String, begin: usize) {
    if !text[begin..].contains("_x") {
        return;
    }
    let escaped = text.split_off(begin);
    let mut rest = escaped.as_str();
    while let Some(at) = rest.find("_x") {
        let code = rest.get(at + 2..at + 6).filter(|_| rest.as_bytes().get(at + 6) == Some(&b'_'));
        let sign = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        let (taken, next) = match sign {
            Some(_) => (at, at + 7),
            None => (at + 2, at + 2),
        };
        text.push_str(&rest[..taken]);
        text.extend(sign);
        rest = &rest[next..];
    }
    text.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_signs_are_read() {
        for (text, expected) in [
            ("a_x000D_\nb", "a\r\nb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00", "_x00"),
            ("_xyzzy_户号", "_xyzzy_户号"),
        ] {
            let mut read = String::from("_x0041_");
            read.push_str(text);
            unescape(&mut read, 7);
            assert_eq!(&read[7..], expected);
        }
    }
}
