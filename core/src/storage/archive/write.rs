//! Writing of an archive from a ledger in pieces: memory holds neither all changes nor two blocks at once. The
//! same workspace gives the same bytes: changes in log order, blocks and attachments by hash, and no time or
//! device name.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use uuid::Uuid;
use zip::{
    CompressionMethod, DateTime, ZipWriter,
    result::ZipError,
    write::{SimpleFileOptions, StreamWriter},
};

use super::{
    ATTACHMENTS, ArchiveCounts, ArchiveError, ArchiveProgress, BLOCKS, BYTES, CHANGES, FORMAT,
    MANIFEST, Manifest, Part, Steps, VERSION, WORDS, WriterLine, hex, line, readable,
};
use crate::{
    domain::draft::Block,
    storage::{Ledger, Storage, rows::Unreadable, seal::Seal},
    sync::{BlockId, Change, ChangeId, Stamp, codec},
};

/// Number of changes read at once.
const PAGE: usize = 256;

impl From<ZipError> for ArchiveError {
    fn from(error: ZipError) -> Self {
        Self::Write(error.to_string())
    }
}

fn unwritten(error: &io::Error) -> ArchiveError {
    ArchiveError::Write(error.to_string())
}

/// Writes the content of the ledger with this version of the app, and returns the writer and the manifest. Rows
/// that cannot be read are left out and named in the manifest.
///
/// # Errors
/// [`ArchiveError`] of the store or the file, or [`ArchiveError::Cancelled`].
pub async fn write<S: Storage, K: Seal, W: Write>(
    ledger: &Ledger<S, K>,
    app: &str,
    out: W,
    progress: &mut ArchiveProgress<'_>,
) -> Result<(W, Manifest), ArchiveError> {
    let (log, waiting, mut damaged) = ledger.log().await?;
    let attachments = ledger.blob_names().await?;
    let mut file = File::new(out);
    let mut told = Told::default();
    let mut steps = Steps::of((log.len() + attachments.len()) as u64, progress);

    file.start(CHANGES, 6)?;
    for page in log.chunks(PAGE) {
        for (id, change) in page.iter().zip(ledger.changes(page.to_vec()).await?) {
            match change {
                Ok(Some(change)) => {
                    let line = line::write(&change, waiting.contains(id));
                    let line = line.map_err(|_| ArchiveError::Unreadable(format!("{id:?}")))?;
                    file.write(line.as_bytes())?;
                    file.write(b"\n")?;
                    told.of(&change);
                }
                Ok(None) => damaged.push(format!("changes/{}/{}", id.writer.0, id.seq)),
                Err(row) => damaged.push(name(&row)),
            }
        }
        steps.step(page.len() as u64)?;
    }
    file.end();

    steps.of += told.blocks.len() as u64;
    for block in &told.blocks {
        let read = ledger.block_bytes(*block).await?;
        let sound = read.filter(|bytes| hex(bytes) == block.to_string());
        let decoded = sound.and_then(|bytes| Some((codec::decode::<Block>(&bytes).ok()?, bytes)));
        match decoded {
            Some((content, bytes)) => {
                file.part(&format!("{BLOCKS}{block}{BYTES}"), 6, &bytes)?;
                drop(bytes);
                file.start(&format!("{BLOCKS}{block}{WORDS}"), 6)?;
                readable::lines(&content, |line| file.write(line.as_bytes()))?;
                file.end();
                told.counts.blocks += 1;
            }
            None => damaged.push(format!("blocks/{block}")),
        }
        steps.step(1)?;
    }
    for attachment in &attachments {
        match ledger.blob(attachment).await? {
            Some(bytes) if hex(&bytes) == *attachment => {
                let name = format!("{ATTACHMENTS}{attachment}{}", ending(&bytes));
                // Most are photos, which are already compressed.
                file.part(&name, 1, &bytes)?;
                told.counts.attachments += 1;
            }
            _ => damaged.push(format!("blobs/{attachment}")),
        }
        steps.step(1)?;
    }
    let writers = told.writers.into_iter();
    let manifest = Manifest {
        format: FORMAT.into(),
        version: VERSION,
        app: app.into(),
        writers: writers
            .map(|(writer, (changes, last))| WriterLine { writer, changes, last })
            .collect(),
        stamp: told.stamp,
        counts: told.counts,
        parts: file.parts,
        unreadable: damaged,
    };
    let json = serde_json::to_vec_pretty(&manifest)
        .map_err(|error| ArchiveError::Write(error.to_string()))?;
    let mut zip = file.zip;
    zip.start_file(MANIFEST, options(6))?;
    zip.write_all(&json).map_err(|error| unwritten(&error))?;
    Ok((zip.finish()?.into_inner(), manifest))
}

fn name(row: &Unreadable) -> String {
    format!("{}/{}", row.table.name(), row.key)
}

/// Totals that are known once all changes are written.
#[derive(Default)]
struct Told {
    counts: ArchiveCounts,
    stamp: Stamp,
    writers: BTreeMap<Uuid, (u64, u64)>,
    blocks: BTreeSet<BlockId>,
}

impl Told {
    fn of(&mut self, change: &Change) {
        self.counts.changes += 1;
        self.counts.edits += change.edits.len() as u64;
        self.stamp = self.stamp.max(change.stamp);
        let ChangeId { writer, seq } = change.id;
        let (changes, last) = self.writers.entry(writer.0).or_default();
        *changes += 1;
        *last = seq.max(*last);
        self.blocks.extend(&change.blocks);
    }
}

/// The ZIP, with the part being written.
struct File<W: Write> {
    zip: ZipWriter<StreamWriter<W>>,
    parts: Vec<Part>,
    hash: blake3::Hasher,
}

impl<W: Write> File<W> {
    fn new(out: W) -> Self {
        Self { zip: ZipWriter::new_stream(out), parts: Vec::new(), hash: blake3::Hasher::new() }
    }

    fn part(&mut self, name: &str, level: i64, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.start(name, level)?;
        self.write(bytes)?;
        self.end();
        Ok(())
    }

    fn start(&mut self, name: &str, level: i64) -> Result<(), ArchiveError> {
        self.zip.start_file(name, options(level))?;
        self.hash.reset();
        self.parts.push(Part { name: name.into(), bytes: 0, blake3: String::new() });
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), ArchiveError> {
        self.hash.update(bytes);
        if let Some(part) = self.parts.last_mut() {
            part.bytes += bytes.len() as u64;
        }
        self.zip.write_all(bytes).map_err(|error| unwritten(&error))
    }

    fn end(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.blake3 = self.hash.finalize().to_hex().to_string();
        }
    }
}

/// The same options for every entry, so that the same content gives the same bytes: ZIP's earliest date, deflate.
fn options(level: i64) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(level))
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
}

/// Returns the file extension of an attachment, from its first bytes.
fn ending(bytes: &[u8]) -> &'static str {
    const KNOWN: &[(&[u8], &str)] = &[
        (b"\xff\xd8\xff", ".jpg"),
        (b"\x89PNG", ".png"),
        (b"GIF8", ".gif"),
        (b"%PDF", ".pdf"),
        (b"<svg", ".svg"),
        (b"PK\x03\x04", ".zip"),
        (b"{", ".json"),
    ];
    let is = |magic: &[u8]| bytes.starts_with(magic);
    match KNOWN.iter().find(|(magic, _)| is(magic)) {
        Some((_, ending)) => ending,
        None if is(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") => ".webp",
        None => "",
    }
}
