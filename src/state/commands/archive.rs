//! Commands to archive the workspace to a file, restore it from one, and erase it. A worker reads and writes the
//! database; the archive format is in the storage room. Exchange files are in `exchange`.

use busbar_core::{
    messages::{ArchiveJob, Archived, Job, JobError, JobProgress, Outcome, RestoreJob},
    storage::{
        LedgerError,
        archive::{ArchiveCounts, ArchiveError},
        bundle::Received,
    },
};
use leptos::prelude::*;

use crate::{
    platform::{
        clock, drafts,
        files::{self, File},
        preferences, random,
    },
    state::{
        workers::{JobAttachment, Piece, Running, Stop, WorkError, Workers},
        workspace::{DATABASE, Workspace},
    },
};

/// Name of the preference that stores the last backup of this device.
const REMEMBERED: &str = "archive";
/// Preferences that survive erasing the workspace: appearance, language, columns, the current user, the choice of
/// whose work is shown, and the storing of locations.
const OF_THE_DEVICE: &[&str] =
    &["theme", "language", "columns", "author", "everybodys", "visit_place", "photo_place"];

/// Operation in progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Writing an archive.
    Archiving(JobProgress),
    /// Restoring an archive.
    Restoring(JobProgress),
    /// Writing an exchange file.
    Bundling(JobProgress),
    /// Receiving an exchange file.
    Receiving(JobProgress),
}

impl Doing {
    /// Returns the progress of the operation.
    pub const fn progress(self) -> JobProgress {
        match self {
            Self::Archiving(progress)
            | Self::Restoring(progress)
            | Self::Bundling(progress)
            | Self::Receiving(progress) => progress,
        }
    }

    /// Returns `true` for an operation on an exchange file.
    pub const fn is_exchange(self) -> bool {
        matches!(self, Self::Bundling(_) | Self::Receiving(_))
    }
}

/// The last backup of this device: the last archive or exchange file saved, or the one that filled an empty workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// Time by the wall clock, milliseconds since 1970.
    pub at: u64,
    /// Number of changes at the time.
    pub head: u64,
}

impl Last {
    fn read(text: &str) -> Option<Self> {
        let (at, head) = text.split_once(' ')?;
        Some(Self { at: at.parse().ok()?, head: head.parse().ok()? })
    }

    fn written(self) -> String {
        format!("{} {}", self.at, self.head)
    }

    /// Returns the number of changes since then, for a workspace at commit `head`.
    pub const fn since(self, head: u64) -> u64 {
        head.saturating_sub(self.head)
    }
}

/// Reason why nothing was archived or restored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoArchive {
    /// Error of the archive or of the store.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The worker failed or was cancelled.
    #[error(transparent)]
    Work(#[from] WorkError),
}

impl From<JobError> for NoArchive {
    fn from(error: JobError) -> Self {
        Self::Work(error.into())
    }
}

/// Archives and restores, and saves and receives exchange files, in the root context: one operation at a time,
/// continued while the user is on another page.
#[derive(Clone, Copy, Debug)]
pub struct Archiver {
    /// Operation in progress.
    pub doing: RwSignal<Option<Doing>>,
    /// Last backup.
    pub last: RwSignal<Option<Last>>,
    /// Content of the last exchange file received, until the user dismisses it.
    pub received: RwSignal<Option<Received>>,
    pub(super) workspace: Workspace,
    workers: Workers,
    job: StoredValue<Option<Stop>, LocalStorage>,
}

impl Archiver {
    /// Provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, workers: Workers) -> Self {
        let remembered = preferences::load(REMEMBERED);
        let this = Self {
            doing: RwSignal::new(None),
            last: RwSignal::new(remembered.as_deref().and_then(Last::read)),
            received: RwSignal::new(None),
            workspace,
            workers,
            job: StoredValue::new_local(None),
        };
        provide_context(this);
        this
    }

    /// Returns the number of changes since the last backup; of all changes if there is none. Subscribes to
    /// changes.
    pub fn since(self) -> u64 {
        let head = self.workspace.head.get();
        self.last.get().map_or(head, |last| last.since(head))
    }

    /// Saves an archive of the workspace under this name.
    ///
    /// # Errors
    /// [`NoArchive`]; nothing is saved.
    pub async fn save(self, name: &str) -> Result<Archived, NoArchive> {
        self.workspace.quiet().await;
        let head = self.workspace.head.get_untracked();
        let job = Job::Archive(ArchiveJob { database: DATABASE.into() });
        let (outcome, mut pieces) = self.run(job, Vec::new(), Doing::Archiving).await?;
        let Outcome::Archived(archived) = outcome else {
            return Err(JobError::Malformed.into());
        };
        let archived = archived?;
        let file = pieces.pop().and_then(Piece::into_file);
        files::save_file(name, &file.ok_or(JobError::Malformed)?);
        self.remember(head);
        Ok(archived)
    }

    /// Restores an archive into the workspace, which must be empty. The page must be reloaded afterwards.
    ///
    /// # Errors
    /// [`NoArchive`]; nothing is restored.
    pub async fn restore(self, file: File) -> Result<ArchiveCounts, NoArchive> {
        self.workspace.quiet().await;
        let _alone = self.workspace.alone().await;
        let job = Job::Restore(RestoreJob { database: DATABASE.into(), writer: random::uuid() });
        let attachments = vec![JobAttachment::File(file.into())];
        let (outcome, _) = self.run(job, attachments, Doing::Restoring).await?;
        let Outcome::Restored(restored) = outcome else {
            return Err(JobError::Malformed.into());
        };
        let counts = restored?;
        self.remember(counts.changes);
        self.workspace.tell();
        Ok(counts)
    }

    /// Erases the workspace and its drafts, but not the device's preferences. The page must be reloaded afterwards.
    ///
    /// # Errors
    /// [`LedgerError`] if the browser refuses.
    pub async fn erase(self) -> Result<(), LedgerError> {
        self.workspace.erase().await?;
        drafts::forget_all().await?;
        preferences::forget_all_but(OF_THE_DEVICE);
        Ok(())
    }

    /// Stops the operation in progress.
    pub fn stop(self) {
        if let Some(job) = self.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
    }

    /// Stores that the workspace at commit `head` is backed up.
    pub(super) fn remember(self, head: u64) {
        let last = Last { at: clock::now_millis(), head };
        preferences::save(REMEMBERED, &last.written());
        self.last.set(Some(last));
    }

    /// Runs a job of a worker, and shows it as the operation in progress.
    pub(super) async fn run(
        self,
        job: Job,
        attachments: Vec<JobAttachment>,
        doing: fn(JobProgress) -> Doing,
    ) -> Result<(Outcome, Vec<Piece>), JobError> {
        self.doing.set(Some(doing(JobProgress { done: 0, of: 0 })));
        let running: Running = self.workers.run(job, attachments, move |progress| {
            self.doing.set(Some(doing(progress)));
        });
        self.job.set_value(Some(running.stop()));
        let finished = running.await;
        self.doing.set(None);
        self.job.set_value(None);
        finished
    }
}

/// Returns the archiver.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_archiver() -> Archiver {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_backup_is_remembered() {
        let last = Last { at: 1_795_000_000_000, head: 12 };
        assert_eq!(Last::read(&last.written()), Some(last));
        for text in ["", "12", "a b", "1 -2"] {
            assert_eq!(Last::read(text), None, "{text}");
        }
        assert_eq!((last.since(15), last.since(3)), (3, 0));
    }
}
