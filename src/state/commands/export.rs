//! Taking the portfolio and the tables of pages out as files: a worker writes what takes long, the
//! browser saves it.

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

/// The way out, in context below the root: one export at a time, which goes on when a person looks at
/// another page.
#[derive(Clone, Copy, Debug)]
pub struct Exporter {
    /// How far an export under way is.
    pub under_way: RwSignal<Option<JobProgress>>,
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

    /// Saves a table under this name: as CSV at once, as a spreadsheet when a worker has written it.
    ///
    /// # Errors
    /// [`JobError`]; nothing is saved then.
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

    /// Stops an export under way.
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

    /// The file that a job brings.
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

/// The way out.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_exporter() -> Exporter {
    expect_context()
}
