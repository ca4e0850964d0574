//! History and undo. Undo is another change: nothing in the log is ever removed.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    Applied, BlockContent, BlockEntry, END, Ledger, LedgerError, change_key, commit_key,
    record_key,
    staging::{Imports, Proposed},
};
use crate::{
    domain::Value,
    storage::{
        port::{Storage, StoreTable},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{BlockId, Change, ChangeId, Edit, RecordState, Register, Stamp},
};

/// Effect of one change on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldHistory {
    /// Stable name of the field.
    pub field: String,
    /// Value before.
    pub before: Value,
    /// Value after.
    pub after: Value,
}

/// One change, as far as it concerns one record.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryEntry {
    /// Change.
    pub change: ChangeId,
    /// Position in the order of changes.
    pub stamp: Stamp,
    /// Wall clock at the time of the change, milliseconds since 1970.
    pub made_at: u64,
    /// Author.
    pub author: String,
    /// Stable name of the action.
    pub action: String,
    /// Fields; all initial values at once if an import created the record.
    pub fields: Vec<FieldHistory>,
    /// Change that this one undid.
    pub undoes: Option<ChangeId>,
    /// `true` if it changed other records as well, which an undo would also affect.
    pub is_wider: bool,
}

impl HistoryEntry {
    /// Returns the name and new value of each field.
    pub fn written(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields.iter().map(|one| (one.field.as_str(), &one.after))
    }
}

/// Returns the changes undone by a later one that is still in effect. `newest_first` are the changes of one or
/// several records.
pub fn taken_back<'a>(
    newest_first: impl IntoIterator<Item = &'a HistoryEntry>,
) -> BTreeSet<ChangeId> {
    let mut taken_back = BTreeSet::new();
    for entry in newest_first {
        if !taken_back.contains(&entry.change) {
            taken_back.extend(entry.undoes);
        }
    }
    taken_back
}

/// One change of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedChange {
    /// Change.
    pub change: ChangeId,
    /// Wall clock at the time of the change, milliseconds since 1970.
    pub made_at: u64,
    /// Author.
    pub author: String,
    /// Stable name of the action.
    pub action: String,
    /// Number of records with single fields written.
    pub records: usize,
    /// Kind and id of the record, if there is exactly one.
    pub record: Option<(String, Uuid)>,
    /// Bulk content, each kind once.
    pub bulk: Vec<BlockContent>,
    /// Change that it undid.
    pub undoes: Option<Undone>,
    /// `true` if a later change undid it and is still in effect.
    pub is_undone: bool,
}

/// A change undone by another.
#[derive(Clone, Debug, PartialEq)]
pub struct Undone {
    /// Stable name of its action.
    pub action: String,
    /// Wall clock at the time of the change, milliseconds since 1970.
    pub made_at: u64,
}

/// The latest changes of the workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latest {
    /// Changes, newest first.
    pub changes: Vec<LoggedChange>,
    /// `true` if there are older ones.
    pub has_more: bool,
    /// Changes that cannot be read; they stay in the store.
    pub unreadable: Vec<Unreadable>,
}

impl<S: Storage, K: Seal> Ledger<S, K> {
    /// Returns the latest `count` changes of the workspace, newest first.
    ///
    /// # Errors
    /// [`LedgerError::Storage`] if the store cannot be read. Unreadable changes are listed and do not hold back
    /// the others.
    pub async fn latest(&self, count: usize) -> Result<Latest, LedgerError> {
        let mut latest = Latest::default();
        let mut log: Vec<ChangeId> = Vec::new();
        // Almost every commit is a change.
        let mut until = self.head() + 1;
        while log.len() <= count && until > 0 {
            let from = until.saturating_sub(count as u64 + 1);
            let (from_key, until_key) = (commit_key(from), commit_key(until));
            let (rows, damaged) = self.rows.scan(StoreTable::Log, &from_key, &until_key).await?;
            let rows: Vec<(String, ChangeId)> = rows;
            log.extend(rows.into_iter().rev().map(|(_, change)| change));
            latest.unreadable.extend(damaged);
            until = from;
        }
        latest.has_more = log.len() > count;
        log.truncate(count);

        let mut changes = Vec::with_capacity(log.len());
        for change in self.changes(log).await? {
            match change {
                Ok(change) => changes.extend(change),
                Err(unreadable) => latest.unreadable.push(unreadable),
            }
        }
        let undone = changes.iter().filter_map(|change| change.undoes).collect();
        let undone: BTreeMap<ChangeId, Undone> = (self.changes(undone).await?.into_iter())
            .filter_map(|change| change.ok().flatten())
            .map(|change| {
                let (action, made_at) = (change.action, change.made_at);
                (change.id, Undone { action, made_at })
            })
            .collect();
        let entries = match changes.iter().all(|change| change.blocks.is_empty()) {
            true => Vec::new(),
            false => self.index().await?.0,
        };
        let mut taken_back = BTreeSet::new();
        for change in changes {
            let is_undone = taken_back.contains(&change.id);
            if !is_undone {
                taken_back.extend(change.undoes);
            }
            let undoes = change.undoes.and_then(|id| undone.get(&id).cloned());
            latest.changes.push(logged(change, undoes, is_undone, &entries));
        }
        Ok(latest)
    }

    pub(in crate::storage) async fn changes(
        &self,
        ids: Vec<ChangeId>,
    ) -> Result<Vec<Result<Option<Change>, Unreadable>>, LedgerError> {
        let keys: Vec<String> = ids.into_iter().map(change_key).collect();
        Ok(self.rows.get_many(StoreTable::Changes, &keys).await?)
    }

    /// Returns the history of one record, oldest first.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn history(&self, kind: &str, id: Uuid) -> Result<Vec<HistoryEntry>, LedgerError> {
        self.history_in(&mut Imports::of(self).await?, kind, id).await
    }

    async fn history_in(
        &self,
        imports: &mut Imports,
        kind: &str,
        id: Uuid,
    ) -> Result<Vec<HistoryEntry>, LedgerError> {
        let mut state = RecordState::new(kind, id);
        let mut entries = Vec::new();
        if let Some(entry) = self.import_of(imports, &mut state).await? {
            entries.push(entry);
        }
        let from = format!("{}/", record_key(kind, id));
        let (log, _) =
            self.rows.scan::<ChangeId>(StoreTable::Touched, &from, &format!("{from}{END}")).await?;
        let log = log.into_iter().map(|(_, change)| change).collect();
        for change in self.changes(log).await? {
            let change = change?.ok_or(LedgerError::NoSuchChange)?;
            entries.push(entry_of(&change, &mut state));
        }
        Ok(entries)
    }

    /// Returns the concurrent values of a field, the displayed one first.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn register(
        &self,
        kind: &str,
        id: Uuid,
        field: &str,
    ) -> Result<Register, LedgerError> {
        let mut states = self.states([(kind.to_owned(), id)].iter()).await?;
        let state = states.pop_first().map(|(_, overlay)| overlay.state);
        Ok(state.and_then(|mut state| state.fields.remove(field)).unwrap_or_default())
    }

    /// Returns the fields of a record with concurrent values, by name.
    ///
    /// # Errors
    /// [`LedgerError`] if the store cannot be read.
    pub async fn conflicts(
        &self,
        kind: &str,
        id: Uuid,
    ) -> Result<Vec<(String, Register)>, LedgerError> {
        let mut states = self.states([(kind.to_owned(), id)].iter()).await?;
        let fields =
            states.pop_first().map(|(_, overlay)| overlay.state.fields).unwrap_or_default();
        Ok(fields.into_iter().filter(|(_, field)| field.versions().len() > 1).collect())
    }

    async fn import_of(
        &self,
        imports: &mut Imports,
        state: &mut RecordState,
    ) -> Result<Option<HistoryEntry>, LedgerError> {
        let id = state.id;
        for entry in imports.spanning(&state.kind, id) {
            let Some(block) = imports.open(self, entry.block).await? else {
                continue;
            };
            let Ok(row) = block.ids.binary_search(&id) else {
                continue;
            };
            let change = self.change(entry.change).await?.ok_or(LedgerError::NoSuchChange)?;
            let mut fields = Vec::new();
            for (name, column) in &block.fields {
                let Some(version) = entry.version(block, id, name) else {
                    continue;
                };
                state.fields.insert(name.clone(), Register::of(version));
                fields.push(FieldHistory {
                    field: name.clone(),
                    before: Value::Empty,
                    after: column.value(row),
                });
            }
            return Ok(Some(HistoryEntry {
                change: change.id,
                stamp: change.stamp,
                made_at: change.made_at,
                author: change.author,
                action: change.action,
                fields,
                undoes: None,
                is_wider: true,
            }));
        }
        Ok(None)
    }

    /// Undoes a change: its fields return to their previous values unless written since, and its blocks are
    /// withdrawn. Undoing an undo brings the blocks back.
    ///
    /// # Errors
    /// [`LedgerError::NoSuchChange`]; [`LedgerError::Superseded`] if nothing of it is left; and those of
    /// [`Ledger::write`].
    pub async fn undo(
        &self,
        id: ChangeId,
        author: &str,
        now_millis: u64,
    ) -> Result<Applied, LedgerError> {
        let (expect, clock) = (self.head.get(), self.clock.get());
        let undone = self.change(id).await?.ok_or(LedgerError::NoSuchChange)?;
        let entries = self.index().await?.0;
        let is_live = |block: &&BlockId| {
            let mut entries = entries.iter().map(|(_, entry)| entry);
            entries.any(|entry| entry.block == **block && entry.withdrawn.is_none())
        };
        let mut change = Change {
            id: ChangeId { writer: clock.writer, seq: clock.seq + 1 },
            stamp: clock.stamp.next(now_millis),
            author: author.to_owned(),
            action: "undo".to_owned(),
            edits: self.edits_back(&undone).await?,
            blocks: (undone.withdrawn.iter()).filter(|block| !is_live(block)).copied().collect(),
            withdrawn: undone.blocks.iter().filter(is_live).copied().collect(),
            undoes: Some(id),
            made_at: now_millis,
        };
        self.inform(&mut change).await?;
        if change.edits.is_empty() && change.withdrawn.is_empty() && change.blocks.is_empty() {
            return Err(LedgerError::Superseded);
        }
        let proposed = Proposed {
            expect,
            blocks: self.again(&change.blocks).await?,
            change,
            blobs: Vec::new(),
        };
        let staged = self.stage(proposed).await?;
        self.commit(staged).await
    }

    /// Returns the edits that restore what `undone` replaced, for the fields that still show its value.
    async fn edits_back(&self, undone: &Change) -> Result<Vec<Edit>, LedgerError> {
        let records = undone.touched();
        let states = self.states(records.keys()).await?;
        let mut before = BTreeMap::new();
        let mut imports = Imports::of(self).await?;
        for (kind, id) in records.keys() {
            let entries = self.history_in(&mut imports, kind, *id).await?;
            let entry = entries.into_iter().find(|entry| entry.change == undone.id);
            for field in entry.into_iter().flat_map(|entry| entry.fields) {
                before.insert((*id, field.field), field.before);
            }
        }
        let still_shows = |index: usize, edit: &Edit| {
            states
                .get(&(edit.kind.clone(), edit.record))
                .and_then(|overlay| overlay.state.fields.get(&edit.field)?.displayed())
                .is_some_and(|version| version.edit == undone.edit_id(index))
        };
        Ok(undone
            .edits
            .iter()
            .enumerate()
            .filter(|(index, edit)| still_shows(*index, edit))
            .map(|(_, edit)| Edit {
                value: before.remove(&(edit.record, edit.field.clone())).unwrap_or_default(),
                replaces: Vec::new(),
                ..edit.clone()
            })
            .collect())
    }
}

fn logged(
    change: Change,
    undoes: Option<Undone>,
    is_undone: bool,
    entries: &[(String, BlockEntry)],
) -> LoggedChange {
    let records: BTreeSet<Uuid> = change.edits.iter().map(|edit| edit.record).collect();
    let first = change.edits.into_iter().next();
    let mut bulk: Vec<BlockContent> = Vec::new();
    for block in &change.blocks {
        let entry = entries.iter().find(|(_, entry)| entry.block == *block);
        let content = entry.map(|(_, entry)| &entry.content);
        bulk.extend(content.filter(|content| !bulk.contains(content)).cloned());
    }
    LoggedChange {
        change: change.id,
        made_at: change.made_at,
        author: change.author,
        action: change.action,
        records: records.len(),
        record: first.filter(|_| records.len() == 1).map(|edit| (edit.kind, edit.record)),
        bulk,
        undoes,
        is_undone,
    }
}

fn entry_of(change: &Change, state: &mut RecordState) -> HistoryEntry {
    let shown = |state: &RecordState, field: &str| {
        let version = state.fields.get(field).and_then(Register::displayed);
        version.map(|version| version.value.clone()).unwrap_or_default()
    };
    let (places, fields): (Vec<usize>, Vec<&str>) = change
        .edits
        .iter()
        .enumerate()
        .filter(|(_, edit)| edit.record == state.id)
        .map(|(place, edit)| (place, edit.field.as_str()))
        .unzip();
    let before: Vec<Value> = fields.iter().map(|field| shown(state, field)).collect();
    state.apply(change, &places);
    HistoryEntry {
        change: change.id,
        stamp: change.stamp,
        made_at: change.made_at,
        author: change.author.clone(),
        action: change.action.clone(),
        fields: fields
            .into_iter()
            .zip(before)
            .map(|(field, before)| FieldHistory {
                field: field.to_owned(),
                before,
                after: shown(state, field),
            })
            .collect(),
        undoes: change.undoes,
        is_wider: !change.blocks.is_empty()
            || !change.withdrawn.is_empty()
            || change.edits.iter().any(|edit| edit.record != state.id),
    }
}
