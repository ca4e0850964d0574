//! Exchange files in a worker: the changes of the workspace are read from its database and passed to the browser as a
//! file, or received from one. The format is in the storage room.

use busbar_core::{
    messages::{BundleJob, ReceiveJob},
    storage::{
        Ledger,
        bundle::{self, Bundle, BundleError, BundleTerms, Bundled, Received},
        ledger::VersionVector,
        seal::Plain,
    },
    sync::{Writer, sealed::KeyCost},
};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Blob;

use super::{
    archive::{Observe, Parts, Window, seldom},
    error::told,
    idb::Idb,
};

/// Writes an exchange file of a workspace.
pub(super) async fn write(
    job: BundleJob,
    observe: &mut Observe<'_>,
) -> Result<(Bundled, Blob), BundleError> {
    let store = Idb::open(&job.database, || (), || ()).await?;
    // The writer is needed only for a store without one, which has nothing to give.
    let ledger = Ledger::open(store, Plain, Writer(uuid::Uuid::nil())).await?;
    let terms = BundleTerms {
        app: env!("CARGO_PKG_VERSION").into(),
        author: job.author,
        made_at: job.made_at,
        secret: job.secret,
        passphrase: job.passphrase,
        cost: KeyCost::FILE,
        random: job.random,
    };
    let mut observe = seldom(observe);
    let seen = VersionVector::new();
    let written = bundle::write(&ledger, &terms, &seen, Parts::default(), &mut observe).await;
    let (parts, bundled) = written?;
    let file = parts.finish("application/octet-stream");
    Ok((bundled, file.map_err(|error| BundleError::Write(told(&error)))?))
}

/// Receives an exchange file into the workspace of a database.
pub(super) async fn receive(
    job: ReceiveJob,
    file: JsValue,
    observe: &mut Observe<'_>,
) -> Result<Received, BundleError> {
    let file: Blob = file.dyn_into().map_err(|_| BundleError::File(String::new()))?;
    let window = Window::of(file).map_err(|error| BundleError::File(error.to_string()))?;
    let mut bundle = Bundle::open(window, &job.passphrase)?;
    let store = Idb::open(&job.database, || (), || ()).await?;
    let ledger = Ledger::open(store, Plain, Writer(job.writer)).await?;
    bundle::receive(&ledger, &mut bundle, &mut seldom(observe)).await
}
