//! Photos, files and handwriting: metadata, and content addressed by hash.

use super::{
    Id, Link, Moment,
    customer::Customer,
    record::{choice, record},
};

choice! {
    /// Kind of attachment.
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
    /// Source of the time at which a photo was taken.
    pub enum TakenBy {
        /// EXIF data written by the camera.
        Camera = "camera",
        /// Modification date of the file.
        File = "file",
        /// Time of attachment, if nothing else is known.
        Attached = "attached",
    }
}

record! {
    /// 附件: one file that belongs to a record.
    pub struct Attachment: "attachment" {
        /// The customer it is about.
        pub customer: Option<Id<Customer>>,
        /// Record that it belongs to.
        pub of: Option<Link>,
        /// The kind of attachment.
        pub kind: Option<AttachmentKind>,
        /// Display name: the name of the file, or of the person who signed.
        pub name: String,
        /// Hash of the content, which is its storage key.
        pub blob: String,
        /// Media type, for example `image/jpeg`.
        pub media_type: String,
        /// Size in bytes.
        pub bytes: Option<f64>,
        /// Time when it was taken.
        pub taken_at: Option<Moment>,
        /// Source of that time.
        pub taken_by: Option<TakenBy>,
        /// Caption written by a person.
        pub caption: String,
        /// The original photo, if this is an annotated copy.
        pub marks: Option<Id<Attachment>>,
        /// Latitude of the place where it was taken, WGS 84, degrees; set only if the user chose to keep it.
        pub latitude: Option<f64>,
        /// Longitude, WGS 84, degrees.
        pub longitude: Option<f64>,
        /// Sample data made by the generator.
        pub is_sample: bool,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// Content of an attachment, stored under its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    name: String,
    bytes: Vec<u8>,
}

impl Blob {
    /// Names the content by its BLAKE3 hash, so that equal content is stored once.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self { name: blake3::hash(&bytes).to_hex().to_string(), bytes }
    }

    /// Returns the hash.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the hash and the content.
    pub fn into_parts(self) -> (String, Vec<u8>) {
        (self.name, self.bytes)
    }
}

/// Maximum length of a file name, in characters.
const NAME: usize = 120;

/// Returns a file name that is safe to show and to save under: no folders, no characters reserved by an operating
/// system, no direction marks that could hide the extension, and of limited length.
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
    // The extension carries the type, so the beginning is cut.
    plain.chars().skip(letters.saturating_sub(NAME)).collect()
}

/// Returns `true` for direction marks and zero-width characters.
const fn is_invisible(sign: char) -> bool {
    matches!(
        sign,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}
