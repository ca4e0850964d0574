//! Messages between the page and its workers. A message is a head, encoded by postcard, and attachments: plain
//! bytes that are transferred without a copy.

pub mod calendar;
pub mod export;
mod head;
pub mod import;
pub mod responses;
pub mod sample;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::head::{JobError, decode, encode};
use self::{
    calendar::CalendarJob,
    export::{ExportJob, TableJob},
    import::{InspectJob, Inspected, PlanJob, PlannedImport, UnopenedFile},
    responses::ResponsesJob,
    sample::SampleJob,
};
use crate::{
    analysis::k_means::KMeansParams,
    domain::{WorkspaceSecret, calendar::CalendarDay, pinyin::PinyinTable, segment::SegmentParams},
    exchange::{Reason, problem::Problems, responses::ResponsePlan},
    storage::{
        archive::{ArchiveCounts, ArchiveError},
        bundle::{BundleError, Bundled, Received},
    },
    sync::sealed::{Passphrase, SealRandom},
};

/// Version of these messages. A worker of another version gets no work: the page reloads, so that an old worker
/// is never paired with a new page.
pub const VERSION: u32 = 14;

/// Id of a job between the page and one worker.
pub type JobId = u32;

/// Jobs of a worker. The order is part of the protocol and grows only at its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Cluster the rows of a table; attached: the table, `f64` in row-major order.
    KMeans(KMeansJob),
    /// Inspect a file; attached: the file.
    Inspect(InspectJob),
    /// Plan an import; attached: the files, then the known data.
    Plan(PlanJob),
    /// Export the portfolio; attached: the known data.
    Export(ExportJob),
    /// Generate a sample portfolio.
    Sample(SampleJob),
    /// Read a file of responses; attached: the file.
    Responses(ResponsesJob),
    /// Write a table as a spreadsheet; attached: its rows.
    Table(TableJob),
    /// Write visits as a calendar file.
    Calendar(CalendarJob),
    /// Read a file of holidays and make-up days; attached: the file.
    Holidays,
    /// Build the pinyin table.
    Pinyin,
    /// Archive a workspace.
    Archive(ArchiveJob),
    /// Restore an archive into an empty workspace; attached: the file.
    Restore(RestoreJob),
    /// Judge customers; attached: the figures of their accounts, in pieces.
    Judge(SegmentParams),
    /// Write an exchange file.
    Bundle(BundleJob),
    /// Receive an exchange file; attached: the file.
    Receive(ReceiveJob),
}

/// Archive of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveJob {
    /// Name of its database.
    pub database: String,
}

/// Restore of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreJob {
    /// Name of the database.
    pub database: String,
    /// Writer of the workspace from now on.
    pub writer: Uuid,
}

/// Exchange file of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleJob {
    /// Name of the database.
    pub database: String,
    /// Passphrase that seals the file.
    pub passphrase: Passphrase,
    /// Current user, as stored.
    pub author: String,
    /// Wall clock, milliseconds since 1970.
    pub made_at: u64,
    /// Random bytes of the file.
    pub random: SealRandom,
    /// Secret of the workspace if it has none yet.
    pub secret: WorkspaceSecret,
}

/// Receipt of an exchange file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiveJob {
    /// Name of the database.
    pub database: String,
    /// Passphrase of the file.
    pub passphrase: Passphrase,
    /// Writer of the workspace if it is new.
    pub writer: Uuid,
}

/// Number of accounts per attachment.
pub const ACCOUNTS_A_PIECE: usize = 1 << 12;

/// Clustering of a table.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KMeansJob {
    /// Number of columns.
    pub columns: u32,
    /// k, seed, starts.
    pub params: KMeansParams,
    /// `true` to standardise the columns first.
    pub standardise: bool,
    /// `true` to compute the silhouette.
    pub silhouette: bool,
}

/// Progress of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// Steps done.
    pub done: u64,
    /// Steps in total; 0 while unknown.
    pub of: u64,
}

/// Outcome of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Clusters; attached: the cluster of each row, `u32`.
    KMeans(KMeansOutcome),
    /// Result of a first look.
    Inspected(Inspected),
    /// Planned import; attached: the blocks of the draft.
    Planned(Result<PlannedImport, UnopenedFile>),
    /// Exported file; attached.
    Exported,
    /// Sample portfolio; attached: the blocks of the draft.
    Sampled,
    /// New responses of a file, or the reason why it cannot be read.
    Responses(Result<ResponsePlan, Reason>),
    /// Spreadsheet; attached.
    Tabled,
    /// Days of a file, or all its problems.
    Holidays(Result<Vec<CalendarDay>, Problems>),
    /// Pinyin table.
    Pinyin(PinyinTable),
    /// Archive, or the reason why there is none; attached: the file.
    Archived(Result<Archived, ArchiveError>),
    /// Counts of the restored content, or the reason why nothing was restored.
    Restored(Result<ArchiveCounts, ArchiveError>),
    /// Customers judged; attached: the verdicts.
    Judged,
    /// Exchange file, or the reason why there is none; attached: the file.
    Bundled(Result<Bundled, BundleError>),
    /// Result of receiving an exchange file, or the reason why it failed.
    Received(Result<Received, BundleError>),
}

/// The content of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The amount of content.
    pub counts: ArchiveCounts,
    /// Number of rows of the store that could not be read and are not in the archive.
    pub unreadable: u64,
}

/// Clusters of a table, largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KMeansOutcome {
    /// Number of clusters.
    pub k: usize,
    /// Centres in the units of the table, concatenated.
    pub centroids: Vec<f64>,
    /// Number of rows per cluster.
    pub sizes: Vec<usize>,
    /// Σ of squared distances to the assigned centre; in squared standard deviations if standardised.
    pub inertia: f64,
    /// Mean silhouette, if requested and defined.
    pub silhouette: Option<f64>,
    /// Mean of each column over all rows, in its unit.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column, in its unit.
    pub sd: Vec<f64>,
}

/// Head of a message to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRequest {
    /// Returned with each answer.
    pub id: JobId,
    /// Job.
    pub job: Job,
}

/// Head of a message from a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum JobAnswer {
    /// Loaded, with this version. The first variant, so that every version can read it.
    Ready {
        /// [`VERSION`] of the worker.
        version: u32,
    },
    /// Progress of a job.
    Progress {
        /// Job.
        id: JobId,
        /// Progress.
        progress: JobProgress,
    },
    /// A job ended; the attachments belong to its outcome.
    Done {
        /// Job.
        id: JobId,
        /// Result.
        result: Result<Outcome, JobError>,
    },
}

/// Decodes the numbers of an attachment, in the byte order of this machine, which they never leave; bytes after
/// the last whole number are ignored.
pub fn numbers_of_bytes(bytes: &[u8]) -> Vec<f64> {
    bytemuck::pod_collect_to_vec(bytes.as_chunks::<8>().0)
}

/// Encodes cluster numbers as an attachment.
pub fn clusters_to_bytes(clusters: &[u32]) -> Vec<u8> {
    bytemuck::cast_slice(clusters).to_vec()
}

/// Decodes the cluster numbers of an attachment.
pub fn clusters_of_bytes(bytes: &[u8]) -> Vec<u32> {
    bytemuck::pod_collect_to_vec(bytes.as_chunks::<4>().0)
}
