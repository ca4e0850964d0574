//! Detection of markup files and decoding of their text. Systems put the encoding into a tag, into a byte order
//! mark, or nowhere; some combine several documents in one file (MHTML).

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use super::Container;

/// Number of bytes searched for the format of a file.
const HEAD: usize = 1 << 20;
/// Number of bytes searched for the name of the encoding.
const DECLARED: usize = 1 << 12;

/// Returns the markup format of a file, if any.
pub fn container(bytes: &[u8]) -> Option<Container> {
    let head = &bytes[..bytes.len().min(HEAD)];
    if is_archive(head) {
        return Some(Container::WebArchive);
    }
    let is_marked = Encoding::for_bom(bytes).is_some() || wide(bytes).is_some();
    if !is_marked && head.trim_ascii_start().first() != Some(&b'<') {
        return None;
    }
    let text = decode(head).to_ascii_lowercase();
    let text = text.trim_start();
    if !text.starts_with('<') {
        return None;
    }
    let has = |word| text.contains(word);
    if has("<html") || text.starts_with("<!doctype html") {
        Some(Container::WebPage)
    } else if has("urn:schemas-microsoft-com:office:spreadsheet") && has("workbook") {
        Some(Container::Xml)
    } else if has("office:document") && has("office:spreadsheet") {
        Some(Container::FlatOds)
    } else if has("<table")
        || has("<tr")
        || text.starts_with("<?xml")
        || text.starts_with("<!doctype")
    {
        Some(Container::WebPage)
    } else {
        None
    }
}

/// Returns `true` if a file is a multipart message, the form in which programs save a page with its resources.
fn is_archive(head: &[u8]) -> bool {
    let head = &head[..head.len().min(DECLARED)];
    let head = head.trim_ascii_start().to_ascii_lowercase();
    let names = [
        &b"mime-version:"[..],
        b"from:",
        b"content-type:",
        b"subject:",
        b"snapshot-content-location:",
    ];
    names.iter().any(|name| head.starts_with(name))
        && find(&head, b"content-type:").is_some()
        && (find(&head, b"multipart/").is_some() || find(&head, b"text/html").is_some())
}

fn find(bytes: &[u8], word: &[u8]) -> Option<usize> {
    bytes.windows(word.len()).position(|at| at == word)
}

/// Detects UTF-16 without a byte order mark: a markup character next to a zero byte.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes {
        [b'<', 0, ..] => Some(UTF_16LE),
        [0, b'<', ..] => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes the text of markup. Invalid bytes become replacement characters.
pub fn decode(bytes: &[u8]) -> String {
    decode_as(bytes, None)
}

fn decode_as(bytes: &[u8], named: Option<&'static Encoding>) -> String {
    let encoding = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| wide(bytes))
        .or_else(|| std::str::from_utf8(bytes).ok().map(|_| UTF_8))
        .or(named)
        .or_else(|| declared(bytes))
        .unwrap_or(GB18030);
    encoding.decode(bytes).0.into_owned()
}

/// Returns the declared encoding: `charset=gb2312`, `encoding="GBK"`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(DECLARED)];
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|word| label(&head, word))
}

fn label(text: &str, word: &str) -> Option<&'static Encoding> {
    let rest = text.split(word).nth(1)?;
    let rest = rest.trim_start_matches(['"', '\'', ' ']);
    let end = rest
        .find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_')))
        .unwrap_or(rest.len());
    let found = Encoding::for_label(&rest.as_bytes()[..end])?;
    // GB 18030 is a superset of GBK.
    Some(if found == encoding_rs::GBK { GB18030 } else { found })
}

/// Returns the pages of a multipart message.
pub fn pages(bytes: &[u8]) -> Vec<String> {
    let mut pages = Vec::new();
    collect(bytes, &mut pages, 0);
    pages
}

/// Maximum nesting depth of messages.
const DEPTH: u32 = 8;

fn collect(part: &[u8], pages: &mut Vec<String>, depth: u32) {
    let (head, body) = split_head(part);
    let head = unfolded(head);
    let field = |name: &str| {
        let line = head.lines().find(|line| line.to_ascii_lowercase().starts_with(name));
        line.map(|line| line[name.len()..].trim().to_owned()).unwrap_or_default()
    };
    let kind = field("content-type:");
    let lower = kind.to_ascii_lowercase();
    if lower.starts_with("multipart/") && depth < DEPTH {
        let Some(at) = lower.find("boundary=") else {
            return;
        };
        let boundary = kind[at + "boundary=".len()..].split(';').next().unwrap_or_default();
        let boundary = format!("--{}", boundary.trim().trim_matches('"'));
        for part in split(body, boundary.as_bytes()).into_iter().skip(1) {
            collect(part, pages, depth + 1);
        }
    } else if lower.starts_with("text/html") {
        let packed = field("content-transfer-encoding:").to_ascii_lowercase();
        let body = match packed.as_str() {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => body.to_vec(),
        };
        pages.push(decode_as(&body, label(&lower, "charset=")));
    }
}

fn split_head(part: &[u8]) -> (&[u8], &[u8]) {
    let part = part.trim_ascii_start();
    [&b"\r\n\r\n"[..], b"\n\n"]
        .iter()
        .filter_map(|end| find(part, end).map(|at| (at, at + end.len())))
        .min()
        .map_or((part, &[]), |(end, begin)| (&part[..end], &part[begin..]))
}

/// Joins continuation lines of headers.
fn unfolded(head: &[u8]) -> String {
    let head = String::from_utf8_lossy(head).replace("\r\n", "\n");
    head.replace("\n\t", " ").replace("\n ", " ")
}

fn split<'a>(mut body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    let mut parts = Vec::new();
    while let Some(at) = find(body, boundary) {
        parts.push(&body[..at]);
        body = &body[at + boundary.len()..];
    }
    parts.push(body);
    parts
}

fn quoted_printable(body: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16).map(|digit| digit as u8);
    let mut bytes = Vec::with_capacity(body.len());
    let mut at = 0;
    while let Some(byte) = body.get(at) {
        at += 1;
        if *byte != b'=' {
            bytes.push(*byte);
        } else if let (Some(high), Some(low)) = (digit(body.get(at)), digit(body.get(at + 1))) {
            bytes.push(high << 4 | low);
            at += 2;
        } else if body.get(at) == Some(&b'\r') && body.get(at + 1) == Some(&b'\n') {
            at += 2;
        } else if body.get(at) == Some(&b'\n') {
            at += 1;
        } else {
            bytes.push(b'=');
        }
    }
    bytes
}

fn base64(body: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(body.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0_u32);
    for byte in body {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => continue,
        };
        held = (held << 6 | u32::from(six)) & 0xff_ffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_told_from_text() {
        let (gbk, ..) = GB18030.encode("<table><tr><td>户号</td></tr></table>");
        let utf16: Vec<u8> = "<html><table>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Option<Container>); 12] = [
            (b" <HTML><table>", Some(Container::WebPage)),
            ("\u{feff}<table><tr>".as_bytes(), Some(Container::WebPage)),
            (b"<meta charset=gbk>\n<TABLE border=1>", Some(Container::WebPage)),
            (&gbk, Some(Container::WebPage)),
            (&utf16, Some(Container::WebPage)),
            (
                b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Some(Container::Xml),
            ),
            (b"<?xml version=\"1.0\"?><office:document><office:body><office:spreadsheet>", Some(Container::FlatOds)),
            (b"<?xml version=\"1.0\"?><data/>", Some(Container::WebPage)),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", Some(Container::WebArchive)),
            (b"<5kV,1\n", None),
            (b"a,b\n<table>,1\n", None),
            (b"", None),
        ];
        for (bytes, expected) in cases {
            assert_eq!(container(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn the_encoding_is_the_one_that_is_named_or_likely() {
        let text = "<meta charset=\"big5\"><td>戶號</td>";
        let (big5, ..) = encoding_rs::BIG5.encode(text);
        assert_eq!(decode(&big5), text);
        let (gbk, ..) = GB18030.encode("<td>户号</td>");
        assert_eq!(decode(&gbk), "<td>户号</td>");
        assert_eq!(decode("\u{feff}<td>户号".as_bytes()), "<td>户号");
        // Wrongly declared: what is valid UTF-8 is UTF-8.
        assert_eq!(decode("<meta charset=gbk>户号".as_bytes()), "<meta charset=gbk>户号");
    }

    #[test]
    fn the_pages_of_a_message_are_found() {
        let message = b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"--=_x\"\r\n\r\nno part\r\n----=_x\r\n\
            Content-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<td class=3D=\r\nx>=BB=A7</td>\r\n----=_x\r\n\
            Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nPHRk\r\nPg==\r\n----=_x--\r\n";
        assert_eq!(pages(message), ["<td class=x>户</td>\r\n", "<td>"]);
    }
}
