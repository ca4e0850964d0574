//! The import that is being prepared: the files that a person chose, what they seem to hold, and what
//! they would change. It outlives the page that shows it, so that long work goes on while a person
//! looks elsewhere. What is done with it is `commands::import`'s.

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

/// Names a chosen file.
pub type FileKey = u32;

/// How far the first look at a file is.
#[derive(Clone, Debug, PartialEq)]
pub enum Look {
    /// Being looked at.
    Looking,
    /// What it seems to be, with what a person changed of it.
    Seen(Arc<Inspection>),
    /// It cannot go in.
    Refused(Reason),
    /// It could not be looked at.
    Failed(JobError),
}

/// A file that a person chose.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Which.
    pub key: FileKey,
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether its size lets it be looked at.
    pub fits: bool,
    /// How it is to be opened.
    pub opening: FileOpening,
    /// What a person says it holds, where that is not what it seems.
    pub kind: Option<FileKind>,
    /// What it seems to be.
    pub look: Look,
}

impl Chosen {
    /// What is known of it, once it was looked at.
    pub fn seen(&self) -> Option<&Arc<Inspection>> {
        match &self.look {
            Look::Seen(seen) => Some(seen),
            _ => None,
        }
    }
}

/// What the files would change, and on what that was worked out.
#[derive(Debug, PartialEq)]
pub struct Preview {
    /// The files, in the order of the counts.
    pub files: Vec<FileKey>,
    /// Their names.
    pub names: Vec<String>,
    /// What they would change.
    pub planned: PlannedImport,
    /// The last commit it was worked out on.
    pub(super) head: u64,
}

impl Preview {
    /// The counts of one file.
    pub fn counts(&self, file: FileKey) -> Option<ImportCounts> {
        let place = self.files.iter().position(|key| *key == file)?;
        self.planned.counts.get(place).copied()
    }

    /// The counts of all files together.
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

/// What is wrong with the files on the desk.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wrong {
    /// The names of the files, by the number that a problem gives.
    pub names: Vec<String>,
    /// What each holds; `None` where that is not known.
    pub kinds: Vec<Option<FileKind>>,
    /// The problems.
    pub problems: Problems,
}

impl Wrong {
    /// What a preview found, and the files that cannot go in at all.
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

/// How far the preview is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Planning {
    /// There is nothing to work out yet.
    #[default]
    Nothing,
    /// Being worked out.
    Running(JobProgress),
    /// Worked out.
    Ready(Arc<Preview>),
    /// A person stopped it.
    Stopped,
    /// It could not be worked out.
    Failed(JobError),
    /// What is known already could not be read.
    Unread(LedgerError),
}

/// An import that was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Finished {
    /// What became of the rows.
    pub counts: ImportCounts,
    /// How many records of each kind are new.
    pub new_records: Vec<(String, u64)>,
}

/// The import that is being prepared, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Desk {
    /// The files, in the order they were chosen.
    pub files: RwSignal<Vec<Chosen>>,
    /// What a person chose for all of them.
    pub options: RwSignal<Options>,
    /// What they would change.
    pub planning: RwSignal<Planning>,
    /// Whether they are being written.
    pub is_writing: RwSignal<bool>,
    /// Whether the portfolio changed under the last preview, so that another one was made.
    pub has_moved: RwSignal<bool>,
    /// The last import from here.
    pub finished: RwSignal<Option<Finished>>,
    pub(super) contents: StoredValue<HashMap<FileKey, File>, LocalStorage>,
    pub(super) next_key: StoredValue<FileKey>,
    pub(super) job: StoredValue<Option<Stop>, LocalStorage>,
    /// The encoded blocks of the preview. The browser holds them until they are written; then they are gone.
    pub(super) blocks: StoredValue<Option<Vec<Piece>>, LocalStorage>,
    /// Counts the previews that were begun: an answer to an earlier one is passed over.
    pub(super) turns: Turns,
}

impl Desk {
    /// An empty desk, offered to everything below; once, by the root.
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

    /// Changes one file; what is gone stays gone.
    pub(super) fn change(self, key: FileKey, change: impl FnOnce(&mut Chosen)) {
        self.files.update(|files| {
            if let Some(file) = files.iter_mut().find(|file| file.key == key) {
                change(file);
            }
        });
    }

    /// Changes the mapping of one file.
    pub(super) fn change_mapping(self, key: FileKey, change: impl FnOnce(&mut Mapping)) {
        self.change(key, |file| {
            if let Look::Seen(seen) = &mut file.look {
                change(&mut Arc::make_mut(seen).mapping);
            }
        });
    }
}

/// What a column can be made to hold: the energy of a month, where its heading is one, and every field
/// of the kind.
pub fn targets(mapping: &Mapping, column: usize) -> Vec<Target> {
    let month = mapping.month_of(column);
    let fields = mapping.kind.fields().iter();
    month
        .map(Target::EnergyOf)
        .into_iter()
        .chain(fields.map(|field| Target::Field(field.name.into())))
        .collect()
}
