//! Commands for photos, files and handwriting: photos are scaled down, and all are stored with the record they
//! belong to.

use busbar_core::{
    domain::{
        Customer, Id, Link, Moment, Record,
        attachment::{Attachment, AttachmentKind, TakenBy, plain_name},
        draft::Draft,
    },
    exchange::photo::{HEAD, Taken, is_heic, taken},
    storage::LedgerError,
};

use crate::{
    platform::{
        clock,
        files::{self, File},
        photo,
        position::Position,
    },
    state::{commands::record::fresh, workspace::Workspace},
};

/// Longer side of a stored photo, pixels: a nameplate stays readable, and a thousand photos fit on a tablet.
const PHOTO_PIXELS: u32 = 1600;
/// Maximum size of a photo before it is scaled down, bytes.
pub const PHOTO_BYTES: u64 = 64 << 20;
/// Maximum size of another file, bytes.
pub const FILE_BYTES: u64 = 10 << 20;

/// Reason why nothing was attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachError {
    /// The file is larger than the limit.
    TooLarge {
        /// Size of the file, bytes.
        bytes: u64,
        /// Limit, bytes.
        limit: u64,
    },
    /// A HEIC photo, which this browser cannot decode.
    Heic,
    /// The browser cannot read it: not a photo, damaged, or no longer available.
    Unreadable,
    /// The attachment could not be written.
    Ledger(LedgerError),
}

impl From<LedgerError> for AttachError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Returns `true` if a file is a photo, which is scaled down. A drawing (SVG) is not a photo, and stays a vector
/// graphic. Systems that do not know HEIC give it no media type; then the extension decides.
pub fn is_photo(file: &File) -> bool {
    is_photo_named(&file.type_(), &file.name())
}

fn is_photo_named(kind: &str, name: &str) -> bool {
    let ending = name.rsplit('.').next().unwrap_or_default();
    let is_heic = ["heic", "heif"].iter().any(|heic| ending.eq_ignore_ascii_case(heic));
    kind.starts_with("image/") && kind != "image/svg+xml" || is_heic
}

/// Returns the time at which a photo was taken, and its source.
async fn when_taken(file: &File, head: Option<&[u8]>) -> (Moment, TakenBy) {
    let now = clock::now_millis();
    let by_camera = match head.and_then(taken) {
        Some(Taken::At(millis)) => Some(millis),
        Some(Taken::Local(shown)) => Some(clock::millis_at(shown)),
        None => None,
    };
    let (millis, by) = chosen_time(by_camera, file.last_modified() as u64, now);
    (Moment(millis), by)
}

/// Returns the most reliable time: the camera's, otherwise the file's, otherwise now. Times in the future are
/// ignored.
fn chosen_time(by_camera: Option<u64>, by_file: u64, now: u64) -> (u64, TakenBy) {
    const DAY: u64 = 86_400_000;
    let could_be = |millis: &u64| *millis > 0 && *millis <= now + DAY;
    match (by_camera.filter(could_be), Some(by_file).filter(could_be)) {
        (Some(millis), _) => (millis, TakenBy::Camera),
        (None, Some(millis)) => (millis, TakenBy::File),
        (None, None) => (now, TakenBy::Attached),
    }
}

/// Record that an attachment belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Customer of the record.
    pub customer: Id<Customer>,
    /// The record.
    pub of: Link,
}

/// Attaches a photo, scaled down, with its position if it is to be stored.
///
/// # Errors
/// [`AttachError`].
pub async fn add_photo(
    workspace: Workspace,
    to: Place,
    file: &File,
    at: Option<Position>,
) -> Result<(), AttachError> {
    fits(file.size(), PHOTO_BYTES)?;
    let head = files::read_head(file, HEAD).await;
    let small = photo::shrink(file, PHOTO_PIXELS).await;
    let bytes = small.ok_or_else(|| match head.as_deref() {
        Some(head) if is_heic(head) => AttachError::Heic,
        _ => AttachError::Unreadable,
    })?;
    let (taken_at, taken_by) = when_taken(file, head.as_deref()).await;
    let attachment = Attachment {
        kind: Some(AttachmentKind::Photo),
        name: plain_name(&file.name()),
        media_type: photo::KIND.to_owned(),
        taken_at: Some(taken_at),
        taken_by: Some(taken_by),
        latitude: at.map(|at| at.latitude),
        longitude: at.map(|at| at.longitude),
        ..Attachment::empty(fresh())
    };
    Ok(keep(workspace, to, attachment, bytes).await?)
}

/// Stores a copy of a photo with lines drawn on it, each an SVG path and its width in pixels of the photo. The
/// original does not change.
///
/// # Errors
/// [`AttachError::Unreadable`] if its content is not on this device or cannot be decoded; [`AttachError::Ledger`].
pub async fn mark(
    workspace: Workspace,
    id: Id<Attachment>,
    original: &Attachment,
    lines: Vec<(String, f32)>,
) -> Result<(), AttachError> {
    let (Some(customer), Some(of)) = (original.customer, original.of.clone()) else {
        return Err(AttachError::Unreadable);
    };
    let bytes = workspace.ledger()?.blob(&original.blob).await?;
    let bytes = bytes.ok_or(AttachError::Unreadable)?;
    let drawn = photo::marked(&original.media_type, &bytes, &lines).await;
    let copy = Attachment {
        id,
        media_type: photo::KIND.to_owned(),
        marks: Some(original.id),
        is_sample: false,
        ..original.clone()
    };
    let to = Place { customer, of };
    Ok(keep(workspace, to, copy, drawn.ok_or(AttachError::Unreadable)?).await?)
}

/// Attaches a file unchanged.
///
/// # Errors
/// [`AttachError`].
pub async fn add_file(workspace: Workspace, to: Place, file: &File) -> Result<(), AttachError> {
    fits(file.size(), FILE_BYTES)?;
    let bytes = files::read(file).await.ok_or(AttachError::Unreadable)?;
    let attachment = Attachment {
        kind: Some(AttachmentKind::File),
        name: plain_name(&file.name()),
        media_type: file.type_(),
        ..Attachment::empty(fresh())
    };
    Ok(keep(workspace, to, attachment, bytes).await?)
}

/// Attaches handwriting as SVG, under the id created by its form.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn add_handwriting(
    workspace: Workspace,
    id: Id<Attachment>,
    to: Place,
    svg: String,
) -> Result<(), LedgerError> {
    let attachment = handwriting(id, AttachmentKind::Handwriting, String::new());
    keep(workspace, to, attachment, svg.into_bytes()).await
}

/// Creates the attachment of handwriting, without its content.
pub(super) fn handwriting(id: Id<Attachment>, kind: AttachmentKind, name: String) -> Attachment {
    Attachment {
        kind: Some(kind),
        name,
        media_type: "image/svg+xml".to_owned(),
        ..Attachment::empty(id)
    }
}

/// Offers an attachment as a download with its own name.
///
/// # Errors
/// [`AttachError::Unreadable`] if its content is not on this device; [`AttachError::Ledger`].
pub async fn save(workspace: Workspace, attachment: &Attachment) -> Result<(), AttachError> {
    let bytes = workspace.ledger()?.blob(&attachment.blob).await?;
    let bytes = bytes.ok_or(AttachError::Unreadable)?;
    files::save(&attachment.name, &attachment.media_type, &bytes);
    Ok(())
}

fn fits(bytes: f64, limit: u64) -> Result<(), AttachError> {
    let bytes = bytes as u64;
    if bytes > limit { Err(AttachError::TooLarge { bytes, limit }) } else { Ok(()) }
}

async fn keep(
    workspace: Workspace,
    to: Place,
    attachment: Attachment,
    bytes: Vec<u8>,
) -> Result<(), LedgerError> {
    let draft = Draft::new("attachment.add");
    workspace.act(attach(draft, to, attachment, bytes)).await.map(drop)
}

/// Adds an attachment with its content to a draft, so that one transaction stores both.
pub(super) fn attach(draft: Draft, to: Place, attachment: Attachment, bytes: Vec<u8>) -> Draft {
    let size = bytes.len() as f64;
    let (draft, blob) = draft.with_blob(bytes);
    draft.create(&Attachment {
        customer: Some(to.customer),
        of: Some(to.of),
        blob,
        bytes: Some(size),
        taken_at: (attachment.taken_at).or_else(|| Some(Moment(clock::now_millis()))),
        ..attachment
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn which_files_are_photos() {
        for (kind, name, is) in [
            ("image/jpeg", "a.jpg", true),
            ("image/heic", "a.heic", true),
            ("", "IMG_0001.HEIC", true),
            ("application/octet-stream", "a.heif", true),
            ("image/svg+xml", "a.svg", false),
            ("", "heic", true),
            ("application/pdf", "a.pdf", false),
        ] {
            assert_eq!(is_photo_named(kind, name), is, "{kind} {name}");
        }
    }

    #[test]
    fn which_time_is_believed() {
        const NOW: u64 = 1_795_482_311_000;
        for (by_camera, by_file, expected) in [
            (Some(5), 7, (5, TakenBy::Camera)),
            (None, 7, (7, TakenBy::File)),
            (Some(u64::MAX), 7, (7, TakenBy::File)),
            (None, 0, (NOW, TakenBy::Attached)),
            (Some(0), u64::MAX, (NOW, TakenBy::Attached)),
        ] {
            assert_eq!(chosen_time(by_camera, by_file, NOW), expected);
        }
    }

    #[test]
    fn how_large_what_is_attached_may_be() {
        const MIB: f64 = 1_048_576.0;
        let too_large = |bytes, limit| Err(AttachError::TooLarge { bytes, limit });
        for (bytes, limit, expected) in [
            // The photo of a good camera is accepted and scaled down.
            (40.0 * MIB, PHOTO_BYTES, Ok(())),
            (64.0 * MIB, PHOTO_BYTES, Ok(())),
            (64.0 * MIB + 1.0, PHOTO_BYTES, too_large(67_108_865, PHOTO_BYTES)),
            (40.0 * MIB, FILE_BYTES, too_large(41_943_040, FILE_BYTES)),
            (0.0, FILE_BYTES, Ok(())),
        ] {
            assert_eq!(fits(bytes, limit), expected, "{bytes}");
        }
    }
}
