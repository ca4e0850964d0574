//! Photos, files and handwriting: what is known of them, and the bytes, which are kept by their hash.

use super::{
    Id, Link, Moment,
    customer::Customer,
    record::{choice, record},
};

choice! {
    /// What an attachment is.
    pub enum AttachmentKind {
        /// 照片
        Photo = "photo",
        /// 手写
        Handwriting = "handwriting",
        /// 签名
        Signature = "signature",
        /// 文件
        File = "file",
    }
}

choice! {
    /// The source of the time when a photo was taken.
    pub enum TakenBy {
        /// The camera wrote it into the photo.
        Camera = "camera",
        /// The file's own date.
        File = "file",
        /// When it was attached; nothing else is known.
        Attached = "attached",
    }
}

record! {
    /// 附件: one file that belongs to a record.
    pub struct Attachment: "attachment" {
        /// The customer it is about.
        pub customer: Option<Id<Customer>>,
        /// The record that it belongs to.
        pub of: Option<Link>,
        /// The kind of attachment.
        pub kind: Option<AttachmentKind>,
        /// Display name: the name of the file, or of the person who signed.
        pub name: String,
        /// The hash of its bytes, by which they are kept.
        pub blob: String,
        /// Its media type: `image/jpeg`, ...
        pub media_type: String,
        /// Size in bytes.
        pub bytes: Option<f64>,
        /// Time when it was taken.
        pub taken_at: Option<Moment>,
        /// Source of that time.
        pub taken_by: Option<TakenBy>,
        /// Caption written by a person.
        pub caption: String,
        /// The photo that this is a copy of, with marks drawn on it.
        pub marks: Option<Id<Attachment>>,
        /// Degrees north where it was taken, WGS 84; only where the person wants it kept.
        pub latitude: Option<f64>,
        /// Degrees east.
        pub longitude: Option<f64>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// The bytes of an attachment, under the name they are kept by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    name: String,
    bytes: Vec<u8>,
}

impl Blob {
    /// Names bytes by their BLAKE3 hash: the same bytes are kept once.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { name: blake3::hash(&bytes).to_hex().to_string(), bytes }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name and the bytes.
    pub fn into_parts(self) -> (String, Vec<u8>) {
        (self.name, self.bytes)
    }
}

/// Letters of a name that is kept at most.
const NAME: usize = 120;

/// The name of a file as it may stand on a page and be saved under: no folders, no signs that a system
/// reads as something else, none that turn the order of letters and so hide the ending, and not endless.
///
/// ```
/// use busbar_core::domain::attachment::plain_name;
/// assert_eq!(plain_name("C:\\a/b/油位 1.jpg"), "油位 1.jpg");
/// assert_eq!(plain_name("../.bashrc"), "bashrc");
/// assert_eq!(plain_name("bill\u{202e}gpj.exe\n"), "billgpj.exe");
/// assert_eq!(plain_name("<a>|b?.txt"), "_a__b_.txt");
/// ```
pub fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain: String = last
        .chars()
        .filter(|sign| !sign.is_control() && !is_invisible(*sign))
        .map(|sign| match sign {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            sign => sign,
        })
        .collect();
    let plain = plain.trim().trim_start_matches('.');
    let letters = plain.chars().count();
    // The ending says what it is, so it is the beginning that is cut.
    plain.chars().skip(letters.saturating_sub(NAME)).collect()
}

/// Marks of direction and of no width.
const fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}
