//! A record as the ledger knows it: its single edits, as stored, and the values that blocks imply for it, as read
//! from them. The stored part depends on the set of changes only, so it is equal on every tablet that has the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    StoredRecord,
    index::{BlockEntry, Index},
    lookup::RecordName,
};
use crate::{
    domain::{InOrder, Value, draft::RecordBlock},
    sync::{
        BlockId, Change, ChangeId, EditId, RecordState, Register, Stamp,
        codec::{CodecError, RowCodec, body_of},
        register::Version,
    },
};

/// A record with single fields written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Overlay {
    /// Blocks that contain the record. It is hidden while none of them is in effect.
    pub blocks: BTreeSet<BlockId>,
    /// Its single edits.
    pub state: RecordState,
}

impl RowCodec for Overlay {
    const VERSION: u8 = 2;

    /// An overlay of version 1 contains the values that its block implies as well; [`Overlay::forget_implied`]
    /// removes them.
    fn of_version(version: u8, body: &[u8]) -> Result<Self, CodecError> {
        match version {
            1 => body_of::<(Option<BlockId>, RecordState)>(body)
                .map(|(block, state)| Self { blocks: block.into_iter().collect(), state }),
            _ => body_of(body),
        }
    }
}

impl Overlay {
    fn new(kind: &str, id: Uuid) -> Self {
        Self { blocks: BTreeSet::new(), state: RecordState::new(kind, id) }
    }

    /// Removes what version 1 stored besides the single edits.
    pub fn forget_implied(&mut self, index: &Index) {
        self.state.fields.retain(|_, field| {
            field.forget(|edit| index.implies(edit), |edit| index.implies(edit));
            *field != Register::default()
        });
    }

    /// Returns `true` if only some of the imports that brought the record are in effect.
    pub fn is_partly_withdrawn(&self, index: &Index) -> bool {
        let live = self.blocks.iter().filter(|block| index.is_live(**block)).count();
        (1..self.blocks.len()).contains(&live)
    }

    /// Returns `true` if an import brought the record and was undone.
    pub fn is_hidden(&self, index: &Index) -> bool {
        !self.blocks.is_empty() && !self.blocks.iter().any(|block| index.is_live(*block))
    }
}

/// A value that a block implies.
#[derive(Clone, Debug)]
struct Implied {
    block: BlockId,
    version: Version,
}

/// Values that one import implies for a record, in the order of the fields: field, block and version.
pub(super) type ImportedValues = Vec<(String, BlockId, Version)>;

/// A record with the values that blocks imply for it, those of withdrawn blocks included.
#[derive(Clone, Debug)]
pub(super) struct LedgerRecord {
    pub overlay: Overlay,
    /// `true` if single fields were written.
    pub is_stored: bool,
    /// By field, in the order of the changes.
    implied: BTreeMap<String, Vec<Implied>>,
}

impl LedgerRecord {
    pub fn new(kind: &str, id: Uuid, overlay: Option<Overlay>) -> Self {
        Self {
            is_stored: overlay.is_some(),
            overlay: overlay.unwrap_or_else(|| Overlay::new(kind, id)),
            implied: BTreeMap::new(),
        }
    }

    /// Adds values that one import implies.
    pub fn imply_again(&mut self, versions: &ImportedValues) {
        for (field, block, version) in versions {
            let implied = Implied { block: *block, version: version.clone() };
            self.implied.entry(field.clone()).or_default().push(implied);
        }
    }

    /// Adds what a block implies for the record; returns `true` if the block contains it.
    pub fn imply(&mut self, entry: &BlockEntry, block: &RecordBlock) -> bool {
        let Some(versions) = entry.versions(block, self.overlay.state.id) else {
            return false;
        };
        for (field, version) in versions {
            let implied = self.implied.entry(field.to_owned()).or_default();
            let order = (version.stamp, version.edit);
            let at =
                implied.partition_point(|known| (known.version.stamp, known.version.edit) < order);
            if implied.get(at).is_none_or(|known| known.version.edit != version.edit) {
                implied.insert(at, Implied { block: entry.block, version });
            }
        }
        self.overlay.blocks.insert(entry.block);
        true
    }

    /// Applies the edits of a change at these indices.
    pub fn apply(&mut self, change: &Change, places: &[usize], may_come: impl Fn(EditId) -> bool) {
        self.overlay.state.apply(change, places, may_come);
        self.is_stored = true;
    }

    /// Returns a field as displayed: its single edits, and the value of the latest import unless an edit replaced
    /// it. An import that repeats a value that is displayed or was replaced is ignored.
    pub fn register(&self, field: &str, is_live: impl Fn(BlockId) -> bool) -> Register {
        let mut register = self.overlay.state.fields.get(field).cloned().unwrap_or_default();
        let implied = self.implied_of(field);
        let is_live = |one: &&Implied| is_live(one.block);
        if let Some(Implied { version: latest, .. }) = implied.iter().rev().find(is_live) {
            let same = implied.iter().filter(|one| one.version.value == latest.value);
            let was_replaced =
                same.map(|one| one.version.edit).any(|edit| register.replaced().contains(&edit));
            let mut displayed = register.versions().iter();
            if !was_replaced && !displayed.any(|version| version.value == latest.value) {
                register.add(latest.clone());
            }
        }
        register
    }

    /// Returns the edits that a new edit replaces if its author sees the field as it is now.
    pub fn current(&self, field: &str) -> Vec<EditId> {
        let register = self.overlay.state.fields.get(field).cloned().unwrap_or_default();
        let implied = self.implied_of(field).iter().map(|one| one.version.edit);
        let implied = implied.filter(|edit| !register.replaced().contains(edit));
        register.current().into_iter().chain(implied).collect()
    }

    fn implied_of(&self, field: &str) -> &[Implied] {
        self.implied.get(field).map_or(&[], Vec::as_slice)
    }

    /// Returns the fields as displayed, by name.
    pub fn registers(&self, index: &Index) -> impl Iterator<Item = (&str, Register)> {
        let names: BTreeSet<&str> = self
            .overlay
            .state
            .fields
            .keys()
            .chain(self.implied.keys())
            .map(String::as_str)
            .collect();
        names.into_iter().map(|name| (name, self.register(name, |block| index.is_live(block))))
    }

    /// Returns the record as displayed; fields never written are absent.
    pub fn shown(&self, index: &Index) -> StoredRecord {
        let displayed = self.registers(index).filter_map(|(name, register)| {
            Some((name.to_owned(), register.displayed()?.value.clone()))
        });
        StoredRecord {
            fields: displayed.collect(),
            kind: self.overlay.state.kind.clone(),
            id: self.overlay.state.id,
        }
    }

    /// Returns kind and id.
    pub fn name(&self) -> RecordName {
        (self.overlay.state.kind.clone(), self.overlay.state.id)
    }

    /// Returns `true` if a field has concurrent values.
    pub fn is_in_conflict(&self, index: &Index) -> bool {
        self.registers(index).any(|(_, register)| register.versions().len() > 1)
    }

    /// Returns the imports of the record, in their order, each with the values that it implied.
    pub fn imports(&self) -> BTreeMap<(Stamp, ChangeId), ImportedValues> {
        let mut imports: BTreeMap<_, ImportedValues> = BTreeMap::new();
        for (field, implied) in &self.implied {
            for Implied { block, version } in implied {
                let by = (version.stamp, version.edit.change);
                imports.entry(by).or_default().push((field.clone(), *block, version.clone()));
            }
        }
        let versions = imports.values_mut();
        versions.for_each(|versions| versions.order_by_key(|(.., version)| version.edit));
        imports
    }
}

/// Returns the value displayed by a register.
pub(super) fn displayed(register: &Register) -> Value {
    register.displayed().map(|version| version.value.clone()).unwrap_or_default()
}
