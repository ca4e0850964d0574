//! Bringing files in: choosing them, saying what their columns hold, seeing what they would change,
//! and writing that as one change.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{
        Record,
        draft::{Block, RecordBlock},
        setting::Setting,
    },
    exchange::{
        Kind, Mapping, Options, Reason,
        mapping::{Remembered, Target},
        source::{LIMIT, Opening, check_size},
    },
    platform::{clock, files::File, persist, random},
    state::{
        import::{Chosen, Desk, FileKey, Finished, Look, Planning, Preview},
        table::Table,
        workers::{Attachment, Workers, use_workers},
        workspace::{Workspace, use_workspace},
    },
    storage::LedgerError,
    worker::{
        import::{InspectJob, PlanJob, decode_block, encode_block},
        protocol::{Job, JobError, Outcome, Progress},
    },
};

/// The setting that remembers what people chose for files of a kind.
const fn memory_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Customers => "import.mapping.customers",
        Kind::SupplyPoints => "import.mapping.supply_points",
        Kind::Readings => "import.mapping.readings",
        Kind::Bills => "import.mapping.bills",
    }
}

/// What imports are made with: the desk, the workspace and the workers.
#[derive(Clone, Copy, Debug)]
pub struct Importer {
    /// The import that is being prepared.
    pub desk: Desk,
    workspace: Workspace,
    workers: Workers,
}

/// The importer of this page.
///
/// # Panics
/// Outside the app, where nothing provides its parts.
pub fn use_importer() -> Importer {
    Importer {
        desk: expect_context(),
        workspace: use_workspace(),
        workers: use_workers(),
    }
}

impl Importer {
    /// Puts files on the desk and looks at them.
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
            // All files are in memory together.
            let refused = check_size(bytes).err().or_else(|| {
                (before + bytes > LIMIT).then_some(Reason::TooLarge {
                    bytes: before + bytes,
                    limit: LIMIT,
                })
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

    /// Takes a file off the desk.
    pub fn remove(self, key: FileKey) {
        let desk = self.desk;
        desk.files
            .update(|files| files.retain(|file| file.key != key));
        desk.contents.update_value(|contents| {
            contents.remove(&key);
        });
        self.plan();
    }

    /// Takes every file off the desk.
    pub fn clear(self) {
        let desk = self.desk;
        desk.files.set(Vec::new());
        desk.contents.update_value(std::collections::HashMap::clear);
        desk.has_moved.set(false);
        self.plan();
    }

    /// A person says what a file holds.
    pub fn set_kind(self, key: FileKey, kind: Kind) {
        self.desk.change(key, |file| file.kind = Some(kind));
        self.look(key);
    }

    /// A person chooses the sheet of a spreadsheet.
    pub fn set_sheet(self, key: FileKey, sheet: String) {
        self.desk
            .change(key, |file| file.opening.sheet = Some(sheet));
        self.look(key);
    }

    /// A person says what separates the cells.
    pub fn set_delimiter(self, key: FileKey, delimiter: u8) {
        self.desk
            .change(key, |file| file.opening.delimiter = Some(delimiter));
        self.look(key);
    }

    /// A person says what a column holds.
    pub fn choose(self, key: FileKey, column: usize, target: Option<Target>) {
        self.desk
            .change_mapping(key, |mapping| mapping.choose(column, target));
        self.plan();
    }

    /// A person chooses for all files.
    pub fn set_options(self, options: Options) {
        self.desk.options.set(options);
        self.plan();
    }

    /// Looks at a file, and then works out the preview anew.
    fn look(self, key: FileKey) {
        let desk = self.desk;
        let looked_at = desk.files.with_untracked(|files| {
            let file = files.iter().find(|file| file.key == key)?;
            file.fits.then(|| (file.opening.clone(), file.kind))
        });
        let content = desk
            .contents
            .with_value(|contents| contents.get(&key).cloned());
        let (Some((opening, kind)), Some(content)) = (looked_at, content) else {
            return;
        };
        desk.change(key, |file| file.look = Look::Looking);
        self.stop_planning(Planning::Nothing);
        let job = Job::Inspect(InspectJob {
            opening: opening.clone(),
            kind,
            remembered: Kind::ALL
                .iter()
                .map(|kind| (*kind, self.remembered(*kind)))
                .collect(),
        });
        let running = self
            .workers
            .run(job, vec![Attachment::File(content.into())], |_| {});
        spawn_local(async move {
            let look = match running.await {
                Ok((Outcome::Inspected(Ok(seen)), _)) => Look::Seen(Arc::new(seen)),
                Ok((Outcome::Inspected(Err(reason)), _)) => Look::Refused(reason),
                Ok(_) => Look::Failed(JobError::Malformed),
                Err(error) => Look::Failed(error),
            };
            // A person may have chosen otherwise meanwhile; that look is on its way.
            desk.change(key, |file| {
                if file.opening == opening && file.kind == kind {
                    file.look = look;
                }
            });
            self.plan();
        });
    }

    /// Works out what the files would change, once all were looked at. What was worked out before is
    /// stopped.
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
        desk.planning
            .set(Planning::Running(Progress { done: 0, of: 0 }));
        spawn_local(async move {
            let planned = self.planned(inputs, turn).await;
            if desk.turn.get_value() == turn {
                desk.job.set_value(None);
                desk.planning.set(planned);
            }
        });
    }

    /// Stops working out the preview; the files stay.
    pub fn stop(self) {
        self.stop_planning(Planning::Stopped);
    }

    fn stop_planning(self, then: Planning) -> u32 {
        let desk = self.desk;
        if let Some(job) = desk.job.try_update_value(Option::take).flatten() {
            job.stop();
        }
        let turn = desk.turn.get_value().wrapping_add(1);
        desk.turn.set_value(turn);
        if desk.planning.with_untracked(|planning| *planning != then) {
            desk.planning.set(then);
        }
        turn
    }

    async fn planned(self, inputs: Inputs, turn: u32) -> Planning {
        let desk = self.desk;
        let Inputs { keys, names, files } = inputs;
        let mut attachments: Vec<Attachment> = desk.contents.with_value(|contents| {
            keys.iter()
                .filter_map(|key| contents.get(key))
                .map(|file| Attachment::File(file.clone().into()))
                .collect()
        });
        let is_monthly = |kind| matches!(kind, Kind::Readings | Kind::Bills);
        let has_months = files.iter().any(|(_, mapping)| is_monthly(mapping.kind));
        let (head, known) = match self.known(has_months).await {
            Ok(known) => known,
            Err(error) => return Planning::Unread(error),
        };
        if desk.turn.get_value() != turn {
            return Planning::Nothing;
        }
        attachments.extend(known.into_iter().map(Attachment::Bytes));
        let job = Job::Plan(PlanJob {
            files,
            options: desk.options.get_untracked(),
            first_id: random::uuid(),
        });
        let running = self.workers.run(job, attachments, move |progress| {
            if desk.turn.get_value() == turn {
                desk.planning.set(Planning::Running(progress));
            }
        });
        desk.job.set_value(Some(running.stop()));
        match running.await {
            Ok((Outcome::Planned(Ok(planned)), blocks)) => Planning::Ready(Arc::new(Preview {
                files: keys,
                names,
                planned,
                blocks,
                head,
            })),
            Ok((Outcome::Planned(Err(refused)), _)) => {
                let key = keys.get(refused.file as usize).copied();
                if let Some(key) = key {
                    desk.change(key, |file| file.look = Look::Refused(refused.reason));
                }
                // The others can still go in.
                self.plan();
                Planning::Stopped
            }
            Ok(_) => Planning::Failed(JobError::Malformed),
            Err(JobError::Cancelled) => Planning::Stopped,
            Err(error) => Planning::Failed(error),
        }
    }

    /// What is known already, as encoded blocks, and the commit up to which it is: the customers and
    /// supply points, and where the files have months, the readings and bills.
    async fn known(self, with_months: bool) -> Result<(u64, Vec<Vec<u8>>), LedgerError> {
        let ledger = self.workspace.ledger()?;
        let head = ledger.head();
        let tables = self.workspace.tables;
        let mut known = Vec::new();
        encode_all(tables.customers, &mut known).await;
        encode_all(tables.supply_points, &mut known).await;
        if with_months {
            known.extend(ledger.encoded_facts().await?);
        }
        Ok((head, known))
    }

    /// Writes what the files would change, as one change. Where the portfolio changed since that was
    /// worked out, nothing is written and the preview is made anew.
    ///
    /// # Errors
    /// [`ImportError`]; nothing was written then, and the files stay on the desk.
    pub async fn write(self) -> Result<(), ImportError> {
        let desk = self.desk;
        let Planning::Ready(preview) = desk.planning.get_untracked() else {
            return Ok(());
        };
        if self.workspace.ledger()?.head() != preview.head {
            desk.has_moved.set(true);
            self.plan();
            return Ok(());
        }
        desk.is_writing.set(true);
        let written = self.write_preview(&preview).await;
        desk.is_writing.set(false);
        written?;
        self.clear();
        // Something of worth was just put in: the moment to ask for it to be kept.
        desk.finished.set(Some(Finished {
            counts: preview.total(),
            new_records: preview.planned.new_records.clone(),
            persistence: persist::ask().await,
        }));
        Ok(())
    }

    async fn write_preview(self, preview: &Preview) -> Result<(), ImportError> {
        let mut draft = preview.planned.draft()?;
        for block in &preview.blocks {
            draft.blocks.push(decode_block(block)?);
            clock::breathe().await;
        }
        let mappings = self.desk.files.with_untracked(|files| {
            let seen = files.iter().filter_map(Chosen::seen);
            seen.map(|seen| seen.mapping.clone()).collect::<Vec<_>>()
        });
        for kind in Kind::ALL {
            let known = self.remembered(*kind);
            let mut chosen = known.clone();
            for mapping in mappings.iter().filter(|mapping| mapping.kind == *kind) {
                mapping.remember(&mut chosen);
            }
            if chosen != known {
                draft
                    .edits
                    .extend(Setting::write(memory_of(*kind), &chosen).edits);
            }
        }
        self.workspace.act(draft).await?;
        Ok(())
    }

    /// What people chose for earlier files of a kind.
    fn remembered(self, kind: Kind) -> Remembered {
        self.workspace.tables.settings.with_untracked(|settings| {
            settings
                .get(Setting::id_of(memory_of(kind)))
                .and_then(Setting::read)
                .unwrap_or_default()
        })
    }
}

/// The files that can go in, side by side.
#[derive(Default)]
struct Inputs {
    keys: Vec<FileKey>,
    names: Vec<String>,
    files: Vec<(Opening, Mapping)>,
}

/// Why an import was not written.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// What the worker answered does not read.
    #[error(transparent)]
    Job(#[from] JobError),
    /// It could not be written; [`Workspace::saving`] says so as well.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// Encodes the records of a table, a block at a time with a breath in between.
async fn encode_all<T: Record + Send + Sync>(table: RwSignal<Table<T>>, known: &mut Vec<Vec<u8>>) {
    let count = table.with_untracked(Table::len);
    for from in (0..count).step_by(RecordBlock::RECORDS) {
        let records = table.with_untracked(|table| {
            let rows = table.rows();
            let to = rows.len().min(from + RecordBlock::RECORDS);
            rows.get(from..to).unwrap_or_default().to_vec()
        });
        let blocks = RecordBlock::pack(records).into_iter().map(Block::Records);
        known.extend(blocks.filter_map(|block| encode_block(&block).ok()));
        clock::breathe().await;
    }
}
