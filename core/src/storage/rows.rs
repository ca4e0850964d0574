//! Typed rows over a store: encoding, sealing, and separation of unreadable rows. The meaning of rows is the
//! ledger's.

use futures_util::future::join;

use super::{
    port::{Storage, StorageError, StoreTable, Write},
    seal::Seal,
};
use crate::sync::codec::{self, CodecError, RowCodec};

/// A row in the store that cannot be read. It stays there, and does not hold back the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Table.
    pub table: StoreTable,
    /// Key.
    pub key: String,
    /// `true` if a newer version of the app may be able to read it.
    pub is_newer: bool,
}

/// A store with typed rows.
#[derive(Clone, Debug)]
pub struct Rows<S, K> {
    store: S,
    seal: K,
}

impl<S: Storage, K: Seal> Rows<S, K> {
    /// Wraps a store with a seal.
    pub const fn new(store: S, seal: K) -> Self {
        Self { store, seal }
    }

    /// Returns the store, for its commit numbers.
    pub const fn store(&self) -> &S {
        &self.store
    }

    /// Unwraps the store.
    pub fn into_store(self) -> S {
        self.store
    }

    /// Creates a row of a commit.
    ///
    /// # Errors
    /// [`StorageError::Backend`] if the row cannot be encoded, which does not happen for our types.
    pub fn write<T: RowCodec>(
        &self,
        table: StoreTable,
        key: impl Into<String>,
        row: &T,
    ) -> Result<Write, StorageError> {
        let row = codec::encode(row).map_err(|error| StorageError::Backend(error.to_string()))?;
        Ok(self.write_bytes(table, key, row))
    }

    /// Creates a row of raw bytes.
    pub fn write_bytes(&self, table: StoreTable, key: impl Into<String>, row: Vec<u8>) -> Write {
        let key = key.into();
        let value = Some(self.seal.seal(table, &key, row));
        Write { table, key, value }
    }

    /// Returns one row; `Ok(None)` if there is none.
    ///
    /// # Errors
    /// [`StorageError`] of the store; [`RowError::Unreadable`] if the row cannot be read.
    pub async fn get<T: RowCodec>(
        &self,
        table: StoreTable,
        key: &str,
    ) -> Result<Option<T>, RowError> {
        let rows = self.get_many(table, &[key.to_owned()]).await?;
        rows.into_iter().next().unwrap_or(Ok(None)).map_err(RowError::Unreadable)
    }

    /// Returns rows by key, in the order of the keys.
    ///
    /// # Errors
    /// [`StorageError`] of the store. Each unreadable row is an error of its own.
    pub async fn get_many<T: RowCodec>(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Result<Option<T>, Unreadable>>, StorageError> {
        let rows = self.store.get_many(table, keys).await?;
        Ok(keys
            .iter()
            .zip(rows)
            .map(|(key, row)| row.map(|row| self.read(table, key, row)).transpose())
            .collect())
    }

    /// Passes each row to `take`, in the order of the keys. While some are decoded and taken, the store reads the
    /// next `at_once`.
    ///
    /// # Errors
    /// Same errors as [`Rows::get_many`].
    pub async fn each<T: RowCodec>(
        &self,
        table: StoreTable,
        keys: &[String],
        at_once: usize,
        mut take: impl AsyncFnMut(&str, Result<Option<T>, Unreadable>),
    ) -> Result<(), StorageError> {
        let mut parts = keys.chunks(at_once.max(1));
        let mut part = parts.next().unwrap_or_default();
        let mut rows = self.store.get_many(table, part).await?;
        while !part.is_empty() {
            let next = parts.next().unwrap_or_default();
            let taking = async {
                for (key, row) in part.iter().zip(rows) {
                    take(key, row.map(|row| self.read(table, key, row)).transpose()).await;
                }
            };
            let (coming, ()) = join(self.store.get_many(table, next), taking).await;
            rows = coming?;
            part = next;
        }
        Ok(())
    }

    /// Returns a row of raw bytes.
    ///
    /// # Errors
    /// Same errors as [`Rows::get`].
    pub async fn get_bytes(
        &self,
        table: StoreTable,
        key: &str,
    ) -> Result<Option<Vec<u8>>, RowError> {
        let rows = self.get_many_bytes(table, &[key.to_owned()]).await?;
        Ok(rows.into_iter().next().flatten())
    }

    /// Returns rows of raw bytes, in the order of the keys.
    ///
    /// # Errors
    /// Same errors as [`Rows::get`].
    pub async fn get_many_bytes(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, RowError> {
        let rows = self.store.get_many(table, keys).await?;
        let open = |(key, row): (&String, Option<Vec<u8>>)| {
            row.map(|row| self.seal.open(table, key, row))
                .transpose()
                .map_err(|_| unreadable(table, key, false).into())
        };
        keys.iter().zip(rows).map(open).collect()
    }

    /// Returns the rows with keys in `from..to`, by key, and separately the unreadable ones.
    ///
    /// # Errors
    /// [`StorageError`] of the store.
    pub async fn scan<T: RowCodec>(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<(Vec<(String, T)>, Vec<Unreadable>), StorageError> {
        let mut rows = Vec::new();
        let mut damaged = Vec::new();
        for (key, row) in self.store.scan(table, from, to).await? {
            match self.read(table, &key, row) {
                Ok(row) => rows.push((key, row)),
                Err(error) => damaged.push(error),
            }
        }
        Ok((rows, damaged))
    }

    /// Returns all rows of a table as raw bytes, by key.
    ///
    /// # Errors
    /// Same errors as [`Rows::get`].
    pub async fn scan_bytes(&self, table: StoreTable) -> Result<Vec<(String, Vec<u8>)>, RowError> {
        let rows = self.store.scan(table, "", "\u{10ffff}").await?.into_iter();
        let open = |(key, row): (String, Vec<u8>)| match self.seal.open(table, &key, row) {
            Ok(row) => Ok((key, row)),
            Err(_) => Err(unreadable(table, &key, false).into()),
        };
        rows.map(open).collect()
    }

    /// Returns the keys in `from..to`, in order.
    ///
    /// # Errors
    /// [`StorageError`] of the store.
    pub async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError> {
        self.store.keys(table, from, to).await
    }

    fn read<T: RowCodec>(
        &self,
        table: StoreTable,
        key: &str,
        row: Vec<u8>,
    ) -> Result<T, Unreadable> {
        let row = self.seal.open(table, key, row).map_err(|_| unreadable(table, key, false))?;
        codec::decode(&row)
            .map_err(|error| unreadable(table, key, matches!(error, CodecError::Newer(_))))
    }
}

/// Error of reading a row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Error of the store.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// The row exists and cannot be read.
    #[error("a row of {} cannot be read: {}", .0.table.name(), .0.key)]
    Unreadable(Unreadable),
}

impl From<Unreadable> for RowError {
    fn from(row: Unreadable) -> Self {
        Self::Unreadable(row)
    }
}

fn unreadable(table: StoreTable, key: &str, is_newer: bool) -> Unreadable {
    Unreadable { table, key: key.into(), is_newer }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        storage::{memory::Memory, seal::Plain},
        sync::{ChangeId, Writer},
    };

    #[test]
    fn each_row_is_taken_in_order_however_many_are_read_at_once() {
        const TABLE: StoreTable = StoreTable::Log;
        let id = |seq| ChangeId { writer: Writer(uuid::Uuid::from_u128(1)), seq };
        let keys: Vec<String> = (0..10).map(|n| format!("{n:02}")).collect();
        let rows = Rows::new(Memory::default(), Plain);
        let write = |n: u64| rows.write(TABLE, keys[n as usize].as_str(), &id(n)).unwrap();
        let writes = (0..10).filter(|n| *n != 4).map(write).collect();
        pollster::block_on(rows.store().commit(0, writes)).unwrap();
        rows.store().damage(TABLE, &keys[7], vec![0]);
        for at_once in [0, 1, 3, 5, 10, 99] {
            let mut taken = Vec::new();
            let each = async |key: &str, row: Result<Option<ChangeId>, Unreadable>| {
                taken.push((key.to_owned(), row.map_err(|unreadable| unreadable.key)));
            };
            pollster::block_on(rows.each(TABLE, &keys, at_once, each)).unwrap();
            let expected = keys.iter().zip(0..).map(|(key, n)| {
                let row = match n {
                    4 => Ok(None),
                    7 => Err(key.clone()),
                    _ => Ok(Some(id(n))),
                };
                (key.clone(), row)
            });
            assert_eq!(taken, expected.collect::<Vec<_>>(), "{at_once}");
        }
    }
}
