//! Writing of an exchange file from a ledger, change by change.

use std::{
    collections::HashSet,
    io::{self, Write},
    ops::ControlFlow,
};

use flate2::{Compression, write::DeflateEncoder};

use super::{
    BundleError, BundleProgress, Bundled,
    item::{Bytes, Head, Item},
};
use crate::{
    domain::WorkspaceSecret,
    storage::{
        Ledger,
        ledger::{Parcel, VersionVector},
        port::Storage,
        seal::Seal,
    },
    sync::{
        codec,
        sealed::{KeyCost, Passphrase, SealKey, SealRandom, SealedWriter},
    },
};

/// Terms of a new file.
#[derive(Clone, Debug)]
pub struct BundleTerms {
    /// Version of the app.
    pub app: String,
    /// User of the device, as stored.
    pub author: String,
    /// Wall clock, milliseconds since 1970.
    pub made_at: u64,
    /// Secret of the workspace if it has none yet.
    pub secret: WorkspaceSecret,
    /// Passphrase that seals it.
    pub passphrase: Passphrase,
    /// Cost of its key.
    pub cost: KeyCost,
    /// Its random bytes.
    pub random: SealRandom,
}

/// Writes the changes that a device with `seen` lacks, with their blocks and attachments.
///
/// # Errors
/// [`BundleError`] of the store or the file, or [`BundleError::Cancelled`].
pub async fn write<S: Storage, K: Seal, W: Write>(
    ledger: &Ledger<S, K>,
    terms: &BundleTerms,
    seen: &VersionVector,
    out: W,
    progress: &mut BundleProgress<'_>,
) -> Result<(W, Bundled), BundleError> {
    let changes = ledger.unseen(seen).await?;
    let of = changes.len() as u64;
    let head = Head {
        app: terms.app.clone(),
        author: terms.author.clone(),
        made_at: terms.made_at,
        writer: ledger.writer(),
        secret: ledger.secret(terms.secret).await?,
        seen: ledger.version_vector(),
        changes: of,
    };
    let devices = changes.iter().map(|change| change.writer).collect::<HashSet<_>>().len() as u64;
    let key = SealKey::new(&terms.passphrase, terms.cost, terms.random)?;
    let mut file = File::new(out, &key)?;
    file.put(&Item::Head(head))?;
    for (done, change) in changes.into_iter().enumerate() {
        file.put_parcel(ledger.parcel(change).await?)?;
        if progress(done as u64 + 1, of) == ControlFlow::Break(()) {
            return Err(BundleError::Cancelled);
        }
    }
    file.put(&Item::End)?;
    Ok((file.finish()?, Bundled { changes: of, devices }))
}

struct File<W: Write> {
    out: DeflateEncoder<SealedWriter<W>>,
    /// Hashes of the content written; two changes may name the same.
    written: HashSet<blake3::Hash>,
}

fn unwritten(error: &io::Error) -> BundleError {
    BundleError::Write(error.to_string())
}

impl<W: Write> File<W> {
    fn new(out: W, key: &SealKey) -> Result<Self, BundleError> {
        let sealed = SealedWriter::new(out, key).map_err(|error| unwritten(&error))?;
        let out = DeflateEncoder::new(sealed, Compression::default());
        Ok(Self { out, written: HashSet::new() })
    }

    fn put_parcel(&mut self, parcel: Parcel) -> Result<(), BundleError> {
        for block in parcel.blocks {
            self.put_once(block, Item::Block)?;
        }
        for blob in parcel.blobs {
            self.put_once(blob, Item::Blob)?;
        }
        let change = codec::encode(&parcel.change);
        let change = change.map_err(|error| BundleError::Unreadable(error.to_string()))?;
        self.put(&Item::Change(Bytes(change)))
    }

    fn put_once(&mut self, bytes: Vec<u8>, item: fn(Bytes) -> Item) -> Result<(), BundleError> {
        match self.written.insert(blake3::hash(&bytes)) {
            true => self.put(&item(Bytes(bytes))),
            false => Ok(()),
        }
    }

    fn put(&mut self, item: &Item) -> Result<(), BundleError> {
        item.write(&mut self.out).map_err(|error| unwritten(&error))
    }

    fn finish(self) -> Result<W, BundleError> {
        let sealed = self.out.finish().and_then(SealedWriter::finish);
        sealed.map_err(|error| unwritten(&error))
    }
}
