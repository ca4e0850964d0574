//! What a worker is to look at before an import, and what it finds.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::head::JobError;
use crate::{
    domain::{
        Contact, Customer, Record, SupplyPoint, Value,
        draft::{Block, Draft, FieldEdit},
        record::RecordKind,
    },
    exchange::{
        FileKind, Inspection, Mapping, Options, Problems, Reason,
        mapping::Remembered,
        plan::{self, Differences, ImportCounts},
        source::FileOpening,
    },
    sync::codec,
};

/// A first look at a file; attached: the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct InspectJob {
    /// How it is to be opened.
    pub opening: FileOpening,
    /// What a person says it holds.
    pub kind: Option<FileKind>,
    /// What people chose for earlier files of a kind.
    pub remembered: Vec<(FileKind, Remembered)>,
}

/// What files would change; attached: the files in their order, then what is known already, as
/// encoded blocks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanJob {
    /// The files: how each is opened and what its columns hold.
    pub files: Vec<(FileOpening, Mapping)>,
    /// What a person chose for all of them.
    pub options: Options,
    /// New records are numbered from here.
    pub first_id: Uuid,
}

/// What files would change; attached: the blocks of the draft, encoded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlannedImport {
    /// The counts of each file, in their order.
    pub counts: Vec<ImportCounts>,
    /// What is wrong.
    pub problems: Problems,
    /// The values of changed rows, before and after.
    pub differences: Differences,
    /// How many records of each kind are new.
    pub new_records: Vec<(String, u64)>,
    /// The single fields of the draft.
    pub edits: Vec<ImportEdit>,
}

/// A single field of a draft, as it travels.
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
        (kind == T::KIND).then_some(())?;
        Some((T::KIND, T::FIELDS[T::field(field)?]))
    }
    of::<Customer>(kind, field)
        .or_else(|| of::<SupplyPoint>(kind, field))
        .or_else(|| of::<Contact>(kind, field))
}

/// A file that could be looked at does not open any more: it was changed in between.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnopenedFile {
    /// Which of the files, from 0.
    pub file: u32,
    /// Why.
    pub reason: Reason,
}

/// What a first look brings: an [`Inspection`], or why there is none.
pub type Inspected = Result<Inspection, Reason>;
