//! Workspace settings, stored entry by entry: two people who change different entries of one setting both keep their
//! change. The feature that declares a setting defines its content.
//!
//! The content of a setting is a JSON object. An entry is what lies at a JSON Pointer [RFC 6901] of it: a limit, a
//! holiday, a department. Each is a record of its own, so the entries of two tablets merge without a conflict.
//! Reading lays the entries, in the order of their pointers, over the whole content that versions before entries
//! stored in one field, or over the default. Objects are divided into entries, and lists are not, so a list whose
//! items are entries is stored as a map by its natural key ([`keyed`](super::keyed)).

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, de::DeserializeOwned};
use serde_json::Value as Json;
use uuid::Uuid;

use super::{
    Id, Value,
    draft::Draft,
    record::{FieldValue, record},
};

/// Content of a setting as a JSON object.
pub type Object = serde_json::Map<String, Json>;

/// A type that is the content of a setting. It serialises as an object.
pub trait SettingContent: Serialize + DeserializeOwned + Default + Clone {
    /// Returns whole content stored by an older version as it applies now.
    #[must_use]
    fn up_to_date(self) -> Self {
        self
    }

    /// Returns the value that the entries below a missing top-level key are laid over; `None` to ignore them.
    fn seed(known: &Object, key: &str) -> Option<Json> {
        let _ = (known, key);
        None
    }
}

record! {
    /// A record of a setting: one entry of it, or the whole as stored by versions before entries.
    pub struct Setting: "setting" {
        /// Stable name, with the whole: `segment.params`, `request.limits`, …
        pub name: String,
        /// Whole content. Read for ever, written no more.
        pub content: WholeContent,
        /// Entry; `None` if its change was undone, or an entry above it has replaced it.
        pub entry: Option<SettingEntry>,
    }
}

/// Whole content of a setting as stored: JSON of the type declared by the feature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeContent(pub String);

impl FieldValue for WholeContent {
    fn to_value(&self) -> Value {
        if self.0.is_empty() { Value::Empty } else { Value::Json(self.0.clone()) }
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::default()),
            Value::Json(json) => Some(Self(json)),
            _ => None,
        }
    }
}

/// An entry of a setting. Name, place and value are one field, so that no undo or merge can part them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingEntry {
    /// Stable name of the setting.
    pub setting: String,
    /// JSON Pointer to the entry: `/2027-01-01/outage_notice_days`.
    pub at: String,
    /// Value, which may be `null`; `None` if the entry is removed.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub value: Option<Json>,
}

/// Deserializes a value that is present: `null` is a value too.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
    Json::deserialize(deserializer).map(Some)
}

impl SettingEntry {
    /// Returns the keys that lead to the entry, outermost first.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        self.at.split('/').skip(1).map(unescaped)
    }
}

impl FieldValue for Option<SettingEntry> {
    fn to_value(&self) -> Value {
        let json = self.as_ref().and_then(|entry| serde_json::to_string(entry).ok());
        json.map_or(Value::Empty, Value::Json)
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            Value::Json(json) => serde_json::from_str(&json).ok().map(Some),
            _ => None,
        }
    }
}

/// Namespace of settings for name-based UUIDs.
const NAMES: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0001);

impl Setting {
    /// Returns the id of the record that holds the whole of the setting with this name. It is the same on every
    /// tablet.
    pub fn id_of(name: &str) -> Id<Self> {
        Id::new(Uuid::new_v5(&NAMES, name.as_bytes()))
    }

    /// Returns the id of the record of an entry. It is the same on every tablet, so that an entry exists once.
    pub fn entry_id(name: &str, at: &str) -> Id<Self> {
        Id::new(Uuid::new_v5(&Self::id_of(name).uuid(), at.as_bytes()))
    }

    /// Returns the content of the setting with this name; its default if it was never set. An entry that does not
    /// fit, from a version with a different type, is left out.
    pub fn read_all<'a, T: SettingContent>(
        name: &str,
        records: impl IntoIterator<Item = &'a Self>,
    ) -> T {
        Stored::of(name, records).content()
    }

    /// Changes the setting with this name: edits the entries that differ afterwards. The records are those known
    /// now. Empty if nothing differs.
    pub fn edit<'a, T: SettingContent>(
        name: &str,
        records: impl IntoIterator<Item = &'a Self>,
        change: impl FnOnce(&mut T),
    ) -> Draft {
        let stored = Stored::of(name, records);
        let mut content: T = stored.content();
        change(&mut content);
        let read = |stored: &Stored<'_>| tree(&stored.content::<T>());
        Self::edit_of(name, stored.entries_for(&tree(&content), &read, T::seed))
    }

    fn edit_of(name: &str, entries: BTreeMap<String, Option<Change>>) -> Draft {
        entries.into_iter().fold(Draft::new("setting.edit"), |draft, (at, value)| {
            let id = Self::entry_id(name, &at);
            let entry = value.map(|value| SettingEntry { setting: name.into(), at, value });
            draft.edit(id, Self::ENTRY, entry.to_value())
        })
    }
}

/// Entries by JSON Pointer, so that an entry comes before those below it.
type Entries = BTreeMap<String, Change>;

/// Value of an entry; `None` for a removed one.
type Change = Option<Json>;

/// See [`SettingContent::seed`].
type Seed = fn(&Object, &str) -> Option<Json>;

/// A setting as stored.
struct Stored<'a> {
    whole: &'a str,
    entries: Entries,
}

impl<'a> Stored<'a> {
    fn of(name: &str, records: impl IntoIterator<Item = &'a Setting>) -> Self {
        let id = Setting::id_of(name);
        let mut stored = Self { whole: "", entries: Entries::new() };
        for record in records {
            match &record.entry {
                Some(entry) if entry.setting == name => {
                    stored.entries.insert(entry.at.clone(), entry.value.clone());
                }
                None if record.id == id => stored.whole = &record.content.0,
                _ => {}
            }
        }
        stored
    }

    fn content<T: SettingContent>(&self) -> T {
        let whole: T = serde_json::from_str(self.whole).unwrap_or_default();
        let whole = whole.up_to_date();
        if self.entries.is_empty() {
            return whole;
        }
        let below = tree(&whole);
        let read = |entries: &Entries| -> Option<T> {
            let laid = laid(below.clone(), entries, T::seed);
            serde_json::from_str(&laid.to_string()).ok()
        };
        if let Some(content) = read(&self.entries) {
            return content;
        }
        read(&self.readable(&|entries| read(entries).is_some())).unwrap_or(whole)
    }

    /// Returns the entries without those that do not fit.
    fn readable(&self, fit: &dyn Fn(&Entries) -> bool) -> Entries {
        let mut readable = Entries::new();
        for (at, value) in &self.entries {
            readable.insert(at.clone(), value.clone());
            if !fit(&readable) {
                readable.remove(at);
            }
        }
        readable
    }

    /// Returns the entries to write so that the content is read as wanted; `None` for one that an entry above it
    /// replaces. Entries that follow others, as a later value follows an earlier one that it does not mention, may
    /// have to be written in turn to stay as they are.
    fn entries_for(
        mut self,
        wanted: &Json,
        read: &dyn Fn(&Self) -> Json,
        seed: Seed,
    ) -> BTreeMap<String, Option<Change>> {
        let mut written = BTreeMap::new();
        loop {
            let mut edits = self.difference(read(&self), wanted, seed);
            // An entry that had no effect is not written again, so the loop ends.
            edits.retain(|at, value| self.entries.get(at) != Some(value));
            if edits.is_empty() {
                return written;
            }
            for (at, value) in edits {
                let is_below = |other: &String| other.starts_with(&below(&at, ""));
                let replaced = self.entries.extract_if(.., |other, _| is_below(other));
                written.extend(replaced.map(|(other, _)| (other, None)));
                self.entries.insert(at.clone(), value.clone());
                written.insert(at, Some(value));
            }
        }
    }

    /// Returns the entries that differ. A missing key is compared with its seed. If it was removed, or is wanted as
    /// the seed is, the seed is written, and what differs from it is found when it is there.
    fn difference(&self, mut now: Json, wanted: &Json, seed: Seed) -> Entries {
        let mut found = Entries::new();
        if let (Json::Object(now), Json::Object(wanted)) = (&mut now, wanted) {
            for (key, value) in wanted {
                if now.contains_key(key) {
                    continue;
                }
                let Some(seed) = seed(now, key) else {
                    continue;
                };
                if seed == *value || is_removed(&self.entries, key) {
                    now.insert(key.clone(), value.clone());
                    found.insert(below("", key), Some(seed));
                } else {
                    now.insert(key.clone(), seed);
                }
            }
        }
        differ(&now, wanted, "", &mut found);
        found
    }
}

/// Returns content as a tree of JSON.
fn tree<T: Serialize>(content: &T) -> Json {
    let json = serde_json::to_string(content).unwrap_or_default();
    serde_json::from_str(&json).unwrap_or_default()
}

/// Returns `true` if an entry removes this top-level key.
fn is_removed(entries: &Entries, key: &str) -> bool {
    matches!(entries.get(&below("", key)), Some(None))
}

/// Lays entries over content.
fn laid(mut content: Json, entries: &Entries, seed: Seed) -> Json {
    for (at, value) in entries {
        lay(&mut content, entries, at, value.as_ref(), seed);
    }
    content
}

/// Lays an entry over content; `None` if there is nothing that it could be a part of.
fn lay(
    content: &mut Json,
    entries: &Entries,
    at: &str,
    value: Option<&Json>,
    seed: Seed,
) -> Option<()> {
    let (above, key) = at.rsplit_once('/')?;
    if let Some(top) = above.split('/').nth(1).map(unescaped) {
        let content = content.as_object_mut()?;
        if !content.contains_key(&top) && !is_removed(entries, &top) {
            let seed = seed(content, &top)?;
            content.insert(top, seed);
        }
    }
    let object = content.pointer_mut(above)?.as_object_mut()?;
    match value {
        Some(value) => object.insert(unescaped(key), value.clone()),
        None => object.remove(&unescaped(key)),
    };
    Some(())
}

/// Collects the entries at and below `at` that differ.
fn differ(now: &Json, wanted: &Json, at: &str, found: &mut Entries) {
    let (now, wanted) = match (now, wanted) {
        (Json::Object(now), Json::Object(wanted)) => (now, wanted),
        (now, wanted) => {
            if now != wanted {
                found.insert(at.into(), Some(wanted.clone()));
            }
            return;
        }
    };
    for (key, wanted) in wanted {
        let at = below(at, key);
        match now.get(key) {
            Some(now) => differ(now, wanted, &at, found),
            None => drop(found.insert(at, Some(wanted.clone()))),
        }
    }
    let gone = now.keys().filter(|key| !wanted.contains_key(*key));
    found.extend(gone.map(|key| (below(at, key), None)));
}

/// Returns the pointer to a key below a pointer.
fn below(at: &str, key: &str) -> String {
    format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"))
}

fn unescaped(key: &str) -> String {
    key.replace("~1", "/").replace("~0", "~")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;

    type Days = BTreeMap<String, Option<u32>>;

    impl SettingContent for Days {}

    /// Applies the edits of a draft to the records.
    fn apply(records: &mut Vec<Setting>, draft: Draft) {
        for edit in draft.edits {
            let id = Id::new(edit.record);
            if records.iter().all(|record| record.id != id) {
                records.push(Setting::empty(id));
            }
            let record = records.iter_mut().find(|record| record.id == id).unwrap();
            record.set(edit.field, edit.value).unwrap();
        }
    }

    fn change(records: &mut Vec<Setting>, change: impl FnOnce(&mut Days)) -> usize {
        let draft = Setting::edit("days", &*records, change);
        let count = draft.edits.len();
        apply(records, draft);
        count
    }

    fn put(records: &mut Vec<Setting>, key: &str, value: Option<u32>) -> usize {
        change(records, |days| {
            days.insert(key.into(), value);
        })
    }

    fn take(records: &mut Vec<Setting>, key: &str) -> usize {
        change(records, |days| {
            days.remove(key);
        })
    }

    fn whole(json: &str) -> Setting {
        let content = WholeContent(json.into());
        Setting { name: "days".into(), content, ..Setting::empty(Setting::id_of("days")) }
    }

    fn days(records: &[Setting]) -> Days {
        Setting::read_all("days", records)
    }

    #[test]
    fn any_key_can_be_an_entry_and_null_is_a_value() {
        let keys = ["", "a/b", "a~1b", "~", "\u{7532}"];
        let mut records = Vec::new();
        for (key, value) in keys.iter().zip([None, Some(1), None, Some(2), Some(3)]) {
            assert_eq!(put(&mut records, key, value), 1);
        }
        let read = days(&records);
        assert_eq!(read.len(), keys.len());
        assert_eq!((read[""], read["a/b"], read["a~1b"]), (None, Some(1), None));
        let first = records[1].entry.as_ref().unwrap();
        assert_eq!(first.at, "/a~1b");
        assert_eq!(first.keys().collect::<Vec<_>>(), ["a/b"]);
        assert_eq!(take(&mut records, "a/b"), 1);
        assert!(!days(&records).contains_key("a/b"));
        assert_eq!(change(&mut records, |_| {}), 0);
    }

    #[test]
    fn an_undone_entry_is_as_if_it_was_never_written() {
        let mut records = vec![whole(r#"{"a":1}"#)];
        put(&mut records, "a", Some(2));
        records[1].set("entry", Value::Empty).unwrap();
        assert_eq!(days(&records)["a"], Some(1));
    }

    #[test]
    fn an_entry_that_does_not_fit_is_left_out_alone() {
        let mut records = vec![whole(r#"{"a":1}"#)];
        put(&mut records, "b", Some(2));
        put(&mut records, "c", Some(3));
        let entry = records[1].entry.as_mut().unwrap();
        entry.value = Some(Json::String("of a newer version".into()));
        let expected = Days::from([("a".into(), Some(1)), ("c".into(), Some(3))]);
        assert_eq!(days(&records), expected);
        // It stays as it is when another entry is changed.
        assert_eq!(take(&mut records, "c"), 1);
        assert_eq!(days(&records), Days::from([("a".into(), Some(1))]));
    }

    #[test]
    fn settings_do_not_share_entries() {
        let mut records = vec![whole(r#"{"a":1}"#)];
        apply(
            &mut records,
            Setting::edit("days/a", &[], |days: &mut Days| {
                days.insert("b".into(), Some(2));
            }),
        );
        assert_eq!(days(&records), Days::from([("a".into(), Some(1))]));
        assert_ne!(Setting::entry_id("days/a", "/b"), Setting::entry_id("days", "/a/b"));
    }

    /// Records as stored. Fixtures, never edited.
    #[test]
    fn an_entry_is_stored_as_one_field() {
        let entry = |value| Some(SettingEntry { setting: "days".into(), at: "/a".into(), value });
        for (entry, stored) in [
            (entry(Some(Json::from(1))), r#"{"setting":"days","at":"/a","value":1}"#),
            (entry(Some(Json::Null)), r#"{"setting":"days","at":"/a","value":null}"#),
            (entry(None), r#"{"setting":"days","at":"/a"}"#),
        ] {
            assert_eq!(entry.to_value(), Value::Json(stored.into()));
            assert_eq!(Option::from_value(Value::Json(stored.into())), Some(entry));
        }
        let id = Setting::entry_id("days", "/a").uuid();
        assert_eq!(id.to_string(), "3de77c04-f0cd-59a3-90f1-aee74584fc73");
    }
}
