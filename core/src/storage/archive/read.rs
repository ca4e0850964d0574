//! Reading of an archive: opened by its manifest, and verified completely before anything of it is used.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use zip::{ZipArchive, result::ZipError};

use super::{
    ATTACHMENTS, ArchiveCounts, ArchiveError, ArchiveProgress, BLOCKS, BYTES, CHANGES, FORMAT,
    MANIFEST, Manifest, Part, Steps, VERSION, hex, line,
};
use crate::{
    domain::draft::Block,
    sync::{Change, codec},
};

/// Maximum size of a manifest, bytes.
const MOST: u64 = 1 << 28;

/// An archive in a file.
#[derive(Debug)]
pub struct Archive<R> {
    zip: ZipArchive<R>,
    manifest: Manifest,
}

fn damaged(part: &str, line: Option<u64>) -> ArchiveError {
    ArchiveError::Damaged { part: part.into(), line }
}

impl<R: Read + Seek> Archive<R> {
    /// Opens an archive and reads its manifest.
    ///
    /// # Errors
    /// [`ArchiveError::Foreign`], [`ArchiveError::Cut`], [`ArchiveError::Newer`], or
    /// [`ArchiveError::Damaged`] for its manifest.
    pub fn open(mut file: R) -> Result<Self, ArchiveError> {
        let is_zip =
            starts_as_zip(&mut file).map_err(|error| ArchiveError::File(error.to_string()))?;
        let mut zip = ZipArchive::new(file).map_err(|error| match error {
            ZipError::Io(error) if error.kind() != io::ErrorKind::UnexpectedEof => {
                ArchiveError::File(error.to_string())
            }
            _ if is_zip => ArchiveError::Cut,
            _ => ArchiveError::Foreign,
        })?;
        let mut json = Vec::new();
        let entry = zip.by_name(MANIFEST).map_err(|error| match error {
            ZipError::FileNotFound => ArchiveError::Foreign,
            _ => damaged(MANIFEST, None),
        })?;
        let read = entry.take(MOST).read_to_end(&mut json);
        read.map_err(|_| damaged(MANIFEST, None))?;
        // Check the format first: the rest of a newer archive may have another shape.
        let head: Head = serde_json::from_slice(&json).map_err(|_| damaged(MANIFEST, None))?;
        if head.format != FORMAT {
            return Err(ArchiveError::Foreign);
        }
        if head.version > VERSION {
            return Err(ArchiveError::Newer(head.version));
        }
        let manifest = serde_json::from_slice(&json).map_err(|_| damaged(MANIFEST, None))?;
        Ok(Self { zip, manifest })
    }

    /// Returns the manifest of the archive.
    pub const fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Verifies that every part is present and unchanged.
    ///
    /// # Errors
    /// [`ArchiveError::Missing`] or [`ArchiveError::Damaged`] for the first that is not.
    pub fn check(&mut self, progress: &mut ArchiveProgress<'_>) -> Result<(), ArchiveError> {
        let parts = self.manifest.parts.clone();
        let mut counts = ArchiveCounts::default();
        let mut steps = Steps::of(parts.len() as u64, progress);
        if parts.iter().all(|part| part.name != CHANGES) {
            return Err(ArchiveError::Missing(CHANGES.into()));
        }
        for part in &parts {
            if part.name == CHANGES {
                let mut lines = self.lines()?;
                while let Some((change, _)) = lines.next()? {
                    counts.changes += 1;
                    counts.edits += change.edits.len() as u64;
                }
            }
            let is_block = block_of(&part.name).is_some();
            let is_attachment = part.name.starts_with(ATTACHMENTS);
            if is_block || is_attachment {
                // Verifies the hash and decodes the block.
                let bytes = self.bytes(part)?;
                let named = block_of(&part.name).or_else(|| attachment_of(&part.name));
                let reads = !is_block || codec::decode::<Block>(&bytes).is_ok();
                if named != Some(&*hex(&bytes)) || !reads {
                    return Err(damaged(&part.name, None));
                }
                counts.blocks += u64::from(is_block);
                counts.attachments += u64::from(is_attachment);
            } else {
                self.check_hash(part)?;
            }
            steps.step(1)?;
        }
        match counts == self.manifest.counts {
            true => Ok(()),
            false => Err(damaged(MANIFEST, None)),
        }
    }

    /// Returns the blocks and attachments: the part of each, and its name in the store.
    pub(super) fn blocks(&self) -> Vec<(Part, String)> {
        self.named(block_of)
    }

    pub(super) fn attachments(&self) -> Vec<(Part, String)> {
        self.named(attachment_of)
    }

    fn named(&self, name: fn(&str) -> Option<&str>) -> Vec<(Part, String)> {
        let parts = self.manifest.parts.iter();
        parts.filter_map(|part| Some((part.clone(), name(&part.name)?.to_owned()))).collect()
    }

    /// Returns the changes, line by line.
    pub(super) fn lines(&mut self) -> Result<Lines<impl BufRead>, ArchiveError> {
        let entry = entry(&mut self.zip, CHANGES)?;
        Ok(Lines { reader: BufReader::new(entry), line: 0, text: String::new() })
    }

    /// Returns the verified content of a part.
    pub(super) fn bytes(&mut self, part: &Part) -> Result<Vec<u8>, ArchiveError> {
        let mut bytes = Vec::new();
        let entry = entry(&mut self.zip, &part.name)?;
        let read = entry.take(part.bytes + 1).read_to_end(&mut bytes);
        let is_whole = read.is_ok_and(|read| read as u64 == part.bytes);
        match is_whole && hex(&bytes) == part.blake3 {
            true => Ok(bytes),
            false => Err(damaged(&part.name, None)),
        }
    }

    fn check_hash(&mut self, part: &Part) -> Result<(), ArchiveError> {
        let mut hash = blake3::Hasher::new();
        let mut entry = entry(&mut self.zip, &part.name)?.take(part.bytes + 1);
        let mut buffer = vec![0; 1 << 16];
        let mut read = 0;
        loop {
            match entry.read(&mut buffer) {
                Ok(0) => break,
                Ok(count) => {
                    hash.update(&buffer[..count]);
                    read += count as u64;
                }
                Err(_) => return Err(damaged(&part.name, None)),
            }
        }
        match read == part.bytes && hash.finalize().to_hex().as_str() == part.blake3 {
            true => Ok(()),
            false => Err(damaged(&part.name, None)),
        }
    }
}

#[derive(serde::Deserialize)]
struct Head {
    format: String,
    version: u32,
}

/// The changes of an archive.
pub(super) struct Lines<R> {
    reader: R,
    line: u64,
    text: String,
}

impl<R: BufRead> Lines<R> {
    /// Returns the next change, and whether it is waiting to be sent.
    pub fn next(&mut self) -> Result<Option<(Change, bool)>, ArchiveError> {
        self.line += 1;
        self.text.clear();
        let wrong = || damaged(CHANGES, Some(self.line));
        if self.reader.read_line(&mut self.text).map_err(|_| wrong())? == 0 {
            return Ok(None);
        }
        let line = self.text.strip_suffix('\n').ok_or_else(wrong)?;
        line::read(line).map(Some).map_err(|_| wrong())
    }
}

fn entry<'a, R: Read + Seek>(
    zip: &'a mut ZipArchive<R>,
    name: &str,
) -> Result<impl Read + use<'a, R>, ArchiveError> {
    zip.by_name(name).map_err(|error| match error {
        ZipError::FileNotFound => ArchiveError::Missing(name.into()),
        _ => damaged(name, None),
    })
}

/// Returns the hash in the file name of a block.
fn block_of(name: &str) -> Option<&str> {
    name.strip_prefix(BLOCKS)?.strip_suffix(BYTES)
}

/// Returns the hash in the file name of an attachment.
fn attachment_of(name: &str) -> Option<&str> {
    let name = name.strip_prefix(ATTACHMENTS)?;
    Some(name.split_once('.').map_or(name, |(hash, _)| hash))
}

fn starts_as_zip(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let mut first = [0; 4];
    file.seek(SeekFrom::Start(0))?;
    let read = file.read_exact(&mut first);
    file.seek(SeekFrom::Start(0))?;
    Ok(read.is_ok() && first.starts_with(b"PK"))
}
