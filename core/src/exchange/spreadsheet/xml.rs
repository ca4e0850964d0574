//! Functions shared by all XML readers: events, attributes with any prefix, and joined text.

use std::io::BufRead;

use quick_xml::{
    Reader,
    events::{BytesRef, BytesStart, Event},
};

use super::{super::problem::Reason, limited};

/// Creates a lenient reader, for XML as programs write it.
pub fn reader<R: BufRead>(input: R) -> Reader<R> {
    let mut reader = Reader::from_reader(input);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// Returns `true` if a part is XML rather than binary.
///
/// # Errors
/// [`Reason::Unreadable`], [`Reason::ZipBomb`].
pub fn is_markup(mut part: impl BufRead) -> Result<bool, Reason> {
    let begin = part.fill_buf().map_err(|error| limited::reason(&error))?;
    let begin = begin.strip_prefix(b"\xef\xbb\xbf").unwrap_or(begin);
    Ok(begin.trim_ascii_start().first() == Some(&b'<'))
}

/// Passes every event of a document to `take`.
///
/// # Errors
/// [`Reason::Unreadable`], [`Reason::ZipBomb`].
pub fn each<R: BufRead>(input: R, mut take: impl FnMut(Event<'_>)) -> Result<(), Reason> {
    let mut reader = reader(input);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).map_err(|error| reason(&error))? {
            Event::Eof => return Ok(()),
            event => take(event),
        }
    }
}

/// Returns the reason to report for an error in XML.
pub fn reason(error: &quick_xml::Error) -> Reason {
    match error {
        quick_xml::Error::Io(error) => limited::reason(error),
        _ => Reason::Unreadable,
    }
}

/// Returns an attribute by its name without prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    attributes.with_checks(false);
    attributes
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| match quick_xml::escape::unescape(&attribute.value) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.into_owned(),
        })
}

/// Returns the number in an attribute.
pub fn number<T: std::str::FromStr>(tag: &BytesStart<'_>, name: &str) -> Option<T> {
    attribute(tag, name)?.trim().parse().ok()
}

/// Returns `true` if an attribute is set to a true value.
pub fn says_yes(tag: &BytesStart<'_>, name: &str) -> bool {
    attribute(tag, name).is_some_and(|value| matches!(value.trim(), "1" | "true" | "on"))
}

/// Appends the text of an event.
pub fn add_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(piece) => text.push_str(&piece.xml10_content()),
        Event::CData(piece) => text.push_str(&piece.xml10_content()),
        Event::GeneralRef(name) => add_reference(text, name),
        _ => {}
    }
}

fn add_reference(text: &mut String, name: &BytesRef<'_>) {
    if let Ok(Some(sign)) = name.resolve_char_ref() {
        text.push(sign);
        return;
    }
    match name.as_ref() {
        "amp" => text.push('&'),
        "lt" => text.push('<'),
        "gt" => text.push('>'),
        "quot" => text.push('"'),
        "apos" => text.push('\''),
        "nbsp" => text.push(' '),
        other => {
            text.push('&');
            text.push_str(other);
            text.push(';');
        }
    }
}
