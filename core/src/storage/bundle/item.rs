//! Items of an exchange file. The order of variants and fields is part of the format and grows only at its end.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::{
    domain::{WorkspaceSecret, packed},
    storage::ledger::VersionVector,
    sync::Writer,
};

/// Upper limit of one item, bytes: larger ones are damage.
const MOST: u32 = 1 << 28;

/// An item. What a change refers to comes before it.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Item {
    /// The first item.
    Head(Head),
    /// Encoded block.
    Block(Bytes),
    /// Attachment.
    Blob(Bytes),
    /// Encoded change.
    Change(Bytes),
    /// The last item.
    End,
}

/// Bytes, written as a whole.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Bytes(#[serde(with = "packed")] pub Vec<u8>);

/// Origin and extent of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Head {
    /// Version of the app that wrote it.
    pub app: String,
    /// User of the device, as stored.
    pub author: String,
    /// Wall clock of the device, milliseconds since 1970.
    pub made_at: u64,
    /// Device.
    pub writer: Writer,
    /// Secret of the workspace.
    pub secret: WorkspaceSecret,
    /// Last change of each writer's log that the device had.
    pub seen: VersionVector,
    /// Number of changes in the file.
    pub changes: u64,
}

impl Item {
    /// Writes the item: its length as `u32`, little-endian, then postcard.
    pub fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let bytes = postcard::to_allocvec(self).map_err(io::Error::other)?;
        let length = u32::try_from(bytes.len()).ok().filter(|length| *length <= MOST);
        let length = length.ok_or_else(|| io::Error::from(io::ErrorKind::FileTooLarge))?;
        out.write_all(&length.to_le_bytes())?;
        out.write_all(&bytes)
    }

    /// Reads the next item.
    pub fn read(file: &mut impl Read) -> io::Result<Self> {
        let damaged = || io::Error::from(io::ErrorKind::InvalidData);
        let mut length = [0; 4];
        file.read_exact(&mut length)?;
        let length = u32::from_le_bytes(length);
        if length > MOST {
            return Err(damaged());
        }
        let mut bytes = Vec::new();
        file.take(length.into()).read_to_end(&mut bytes)?;
        if bytes.len() != length as usize {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match postcard::take_from_bytes(&bytes) {
            Ok((item, [])) => Ok(item),
            _ => Err(damaged()),
        }
    }
}
