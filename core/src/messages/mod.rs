//! What the page and its workers say to each other. A message is a head, written by postcard, and
//! attachments: plain bytes that are handed over without a copy.

pub mod calendar;
pub mod export;
pub mod head;
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
    domain::{calendar::CalendarDay, pinyin::PinyinTable, segment::SegmentParams},
    exchange::{Reason, problem::Problems, responses::ResponsePlan},
    storage::archive::{ArchiveCounts, ArchiveError},
};

/// The version of these messages. A worker of another version is not given work: the page reloads,
/// so that an old worker is never paired with a new page.
pub const VERSION: u32 = 11;

/// Names a job between the page and one worker.
pub type JobId = u32;

/// What a worker can do. The order is part of the protocol and only grows at its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Cluster the rows of a table; attached: the table, `f64` row after row.
    KMeans(KMeansJob),
    /// Look at a file; attached: the file.
    Inspect(InspectJob),
    /// Work out what files would change; attached: the files, then what is known.
    Plan(PlanJob),
    /// Write what is known as a file; attached: what is known.
    Export(ExportJob),
    /// Make a portfolio up.
    Sample(SampleJob),
    /// Look at a file of answers; attached: the file.
    Responses(ResponsesJob),
    /// Write a table as a spreadsheet; attached: its rows.
    Table(TableJob),
    /// Write visits for calendar programs.
    Calendar(CalendarJob),
    /// Read a file of holidays and make-up days; attached: the file.
    Holidays,
    /// Make the table of how Chinese characters are read.
    Pinyin,
    /// Archive a workspace.
    Archive(ArchiveJob),
    /// Restore an archive into an empty workspace; attached: the file.
    Restore(RestoreJob),
    /// Judge customers; attached: they, in pieces.
    Judge(SegmentParams),
}

/// Which workspace is archived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveJob {
    /// The name of its database.
    pub database: String,
}

/// Where an archive is restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RestoreJob {
    /// The name of the database.
    pub database: String,
    /// The writer of the workspace from now on.
    pub writer: Uuid,
}

/// Customers that travel in one piece.
pub const SUBJECTS_A_PIECE: usize = 1 << 12;

/// How a table is to be clustered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KMeansJob {
    /// Columns of the table.
    pub columns: u32,
    /// k, seed, starts.
    pub params: KMeansParams,
    /// Whether the columns are made comparable first.
    pub standardise: bool,
    /// Whether the silhouette is measured.
    pub silhouette: bool,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobProgress {
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 while not known.
    pub of: u64,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// Clusters; attached: the cluster of each row, `u32`.
    KMeans(KMeansOutcome),
    /// What a file seems to be.
    Inspected(Inspected),
    /// What files would change; attached: the blocks of the draft.
    Planned(Result<PlannedImport, UnopenedFile>),
    /// A file; attached: the file.
    Exported,
    /// A made-up portfolio; attached: the blocks of the draft.
    Sampled,
    /// What a file of answers would add, or why it adds nothing.
    Responses(Result<ResponsePlan, Reason>),
    /// A spreadsheet; attached: the file.
    Tabled,
    /// The days of a file, or everything that is wrong with it.
    Holidays(Result<Vec<CalendarDay>, Problems>),
    /// The readings of Chinese characters.
    Pinyin(PinyinTable),
    /// An archive, or why there is none; attached: the file.
    Archived(Result<Archived, ArchiveError>),
    /// The counts of the content restored, or the reason nothing was.
    Restored(Result<ArchiveCounts, ArchiveError>),
    /// Customers were judged; attached: how.
    Judged,
}

/// The content of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The amount of content.
    pub counts: ArchiveCounts,
    /// Number of rows of the store that could not be read and are not in the archive.
    pub unreadable: u64,
}

/// The clusters of a table, the largest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KMeansOutcome {
    /// How many clusters.
    pub k: usize,
    /// Centres in the units of the table, one after the other.
    pub centroids: Vec<f64>,
    /// Rows in each cluster.
    pub sizes: Vec<usize>,
    /// Σ of squared distances to the own centre; in squared standard deviations when standardised.
    pub inertia: f64,
    /// Mean silhouette, when asked for and there are two clusters.
    pub silhouette: Option<f64>,
    /// Mean of each column over all rows, in its unit.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column, in its unit.
    pub sd: Vec<f64>,
}

/// The head of a message to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobRequest {
    /// Given back with each answer.
    pub id: JobId,
    /// What to do.
    pub job: Job,
}

/// The head of a message from a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum JobAnswer {
    /// Loaded, and speaks this version. The first variant, so that every version can read it.
    Ready {
        /// [`VERSION`] of the worker.
        version: u32,
    },
    /// A job goes on.
    Progress {
        /// Which job.
        id: JobId,
        /// How far it is.
        progress: JobProgress,
    },
    /// A job ended; the attachments are its outcome's.
    Done {
        /// Which job.
        id: JobId,
        /// What came of it.
        result: Result<Outcome, JobError>,
    },
}

/// Numbers of an attachment: one after the other, as this machine holds them, which they never leave;
/// bytes past the last whole number are passed over.
pub fn numbers_of_bytes(bytes: &[u8]) -> Vec<f64> {
    bytemuck::pod_collect_to_vec(bytes.as_chunks::<8>().0)
}

/// Cluster numbers as an attachment.
pub fn clusters_to_bytes(clusters: &[u32]) -> Vec<u8> {
    bytemuck::cast_slice(clusters).to_vec()
}

/// Cluster numbers of an attachment.
pub fn clusters_of_bytes(bytes: &[u8]) -> Vec<u32> {
    bytemuck::pod_collect_to_vec(bytes.as_chunks::<4>().0)
}
