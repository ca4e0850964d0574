//! The store in the browser: IndexedDB behind the port. Rows are bytes by text key, so nothing
//! here knows what they mean; what must hold of it is `storage::contract`.
//!
//! IndexedDB commits by itself as soon as anything but its own request is awaited. So everything is
//! ready before a transaction opens, all its requests are queued at once, and only then is its
//! completion awaited. A transaction that is dropped aborts.

mod schema;

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use indexed_db_futures::{
    KeyRange,
    database::Database,
    error::{DomException, Error, OpenDbError, UnexpectedDataError},
    prelude::*,
    transaction::{Transaction, TransactionDurability, TransactionMode, TransactionOptions},
};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use self::schema::{COMMITS, Version};
use crate::storage::{Storage, StorageError, Table, Write};

const HEAD: &str = "head";

/// A connection to one database. Clones share it.
#[derive(Clone, Debug)]
pub struct Idb {
    database: Rc<RefCell<Option<Database>>>,
}

impl Idb {
    /// Opens the database of this name, making or upgrading it. `closed` is called when the connection
    /// is taken away, by a newer tab ([`StorageError::Newer`]) or by the browser
    /// ([`StorageError::Closed`]); what is asked afterwards is [`StorageError::Closed`]. `blocked` is called while an older tab keeps an upgrade waiting.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`], [`StorageError::Newer`] or [`StorageError::Backend`].
    pub async fn open(
        name: &str,
        closed: impl FnOnce(StorageError) + 'static,
        blocked: impl Fn() + 'static,
    ) -> Result<Self, StorageError> {
        let database = Database::open(name)
            .with_version(Version::CURRENT.number())
            .with_on_blocked(move |_| {
                blocked();
                Ok(())
            })
            .with_on_upgrade_needed(|event, database| {
                schema::upgrade(event.old_version(), &database)
            })
            .await
            .map_err(open_error)?;
        let this = Self {
            database: Rc::new(RefCell::new(Some(database.clone()))),
        };
        let mut changes = database.version_changes().map_err(error)?;
        let held = Rc::downgrade(&this.database);
        wasm_bindgen_futures::spawn_local(async move {
            let cause = match changes.recv().await {
                Some(_) => StorageError::Newer,
                None => StorageError::Closed,
            };
            // Let go either way.
            if let Some(held) = held.upgrade() {
                let taken = held.borrow_mut().take();
                if let Some(database) = taken {
                    database.close();
                }
                closed(cause);
            }
        });
        Ok(this)
    }

    /// Deletes a database and everything in it.
    ///
    /// # Errors
    /// [`StorageError::Backend`] in the browser's words.
    pub async fn delete(name: &str) -> Result<(), StorageError> {
        Database::delete_by_name(name)
            .map_err(open_error)?
            .await
            .map_err(error)
    }

    /// Lets the connection go.
    pub fn close(&self) {
        let taken = self.database.borrow_mut().take();
        if let Some(database) = taken {
            database.close();
        }
    }

    fn database(&self) -> Result<Database, StorageError> {
        self.database.borrow().clone().ok_or(StorageError::Closed)
    }
}

impl Storage for Idb {
    async fn head(&self) -> Result<u64, StorageError> {
        let database = self.database()?;
        let transaction = database.transaction(COMMITS).build().map_err(error)?;
        head(&transaction).await
    }

    async fn get_many(
        &self,
        table: Table,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        let database = self.database()?;
        let transaction = database.transaction(table.name()).build().map_err(error)?;
        let store = transaction.object_store(table.name()).map_err(error)?;
        let requests = keys
            .iter()
            .map(|key| store.get::<JsValue, _, _>(key.as_str()).primitive())
            .collect::<Result<Vec<_>, _>>()
            .map_err(error)?;
        let mut rows = Vec::with_capacity(keys.len());
        for request in requests {
            rows.push(request.await.map_err(error)?.map(bytes));
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
        let database = self.database()?;
        let transaction = database.transaction(table.name()).build().map_err(error)?;
        let store = transaction.object_store(table.name()).map_err(error)?;
        let range = || KeyRange::Bound(from, false, to, true);
        let keys = store
            .get_all_keys::<String>()
            .with_query::<&str, _>(range())
            .primitive()
            .map_err(error)?;
        let rows = store
            .get_all::<JsValue>()
            .with_query::<&str, _>(range())
            .primitive()
            .map_err(error)?;
        let keys = keys.await.map_err(error)?;
        let rows = rows.await.map_err(error)?;
        keys.zip(rows)
            .map(|(key, row)| Ok((key.map_err(error)?, bytes(row.map_err(error)?))))
            .collect()
    }

    async fn commit(&self, expect: u64, writes: Vec<Write>) -> Result<u64, StorageError> {
        let database = self.database()?;
        let rows: Vec<(Table, String, Option<JsValue>)> = writes
            .into_iter()
            .map(|Write { table, key, value }| {
                (
                    table,
                    key,
                    value.map(|value| Uint8Array::from(value.as_slice()).into()),
                )
            })
            .collect();
        let tables: BTreeSet<Table> = rows.iter().map(|(table, ..)| *table).collect();
        let names: Vec<&str> = tables
            .iter()
            .map(|table| table.name())
            .chain([COMMITS])
            .collect();
        let transaction = database
            .transaction(names.as_slice())
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(TransactionDurability::Strict))
            .build()
            .map_err(error)?;
        if head(&transaction).await? != expect {
            return Err(StorageError::Moved);
        }
        for table in tables {
            let store = transaction.object_store(table.name()).map_err(error)?;
            for (_, key, value) in rows.iter().filter(|(of, ..)| *of == table) {
                match value {
                    Some(value) => {
                        store
                            .put(value)
                            .with_key(key.as_str())
                            .build()
                            .map_err(error)?;
                    }
                    None => {
                        store.delete(key.as_str()).build().map_err(error)?;
                    }
                }
            }
        }
        let commits = transaction.object_store(COMMITS).map_err(error)?;
        let next = expect + 1;
        commits
            .put(next as f64)
            .with_key(HEAD)
            .build()
            .map_err(error)?;
        // A transaction also ends half-way when the connection under it is taken away.
        transaction
            .commit()
            .await
            .map_err(error)
            .map_err(|error| self.database().err().unwrap_or(error))?;
        Ok(next)
    }
}

async fn head(transaction: &Transaction<'_>) -> Result<u64, StorageError> {
    let commits = transaction.object_store(COMMITS).map_err(error)?;
    let head: Option<f64> = commits
        .get(HEAD)
        .primitive()
        .map_err(error)?
        .await
        .map_err(error)?;
    Ok(head.unwrap_or_default() as u64)
}

fn bytes(row: JsValue) -> Vec<u8> {
    Uint8Array::new(&row).to_vec()
}

fn open_error(failed: OpenDbError) -> StorageError {
    match failed {
        OpenDbError::UnsupportedEnvironment | OpenDbError::NullFactory => StorageError::Unavailable,
        OpenDbError::Base(base) => error(base),
        OpenDbError::VersionZero => StorageError::Backend(failed.to_string()),
    }
}

fn error(failed: Error) -> StorageError {
    match &failed {
        Error::DomException(DomException::Other(exception)) => match exception.name().as_str() {
            "QuotaExceededError" => StorageError::Full,
            "VersionError" => StorageError::Newer,
            "SecurityError" => StorageError::Unavailable,
            _ => StorageError::Backend(failed.to_string()),
        },
        Error::DomException(DomException::InvalidStateError(_)) => StorageError::Closed,
        // Every request was sound, so the browser gave up on the writing itself: no room.
        Error::MissingData(UnexpectedDataError::TransactionAborted) => StorageError::Full,
        _ => StorageError::Backend(failed.to_string()),
    }
}
