//! Import of files: choosing them, mapping their columns, previewing their changes, and writing these as one
//! change.

mod write;

use std::sync::Arc;

use busbar_core::{
    domain::{draft::Draft, setting::Setting},
    exchange::{
        FileKind, Mapping, Options, Reason,
        day::DayOrder,
        mapping::{MappedColumn, Remembered, Target},
        opening::{LIMIT, check_size},
        value::Decimal,
    },
    messages::{Job, JobError, JobProgress, Outcome, import::InspectJob},
};
use leptos::prelude::*;

pub use self::write::ImportError;
use self::write::Inputs;
use crate::{
    platform::files::File,
    state::{
        import::{Chosen, Desk, FileKey, Look, Planning},
        task,
        turns::Turn,
        workers::{JobAttachment, Workers, use_workers},
        workspace::{Workspace, use_workspace},
    },
};

/// Action name of storing the choice for a column.
const REMEMBERING: &str = "setting.mapping";

/// Returns the name of the setting that stores the users' choices for files of a kind.
const fn memory_of(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Customers => "import.mapping.customers",
        FileKind::SupplyPoints => "import.mapping.supply_points",
        FileKind::Readings => "import.mapping.readings",
        FileKind::Bills => "import.mapping.bills",
        FileKind::Contacts => "import.mapping.contacts",
    }
}

/// Imports, with the desk, the workspace and the workers.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    /// The import being prepared.
    pub desk: Desk,
    workspace: Workspace,
    workers: Workers,
}

/// Returns the importer of this page.
///
/// # Panics
/// Outside the app, because nothing provides its parts.
pub fn use_importer() -> Importer {
    Importer { desk: expect_context(), workspace: use_workspace(), workers: use_workers() }
}

impl Importer {
    /// Adds files to the desk and inspects them.
    pub fn add(self, files: Vec<File>) {
        let desk = self.desk;
        desk.finished.set(None);
        desk.has_moved.set(false);
        for file in files {
            let key = desk.next_key.get_value();
            desk.next_key.set_value(key + 1);
            let bytes = file.size() as u64;
            let before: u64 = desk.files.with_untracked(|files| {
                let fitting = files.iter().filter(|file| file.fits);
                fitting.map(|file| file.bytes).sum()
            });
            // All files are in memory at the same time.
            let refused = check_size(bytes).err().or_else(|| {
                (before + bytes > LIMIT)
                    .then_some(Reason::TooLarge { bytes: before + bytes, limit: LIMIT })
            });
            desk.files.update(|files| {
                files.push(Chosen {
                    key,
                    name: file.name(),
                    bytes,
                    fits: refused.is_none(),
                    opening: Default::default(),
                    kind: None,
                    look: refused.map_or(Look::Looking, Look::Refused),
                });
            });
            desk.contents.update_value(|contents| {
                contents.insert(key, file);
            });
            self.look(key);
        }
    }

    /// Removes a file from the desk.
    pub fn remove(self, key: FileKey) {
        let desk = self.desk;
        desk.files.update(|files| files.retain(|file| file.key != key));
        desk.contents.update_value(|contents| {
            contents.remove(&key);
        });
        self.plan();
    }

    /// Removes all files from the desk.
    pub fn clear(self) {
        let desk = self.desk;
        desk.files.set(Vec::new());
        desk.contents.update_value(std::collections::HashMap::clear);
        desk.has_moved.set(false);
        self.plan();
    }

    /// Sets the kind of a file, and inspects it again.
    pub fn set_kind(self, key: FileKey, kind: FileKind) {
        self.desk.change(key, |file| file.kind = Some(kind));
        self.look(key);
    }

    /// Sets the sheet of a spreadsheet, and inspects the file again.
    pub fn set_sheet(self, key: FileKey, sheet: String) {
        self.desk.change(key, |file| file.opening.sheet = Some(sheet));
        self.look(key);
    }

    /// Sets the character that separates the cells, and inspects the file again.
    pub fn set_delimiter(self, key: FileKey, delimiter: char) {
        self.desk.change(key, |file| file.opening.delimiter = Some(delimiter));
        self.look(key);
    }

    /// Inspects a file again without the user's settings.
    pub fn recognise(self, key: FileKey) {
        self.desk.change(key, |file| {
            file.opening = Default::default();
            file.kind = None;
        });
        self.look(key);
    }

    /// Sets the line of the headings, and inspects the file again.
    pub fn set_heading_line(self, key: FileKey, line: u32) {
        self.desk.change(key, |file| file.opening.heading_line = Some(line));
        self.look(key);
    }

    /// Sets the year of months without one, and inspects the file again.
    pub fn set_year(self, key: FileKey, year: i32) {
        self.desk.change(key, |file| file.opening.year = Some(year));
        self.look(key);
    }

    /// Sets the decimal separator of a column.
    pub fn set_decimal(self, key: FileKey, column: usize, decimal: Decimal) {
        self.answer(key, column, |column| column.decimal = Some(decimal));
    }

    /// Sets the order of day and month in a column; `None` if it is unknown.
    pub fn set_day_order(self, key: FileKey, column: usize, order: Option<DayOrder>) {
        self.answer(key, column, |column| column.day_order = order);
    }

    fn answer(self, key: FileKey, column: usize, answer: impl FnOnce(&mut MappedColumn)) {
        self.desk.change_mapping(key, |mapping| {
            if let Some(column) = mapping.columns.get_mut(column) {
                answer(column);
            }
        });
        self.plan();
    }

    /// Sets the target of a column. The choice is stored immediately, whether or not the file is imported.
    pub fn choose(self, key: FileKey, column: usize, target: Option<Target>) {
        let mut chosen = None;
        self.desk.change_mapping(key, |mapping| {
            mapping.choose(column, target);
            chosen = Some(mapping.clone());
        });
        self.stop_planning(Planning::Nothing);
        task::detach(async move {
            if let Some(mapping) = chosen {
                let remembering = move || self.remembering(&mapping, column);
                // The preview must be based on the portfolio after this write. The shell reports a failure, and the
                // file can be imported regardless.
                let _ = self.workspace.act_in_turn(remembering).await;
            }
            self.plan();
        });
    }

    /// Sets the options for all files.
    pub fn set_options(self, options: Options) {
        self.desk.options.set(options);
        self.plan();
    }

    /// Inspects a file, then computes the preview again.
    fn look(self, key: FileKey) {
        let desk = self.desk;
        let looked_at = desk.files.with_untracked(|files| {
            let file = files.iter().find(|file| file.key == key)?;
            file.fits.then(|| (file.opening.clone(), file.kind))
        });
        let content = desk.contents.with_value(|contents| contents.get(&key).cloned());
        let (Some((opening, kind)), Some(content)) = (looked_at, content) else {
            return;
        };
        desk.change(key, |file| file.look = Look::Looking);
        self.stop_planning(Planning::Nothing);
        let job = Job::Inspect(InspectJob {
            opening: opening.clone(),
            kind,
            remembered: FileKind::ALL.iter().map(|kind| (*kind, self.remembered(*kind))).collect(),
        });
        let running = self.workers.run(job, vec![JobAttachment::File(content.into())], |_| {});
        task::detach(async move {
            let look = match running.await {
                Ok((Outcome::Inspected(Ok(seen)), _)) => Look::Seen(Arc::new(seen)),
                Ok((Outcome::Inspected(Err(reason)), _)) => Look::Refused(reason),
                Ok(_) => Look::Failed(JobError::Malformed),
                Err(error) => Look::Failed(error),
            };
            // If the user has changed the settings meanwhile, a newer inspection is in progress.
            desk.change(key, |file| {
                if file.opening == opening && file.kind == kind {
                    file.look = look;
                }
            });
            self.plan();
        });
    }

    /// Computes the preview once all files have been inspected. An earlier computation is stopped.
    pub fn plan(self) {
        let desk = self.desk;
        let turn = self.stop_planning(Planning::Nothing);
        let mut inputs = Inputs::default();
        let is_looking = desk.files.with_untracked(|files| {
            for file in files {
                if let Some(seen) = file.seen() {
                    inputs.keys.push(file.key);
                    inputs.names.push(file.name.clone());
                    let read = (file.opening.clone(), seen.mapping.clone());
                    inputs.files.push(read);
                }
            }
            files.iter().any(|file| file.look == Look::Looking)
        });
        if is_looking || inputs.keys.is_empty() {
            return;
        }
        desk.planning.set(Planning::Running(JobProgress { done: 0, of: 0 }));
        task::detach(async move {
            let planned = self.planned(inputs, turn).await;
            if turn.is_latest() {
                desk.job.set_value(None);
                desk.planning.set(planned);
            }
        });
    }

    /// Stops the computation of the preview; the files remain.
    pub fn stop(self) {
        self.stop_planning(Planning::Stopped);
    }

    fn stop_planning(self, then: Planning) -> Turn {
        let desk = self.desk;
        if let Some(job) = desk.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
        desk.blocks.set_value(None);
        let turn = desk.turns.next();
        if desk.planning.with_untracked(|planning| *planning != then) {
            desk.planning.set(then);
        }
        turn
    }

    /// Returns the draft that stores the choice for a column; empty if it is stored already.
    fn remembering(self, mapping: &Mapping, column: usize) -> Draft {
        let settings = self.workspace.tables.settings.read_untracked();
        let remember = |chosen: &mut Remembered| mapping.remember(column, chosen);
        let draft = Setting::edit(memory_of(mapping.kind), settings.iter(), remember);
        Draft { action: REMEMBERING, ..draft }
    }

    /// Returns the stored choices for files of a kind.
    fn remembered(self, kind: FileKind) -> Remembered {
        untrack(|| self.workspace.setting_now(memory_of(kind)))
    }
}
