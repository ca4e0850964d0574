//! A store whose commits wait in memory, over one that holds nothing but blocks and attachments: a
//! history is replayed on it, and written as one commit.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
};

use crate::storage::port::{Storage, StorageError, Table, Write};

/// Number of blocks kept to be read again.
const BLOCKS_KEPT: usize = 8;

pub(super) struct Buffered<S> {
    under: S,
    head: Cell<u64>,
    rows: RefCell<BTreeMap<(Table, String), Vec<u8>>>,
    blocks: RefCell<VecDeque<(String, Vec<u8>)>>,
}

impl<S: Storage> Buffered<S> {
    /// Over this store, which stands at this commit.
    pub fn new(under: S, head: u64) -> Self {
        Self {
            under,
            head: Cell::new(head),
            rows: RefCell::default(),
            blocks: RefCell::default(),
        }
    }

    /// The store beneath, and everything that waits for it.
    pub fn into_parts(self) -> (S, Vec<Write>) {
        let rows = self.rows.into_inner().into_iter();
        let write = |((table, key), row)| Write {
            table,
            key,
            value: Some(row),
        };
        (self.under, rows.map(write).collect())
    }

    async fn beneath(&self, table: Table, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        if table != Table::Blocks {
            return Ok(None);
        }
        let kept = self
            .blocks
            .borrow()
            .iter()
            .find(|(of, _)| of == key)
            .cloned();
        if let Some((_, row)) = kept {
            return Ok(Some(row));
        }
        let row = self
            .under
            .get_many(table, &[key.to_owned()])
            .await?
            .pop()
            .flatten();
        if let Some(row) = &row {
            let mut blocks = self.blocks.borrow_mut();
            blocks.push_front((key.to_owned(), row.clone()));
            blocks.truncate(BLOCKS_KEPT);
        }
        Ok(row)
    }
}

impl<S: Storage> Storage for Buffered<S> {
    async fn head(&self) -> Result<u64, StorageError> {
        Ok(self.head.get())
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        let mut rows = Vec::with_capacity(keys.len());
        for key in keys {
            let waiting = self.rows.borrow().get(&(table, key.clone())).cloned();
            rows.push(match waiting {
                Some(row) => Some(row),
                None => self.beneath(table, key).await?,
            });
        }
        Ok(rows)
    }

    async fn scan(
        &self,
        table: Table,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let rows = self.rows.borrow();
        let range = rows.range((table, from.to_owned())..(table, to.to_owned()));
        Ok(range
            .map(|((_, key), row)| (key.clone(), row.clone()))
            .collect())
    }

    async fn keys(&self, table: Table, from: &str, to: &str) -> Result<Vec<String>, StorageError> {
        let rows = self.scan(table, from, to).await?;
        Ok(rows.into_iter().map(|(key, _)| key).collect())
    }

    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError> {
        if self.head.get() != expect {
            return Err(StorageError::Moved);
        }
        let mut rows = self.rows.borrow_mut();
        for Write { table, key, value } in writes {
            match value {
                Some(value) => rows.insert((table, key), value),
                None => rows.remove(&(table, key)),
            };
        }
        self.head.set(number);
        Ok(number)
    }
}
