//! What the page and its workers say to each other. A message is a head, written by postcard, and
//! attachments: plain bytes that are handed over without a copy.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    calendar::CalendarJob,
    export::{ExportJob, TableJob},
    import::{InspectJob, Inspected, PlanJob, Planned, Refused},
    responses::ResponsesJob,
    sample::SampleJob,
};
use crate::{
    analysis::{
        k_means::{KMeansError, KMeansParams},
        matrix::MatrixError,
    },
    domain::{calendar::CalendarDay, pinyin::PinyinTable, segment::SegmentParams},
    exchange::{Reason, problem::Problems, responses::ResponsePlan},
    storage::archive::{ArchiveError, Counts},
};

/// The version of these messages. A worker of another version is not given work: the page reloads,
/// so that an old worker is never paired with a new page.
pub const VERSION: u32 = 12;

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
pub struct Progress {
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
    Planned(Result<Planned, Refused>),
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
    Restored(Result<Counts, ArchiveError>),
    /// Customers were judged; attached: how.
    Judged,
}

/// The content of an archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Archived {
    /// The amount of content.
    pub counts: Counts,
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

/// Why a job has no outcome.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum JobError {
    /// The message does not read: another version wrote it.
    #[error("the message to the worker does not read")]
    Malformed,
    /// The table is none.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// The points cannot be clustered.
    #[error(transparent)]
    KMeans(#[from] KMeansError),
    /// The worker is not of the version of the page, which speaks or is told this one: the page is to
    /// be loaded anew.
    #[error("the worker is of another version ({0})")]
    OtherVersion(u32),
    /// The person asked to stop.
    #[error("cancelled")]
    Cancelled,
    /// The worker is gone: out of memory, or it could not be loaded.
    #[error("the worker stopped: {0}")]
    Lost(String),
    /// A file that a person chose cannot be read any more: moved, changed, or held by a program.
    #[error("the file cannot be read: {0}")]
    File(String),
    /// A file could not be written.
    #[error("the file cannot be written: {0}")]
    Write(String),
}

/// The head of a message to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Given back with each answer.
    pub id: JobId,
    /// What to do.
    pub job: Job,
}

/// The head of a message from a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
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
        progress: Progress,
    },
    /// A job ended; the attachments are its outcome's.
    Done {
        /// Which job.
        id: JobId,
        /// What came of it.
        result: Result<Outcome, JobError>,
    },
}

/// Writes the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] when it cannot be written.
pub fn encode<T: Serialize>(head: &T) -> Result<Vec<u8>, JobError> {
    postcard::to_allocvec(head).map_err(|_| JobError::Malformed)
}

/// Reads the head of a message.
///
/// # Errors
/// [`JobError::Malformed`] when it is of another version.
pub fn decode<T: DeserializeOwned>(head: &[u8]) -> Result<T, JobError> {
    postcard::from_bytes(head).map_err(|_| JobError::Malformed)
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
