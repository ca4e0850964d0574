//! A field as a multi-value register, and a record as its registers.
//!
//! An edit names the edits it replaces. Edits that did not see each other are concurrent and are all kept; the
//! one with the highest stamp, then the highest writer, is displayed. A wrong clock can therefore never override
//! an edit that had seen another (Joplin lost edits that way, issues 13531 and 13611).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::change::{Change, EditId, Stamp};
use crate::domain::{InOrder, Value};

/// One value of a field, with its edit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Edit.
    pub edit: EditId,
    /// Timestamp.
    pub stamp: Stamp,
    /// Value.
    pub value: Value,
}

/// A field: the values that no edit has replaced, and the edits known to be replaced that may still come.
///
/// An edit that was applied and then replaced cannot come again, because each writer's log is applied in order; it is
/// forgotten. Two copies of a field that have seen the same edits are therefore equal, in whatever order the edits
/// came.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Register {
    versions: Vec<Version>,
    replaced: BTreeSet<EditId>,
}

impl Register {
    /// Creates a field with the value of one edit.
    pub fn of(version: Version) -> Self {
        Self { versions: vec![version], replaced: BTreeSet::new() }
    }

    /// Returns the displayed value: latest stamp, then highest writer.
    pub fn displayed(&self) -> Option<&Version> {
        self.versions.first()
    }

    /// Returns all current values, the displayed one first. With more than one, people should choose.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Returns the edits that a new edit replaces if its author sees the field as it is now.
    pub fn current(&self) -> Vec<EditId> {
        self.versions.iter().map(|version| version.edit).collect()
    }

    /// Returns the replaced edits that may still come, or that a block implies.
    pub const fn replaced(&self) -> &BTreeSet<EditId> {
        &self.replaced
    }

    /// Applies an edit, once. `may_come` returns `true` for edits that have not been applied yet, and for those that
    /// a block implies.
    pub fn write(
        &mut self,
        version: Version,
        replaces: &[EditId],
        may_come: impl Fn(EditId) -> bool,
    ) {
        for edit in replaces {
            let count = self.versions.len();
            self.versions.retain(|known| known.edit != *edit);
            if self.versions.len() == count && may_come(*edit) {
                self.replaced.insert(*edit);
            }
        }
        if !self.replaced.remove(&version.edit) {
            self.add(version);
        }
    }

    /// Adds a current value.
    pub fn add(&mut self, version: Version) {
        self.versions.push(version);
        self.versions.order_by_key(|version| std::cmp::Reverse((version.stamp, version.edit)));
    }

    /// Drops the values of these edits, and forgets the replaced ones that cannot come.
    pub fn forget(
        &mut self,
        is_dropped: impl Fn(EditId) -> bool,
        may_come: impl Fn(EditId) -> bool,
    ) {
        self.versions.retain(|version| !is_dropped(version.edit));
        self.replaced.retain(|edit| may_come(*edit));
    }
}

/// A record as its registers, by field name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordState {
    /// Kind of record, as stored.
    pub kind: String,
    /// Id.
    pub id: Uuid,
    /// Fields ever written.
    pub fields: BTreeMap<String, Register>,
}

impl RecordState {
    /// Creates a record without fields.
    pub fn new(kind: impl Into<String>, id: Uuid) -> Self {
        Self { kind: kind.into(), id, fields: BTreeMap::new() }
    }

    /// Applies the edits of `change` at these indices, which concern this record. For `may_come`, see
    /// [`Register::write`].
    pub fn apply(&mut self, change: &Change, places: &[usize], may_come: impl Fn(EditId) -> bool) {
        for (place, edit) in
            places.iter().filter_map(|place| Some((*place, change.edits.get(*place)?)))
        {
            self.fields.entry(edit.field.clone()).or_default().write(
                Version {
                    edit: change.edit_id(place),
                    stamp: change.stamp,
                    value: edit.value.clone(),
                },
                &edit.replaces,
                &may_come,
            );
        }
    }

    /// Returns the displayed value of each field.
    pub fn displayed(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields
            .iter()
            .filter_map(|(name, field)| Some((name.as_str(), &field.displayed()?.value)))
    }

    /// Returns the fields with concurrent values.
    pub fn in_conflict(&self) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(|(_, field)| field.versions().len() > 1)
            .map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sync::{ChangeId, Writer};

    fn edit(writer: u128, seq: u64) -> EditId {
        EditId { change: ChangeId { writer: Writer(Uuid::from_u128(writer)), seq }, index: 0 }
    }

    fn version(writer: u128, seq: u64, millis: u64) -> Version {
        Version {
            edit: edit(writer, seq),
            stamp: Stamp { millis, counter: 0 },
            value: Value::Text(format!("{writer}/{seq}")),
        }
    }

    #[test]
    fn an_informed_edit_wins_whatever_its_clock_says() {
        let mut field = Register::of(version(1, 1, 9_000));
        field.write(version(2, 1, 5), &[edit(1, 1)], |_| false);
        assert_eq!(field.versions(), [version(2, 1, 5)]);
    }

    #[test]
    fn edits_that_did_not_see_each_other_are_all_kept_until_somebody_chooses() {
        let mut field = Register::of(version(1, 1, 10));
        field.write(version(2, 1, 20), &[edit(1, 1)], |_| false);
        field.write(version(3, 1, 15), &[edit(1, 1)], |_| false);
        assert_eq!(field.versions(), [version(2, 1, 20), version(3, 1, 15)]);
        field.write(version(3, 2, 16), &field.current(), |_| false);
        assert_eq!(field.versions(), [version(3, 2, 16)]);
    }

    /// Generates histories in which each edit replaces some of those before it.
    fn histories() -> impl Strategy<Value = Vec<(Version, Vec<EditId>)>> {
        prop::collection::vec((0_u128..3, 0_u64..50, any::<u16>()), 1..12).prop_map(|edits| {
            let ids: Vec<EditId> = edits
                .iter()
                .enumerate()
                .map(|(seq, (writer, ..))| edit(*writer, seq as u64))
                .collect();
            edits
                .iter()
                .enumerate()
                .map(|(seq, (writer, millis, seen))| {
                    let replaces =
                        (0..seq).filter(|at| seen >> (at % 16) & 1 == 1).map(|at| ids[at]);
                    (version(*writer, seq as u64, *millis), replaces.collect())
                })
                .collect()
        })
    }

    /// Applies edits in this order; those still ahead may come.
    fn written<'a>(edits: impl IntoIterator<Item = &'a (Version, Vec<EditId>)>) -> Register {
        let mut field = Register::default();
        let mut seen = BTreeSet::new();
        for (version, replaces) in edits {
            seen.insert(version.edit);
            field.write(version.clone(), replaces, |edit| !seen.contains(&edit));
        }
        field
    }

    proptest! {
        #[test]
        fn any_order_ends_the_same_and_nothing_is_remembered_for_ever(
            edits in histories(), turn in 0_usize..12,
        ) {
            let straight = written(&edits);
            let turned = edits.iter().cycle().skip(turn % edits.len()).take(edits.len());
            prop_assert_eq!(&written(turned), &straight);
            prop_assert_eq!(&written(edits.iter().rev()), &straight);
            prop_assert!(straight.replaced().is_empty());
        }
    }
}
