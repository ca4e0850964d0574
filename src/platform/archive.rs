//! Archives in a worker: the workspace is read from its database in pieces and passed to the browser as a file,
//! or the other way round. The archive format is in the storage room.

use std::{
    io::{self, Read, Seek, SeekFrom, Write},
    ops::ControlFlow,
};

use busbar_core::{
    messages::{Archived, RestoreJob},
    storage::{
        Ledger,
        archive::{self, Archive, ArchiveCounts, ArchiveError},
        seal::Plain,
    },
    sync::Writer,
};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag};

use super::{bytes, error::told, idb::Idb};

pub(super) type Observe<'a> = dyn FnMut(u64, u64) -> ControlFlow<()> + 'a;

/// Number of steps between two messages to the page.
const QUIET: u64 = 16;

/// Writes the archive of a workspace.
pub(super) async fn write(
    database: &str,
    observe: &mut Observe<'_>,
) -> Result<(Archived, Blob), ArchiveError> {
    let store = Idb::open(database, || (), || ()).await?;
    // Read only: the writer is needed only for a store without one, and is not stored.
    let ledger = Ledger::open(store, Plain, Writer(uuid::Uuid::nil())).await?;
    let out = Parts::default();
    let mut observe = seldom(observe);
    let written = archive::write(&ledger, env!("CARGO_PKG_VERSION"), out, &mut observe).await;
    let (parts, manifest) = written?;
    let archived =
        Archived { counts: manifest.counts, unreadable: manifest.unreadable.len() as u64 };
    let file = parts.finish("application/zip");
    Ok((archived, file.map_err(|error| ArchiveError::Write(told(&error)))?))
}

/// Restores an archive into the empty workspace of a database.
pub(super) async fn restore(
    job: RestoreJob,
    file: JsValue,
    observe: &mut Observe<'_>,
) -> Result<ArchiveCounts, ArchiveError> {
    let file: Blob = file.dyn_into().map_err(|_| ArchiveError::File(String::new()))?;
    let window = Window::of(file).map_err(|error| ArchiveError::File(error.to_string()))?;
    let mut archive = Archive::open(window)?;
    let store = Idb::open(&job.database, || (), || ()).await?;
    let writer = Writer(job.writer);
    archive::restore(store, Plain, writer, &mut archive, &mut seldom(observe)).await
}

/// Reports progress only from time to time.
pub(super) fn seldom<'a>(
    observe: &'a mut Observe<'_>,
) -> impl FnMut(u64, u64) -> ControlFlow<()> + 'a {
    let mut told = 0;
    move |done, of| match done == of || done >= told + QUIET {
        true => {
            told = done;
            observe(done, of)
        }
        false => ControlFlow::Continue(()),
    }
}

/// A file being assembled, which the browser keeps outside this worker's memory.
#[derive(Default)]
pub(super) struct Parts {
    parts: Array,
    rest: Vec<u8>,
}

impl Parts {
    const PIECE: usize = 1 << 22;

    fn give(&mut self) -> Result<(), JsValue> {
        let bytes = Uint8Array::from(self.rest.as_slice());
        self.rest.clear();
        let part = Blob::new_with_u8_array_sequence(&Array::of1(&bytes))?;
        self.parts.push(&part);
        Ok(())
    }

    /// Returns the file, of this media type.
    pub(super) fn finish(mut self, media_type: &str) -> Result<Blob, JsValue> {
        self.give()?;
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        Blob::new_with_blob_sequence_and_options(&self.parts, &options)
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        if self.rest.len() >= Self::PIECE {
            self.give().map_err(|error| io::Error::other(told(&error)))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file of which only a section is in memory.
pub(super) struct Window {
    file: Blob,
    length: u64,
    at: u64,
    /// Offset and content of the section.
    from: u64,
    part: Vec<u8>,
}

impl Window {
    const SIZE: u64 = 1 << 20;

    /// Opens a file.
    ///
    /// # Errors
    /// The browser's error if it cannot be read.
    pub(super) fn of(file: Blob) -> io::Result<Self> {
        let length = file.size() as u64;
        let mut this = Self { file, length, at: 0, from: 0, part: Vec::new() };
        // A missing file is reported as such, not as damaged.
        this.look()?;
        Ok(this)
    }

    fn look(&mut self) -> io::Result<()> {
        let wrong = |error: JsValue| io::Error::other(told(&error));
        let end = (self.at + Self::SIZE).min(self.length);
        self.part = bytes::of_file(&self.file, self.at..end).map_err(wrong)?;
        self.from = self.at;
        Ok(())
    }
}

impl Read for Window {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at >= self.length || into.is_empty() {
            return Ok(0);
        }
        let is_here = self.at >= self.from && self.at < self.from + self.part.len() as u64;
        if !is_here {
            self.look()?;
        }
        let part = self.part.get((self.at - self.from) as usize..).unwrap_or_default();
        let count = part.len().min(into.len());
        into[..count].copy_from_slice(&part[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Window {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let (base, by) = match to {
            SeekFrom::Start(at) => (at, 0),
            SeekFrom::End(by) => (self.length, by),
            SeekFrom::Current(by) => (self.at, by),
        };
        let at = base.checked_add_signed(by);
        self.at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
