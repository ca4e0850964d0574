//! Workspace settings: one record per setting, each edited as a whole. The feature that declares a setting
//! defines its content.

use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{
    Id, Value,
    draft::Draft,
    record::{FieldValue, Whole, record},
};

record! {
    /// A setting: stable name and content.
    pub struct Setting: "setting" {
        /// Stable name: `segment.rules`, `import.mapping.customers`, …
        pub name: String,
        /// JSON of the type declared by the feature.
        pub content: Json,
    }
}

/// JSON as stored; the declaring feature parses it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Json(pub String);

impl FieldValue for Json {
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

/// Namespace of settings for name-based UUIDs.
const NAMES: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0001);

impl Setting {
    /// Returns the id of the setting with this name. It is the same on every tablet, so that a setting exists
    /// once.
    pub fn id_of(name: &str) -> Id<Self> {
        Id::new(Uuid::new_v5(&NAMES, name.as_bytes()))
    }

    /// Returns the content; `None` if it was never set, or was written by a version with a different type.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_str(&self.content.0).ok()
    }

    /// Sets the setting with this name.
    pub fn write<T: Serialize + DeserializeOwned + Default + Clone>(
        name: &str,
        content: &T,
    ) -> Draft {
        let id = Self::id_of(name);
        Draft::new("setting.edit").edit(id, "name", Value::Text(name.into())).edit(
            id,
            "content",
            Whole(content.clone()).to_value(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Record;

    #[test]
    fn a_setting_is_written_and_read_by_its_name() {
        let draft = Setting::write("segment.cuts", &vec![80.0, 95.0]);
        let mut setting = Setting::empty(Setting::id_of("segment.cuts"));
        for edit in &draft.edits {
            assert_eq!(edit.record, setting.id().uuid());
            setting.set(edit.field, edit.value.clone()).unwrap();
        }
        assert_eq!(setting.read::<Vec<f64>>(), Some(vec![80.0, 95.0]));
        assert_eq!(setting.read::<String>(), None);
        assert_ne!(Setting::id_of("a"), Setting::id_of("b"));
    }
}
