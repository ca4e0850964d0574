//! Receiving of an exchange file. The whole file is verified first, so that a damaged one changes nothing; then its
//! changes are committed in batches. An interrupted receipt leaves whole changes, and is completed by another.

use std::{
    collections::{HashMap, HashSet},
    io::{BufReader, Read, Seek, SeekFrom},
    ops::ControlFlow,
};

use flate2::read::DeflateDecoder;
use uuid::Uuid;

use super::{
    BundleError, BundleProgress, Received,
    item::{Bytes, Head, Item},
};
use crate::{
    domain::draft::Block,
    storage::{
        Ledger, LedgerError, StorageError,
        ledger::{LedgerUpdate, Parcel, VersionVector},
        port::Storage,
        seal::Seal,
    },
    sync::{
        BlockId, Change,
        codec::{self, CodecError, RowCodec},
        sealed::{Passphrase, SealKey, SealedReader},
    },
};

/// Limits of a batch: changes, and bytes of their content.
const CHANGES_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 1 << 23;

/// An opened exchange file.
pub struct Bundle<R> {
    file: R,
    key: SealKey,
    head: Head,
}

type Content<'a, R> = DeflateDecoder<SealedReader<BufReader<&'a mut R>>>;

impl<R: Read + Seek> Bundle<R> {
    /// Opens a file by its passphrase.
    ///
    /// # Errors
    /// [`BundleError`]; [`BundleError::Passphrase`] for another passphrase.
    pub fn open(mut file: R, passphrase: &Passphrase) -> Result<Self, BundleError> {
        file.rewind().map_err(|error| BundleError::of_reading(&error))?;
        let key = SealKey::of(&mut file, passphrase)?;
        let mut content = content(&mut file, &key)?;
        match next(&mut content)? {
            Item::Head(head) => Ok(Self { file, key, head }),
            _ => Err(BundleError::Damaged),
        }
    }

    /// Verifies the whole file.
    fn check(&mut self, progress: &mut BundleProgress<'_>) -> Result<(), BundleError> {
        let of = self.head.changes * 2;
        let mut content = content(&mut self.file, &self.key)?;
        next(&mut content)?;
        let mut changes = 0;
        loop {
            match next(&mut content)? {
                Item::Head(_) => return Err(BundleError::Damaged),
                Item::Block(Bytes(bytes)) => drop(decoded::<Block>(&bytes)?),
                Item::Blob(_) => {}
                Item::Change(Bytes(bytes)) => {
                    decoded::<Change>(&bytes)?;
                    changes += 1;
                    step(progress, changes, of)?;
                }
                Item::End if changes == self.head.changes => break,
                Item::End => return Err(BundleError::Damaged),
            }
        }
        // The end of the file is authenticated by its last piece.
        let rest = content.read(&mut [0]).map_err(|error| BundleError::of_reading(&error))?;
        let mut sealed = content.into_inner();
        let more = sealed.read(&mut [0]).map_err(|error| BundleError::of_reading(&error))?;
        if rest + more > 0 { Err(BundleError::Damaged) } else { Ok(()) }
    }
}

fn content<'a, R: Read + Seek>(
    file: &'a mut R,
    key: &SealKey,
) -> Result<Content<'a, R>, BundleError> {
    let start = SeekFrom::Start(SealKey::HEADER as u64);
    file.seek(start).map_err(|error| BundleError::of_reading(&error))?;
    let sealed = SealedReader::new(BufReader::new(file), key);
    Ok(DeflateDecoder::new(sealed.map_err(|error| BundleError::of_reading(&error))?))
}

fn next(content: &mut impl Read) -> Result<Item, BundleError> {
    Item::read(content).map_err(|error| BundleError::of_reading(&error))
}

fn decoded<T: RowCodec>(bytes: &[u8]) -> Result<T, BundleError> {
    codec::decode(bytes).map_err(|error| match error {
        CodecError::Newer(_) => BundleError::Newer,
        CodecError::Damaged => BundleError::Damaged,
    })
}

fn step(progress: &mut BundleProgress<'_>, done: u64, of: u64) -> Result<(), BundleError> {
    match progress(done, of) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(BundleError::Cancelled),
    }
}

/// Verifies an exchange file and applies the changes that the ledger lacks.
///
/// # Errors
/// [`BundleError::Gap`] if it continues changes that the ledger lacks; otherwise as documented. Nothing is changed by a
/// file that is damaged.
pub async fn receive<S: Storage, K: Seal, R: Read + Seek>(
    ledger: &Ledger<S, K>,
    bundle: &mut Bundle<R>,
    progress: &mut BundleProgress<'_>,
) -> Result<Received, BundleError> {
    bundle.check(progress)?;
    ledger.adopt(bundle.head.secret).await?;
    let of = bundle.head.changes * 2;
    let mut done = bundle.head.changes;
    let mut received = Received {
        author: bundle.head.author.clone(),
        made_at: bundle.head.made_at,
        ..Received::default()
    };
    let mut content = content(&mut bundle.file, &bundle.key)?;
    next(&mut content)?;
    let mut batch = Batch::default();
    loop {
        match next(&mut content)? {
            Item::Block(Bytes(block)) => batch.add_block(block),
            Item::Blob(Bytes(blob)) => batch.add_blob(blob),
            Item::Change(Bytes(bytes)) => {
                done += 1;
                batch.add_change(decoded(&bytes)?);
                if batch.is_full() {
                    batch.commit(ledger, &mut received).await?;
                    step(progress, done, of)?;
                }
            }
            Item::Head(_) | Item::End => break,
        }
    }
    batch.commit(ledger, &mut received).await?;
    step(progress, of, of)?;
    Ok(received)
}

/// Changes to commit together.
#[derive(Default)]
struct Batch {
    parcels: Vec<Parcel>,
    /// Content of the next change.
    blocks: Vec<Vec<u8>>,
    blobs: Vec<Vec<u8>>,
    bytes: usize,
    /// Places of the blocks: parcel, and block in it.
    brought: HashMap<BlockId, (usize, usize)>,
    /// Records in conflict after the batches committed so far.
    in_conflict: HashSet<(String, Uuid)>,
}

impl Batch {
    fn add_block(&mut self, block: Vec<u8>) {
        self.bytes += block.len();
        self.blocks.push(block);
    }

    fn add_blob(&mut self, blob: Vec<u8>) {
        self.bytes += blob.len();
        self.blobs.push(blob);
    }

    fn add_change(&mut self, change: Change) {
        let (mut blocks, blobs) =
            (std::mem::take(&mut self.blocks), std::mem::take(&mut self.blobs));
        let place = self.parcels.len();
        for (at, block) in blocks.iter().enumerate() {
            self.brought.insert(BlockId::of(block), (place, at));
        }
        // A block stands in the file once, and may not be in the store yet.
        for id in &change.blocks {
            match self.brought.get(id) {
                Some(&(before, at)) if before < place => {
                    blocks.push(self.parcels[before].blocks[at].clone());
                }
                _ => {}
            }
        }
        self.parcels.push(Parcel { change, blocks, blobs });
    }

    const fn is_full(&self) -> bool {
        self.parcels.len() >= CHANGES_AT_ONCE || self.bytes >= BYTES_AT_ONCE
    }

    async fn commit<S: Storage, K: Seal>(
        &mut self,
        ledger: &Ledger<S, K>,
        received: &mut Received,
    ) -> Result<(), BundleError> {
        self.bytes = 0;
        self.brought.clear();
        let parcels = std::mem::take(&mut self.parcels);
        let count = |seen: &VersionVector| seen.values().sum::<u64>();
        let (all, before) = (parcels.len() as u64, count(&ledger.version_vector()));
        let update: Option<LedgerUpdate> = loop {
            match ledger.receive(parcels.clone()).await {
                Err(LedgerError::Storage(StorageError::Moved)) => {
                    ledger.catch_up().await?;
                }
                received => break received?,
            }
        };
        let new = count(&ledger.version_vector()) - before;
        received.changes += new;
        received.known += all - new;
        if let Some(update) = update {
            let written = update.records.into_iter().map(|record| (record.kind, record.id));
            for record in written {
                self.in_conflict.remove(&record);
            }
            self.in_conflict.extend(update.in_conflict);
            received.in_conflict = self.in_conflict.len() as u64;
        }
        Ok(())
    }
}
