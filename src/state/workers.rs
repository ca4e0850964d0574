//! The compute workers of this page, in context below the root.

use busbar_core::{
    messages::{Job, JobProgress},
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::platform::pool::Pool;
pub use crate::platform::pool::{JobAttachment, Piece, Running, Stop};
pub use busbar_core::messages::JobError;

/// Why work that a worker does for the workspace came to nothing.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorkError {
    /// The data could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The worker brought nothing.
    #[error(transparent)]
    Job(#[from] JobError),
}

/// The compute workers.
#[derive(Clone, Copy, Debug)]
pub struct Workers(StoredValue<Pool, LocalStorage>);

impl Workers {
    /// Offers them to everything below; none is started before there is work. Once, by the root.
    pub fn provide() -> Self {
        let this = Self(StoredValue::new_local(Pool::default()));
        provide_context(this);
        this
    }

    /// Starts no more of them, once a newer version of the app has taken the place of this one's files.
    pub fn start_no_more(self) {
        self.0.with_value(Pool::start_no_more);
    }

    /// Gives them a job; await it for its outcome, drop it to cancel.
    pub fn run(
        self,
        job: Job,
        attachments: Vec<JobAttachment>,
        on_progress: impl Fn(JobProgress) + 'static,
    ) -> Running {
        self.0.with_value(|pool| pool.run(job, attachments, on_progress))
    }
}

/// The compute workers.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_workers() -> Workers {
    expect_context()
}
