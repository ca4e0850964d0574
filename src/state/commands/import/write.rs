//! Computation of an import's changes, and the write: the parts that wait for the worker and the store.

use std::sync::Arc;

use busbar_core::{
    domain::{Month, WorkspaceSecret},
    exchange::{FileKind, Mapping, Options, source::FileOpening},
    messages::{Job, JobError, Outcome, import::PlanJob},
    storage::LedgerError,
};
use leptos::prelude::*;

use super::Importer;
use crate::{
    platform::{clock, random},
    state::{
        import::{FileKey, Finished, Look, Planning, Preview},
        known::known,
        turns::Turn,
        workers::{JobAttachment, Piece},
    },
};

impl Importer {
    pub(super) async fn planned(self, inputs: Inputs, turn: Turn) -> Planning {
        let desk = self.desk;
        let Inputs { keys, names, files } = inputs;
        let mut attachments: Vec<JobAttachment> = desk.contents.with_value(|contents| {
            keys.iter()
                .filter_map(|key| contents.get(key))
                .map(|file| JobAttachment::File(file.clone().into()))
                .collect()
        });
        let is_monthly = |kind| matches!(kind, FileKind::Readings | FileKind::Bills);
        let has_months = files.iter().any(|(_, mapping)| is_monthly(mapping.kind));
        let (head, known) = match known(self.workspace, has_months).await {
            Ok(known) => known,
            Err(error) => return Planning::Unread(error),
        };
        let secret = match self.secret().await {
            Ok(secret) => secret,
            Err(error) => return Planning::Unread(error),
        };
        attachments.extend(known.into_iter().map(JobAttachment::Bytes));
        if !turn.is_latest() {
            return Planning::Nothing;
        }
        let today = clock::today();
        let job = Job::Plan(PlanJob {
            files,
            options: Options {
                latest_month: Some(Month::of(today)),
                today: Some(today),
                ..desk.options.get_untracked()
            },
            secret,
        });
        let running = self.workers.run(job, attachments, move |progress| {
            if turn.is_latest() {
                desk.planning.set(Planning::Running(progress));
            }
        });
        desk.job.set_value(Some(running.stop()));
        match running.await {
            Ok((Outcome::Planned(Ok(planned)), blocks)) => {
                if turn.is_latest() {
                    desk.blocks.set_value(Some(blocks));
                }
                Planning::Ready(Arc::new(Preview { files: keys, names, planned, head }))
            }
            Ok((Outcome::Planned(Err(refused)), _)) => {
                let key = keys.get(refused.file as usize).copied();
                if let Some(key) = key {
                    desk.change(key, |file| file.look = Look::Refused(refused.reason));
                }
                // The other files can still be imported.
                self.plan();
                Planning::Stopped
            }
            Ok(_) => Planning::Failed(JobError::Malformed),
            Err(JobError::Cancelled) => Planning::Stopped,
            Err(error) => Planning::Failed(error),
        }
    }

    /// Returns the workspace's secret, which the first import of a workspace creates.
    async fn secret(self) -> Result<WorkspaceSecret, LedgerError> {
        self.workspace.ledger()?.secret(random::secret()).await
    }

    /// Writes the previewed changes as one change. If the portfolio has changed since the preview was computed,
    /// nothing is written and the preview is computed again.
    ///
    /// # Errors
    /// [`ImportError`]; nothing is written, and the files stay on the desk.
    pub async fn write(self) -> Result<(), ImportError> {
        let desk = self.desk;
        let Planning::Ready(preview) = desk.planning.get_untracked() else {
            return Ok(());
        };
        desk.is_writing.set(true);
        let written = self.write_preview(&preview).await;
        desk.is_writing.set(false);
        if matches!(written, Err(ImportError::Ledger(LedgerError::Outdated))) {
            desk.has_moved.set(true);
            self.plan();
            return Ok(());
        }
        if written.is_err() {
            // The blocks held by the browser were consumed by the attempt.
            self.plan();
        }
        written?;
        self.clear();
        desk.finished.set(Some(Finished {
            counts: preview.total(),
            new_records: preview.planned.new_records.clone(),
        }));
        Ok(())
    }

    async fn write_preview(self, preview: &Preview) -> Result<(), ImportError> {
        let draft = preview.planned.draft()?;
        let blocks = self.desk.blocks.try_update_value(Option::take).flatten();
        let blocks = blocks.ok_or(LedgerError::Outdated)?;
        let blocks = blocks.into_iter().map(Piece::into_bytes);
        self.workspace.act_planned(draft, blocks, preview.head).await?;
        self.workspace.add_missing_people().await;
        Ok(())
    }
}

/// Files that can be imported, in parallel lists.
#[derive(Default)]
pub(super) struct Inputs {
    pub keys: Vec<FileKey>,
    pub names: Vec<String>,
    pub files: Vec<(FileOpening, Mapping)>,
}

/// Reason why an import was not written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// The worker's answer cannot be decoded.
    #[error(transparent)]
    Job(#[from] JobError),
    /// The write failed; [`Workspace::saving`] reports it as well.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}
