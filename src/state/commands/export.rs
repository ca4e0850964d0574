//! Export of the portfolio and of tables on pages as files: a worker writes large ones, the browser saves them.

use busbar_core::{
    exchange::{
        FileKind,
        export::{ExportFormat, Table, csv},
        outgoing::Language,
    },
    messages::{
        Job, JobError, JobProgress, Outcome, encode,
        export::{ExportJob, ROWS_A_PIECE, TableJob},
    },
};
use leptos::prelude::*;

use crate::{
    platform::{clock, files},
    state::{
        known::known,
        workers::{JobAttachment, Piece, Stop, WorkError, Workers},
        workspace::Workspace,
    },
};

/// Exports, in the root context: one at a time, continued while the user is on another page.
#[derive(Clone, Copy, Debug)]
pub struct Exporter {
    /// Progress of an export; `None` if none is in progress.
    pub under_way: RwSignal<Option<JobProgress>>,
    workspace: Workspace,
    workers: Workers,
    job: StoredValue<Option<Stop>, LocalStorage>,
}

impl Exporter {
    /// Provides itself as context; called once, by the root.
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

    /// Saves one kind as CSV, or all kinds as an archive if `kind` is `None`, under this name.
    ///
    /// # Errors
    /// [`WorkError`]; nothing is saved.
    pub async fn save(
        self,
        kind: Option<FileKind>,
        language: Language,
        name: &str,
    ) -> Result<(), WorkError> {
        self.under_way.set(Some(JobProgress { done: 0, of: 0 }));
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

    /// Saves a table under this name: as CSV immediately, as a spreadsheet once a worker has written it.
    ///
    /// # Errors
    /// [`JobError`]; nothing is saved.
    pub async fn save_table(
        self,
        format: ExportFormat,
        table: Table,
        name: &str,
    ) -> Result<(), JobError> {
        let file = match format {
            ExportFormat::Csv => csv(&table.headings, table.rows),
            ExportFormat::Xlsx => {
                self.under_way.set(Some(JobProgress { done: 0, of: 0 }));
                let written = self.write_table(table).await;
                self.under_way.set(None);
                self.job.set_value(None);
                written?
            }
        };
        files::save(name, format.media_type(), &file);
        Ok(())
    }

    /// Stops the export in progress.
    pub fn stop(self) {
        if let Some(job) = self.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
    }

    async fn write(self, job: ExportJob) -> Result<Vec<u8>, WorkError> {
        let with_months = !matches!(
            job.kind,
            Some(FileKind::Customers | FileKind::SupplyPoints | FileKind::Contacts)
        );
        let (_, known) = known(self.workspace, with_months).await?;
        let attachments = known.into_iter().map(JobAttachment::Bytes).collect();
        Ok(self.run(Job::Export(job), attachments).await?)
    }

    async fn write_table(self, table: Table) -> Result<Vec<u8>, JobError> {
        let mut rows = Vec::new();
        for piece in table.rows.chunks(ROWS_A_PIECE) {
            rows.push(JobAttachment::Bytes(encode(&piece)?));
            clock::breathe().await;
        }
        let job = Job::Table(TableJob { title: table.title, headings: table.headings });
        self.run(job, rows).await
    }

    /// Runs a job and returns the file it creates.
    async fn run(self, job: Job, attachments: Vec<JobAttachment>) -> Result<Vec<u8>, JobError> {
        let running = self.workers.run(job, attachments, move |progress| {
            self.under_way.set(Some(progress));
        });
        self.job.set_value(Some(running.stop()));
        match running.await? {
            (Outcome::Exported | Outcome::Tabled, mut files) => {
                files.pop().map(Piece::into_bytes).ok_or(JobError::Malformed)
            }
            _ => Err(JobError::Malformed),
        }
    }
}

/// Returns the exporter.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_exporter() -> Exporter {
    expect_context()
}
