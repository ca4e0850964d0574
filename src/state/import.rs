//! The import being prepared: the chosen files, their content as detected, and the changes they would make. It
//! outlives the page that shows it, so that long work continues while the user is on another page.
//! `commands::import` changes and writes it.

use std::{collections::HashMap, sync::Arc};

use busbar_core::{
    exchange::{
        FileKind, Inspection, Options, Reason,
        mapping::{Mapping, Target},
        plan::ImportCounts,
        problem::{Problem, Problems},
        source::FileOpening,
    },
    messages::{JobError, JobProgress, import::PlannedImport},
    storage::LedgerError,
};
use leptos::prelude::*;

use super::{
    turns::Turns,
    workers::{Piece, Stop},
};
use crate::platform::files::File;

/// Identifies a chosen file.
pub type FileKey = u32;

/// State of the inspection of a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// In progress.
    Looking,
    /// The detected content, with the user's changes.
    Seen(Arc<Inspection>),
    /// The file cannot be imported.
    Refused(Reason),
    /// The inspection failed.
    Failed(JobError),
}

/// A file chosen by the user.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Key of the file.
    pub key: FileKey,
    /// File name.
    pub name: String,
    /// Size, bytes.
    pub bytes: u64,
    /// `true` if the file is not too large to be inspected.
    pub fits: bool,
    /// Settings for opening the file.
    pub opening: FileOpening,
    /// Kind chosen by the user, if it differs from the detected one.
    pub kind: Option<FileKind>,
    /// State of the inspection.
    pub look: Look,
}

impl Chosen {
    /// Returns the result of the inspection; `None` without one.
    pub fn seen(&self) -> Option<&Arc<Inspection>> {
        match &self.look {
            Look::Seen(seen) => Some(seen),
            _ => None,
        }
    }
}

/// Changes that the files would make, and the data they were computed from.
#[derive(Debug, PartialEq)]
pub struct Preview {
    /// Keys of the files, in the order of the counts.
    pub files: Vec<FileKey>,
    /// Names of the files, in the same order.
    pub names: Vec<String>,
    /// The planned changes.
    pub planned: PlannedImport,
    /// Last commit in the data they were computed from.
    pub(super) head: u64,
}

impl Preview {
    /// Returns the counts of one file.
    pub fn counts(&self, file: FileKey) -> Option<ImportCounts> {
        let place = self.files.iter().position(|key| *key == file)?;
        self.planned.counts.get(place).copied()
    }

    /// Returns the counts of all files together.
    pub fn total(&self) -> ImportCounts {
        let mut total = ImportCounts::default();
        for counts in &self.planned.counts {
            total.rows += counts.rows;
            total.added += counts.added;
            total.changed += counts.changed;
            total.unchanged += counts.unchanged;
            total.left_out += counts.left_out;
        }
        total
    }
}

/// Problems of the chosen files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrong {
    /// File names, indexed by a problem's file number.
    pub names: Vec<String>,
    /// Kinds of the files, in the same order; `None` if unknown.
    pub kinds: Vec<Option<FileKind>>,
    /// Problems.
    pub problems: Problems,
}

impl Wrong {
    /// Collects the problems of a preview, and the files that cannot be imported at all.
    pub fn of(preview: Option<&Preview>, files: &[Chosen]) -> Self {
        let mut wrong = Self::default();
        if let Some(preview) = preview {
            wrong.problems = preview.planned.problems.clone();
            wrong.names.clone_from(&preview.names);
            let kind = |key: &FileKey| {
                let file = files.iter().find(|file| file.key == *key)?;
                Some(file.seen()?.mapping.kind)
            };
            wrong.kinds = preview.files.iter().map(kind).collect();
        }
        for file in files {
            if let Look::Refused(reason) = &file.look {
                wrong.problems.push(Problem {
                    file: wrong.names.len() as u32,
                    line: 0,
                    column: String::new(),
                    value: String::new(),
                    reason: reason.clone(),
                });
                wrong.names.push(file.name.clone());
                wrong.kinds.push(None);
            }
        }
        wrong
    }
}

/// State of the preview.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Planning {
    /// There is nothing to compute yet.
    #[default]
    Nothing,
    /// In progress.
    Running(JobProgress),
    /// Complete.
    Ready(Arc<Preview>),
    /// The user stopped it.
    Stopped,
    /// The computation failed.
    Failed(JobError),
    /// The existing data could not be read.
    Unread(LedgerError),
}

/// A completed import.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// Counts of its rows.
    pub counts: ImportCounts,
    /// Number of new records by kind.
    pub new_records: Vec<(String, u64)>,
}

/// The import being prepared, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// Files, in the order they were chosen.
    pub files: RwSignal<Vec<Chosen>>,
    /// Options for all files.
    pub options: RwSignal<Options>,
    /// State of the preview.
    pub planning: RwSignal<Planning>,
    /// `true` while the import is being written.
    pub is_writing: RwSignal<bool>,
    /// `true` if the portfolio changed after the preview was computed, so that it was computed again.
    pub has_moved: RwSignal<bool>,
    /// Last import completed on this page.
    pub finished: RwSignal<Option<Finished>>,
    pub(super) contents: StoredValue<HashMap<FileKey, File>, LocalStorage>,
    pub(super) next_key: StoredValue<FileKey>,
    pub(super) job: StoredValue<Option<Stop>, LocalStorage>,
    /// Encoded blocks of the preview. The browser holds them until they are written, which consumes them.
    pub(super) blocks: StoredValue<Option<Vec<Piece>>, LocalStorage>,
    /// Numbers the previews, so that the result of an outdated one is ignored.
    pub(super) turns: Turns,
}

impl Desk {
    /// Creates an empty desk and provides it as context; called once, by the root.
    pub fn provide() -> Self {
        let this = Self {
            files: RwSignal::new(Vec::new()),
            options: RwSignal::new(Options::default()),
            planning: RwSignal::new(Planning::Nothing),
            is_writing: RwSignal::new(false),
            has_moved: RwSignal::new(false),
            finished: RwSignal::new(None),
            contents: StoredValue::new_local(HashMap::new()),
            next_key: StoredValue::new(0),
            job: StoredValue::new_local(None),
            blocks: StoredValue::new_local(None),
            turns: Turns::default(),
        };
        provide_context(this);
        this
    }

    /// Changes one file; does nothing if it has been removed.
    pub(super) fn change(self, key: FileKey, change: impl FnOnce(&mut Chosen)) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|file| file.key == key) {
                change(file);
            }
        });
    }

    /// Changes the mapping of one file; does nothing before it has been inspected.
    pub(super) fn change_mapping(self, key: FileKey, change: impl FnOnce(&mut Mapping)) {
        self.change(key, |file| {
            if let Look::Seen(seen) = &mut file.look {
                change(&mut Arc::make_mut(seen).mapping);
            }
        });
    }
}

/// Returns the possible targets of a column: the energy of a month, if its heading is a month, and all fields of
/// the kind.
pub fn targets(mapping: &Mapping, column: usize) -> Vec<Target> {
    let month = mapping.month_of(column);
    let fields = mapping.kind.fields().iter();
    month
        .map(Target::EnergyOf)
        .into_iter()
        .chain(fields.map(|field| Target::Field(field.name.into())))
        .collect()
}
