//! Whether the browser may throw the data away, and how much room there is. Every part of it is
//! absent in some browser, which is an answer too.

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{StorageEstimate, StorageManager};

/// What the browser promises about keeping the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Persistence {
    /// Kept until the person deletes it.
    Kept,
    /// May be thrown away when the device runs out of room.
    MayBeEvicted,
    /// The browser does not say.
    Unknown,
}

/// Room, in bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Room {
    /// Taken by this app.
    pub used: f64,
    /// The most it may take.
    pub quota: f64,
}

fn manager() -> Option<StorageManager> {
    let navigator = web_sys::window()?.navigator();
    let storage = js_sys::Reflect::get(&navigator, &"storage".into()).ok()?;
    storage.dyn_into().ok()
}

/// Asks the browser to keep the data, and what it answers. Ask when a person has just put something
/// of worth in: browsers are readier then.
pub async fn ask() -> Persistence {
    answer(manager().and_then(|manager| manager.persist().ok())).await
}

/// What the browser promises now.
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

/// The room taken and the room there is, where the browser says.
pub async fn room() -> Option<Room> {
    // A plain object: there is no class to check it against.
    let estimate: StorageEstimate =
        JsFuture::from(manager()?.estimate().ok()?).await.ok()?.unchecked_into();
    Some(Room { used: estimate.get_usage()?, quota: estimate.get_quota()? })
}
