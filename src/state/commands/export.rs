//! Taking the portfolio out as files: a worker writes them, the browser saves them.

use leptos::prelude::*;

use crate::{
    exchange::{Kind, outgoing::Language},
    platform::files,
    state::{
        known::known,
        workers::{Attachment, Stop, WorkError, Workers},
        workspace::Workspace,
    },
    worker::{
        export::ExportJob,
        protocol::{Job, JobError, Outcome, Progress},
    },
};

/// The way out, in context below the root: one export at a time, which goes on when a person looks at
/// another page.
#[derive(Clone, Copy, Debug)]
pub struct Exporter {
    /// How far an export under way is.
    pub under_way: RwSignal<Option<Progress>>,
    workspace: Workspace,
    workers: Workers,
    job: StoredValue<Option<Stop>, LocalStorage>,
}

impl Exporter {
    /// Offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, workers: Workers) -> Self {
        let this = Self {
            under_way: RwSignal::new(None),
            workspace,
            workers,
            job: StoredValue::new_local(None),
        };
        provide_context(this);
        this
    }

    /// Saves one kind as CSV, or without a kind all of them as an archive, under this name.
    ///
    /// # Errors
    /// [`WorkError`]; nothing is saved then.
    pub async fn save(
        self,
        kind: Option<Kind>,
        language: Language,
        name: &str,
    ) -> Result<(), WorkError> {
        self.under_way.set(Some(Progress { done: 0, of: 0 }));
        let written = self.write(ExportJob { language, kind }).await;
        self.under_way.set(None);
        self.job.set_value(None);
        let format = match kind {
            Some(_) => "text/csv",
            None => "application/zip",
        };
        files::save(name, format, &written?);
        Ok(())
    }

    /// Stops an export under way.
    pub fn stop(self) {
        if let Some(job) = self.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
    }

    async fn write(self, job: ExportJob) -> Result<Vec<u8>, WorkError> {
        let with_months = !matches!(job.kind, Some(Kind::Customers | Kind::SupplyPoints));
        let (_, known) = known(self.workspace, with_months).await?;
        let attachments = known.into_iter().map(Attachment::Bytes).collect();
        let running = self
            .workers
            .run(Job::Export(job), attachments, move |progress| {
                self.under_way.set(Some(progress));
            });
        self.job.set_value(Some(running.stop()));
        match running.await? {
            (Outcome::Exported, mut files) => files.pop().ok_or(JobError::Malformed.into()),
            _ => Err(JobError::Malformed.into()),
        }
    }
}

/// The way out.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_exporter() -> Exporter {
    expect_context()
}
