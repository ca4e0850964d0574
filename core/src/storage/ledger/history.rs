//! History and undo. Undo is another change: nothing in the log is ever removed.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::{
    Applied, BlockContent, END, Ledger, LedgerError,
    index::Index,
    keys::{change_key, commit_key, record_key},
    lookup::Lookup,
    overlay::{ImportedValues, LedgerRecord, displayed},
    staging::Proposed,
};
use crate::{
    domain::Value,
    storage::{
        port::{Storage, StoreTable},
        rows::Unreadable,
        seal::Seal,
    },
    sync::{BlockId, Change, ChangeId, Edit, Register, Stamp},
};

/// Effect of one change on one field.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldHistory {
    /// Stable name of the field.
    pub field: String,
    /// Value displayed before.
    pub before: Value,
    /// Value written. A concurrent one may be displayed instead.
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
        let index = self.index().await?;
        let mut taken_back = BTreeSet::new();
        for change in changes {
            let is_undone = taken_back.contains(&change.id);
            if !is_undone {
                taken_back.extend(change.undoes);
            }
            let undoes = change.undoes.and_then(|id| undone.get(&id).cloned());
            latest.changes.push(logged(change, undoes, is_undone, &index));
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
        self.history_in(&mut Lookup::of(self).await?, kind, id).await
    }

    async fn history_in(
        &self,
        lookup: &mut Lookup,
        kind: &str,
        id: Uuid,
    ) -> Result<Vec<HistoryEntry>, LedgerError> {
        let name = (kind.to_owned(), id);
        let known = lookup.records(self, [&name].into_iter()).await?.remove(&name);
        let mut events: BTreeMap<(Stamp, ChangeId), Event> = BTreeMap::new();
        for (at, versions) in known.map(|known| known.imports()).unwrap_or_default() {
            let change = self.change(at.1).await?.ok_or(LedgerError::NoSuchChange)?;
            events.insert(at, Event { change, versions });
        }
        let from = format!("{}/", record_key(kind, id));
        let (log, _) =
            self.rows.scan::<ChangeId>(StoreTable::Touched, &from, &format!("{from}{END}")).await?;
        let log = log.into_iter().map(|(_, change)| change).collect();
        for change in self.changes(log).await? {
            let change = change?.ok_or(LedgerError::NoSuchChange)?;
            let new = |change| Event { change, versions: Vec::new() };
            events.entry((change.stamp, change.id)).or_insert_with(|| new(change));
        }
        let mut known = LedgerRecord::new(kind, id, None);
        Ok(events.into_values().map(|event| event.entry(&mut known)).collect())
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
        let (index, known) = (self.index().await?, self.known(kind, id).await?);
        Ok(known.register(field, |block| index.is_live(block)))
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
        let (index, known) = (self.index().await?, self.known(kind, id).await?);
        let contested = known.registers(&index).filter(|(_, field)| field.versions().len() > 1);
        Ok(contested.map(|(name, field)| (name.to_owned(), field)).collect())
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
        let expect = self.head.get();
        let (own, stamp) = self.next(now_millis);
        let undone = self.change(id).await?.ok_or(LedgerError::NoSuchChange)?;
        let index = self.index().await?;
        let is_live = |block: &&BlockId| index.is_live(**block);
        let blocks: Vec<BlockId> = undone
            .withdrawn
            .iter()
            .filter(|block| index.knows(**block) && !is_live(block))
            .copied()
            .collect();
        let withdrawn: Vec<BlockId> = undone.blocks.iter().filter(is_live).copied().collect();
        let decided: Vec<BlockId> = blocks.iter().chain(&withdrawn).copied().collect();
        let mut change = Change {
            id: own,
            stamp,
            author: author.to_owned(),
            action: "undo".to_owned(),
            edits: self.edits_back(&undone).await?,
            blocks,
            withdrawn,
            undoes: Some(id),
            made_at: now_millis,
            also_undoes: index.deciding(&decided, id),
        };
        self.inform(&mut change).await?;
        if change.edits.is_empty() && decided.is_empty() {
            return Err(LedgerError::Superseded);
        }
        let proposed = Proposed { change, blocks: Vec::new(), blobs: Vec::new(), waits: true };
        let staged = self.stage(expect, vec![proposed]).await?;
        self.commit(staged.ok_or(LedgerError::Superseded)?).await
    }

    /// Returns the edits that restore what `undone` replaced, for the fields that still show its value.
    async fn edits_back(&self, undone: &Change) -> Result<Vec<Edit>, LedgerError> {
        let touched = undone.touched();
        let mut lookup = Lookup::of(self).await?;
        let records = lookup.records(self, touched.keys()).await?;
        let index = std::rc::Rc::clone(&lookup.index);
        let mut before = BTreeMap::new();
        for (kind, id) in touched.keys() {
            let entries = self.history_in(&mut lookup, kind, *id).await?;
            let entry = entries.into_iter().find(|entry| entry.change == undone.id);
            for field in entry.into_iter().flat_map(|entry| entry.fields) {
                before.insert((*id, field.field), field.before);
            }
        }
        let still_shows = |place: usize, edit: &Edit| {
            let known = records.get(&(edit.kind.clone(), edit.record));
            let field =
                known.map(|known| known.register(&edit.field, |block| index.is_live(block)));
            let shown = field.as_ref().and_then(Register::displayed);
            shown.is_some_and(|version| version.edit == undone.edit_id(place))
        };
        Ok(undone
            .edits
            .iter()
            .enumerate()
            .filter(|(place, edit)| still_shows(*place, edit))
            .map(|(_, edit)| Edit {
                value: before.remove(&(edit.record, edit.field.clone())).unwrap_or_default(),
                replaces: Vec::new(),
                ..edit.clone()
            })
            .collect())
    }
}

fn logged(change: Change, undoes: Option<Undone>, is_undone: bool, index: &Index) -> LoggedChange {
    let records: BTreeSet<Uuid> = change.edits.iter().map(|edit| edit.record).collect();
    let first = change.edits.into_iter().next();
    let mut bulk: Vec<BlockContent> = Vec::new();
    for block in &change.blocks {
        let content = index.entry(*block).map(|entry| &entry.content);
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

/// A change in the history of a record: its single edits, and the values that its blocks imply.
struct Event {
    change: Change,
    versions: ImportedValues,
}

impl Event {
    /// Applies the change to the record as known before it, and tells what it wrote, even where a concurrent value is
    /// displayed. Imports undone since are shown as they were.
    fn entry(self, known: &mut LedgerRecord) -> HistoryEntry {
        let Self { change, versions } = self;
        let id = known.overlay.state.id;
        let mut fields = Vec::new();
        let mut tell = |field: &str, after: &Value| {
            let before = displayed(&known.register(field, |_| true));
            fields.push(FieldHistory { field: field.to_owned(), before, after: after.clone() });
        };
        versions.iter().for_each(|(field, _, version)| tell(field, &version.value));
        let mut places = Vec::new();
        for (place, edit) in change.edits.iter().enumerate().filter(|(_, edit)| edit.record == id) {
            tell(&edit.field, &edit.value);
            places.push(place);
        }
        known.imply_again(&versions);
        known.apply(&change, &places, |_| true);
        HistoryEntry {
            fields,
            is_wider: !change.blocks.is_empty()
                || !change.withdrawn.is_empty()
                || change.edits.iter().any(|edit| edit.record != id),
            change: change.id,
            stamp: change.stamp,
            made_at: change.made_at,
            author: change.author,
            action: change.action,
            undoes: change.undoes,
        }
    }
}
