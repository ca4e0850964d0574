//! Exchange between tablets: the changes that another one has not seen, each with its blocks and attachments.
//! Receiving is one commit. How parcels travel, and who may read them, is not decided here.

use std::collections::BTreeMap;

use super::{
    Ledger, LedgerError, LedgerUpdate,
    keys::{END, change_key},
    staging::{Brought, Proposed},
};
use crate::{
    domain::{
        Record, Value,
        attachment::{Attachment, Blob},
        draft::Packed,
    },
    storage::{
        port::{Storage, StoreTable},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{
        BlockId, Change, ChangeId, Writer,
        codec::{self, CodecError},
    },
};

/// Last change known of each writer's log.
pub type VersionVector = BTreeMap<Writer, u64>;

/// A change with its content.
#[derive(Clone, Debug, PartialEq)]
pub struct Parcel {
    /// Change.
    pub change: Change,
    /// Encoded blocks that it brings.
    pub blocks: Vec<Vec<u8>>,
    /// Attachments that its edits name.
    pub blobs: Vec<Vec<u8>>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns the last change applied from each writer's log.
    pub fn version_vector(&self) -> VersionVector {
        self.clock.borrow().applied.clone()
    }

    /// Returns the ids of the changes that a tablet with `seen` lacks, in the order of each writer's log.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn unseen(&self, seen: &VersionVector) -> Result<Vec<ChangeId>, LedgerError> {
        let mut unseen = Vec::new();
        for (writer, last) in self.version_vector() {
            let first = seen.get(&writer).copied().unwrap_or_default() + 1;
            let key = |seq| change_key(ChangeId { writer, seq });
            let keys = self.rows.keys(StoreTable::Changes, &key(first), &key(last + 1)).await?;
            let seqs = keys.iter().filter_map(|key| key.rsplit_once('/')?.1.parse().ok());
            unseen.extend(seqs.map(|seq| ChangeId { writer, seq }));
        }
        Ok(unseen)
    }

    /// Returns a change with its content. Content that this store lacks is left out.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchChange`]; [`LedgerError`] if it cannot be read.
    pub async fn parcel(&self, id: ChangeId) -> Result<Parcel, LedgerError> {
        let change = self.change(id).await?.ok_or(LedgerError::NoSuchChange)?;
        let mut blocks = Vec::new();
        for block in change.blocks.iter().filter(|_| change.brings_blocks()) {
            blocks.extend(self.block_bytes(*block).await?);
        }
        let names: Vec<String> = blob_names(&change).map(str::to_owned).collect();
        let blobs = self.rows.get_many_bytes(StoreTable::Blobs, &names).await?;
        Ok(Parcel { change, blocks, blobs: blobs.into_iter().flatten().collect() })
    }

    /// Applies changes of other writers as one commit. Those of one writer must be in order; known ones are skipped.
    /// Returns `Ok(None)` if all are known.
    ///
    /// # Errors
    /// [`LedgerError::Gap`] if an earlier change of a writer is missing; [`LedgerError::Unreadable`] for a block
    /// that is missing or cannot be read; otherwise as [`Ledger::write`].
    pub async fn receive(&self, parcels: Vec<Parcel>) -> Result<Option<LedgerUpdate>, LedgerError> {
        let expect = self.head.get();
        let mut clock = self.clock.borrow().clone();
        let mut changes = Vec::with_capacity(parcels.len());
        for parcel in parcels {
            let id = parcel.change.id;
            if clock.has(id) {
                continue;
            }
            if id.seq != clock.applied(id.writer) + 1 {
                return Err(LedgerError::Gap(id));
            }
            clock.note(&parcel.change);
            changes.push(self.opened(parcel).await?);
        }
        match self.stage(expect, changes).await? {
            Some(staged) => Ok(Some(self.commit(staged).await?.update)),
            None => Ok(None),
        }
    }

    async fn opened(&self, parcel: Parcel) -> Result<Proposed, LedgerError> {
        let Parcel { change, blocks, blobs } = parcel;
        let mut brought = Vec::new();
        if change.brings_blocks() {
            for bytes in blocks {
                brought.push(Brought::packed(packed(bytes)?));
            }
            brought = self.in_order(&change.blocks, brought).await?;
        }
        let blobs = blobs.into_iter().map(Blob::new).collect();
        Ok(Proposed { change, blocks: brought, blobs, waits: false })
    }

    /// Returns a hash of everything that the changes held here amount to. Two stores with the same changes have the
    /// same, in whatever order these came.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn state_hash(&self) -> Result<String, LedgerError> {
        let mut hash = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        for (writer, seq) in self.version_vector() {
            add(writer.0.as_bytes());
            add(&seq.to_le_bytes());
        }
        for table in [StoreTable::Records, StoreTable::Index, StoreTable::Touched] {
            for (key, row) in self.rows.scan_bytes(table).await? {
                add(key.as_bytes());
                add(&row);
            }
        }
        for table in [StoreTable::Blocks, StoreTable::Blobs] {
            for key in self.rows.keys(table, "", END).await? {
                add(key.as_bytes());
            }
        }
        Ok(hash.finalize().to_hex().to_string())
    }
}

/// Returns the names of the attachments that a change refers to.
fn blob_names(change: &Change) -> impl Iterator<Item = &str> {
    change.edits.iter().filter_map(|edit| match &edit.value {
        Value::Text(name)
            if edit.kind == Attachment::RECORD_KIND && edit.field == Attachment::BLOB.name() =>
        {
            Some(name.as_str())
        }
        _ => None,
    })
}

fn packed(bytes: Vec<u8>) -> Result<Packed, LedgerError> {
    let block = codec::decode(&bytes).map_err(|error| Unreadable {
        table: StoreTable::Blocks,
        key: BlockId::of(&bytes).to_string(),
        is_newer: matches!(error, CodecError::Newer(_)),
    })?;
    Ok(Packed { block, bytes })
}
