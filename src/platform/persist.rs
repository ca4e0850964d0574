//! Persistence and size of the browser's storage. Every part is missing in some browser, which is a valid answer.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// The browser's guarantee for the stored data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Kept until the user deletes it.
    Kept,
    /// May be evicted if the device runs out of space.
    MayBeEvicted,
    /// Unknown to the browser.
    Unknown,
}

/// Storage space, bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Used by this app.
    pub used: f64,
    /// Limit for this app.
    pub quota: f64,
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let storage = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.dyn_into().ok()
}

/// Requests persistent storage and returns the result. Best called when the user has just entered something of
/// value, because browsers are then more likely to grant it.
pub async fn ask() -> Persistence {
    answer(manager().and_then(|manager| manager.persist().ok())).await
}

/// Returns the current guarantee.
pub async fn state() -> Persistence {
    answer(manager().and_then(|manager| manager.persisted().ok())).await
}

async fn answer(promise: Option<js_sys::Promise>) -> Persistence {
    let Some(promise) = promise else {
        return Persistence::Unknown;
    };
    match JsFuture::from(promise).await.map(|kept| kept.as_bool()) {
        Ok(Some(true)) => Persistence::Kept,
        Ok(_) => Persistence::MayBeEvicted,
        Err(_) => Persistence::Unknown,
    }
}

/// Returns the space used and its limit, if known to the browser.
pub async fn room() -> Option<Room> {
    // A plain object without a class to check against.
    let estimate: StorageEstimate =
        JsFuture::from(manager()?.estimate().ok()?).await.ok()?.unchecked_into();
    Some(Room { used: estimate.get_usage()?, quota: estimate.get_quota()? })
}
