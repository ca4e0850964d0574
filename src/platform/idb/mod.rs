//! IndexedDB store behind the storage port. Rows are bytes by text key, so nothing here knows their meaning; the
//! requirements are in `storage::contract`.
//!
//! IndexedDB commits automatically as soon as anything other than its own requests is awaited. So everything is
//! prepared before a transaction opens, all requests are queued at once, and only then is completion awaited. A
//! dropped transaction aborts.

mod schema;

use std::{cell::RefCell, collections::BTreeSet, fmt, rc::Rc};

use busbar_core::storage::{Storage, StorageError, StoreTable, Write};
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
use super::bytes;

const HEAD: &str = "head";

/// Handle of one database. Clones share it.
///
/// Browsers close connections at will: to free memory, because their process ended, because a page slept. A
/// request on a closed connection is therefore repeated once on a new one.
#[derive(Clone)]
pub struct Idb(Rc<Held>);

struct Held {
    name: String,
    connection: RefCell<Connection>,
    replaced: Box<dyn Fn()>,
}

enum Connection {
    Open(Rc<Database>),
    /// Reopened by the next request.
    Closed,
    /// Taken over by a newer version, permanently.
    Replaced,
}

impl fmt::Debug for Idb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Idb").field(&self.0.name).finish()
    }
}

impl Idb {
    /// Opens the database of this name, creating or upgrading it. `replaced` is called when a newer version takes
    /// it over; later requests fail with [`StorageError::Newer`]. `blocked` is called while an older tab blocks
    /// an upgrade.
    ///
    /// # Errors
    /// [`StorageError::Unavailable`], [`StorageError::Newer`] or [`StorageError::Backend`].
    pub async fn open(
        name: &str,
        replaced: impl Fn() + 'static,
        blocked: impl Fn() + 'static,
    ) -> Result<Self, StorageError> {
        let this = Self(Rc::new(Held {
            name: name.to_owned(),
            connection: RefCell::new(Connection::Closed),
            replaced: Box::new(replaced),
        }));
        this.connect(blocked).await?;
        Ok(this)
    }

    /// Deletes a database with all its content.
    ///
    /// # Errors
    /// [`StorageError::Backend`] with the browser's message.
    pub async fn delete(name: &str) -> Result<(), StorageError> {
        Database::delete_by_name(name).map_err(open_error)?.await.map_err(error)
    }

    /// Closes the connection until the next request.
    pub fn close(&self) {
        if let Ok(Some(database)) = self.connection() {
            self.give_up(&database);
            Database::clone(&database).close();
        }
    }

    /// Sends a request; if the connection turns out to be closed, repeats it once on a new one.
    async fn ask<T>(
        &self,
        ask: impl AsyncFn(&Database) -> Result<T, StorageError>,
    ) -> Result<T, StorageError> {
        let database = self.database().await?;
        match ask(&database).await {
            Err(error) if error != StorageError::Moved && is_closed(&database) => {
                self.give_up(&database);
                ask(&*self.database().await?).await
            }
            answer => answer,
        }
    }

    async fn database(&self) -> Result<Rc<Database>, StorageError> {
        match self.connection()? {
            Some(database) => Ok(database),
            None => self.connect(|| ()).await,
        }
    }

    fn connection(&self) -> Result<Option<Rc<Database>>, StorageError> {
        match &*self.0.connection.borrow() {
            Connection::Open(database) => Ok(Some(Rc::clone(database))),
            Connection::Closed => Ok(None),
            Connection::Replaced => Err(StorageError::Newer),
        }
    }

    /// Drops a connection, unless another has replaced it.
    fn give_up(&self, database: &Rc<Database>) {
        let mut connection = self.0.connection.borrow_mut();
        if matches!(&*connection, Connection::Open(held) if Rc::ptr_eq(held, database)) {
            *connection = Connection::Closed;
        }
    }

    async fn connect(&self, blocked: impl Fn() + 'static) -> Result<Rc<Database>, StorageError> {
        let opened = Database::open(self.0.name.as_str())
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
        // Another request may have reopened it first.
        if let Some(database) = self.connection().transpose() {
            opened.close();
            return database;
        }
        let mut changes = opened.version_changes().map_err(error)?;
        let held = Rc::downgrade(&self.0);
        let database = Rc::new(opened.clone());
        *self.0.connection.borrow_mut() = Connection::Open(Rc::clone(&database));
        wasm_bindgen_futures::spawn_local(async move {
            // A connection closed by the browser is detected by the next request.
            let Some(change) = changes.recv().await else {
                return;
            };
            // An upgrade or deletion of the database waits for this.
            opened.close();
            let is_upgrade = change.new_version().is_some();
            if let Some(held) = held.upgrade().filter(|_| is_upgrade) {
                held.connection.replace(Connection::Replaced);
                (held.replaced)();
            }
        });
        Ok(database)
    }
}

/// Returns `true` if the browser accepts nothing more on this connection.
fn is_closed(database: &Database) -> bool {
    let asked = database.transaction(COMMITS).build().map(drop);
    matches!(asked.map_err(error), Err(StorageError::Closed))
}

impl Storage for Idb {
    async fn head(&self) -> Result<u64, StorageError> {
        self.ask(async |database| {
            let transaction = database.transaction(COMMITS).build().map_err(error)?;
            head(&transaction).await
        })
        .await
    }

    async fn get_many(
        &self,
        table: StoreTable,
        keys: &[String],
    ) -> Result<Vec<Option<Vec<u8>>>, StorageError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        self.ask(async |database| {
            let transaction = database.transaction(table.name()).build().map_err(error)?;
            let store = transaction.object_store(table.name()).map_err(error)?;
            let requests = keys
                .iter()
                .map(|key| store.get::<JsValue, _, _>(key.as_str()).primitive())
                .collect::<Result<Vec<_>, _>>()
                .map_err(error)?;
            let mut rows = Vec::with_capacity(keys.len());
            for request in requests {
                rows.push(request.await.map_err(error)?.map(bytes::take));
            }
            Ok(rows)
        })
        .await
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
        self.ask(async |database| {
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
                .map(|(key, row)| Ok((key.map_err(error)?, bytes::take(row.map_err(error)?))))
                .collect()
        })
        .await
    }

    async fn keys(
        &self,
        table: StoreTable,
        from: &str,
        to: &str,
    ) -> Result<Vec<String>, StorageError> {
        if from >= to {
            return Ok(Vec::new());
        }
        self.ask(async |database| {
            let transaction = database.transaction(table.name()).build().map_err(error)?;
            let store = transaction.object_store(table.name()).map_err(error)?;
            let keys = store
                .get_all_keys::<String>()
                .with_query::<&str, _>(KeyRange::Bound(from, false, to, true))
                .primitive()
                .map_err(error)?;
            let keys = keys.await.map_err(error)?;
            keys.map(|key| key.map_err(error)).collect()
        })
        .await
    }

    async fn commit_as(
        &self,
        expect: u64,
        number: u64,
        writes: Vec<Write>,
    ) -> Result<u64, StorageError> {
        let rows: Vec<(StoreTable, String, Option<Uint8Array>)> = writes
            .into_iter()
            .map(|Write { table, key, value }| {
                (table, key, value.map(|value| Uint8Array::from(value.as_slice())))
            })
            .collect();
        let tables: BTreeSet<StoreTable> = rows.iter().map(|(table, ..)| *table).collect();
        let names: Vec<&str> = tables.iter().map(|table| table.name()).chain([COMMITS]).collect();
        let committed = self.ask(async |database| {
            let transaction = database
                .transaction(names.as_slice())
                .with_mode(TransactionMode::Readwrite)
                .with_options(
                    TransactionOptions::new().with_durability(TransactionDurability::Strict),
                )
                .build()
                .map_err(error)?;
            if head(&transaction).await? != expect {
                return Err(StorageError::Moved);
            }
            for table in &tables {
                let store = transaction.object_store(table.name()).map_err(error)?;
                for (_, key, value) in rows.iter().filter(|(of, ..)| of == table) {
                    match value {
                        Some(value) => {
                            let value: &JsValue = value.as_ref();
                            store.put(value).with_key(key.as_str()).build().map_err(error)?;
                        }
                        None => {
                            store.delete(key.as_str()).build().map_err(error)?;
                        }
                    }
                }
            }
            let commits = transaction.object_store(COMMITS).map_err(error)?;
            commits.put(number as f64).with_key(HEAD).build().map_err(error)?;
            transaction.commit().await.map_err(error)?;
            Ok(number)
        });
        let committed = committed.await;
        // The blocks of an import would otherwise pile up until garbage collection.
        rows.iter().filter_map(|(.., value)| value.as_ref()).for_each(bytes::free);
        committed
    }
}

async fn head(transaction: &Transaction<'_>) -> Result<u64, StorageError> {
    let commits = transaction.object_store(COMMITS).map_err(error)?;
    let head: Option<f64> = commits.get(HEAD).primitive().map_err(error)?.await.map_err(error)?;
    Ok(head.unwrap_or_default() as u64)
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
        // Every request was valid, so the browser failed while writing: no space.
        Error::MissingData(UnexpectedDataError::TransactionAborted) => StorageError::Full,
        _ => StorageError::Backend(failed.to_string()),
    }
}
