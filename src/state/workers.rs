//! Compute workers of this page, in the root context.

use busbar_core::{
    messages::{Job, JobProgress},
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::platform::pool::Pool;
pub use crate::platform::pool::{JobAttachment, Piece, Running, Stop};
pub use busbar_core::messages::JobError;

/// Failure of a worker's job that reads or writes the workspace.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WorkError {
    /// The data could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The worker failed or was cancelled.
    #[error(transparent)]
    Job(#[from] JobError),
}

/// Compute workers.
#[derive(Clone, Copy, Debug)]
pub struct Workers(StoredValue<Pool, LocalStorage>);

impl Workers {
    /// Provides them as context; called once, by the root. A worker starts only when it gets a job.
    pub fn provide() -> Self {
        let this = Self(StoredValue::new_local(Pool::default()));
        provide_context(this);
        this
    }

    /// Stops starting workers, because a newer version of the app has replaced this version's files.
    pub fn start_no_more(self) {
        self.0.with_value(Pool::start_no_more);
    }

    /// Runs a job. The result is awaited for the outcome; dropping it cancels the job.
    pub fn run(
        self,
        job: Job,
        attachments: Vec<JobAttachment>,
        on_progress: impl Fn(JobProgress) + 'static,
    ) -> Running {
        self.0.with_value(|pool| pool.run(job, attachments, on_progress))
    }
}

/// Returns the compute workers.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_workers() -> Workers {
    expect_context()
}
