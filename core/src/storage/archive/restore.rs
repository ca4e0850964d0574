//! Restore of an archive into an empty workspace, atomically. Blocks and attachments are written in slices, where
//! nothing refers to them yet; then the history is replayed and written as one commit, which makes everything
//! visible. Remains of an interrupted restore are marked and removed.

use std::io::{Read, Seek};

use super::{
    ArchiveCounts, ArchiveError, ArchiveProgress, Steps, buffered::Buffered, read::Archive,
};
use crate::{
    storage::{
        Ledger,
        port::{Storage, StorageError, StoreTable, Write},
        seal::Seal,
    },
    sync::Writer,
};

/// Greater than every key.
const END: &str = "\u{10ffff}";
/// Row of [`StoreTable::Meta`] that exists while a restore is in progress.
const MARK: &str = "restoring";
/// Size of one write, bytes.
const SLICE: usize = 1 << 23;

/// Restores an archive. The workspace becomes the archived one with `fresh` as its writer: no sequence is ever
/// resumed.
///
/// # Errors
/// [`ArchiveError::NotEmpty`] for a workspace with changes of its own; those of [`Archive::check`];
/// [`ArchiveError::Store`]. On error nothing becomes visible.
pub async fn restore<S: Storage, K: Seal, R: Read + Seek>(
    store: S,
    seal: K,
    fresh: Writer,
    archive: &mut Archive<R>,
    progress: &mut ArchiveProgress<'_>,
) -> Result<ArchiveCounts, ArchiveError> {
    let own = store.keys(StoreTable::Log, "", END).await?.len() as u64;
    if own > 0 {
        return Err(ArchiveError::NotEmpty(own));
    }
    let counts = archive.manifest().counts;
    // Verifying takes as long as restoring.
    let looked = archive.manifest().parts.len() as u64;
    let of = looked + counts.steps();
    archive.check(&mut |done, _| progress(done, of))?;
    clear_remains(&store).await?;
    let head = store.head().await?;
    let mut steps = Steps::of(of, progress);
    steps.done = looked;

    let mark = Write { table: StoreTable::Meta, key: MARK.into(), value: Some(Vec::new()) };
    store.commit_as(head, head, vec![mark]).await?;
    let mut slice = Slice::default();
    let blocks = archive.blocks().into_iter().map(|part| (StoreTable::Blocks, part));
    let attachments = archive.attachments().into_iter().map(|part| (StoreTable::Blobs, part));
    for (table, (part, key)) in blocks.chain(attachments) {
        let bytes = archive.bytes(&part)?;
        let value = Some(seal.seal(table, &key, bytes));
        if let Some(full) = slice.push(Write { table, key, value }) {
            store.commit_as(head, head, full).await?;
        }
        steps.step(1)?;
    }
    store.commit_as(head, head, slice.writes).await?;

    let ledger = Ledger::open(Buffered::new(store, head), seal, fresh).await?;
    let mut lines = archive.lines()?;
    while let Some((change, waits)) = lines.next()? {
        ledger.replay(change, waits).await?;
        steps.step(1)?;
    }
    let number = ledger.head();
    let (store, mut writes) = ledger.into_store().into_parts();
    writes.push(Write { table: StoreTable::Meta, key: MARK.into(), value: None });
    store.commit_as(head, number, writes).await?;
    Ok(counts)
}

/// Returns `true` if a restore was started here and not finished.
///
/// # Errors
/// [`StorageError`] if the store cannot be read.
pub async fn has_remains(store: &impl Storage) -> Result<bool, StorageError> {
    let rows = store.get_many(StoreTable::Meta, &[MARK.to_owned()]).await?;
    Ok(rows.into_iter().flatten().next().is_some())
}

/// Removes the remains of an unfinished restore. A restore still in progress elsewhere finds that the store has
/// moved, and gives up.
///
/// # Errors
/// [`StorageError`] if the store cannot be read or written.
pub async fn clear_remains(store: &impl Storage) -> Result<(), StorageError> {
    if !has_remains(store).await? || !store.keys(StoreTable::Log, "", END).await?.is_empty() {
        return Ok(());
    }
    let head = store.head().await?;
    let mut writes = Vec::new();
    for table in [StoreTable::Blocks, StoreTable::Blobs, StoreTable::Meta] {
        let keys = store.keys(table, "", END).await?.into_iter();
        writes.extend(keys.map(|key| Write { table, key, value: None }));
    }
    store.commit(head, writes).await?;
    Ok(())
}

/// Rows collected for one commit.
#[derive(Default)]
struct Slice {
    writes: Vec<Write>,
    bytes: usize,
}

impl Slice {
    fn push(&mut self, write: Write) -> Option<Vec<Write>> {
        self.bytes += write.value.as_ref().map_or(0, Vec::len);
        self.writes.push(write);
        (self.bytes >= SLICE).then(|| {
            self.bytes = 0;
            std::mem::take(&mut self.writes)
        })
    }
}
