//! Photos, files and handwriting: each is made small where it can be, and kept with the record it belongs
//! to.

use crate::{
    domain::{
        Customer, Id, Link, Moment, Record,
        attachment::{Attachment, AttachmentKind, plain_name},
        draft::Draft,
    },
    platform::{
        clock,
        files::{self, File},
        photo,
        position::Position,
    },
    state::{commands::record::fresh, workspace::Workspace},
    storage::LedgerError,
};

/// The longer side of a photo that is kept, pixels: a nameplate stays readable, and a thousand photos fit
/// on a tablet.
const PHOTO_PIXELS: u32 = 1600;
/// The largest photo that is tried, bytes.
pub const PHOTO_BYTES: u64 = 64 << 20;
/// The largest other file that is kept, bytes.
pub const FILE_BYTES: u64 = 10 << 20;

/// Why nothing was attached. What was chosen still is where it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AttachError {
    /// It is larger than the limit, bytes.
    TooLarge {
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        limit: u64,
    },
    /// The browser cannot read it: no photo, damaged, or gone from where it was.
    Unreadable,
    /// It could not be written.
    Ledger(LedgerError),
}

impl From<LedgerError> for AttachError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Whether a file is a photo, which is made small. A drawing is none: its lines stay lines.
pub fn is_photo(file: &File) -> bool {
    let kind = file.type_();
    kind.starts_with("image/") && kind != "image/svg+xml"
}

/// What something is attached to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Whose customer it is about.
    pub customer: Id<Customer>,
    /// The record.
    pub of: Link,
}

/// Attaches a photo, made small, with the position that the person wants kept.
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
    let small = photo::shrink(file, PHOTO_PIXELS).await;
    let bytes = small.ok_or(AttachError::Unreadable)?;
    let attachment = Attachment {
        kind: Some(AttachmentKind::Photo),
        name: plain_name(&file.name()),
        media_type: photo::KIND.to_owned(),
        latitude: at.map(|at| at.latitude),
        longitude: at.map(|at| at.longitude),
        ..Attachment::empty(fresh())
    };
    Ok(keep(workspace, to, attachment, bytes).await?)
}

/// Attaches a file as it is.
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

/// Attaches handwriting, drawn as SVG.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn add_handwriting(
    workspace: Workspace,
    to: Place,
    svg: String,
) -> Result<(), LedgerError> {
    let attachment = handwriting(AttachmentKind::Handwriting, String::new());
    keep(workspace, to, attachment, svg.into_bytes()).await
}

/// Something written by hand, without its bytes.
pub(super) fn handwriting(kind: AttachmentKind, name: String) -> Attachment {
    Attachment {
        kind: Some(kind),
        name,
        media_type: "image/svg+xml".to_owned(),
        ..Attachment::empty(fresh())
    }
}

/// Offers a file to be saved outside the app, under its own name.
///
/// # Errors
/// [`AttachError::Unreadable`] where its bytes are not on this device.
pub async fn save(workspace: Workspace, attachment: &Attachment) -> Result<(), AttachError> {
    let bytes = workspace.ledger()?.blob(&attachment.blob).await?;
    let bytes = bytes.ok_or(AttachError::Unreadable)?;
    files::save(&attachment.name, &attachment.media_type, &bytes);
    Ok(())
}

fn fits(bytes: f64, limit: u64) -> Result<(), AttachError> {
    let bytes = bytes as u64;
    if bytes > limit {
        Err(AttachError::TooLarge { bytes, limit })
    } else {
        Ok(())
    }
}

async fn keep(
    workspace: Workspace,
    to: Place,
    attachment: Attachment,
    bytes: Vec<u8>,
) -> Result<(), LedgerError> {
    let draft = Draft::new("attachment.add");
    workspace
        .act(attach(draft, to, attachment, bytes))
        .await
        .map(drop)
}

/// Adds an attachment with its bytes to a draft: one transaction keeps both.
pub(super) fn attach(draft: Draft, to: Place, attachment: Attachment, bytes: Vec<u8>) -> Draft {
    let size = bytes.len() as f64;
    let (draft, blob) = draft.with_blob(bytes);
    draft.create(&Attachment {
        customer: Some(to.customer),
        of: Some(to.of),
        blob,
        bytes: Some(size),
        taken_at: Some(Moment(clock::now_millis())),
        ..attachment
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_large_what_is_attached_may_be() {
        const MIB: f64 = 1_048_576.0;
        let too_large = |bytes, limit| Err(AttachError::TooLarge { bytes, limit });
        for (bytes, limit, expected) in [
            // What a good camera makes is tried, and made small.
            (40.0 * MIB, PHOTO_BYTES, Ok(())),
            (64.0 * MIB, PHOTO_BYTES, Ok(())),
            (
                64.0 * MIB + 1.0,
                PHOTO_BYTES,
                too_large(67_108_865, PHOTO_BYTES),
            ),
            (40.0 * MIB, FILE_BYTES, too_large(41_943_040, FILE_BYTES)),
            (0.0, FILE_BYTES, Ok(())),
        ] {
            assert_eq!(fits(bytes, limit), expected, "{bytes}");
        }
    }
}
