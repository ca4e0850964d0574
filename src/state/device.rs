//! What the browser says of this device: whether it keeps the data, and how much room there is.

use leptos::{prelude::*, task::spawn_local};

use crate::platform::persist;
pub use crate::platform::persist::{Persistence, Room};

/// What the browser says, in context below the root; nothing until it was asked.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    /// Whether it keeps the data.
    pub persistence: RwSignal<Option<Persistence>>,
    /// The room, where it says.
    pub room: RwSignal<Option<Room>>,
}

impl Device {
    /// Offers itself to everything below; once, by the root.
    pub fn provide() -> Self {
        let this = Self {
            persistence: RwSignal::new(None),
            room: RwSignal::new(None),
        };
        provide_context(this);
        this
    }

    /// Looks how things stand.
    pub fn look(self) {
        spawn_local(async move {
            self.room.set(persist::room().await);
            self.persistence.set(Some(persist::state().await));
        });
    }

    /// Asks the browser to keep the data, and answers whether it will.
    pub async fn ask_to_keep(self) -> bool {
        let answer = persist::ask().await;
        self.persistence.set(Some(answer));
        self.room.set(persist::room().await);
        answer == Persistence::Kept
    }
}

/// What the browser says of this device.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_device() -> Device {
    expect_context()
}
