//! Unfinished input that cannot be a record yet: handwriting before it is saved, and the draft of every text being
//! typed (`typed.<kind>.<id>.<field>` for records, `form.<name>.<label>` for forms). Drafts are stored on the
//! device beside the workspace, survive a reload and a killed browser, and are deleted once saved. All drafts are
//! stored here.

use serde::{Serialize, de::DeserializeOwned};

use crate::platform::{drafts, preferences};

/// Loads the draft of this name; `None` if there is none or it cannot be read.
pub fn load<T: DeserializeOwned>(name: &str) -> Option<T> {
    serde_json::from_str(&preferences::load(name)?).ok()
}

/// Saves a draft. On a device without room for it, the draft is lost when the page closes.
pub fn save<T: Serialize + ?Sized>(name: &str, begun: &T) {
    if let Ok(json) = serde_json::to_string(begun) {
        drafts::save(name, &json);
    }
}

/// Deletes a draft.
pub fn forget(name: &str) {
    preferences::forget(name);
    drafts::forget(name);
}

/// Deletes all drafts whose names have this prefix.
pub fn forget_all(beginning: &str) {
    for name in preferences::forget_all(beginning) {
        drafts::forget(&name);
    }
}
