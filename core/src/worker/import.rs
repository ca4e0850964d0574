//! Import off the page: a first look at a file, and what files would change. What a file means is the
//! exchange room's; who writes the draft is the ledger's.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    compute::Attachments,
    protocol::{JobError, Outcome, Progress},
};
use crate::{
    domain::{
        Contact, Customer, Record, SupplyPoint, Value,
        draft::{Block, Draft, FieldEdit},
        id::IdSequence,
        record::RecordKind,
    },
    exchange::{
        Inspection, Kind, Mapping, Options, Portfolio, Problems, Reason,
        mapping::Remembered,
        plan::{self, Cancelled, Counts, Differences, Input},
        source::{Opening, open_owned},
    },
    sync::codec,
};

/// A first look at a file; attached: the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InspectJob {
    /// How it is to be opened.
    pub opening: Opening,
    /// What a person says it holds.
    pub kind: Option<Kind>,
    /// What people chose for earlier files of a kind.
    pub remembered: Vec<(Kind, Remembered)>,
}

/// What files would change; attached: the files in their order, then what is known already, as
/// encoded blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanJob {
    /// The files: how each is opened and what its columns hold.
    pub files: Vec<(Opening, Mapping)>,
    /// What a person chose for all of them.
    pub options: Options,
    /// New records are numbered from here.
    pub first_id: Uuid,
}

/// What files would change; attached: the blocks of the draft, encoded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planned {
    /// The counts of each file, in their order.
    pub counts: Vec<Counts>,
    /// What is wrong.
    pub problems: Problems,
    /// The values of changed rows, before and after.
    pub differences: Differences,
    /// How many records of each kind are new.
    pub new_records: Vec<(String, u64)>,
    /// The single fields of the draft.
    pub edits: Vec<Edit>,
}

/// A single field of a draft, as it travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    kind: String,
    record: Uuid,
    field: String,
    value: Value,
}

impl From<FieldEdit> for Edit {
    fn from(edit: FieldEdit) -> Self {
        Self {
            kind: edit.kind.into(),
            record: edit.record,
            field: edit.field.into(),
            value: edit.value,
        }
    }
}

impl Planned {
    /// Whether nothing would be written.
    pub fn is_empty(&self) -> bool {
        self.counts.iter().all(|counts| counts.added + counts.changed == 0)
            && self.new_records.is_empty()
            && self.edits.is_empty()
    }

    /// The draft, but for its blocks.
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

/// A block as it travels and as the store has it.
///
/// # Errors
/// [`JobError::Malformed`] when it cannot be written.
pub fn encode_block(block: &Block) -> Result<Vec<u8>, JobError> {
    let mut bytes = codec::encode(block).map_err(|_| JobError::Malformed)?;
    // All blocks of an import wait together: each without the room it grew by.
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// The block of an attachment.
///
/// # Errors
/// [`JobError::Malformed`] when it is of another version.
pub fn decode_block(bytes: &[u8]) -> Result<Block, JobError> {
    codec::decode(bytes).map_err(|_| JobError::Malformed)
}

/// The stable names, as the program has them, of a field that an import writes.
fn name_of(kind: &str, field: &str) -> Option<(RecordKind, &'static str)> {
    fn of<T: Record>(kind: &str, field: &str) -> Option<(RecordKind, &'static str)> {
        (kind == T::RECORD_KIND).then_some(())?;
        Some((T::RECORD_KIND, T::FIELDS[T::field(field)?]))
    }
    of::<Customer>(kind, field)
        .or_else(|| of::<SupplyPoint>(kind, field))
        .or_else(|| of::<Contact>(kind, field))
}

/// Looks at a file.
pub(super) fn inspect(job: &InspectJob, file: &[u8]) -> Outcome {
    let remembered = |kind| {
        let of_kind = job.remembered.iter().find(|(of, _)| *of == kind);
        of_kind.map(|(_, known)| known.clone()).unwrap_or_default()
    };
    Outcome::Inspected(crate::exchange::inspect(file, &job.opening, job.kind, remembered))
}

/// Works out what the files would change. A file is in memory only while it is read; the first that does
/// not open ends it.
///
/// # Errors
/// [`JobError::Cancelled`] when `observe` breaks; [`JobError::Malformed`] for attachments of another
/// version; [`JobError::File`] for a file that is not there any more.
pub(super) fn plan(
    job: &PlanJob,
    attachments: &dyn Attachments,
    observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut step = |done, of| observe(Progress { done, of });
    let mut portfolio = Portfolio::default();
    for place in job.files.len()..attachments.count() {
        // A block that does not read is told of on the page; an import goes on without it.
        if let Ok(block) = decode_block(&attachments.read(place)?) {
            portfolio.take(block);
        }
    }
    let files = job.files.iter().enumerate();
    let inputs: Vec<_> = files
        .map(|(file, (opening, mapping))| Input {
            open: Box::new(move || {
                let refused = |reason| Stopped::Refused(Refused { file: file as u32, reason });
                open_owned(attachments.read(file)?, opening).map_err(refused)
            }),
            mapping,
        })
        .collect();
    let mut ids = IdSequence::after(job.first_id);
    let planned = match plan::plan(&inputs, &portfolio, job.options, &mut ids, &mut step) {
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
    let outcome = Planned {
        counts: planned.counts,
        problems: planned.problems,
        differences: planned.differences,
        new_records,
        edits: planned.draft.edits.into_iter().map(Edit::from).collect(),
    };
    // Each gives its room back once it is written.
    let blocks =
        blocks.into_iter().map(|block| encode_block(&block)).collect::<Result<Vec<_>, _>>()?;
    Ok((Outcome::Planned(Ok(outcome)), blocks))
}

/// A file that could be looked at does not open any more: it was changed in between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Refused {
    /// Which of the files, from 0.
    pub file: u32,
    /// Why.
    pub reason: Reason,
}

/// Why files were not looked through to the end.
enum Stopped {
    Job(JobError),
    Refused(Refused),
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

/// What a first look brings: an [`Inspection`], or why there is none.
pub type Inspected = Result<Inspection, Reason>;
