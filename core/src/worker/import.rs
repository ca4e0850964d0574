//! Import in a worker: first look at a file, and planning of changes. File formats are in the exchange room; the
//! ledger writes the draft.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    compute::{AttachedFile, Attachments},
    protocol::{JobError, JobProgress, Outcome},
};
use crate::{
    domain::{
        Contact, Customer, Record, SupplyPoint, Value,
        draft::{Block, Draft, FieldEdit},
        id::IdSequence,
        record::RecordKind,
    },
    exchange::{
        FileKind, Inspection, Mapping, Options, PortfolioRecords, Problems, Reason, inspect_slices,
        mapping::Remembered,
        plan::{self, Cancelled, Differences, ImportCounts, ImportInput},
        source::{FileOpening, open_slices},
    },
    sync::codec,
};

/// First look at a file; attached: the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InspectJob {
    /// Options for opening it.
    pub opening: FileOpening,
    /// Kind chosen by the user.
    pub kind: Option<FileKind>,
    /// Choices for earlier files, by kind.
    pub remembered: Vec<(FileKind, Remembered)>,
}

/// Planning of an import; attached: the files in order, then the known data as encoded blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanJob {
    /// Files: options and mapping of each.
    pub files: Vec<(FileOpening, Mapping)>,
    /// Options chosen by the user for all files.
    pub options: Options,
    /// First id for new records.
    pub first_id: Uuid,
}

/// Result of planning; attached: the encoded blocks of the draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedImport {
    /// Counts of each file, in order.
    pub counts: Vec<ImportCounts>,
    /// Problems found.
    pub problems: Problems,
    /// The values of changed rows, before and after.
    pub differences: Differences,
    /// Number of new records by kind.
    pub new_records: Vec<(String, u64)>,
    /// Edits of single fields of the draft.
    pub edits: Vec<ImportEdit>,
}

/// An edit of a draft in a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportEdit {
    kind: String,
    record: Uuid,
    field: String,
    value: Value,
}

impl From<FieldEdit> for ImportEdit {
    fn from(edit: FieldEdit) -> Self {
        Self {
            kind: edit.kind.into(),
            record: edit.record,
            field: edit.field.into(),
            value: edit.value,
        }
    }
}

impl PlannedImport {
    /// Returns `true` if nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|counts| counts.added + counts.changed == 0)
            && self.new_records.is_empty()
            && self.edits.is_empty()
    }

    /// Returns the draft without its blocks.
    ///
    /// # Errors
    /// [`JobError::Malformed`] for a field that an import does not write.
    pub fn draft(&self) -> Result<Draft, JobError> {
        let mut draft = Draft::new(plan::ACTION);
        for edit in &self.edits {
            let (kind, field) = name_of(&edit.kind, &edit.field).ok_or(JobError::Malformed)?;
            draft.edits.push(FieldEdit {
                kind,
                record: edit.record,
                field,
                value: edit.value.clone(),
            });
        }
        Ok(draft)
    }
}

/// Encodes a block for messages and the store.
///
/// # Errors
/// [`JobError::Malformed`] if it cannot be encoded.
pub fn encode_block(block: &Block) -> Result<Vec<u8>, JobError> {
    let mut bytes = codec::encode(block).map_err(|_| JobError::Malformed)?;
    // All blocks of an import are held together, so spare capacity is released.
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// Decodes the block of an attachment.
///
/// # Errors
/// [`JobError::Malformed`] if it is of another version.
pub fn decode_block(bytes: &[u8]) -> Result<Block, JobError> {
    codec::decode(bytes).map_err(|_| JobError::Malformed)
}

/// Returns the static names of a field that an import writes.
fn name_of(kind: &str, field: &str) -> Option<(RecordKind, &'static str)> {
    fn of<T: Record>(kind: &str, field: &str) -> Option<(RecordKind, &'static str)> {
        (kind == T::KIND).then_some(())?;
        Some((T::KIND, T::FIELDS[T::field(field)?]))
    }
    of::<Customer>(kind, field)
        .or_else(|| of::<SupplyPoint>(kind, field))
        .or_else(|| of::<Contact>(kind, field))
}

/// Inspects a file.
///
/// # Errors
/// As [`Attachments::read`].
pub(super) fn inspect(
    job: &InspectJob,
    attachments: &dyn Attachments,
) -> Result<Outcome, JobError> {
    let file = AttachedFile::of(attachments, 0)?;
    let remembered = |kind| {
        let of_kind = job.remembered.iter().find(|(of, _)| *of == kind);
        of_kind.map(|(_, known)| known.clone()).unwrap_or_default()
    };
    let seen = inspect_slices(&file, &job.opening, job.kind, remembered);
    file.check()?;
    Ok(Outcome::Inspected(seen))
}

/// Plans what the files would change. A file is in memory only while it is read, a large text only in slices; the
/// first that cannot be opened ends the job.
///
/// # Errors
/// [`JobError::Cancelled`] if `observe` breaks; [`JobError::Malformed`] for attachments of another version;
/// [`JobError::File`] for a file that no longer exists.
pub(super) fn plan(
    job: &PlanJob,
    attachments: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut step = |done, of| observe(JobProgress { done, of });
    let mut portfolio = PortfolioRecords::default();
    for place in job.files.len()..attachments.count() {
        // Unreadable blocks are reported on the page; the import continues without them.
        if let Ok(block) = decode_block(&attachments.read(place)?) {
            portfolio.take(block);
        }
    }
    let attached = (0..job.files.len()).map(|place| AttachedFile::of(attachments, place));
    let attached = attached.collect::<Result<Vec<_>, _>>()?;
    let files = job.files.iter().zip(&attached).enumerate();
    let inputs: Vec<_> = files
        .map(|(place, ((opening, mapping), file))| ImportInput {
            open: Box::new(move || {
                let refused =
                    |reason| Stopped::Refused(UnopenedFile { file: place as u32, reason });
                open_slices(file, opening, usize::MAX).map_err(refused)
            }),
            mapping,
        })
        .collect();
    let mut ids = IdSequence::after(job.first_id);
    let planned = plan::plan(&inputs, &portfolio, job.options, &mut ids, &mut step);
    attached.iter().try_for_each(AttachedFile::check)?;
    let planned = match planned {
        Ok(planned) => planned,
        Err(Stopped::Refused(refused)) => return Ok((Outcome::Planned(Err(refused)), vec![])),
        Err(Stopped::Job(error)) => return Err(error),
    };
    drop(portfolio);
    let blocks = planned.draft.blocks;
    let mut new_records: Vec<(String, u64)> = Vec::new();
    for block in &blocks {
        if let Block::Records(block) = block {
            let count = block.ids.len() as u64;
            match new_records.iter_mut().find(|(kind, _)| *kind == block.kind) {
                Some((_, so_far)) => *so_far += count,
                None => new_records.push((block.kind.clone(), count)),
            }
        }
    }
    let outcome = PlannedImport {
        counts: planned.counts,
        problems: planned.problems,
        differences: planned.differences,
        new_records,
        edits: planned.draft.edits.into_iter().map(ImportEdit::from).collect(),
    };
    // Each block is freed once it is encoded.
    let blocks =
        blocks.into_iter().map(|block| encode_block(&block)).collect::<Result<Vec<_>, _>>()?;
    Ok((Outcome::Planned(Ok(outcome)), blocks))
}

/// A file that can no longer be opened, because it was changed after the first look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnopenedFile {
    /// Index of the file, from 0.
    pub file: u32,
    /// Reason.
    pub reason: Reason,
}

/// Reason why planning stopped.
enum Stopped {
    Job(JobError),
    Refused(UnopenedFile),
}

impl From<Cancelled> for Stopped {
    fn from(_: Cancelled) -> Self {
        Self::Job(JobError::Cancelled)
    }
}

impl From<JobError> for Stopped {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}

/// Result of a first look: an [`Inspection`], or the reason why there is none.
pub type Inspected = Result<Inspection, Reason>;
