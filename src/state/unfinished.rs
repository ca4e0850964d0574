//! What a person is in the middle of and cannot be a record yet: handwriting before it is kept. It lies on
//! the device beside the workspace, outlives a reload, and is forgotten once it is kept.

use serde::{Serialize, de::DeserializeOwned};

use crate::platform::preferences;

/// What was begun under this name.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&preferences::load(name)?).ok()
}

/// Remembers what was begun. A device with no room for it forgets it with the page.
pub fn save<T: Serialize>(name: &str, begun: &T) {
    if let Ok(json) = serde_json::to_string(begun) {
        preferences::save(name, &json);
    }
}

/// Forgets it.
pub fn forget(name: &str) {
    preferences::forget(name);
}
