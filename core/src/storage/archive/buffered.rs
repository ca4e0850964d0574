//! A store that buffers commits in memory, over a store that holds only blocks and attachments: a history is
//! replayed on it and written as one commit.

use std::{cell::RefCell, collections::VecDeque};

use crate::storage::{
    Memory,
    port::{Storage, StorageError, StoreTable, Write},
};

/// Number of blocks cached for repeated reading.
const BLOCKS_KEPT: usize = 8;

pub(super) struct Buffered<S> {
    under: S,
    waiting: Memory,
    blocks: RefCell<VecDeque<(String, Vec<u8>)>>,
}

impl<S: Storage> Buffered<S> {
    /// Creates a buffer over this store, whose commit number is `head`.
    pub fn new(under: S, head: u64) -> Self {
        Self { under, waiting: Memory::at(head), blocks: RefCell::default() }
    }

    /// Returns the underlying store, and all pending writes.
    pub fn into_parts(self) -> (S, Vec<Write>) {
        (self.under, self.waiting.into_writes())
    }

    async fn beneath(&self, table: StoreTable, key: &str) -> Result<Option<Vec<u8>>, StorageError> {
        if table != StoreTable::Blocks {
            return Ok(None);
        }
        let kept = self.blocks.borrow().iter().find(|(of, _)| of == key).cloned();
        if let Some((_, row)) = kept {
            return Ok(Some(row));
        }
        let row = self.under.get_many(table, &[key.to_owned()]).await?.pop().flatten();
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
        self.waiting.head().await
    }

    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        let mut rows = self.waiting.get_many(table, keys).await?;
        for (row, key) in rows.iter_mut().zip(keys) {
            if row.is_none() {
                *row = self.beneath(table, key).await?;
            }
        }
        Ok(rows)
    }

    async fn scan(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        self.waiting.scan(table, from, to).await
    }

    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError> {
        self.waiting.keys(table, from, to).await
    }

    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError> {
        self.waiting.commit_as(expect, number, writes).await
    }
}
