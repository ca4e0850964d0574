//! Import by a worker: first look at a file, planning, and their results.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::head::JobError;
use crate::{
    domain::{
        Contact, Customer, Record, SupplyPoint, Value, WorkspaceSecret,
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
    /// The workspace's secret, from which new records get their ids.
    pub secret: WorkspaceSecret,
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
        (kind == T::RECORD_KIND).then_some(())?;
        Some((T::RECORD_KIND, T::FIELDS[T::field(field)?]))
    }
    of::<Customer>(kind, field)
        .or_else(|| of::<SupplyPoint>(kind, field))
        .or_else(|| of::<Contact>(kind, field))
}

/// A file that can no longer be opened, because it was changed after the first look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnopenedFile {
    /// Index of the file, from 0.
    pub file: u32,
    /// Reason.
    pub reason: Reason,
}

/// Result of a first look: an [`Inspection`], or the reason why there is none.
pub type Inspected = Result<Inspection, Reason>;
