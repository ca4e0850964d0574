//! Unfinished input that cannot be a record yet: handwriting before it is saved, and the draft of every text
//! being typed (`typed.<kind>.<id>.<field>` for records, `form.<name>.<label>` for forms). It is stored on
//! the device beside the workspace, survives a reload and a kill, and is deleted once it is saved. No other
//! place keeps drafts.

use serde::{Serialize, de::DeserializeOwned};

use crate::platform::{drafts, preferences};

/// What was begun under this name.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&preferences::load(name)?).ok()
}

/// Remembers what was begun. A device with no room for it forgets it with the page.
pub fn save<T: Serialize + ?Sized>(name: &str, begun: &T) {
    if let Ok(json) = serde_json::to_string(begun) {
        drafts::save(name, &json);
    }
}

/// Forgets it.
pub fn forget(name: &str) {
    preferences::forget(name);
    drafts::forget(name);
}

/// Forgets all whose names begin with this.
pub fn forget_all(beginning: &str) {
    for name in preferences::forget_all(beginning) {
        drafts::forget(&name);
    }
}
