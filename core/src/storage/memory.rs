//! In-memory store for tests, the command line and buffered commits; its content is lost with it.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc};

use super::port::{Storage, StorageError, StoreTable, Write};

/// A store in memory. Clones share their content, as tabs do.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    inner: Rc<RefCell<Inner>>,
}

#[derive(Debug, Default)]
struct Inner {
    head: u64,
    rows: BTreeMap<(StoreTable, String), Vec<u8>>,
    capacity: Option<usize>,
    fault: Option<CommitFault>,
}

/// A fault of a commit, to test it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitFault {
    /// No space left.
    Full,
    /// The process ends before the commit.
    CrashBefore,
    /// The process ends after the commit, and nobody learns of it.
    CrashAfter,
}

impl Memory {
    /// Creates a store that is full above `bytes`, to test that error.
    pub fn with_capacity(bytes: usize) -> Self {
        let memory = Self::default();
        memory.inner.borrow_mut().capacity = Some(bytes);
        memory
    }

    /// Sets the fault of the next commit.
    pub fn fail_next(&self, fault: Option<CommitFault>) {
        self.inner.borrow_mut().fault = fault;
    }

    /// Creates an empty store at this commit number.
    pub(super) fn at(head: u64) -> Self {
        let memory = Self::default();
        memory.inner.borrow_mut().head = head;
        memory
    }

    /// Returns all content as writes to another store.
    pub(super) fn into_writes(self) -> Vec<Write> {
        let rows = std::mem::take(&mut self.inner.borrow_mut().rows).into_iter();
        let write = |((table, key), row)| Write { table, key, value: Some(row) };
        rows.map(write).collect()
    }

    /// Clears the store behind the ledger's back, as a browser does when the user clears its data.
    pub fn clear(&self) {
        *self.inner.borrow_mut() = Inner::default();
    }

    /// Overwrites a row behind the ledger's back, to test damage.
    pub fn damage(&self, table: StoreTable, key: &str, bytes: Vec<u8>) {
        self.inner.borrow_mut().rows.insert((table, key.to_owned()), bytes);
    }
}

impl Storage for Memory {
    async fn head(&self) -> Result<u64, StorageError> {
        Ok(self.inner.borrow().head)
    }

    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        let inner = self.inner.borrow();
        Ok(keys.iter().map(|key| inner.rows.get(&(table, key.clone())).cloned()).collect())
    }

    async fn scan(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<(String, Vec<u8>)>, StorageError> {
        if from >= to {
            return Ok(Vec::new());
        }
        let inner = self.inner.borrow();
        Ok(inner
            .rows
            .range((table, from.to_owned())..(table, to.to_owned()))
            .map(|((_, key), row)| (key.clone(), row.clone()))
            .collect())
    }

    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError> {
        let rows = self.scan(table, from, to).await?;
        Ok(rows.into_iter().map(|(key, _)| key).collect())
    }

    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError> {
        let mut inner = self.inner.borrow_mut();
        let fault = inner.fault.take();
        match fault {
            Some(CommitFault::Full) => return Err(StorageError::Full),
            Some(CommitFault::CrashBefore) => return Err(StorageError::Closed),
            Some(CommitFault::CrashAfter) | None => {}
        }
        if inner.head != expect {
            return Err(StorageError::Moved);
        }
        if let Some(capacity) = inner.capacity {
            let held: usize = inner.rows.values().map(Vec::len).sum();
            let values = writes.iter().filter_map(|write| write.value.as_ref());
            let added: usize = values.map(Vec::len).sum();
            if held + added > capacity {
                return Err(StorageError::Full);
            }
        }
        for Write { table, key, value } in writes {
            match value {
                Some(value) => inner.rows.insert((table, key), value),
                None => inner.rows.remove(&(table, key)),
            };
        }
        inner.head = number;
        if fault.is_some() { Err(StorageError::Closed) } else { Ok(number) }
    }
}
