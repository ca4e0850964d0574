//! Archiving the workspace to a file, restoring it from one, and erasing it. A worker does the work over
//! the database itself; what an archive is stands in the storage room.

use busbar_core::{
    messages::{ArchiveJob, Archived, Job, JobError, JobProgress, Outcome, RestoreJob},
    storage::{
        LedgerError,
        archive::{ArchiveCounts, ArchiveError},
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

/// The preference that remembers the last archive of this device.
const REMEMBERED: &str = "archive";
/// Preferences the device keeps when the workspace is erased: appearance, language, and the person working
/// here.
const OF_THE_DEVICE: &[&str] =
    &["theme", "language", "columns", "author", "everybodys", "visit_place", "photo_place"];

/// The operation under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Writing an archive.
    Archiving(JobProgress),
    /// Restoring one.
    Restoring(JobProgress),
}

/// The last archive that was made on this device, or restored to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Last {
    /// When, by the wall clock, milliseconds since 1970.
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

    /// Changes since, where the workspace stands at `head`.
    pub const fn since(self, head: u64) -> u64 {
        head.saturating_sub(self.head)
    }
}

/// Why nothing was archived or restored.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NoArchive {
    /// The archive or the store is at fault.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The worker brought nothing.
    #[error(transparent)]
    Work(#[from] WorkError),
}

impl From<JobError> for NoArchive {
    fn from(error: JobError) -> Self {
        Self::Work(error.into())
    }
}

/// Archives and restores, in context below the root: one at a time, which goes on when a person looks
/// at another page.
#[derive(Clone, Copy, Debug)]
pub struct Archiver {
    /// The operation under way.
    pub doing: RwSignal<Option<Doing>>,
    /// The last archive.
    pub last: RwSignal<Option<Last>>,
    workspace: Workspace,
    workers: Workers,
    job: StoredValue<Option<Stop>, LocalStorage>,
}

impl Archiver {
    /// Offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, workers: Workers) -> Self {
        let remembered = preferences::load(REMEMBERED);
        let this = Self {
            doing: RwSignal::new(None),
            last: RwSignal::new(remembered.as_deref().and_then(Last::read)),
            workspace,
            workers,
            job: StoredValue::new_local(None),
        };
        provide_context(this);
        this
    }

    /// Changes since the last archive; all there are while there is none.
    pub fn since(self) -> u64 {
        let head = self.workspace.head.get();
        self.last.get().map_or(head, |last| last.since(head))
    }

    /// Saves an archive of everything under this name.
    ///
    /// # Errors
    /// [`NoArchive`]; nothing is saved then.
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

    /// Restores an archive into the workspace, which has to be empty. The page is to be loaded anew
    /// afterwards.
    ///
    /// # Errors
    /// [`NoArchive`]; nothing is restored then.
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

    /// Erases the workspace and what was begun in it; how the device looks and speaks stays. The page
    /// is to be loaded anew afterwards.
    ///
    /// # Errors
    /// [`LedgerError`] when the browser refuses.
    pub async fn erase(self) -> Result<(), LedgerError> {
        self.workspace.erase().await?;
        drafts::forget_all().await?;
        preferences::forget_all_but(OF_THE_DEVICE);
        Ok(())
    }

    /// Stops what is under way.
    pub fn stop(self) {
        if let Some(job) = self.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
    }

    fn remember(self, head: u64) {
        let last = Last { at: clock::now_millis(), head };
        preferences::save(REMEMBERED, &last.written());
        self.last.set(Some(last));
    }

    async fn run(
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

/// The archives of this device.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_archiver() -> Archiver {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_archive_is_remembered() {
        let last = Last { at: 1_795_000_000_000, head: 12 };
        assert_eq!(Last::read(&last.written()), Some(last));
        for text in ["", "12", "a b", "1 -2"] {
            assert_eq!(Last::read(text), None, "{text}");
        }
        assert_eq!((last.since(15), last.since(3)), (3, 0));
    }
}
