//! Versions of the app on this device: offline availability, newer versions, and their installation with the user's
//! consent.

use leptos::prelude::*;

use super::{task, workspace::Workspace};
use crate::platform::{
    preferences,
    service_worker::{self, Keeper, News},
};

/// Version of this app.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Offline availability of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    /// Its files are being fetched.
    Fetching,
    /// All of its files are on the device.
    Kept,
    /// The browser does not store apps on this page.
    Unsupported,
}

/// State of a newer version of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newer {
    /// None is known.
    None,
    /// On the device, waiting for consent.
    Waiting,
    /// Accepted, and taking over.
    TakingOver,
    /// Installed by another tab; this page still runs the older version.
    Elsewhere,
}

/// Result of the search for a newer version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Not requested yet.
    NotYet,
    /// In progress.
    Looking,
    /// There is none.
    IsNewest,
    /// There is one; [`Updates::newer`] changes once it is on the device.
    Found,
    /// The host did not respond.
    Failed,
}

/// Versions of the app, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Updates {
    /// Offline availability.
    pub offline: RwSignal<Offline>,
    /// State of a newer version.
    pub newer: RwSignal<Newer>,
    /// Result of the last search for a newer version.
    pub look: RwSignal<Look>,
    keeper: StoredValue<Option<Keeper>, LocalStorage>,
}

impl Updates {
    /// Registers the app for offline use and provides itself as context; called once, by the root.
    pub fn provide() -> Self {
        let this = Self {
            offline: RwSignal::new(Offline::Fetching),
            newer: RwSignal::new(Newer::None),
            look: RwSignal::new(Look::NotYet),
            keeper: StoredValue::new_local(None),
        };
        provide_context(this);
        task::detach(async move {
            let keeper = service_worker::start(move |news| this.hear(news)).await;
            if keeper.is_none() {
                this.offline.set(Offline::Unsupported);
            }
            this.keeper.set_value(keeper);
        });
        this
    }

    fn hear(self, news: News) {
        match news {
            News::Kept => self.offline.set(Offline::Kept),
            News::Waiting => self.newer.set(Newer::Waiting),
            // Accepted in this tab: the page is about to reload.
            News::Replaced if self.newer.get_untracked() == Newer::TakingOver => {}
            News::Replaced => self.newer.set(Newer::Elsewhere),
        }
    }

    /// Searches for a newer version.
    pub fn look(self) {
        let Some(keeper) = self.keeper.get_value() else {
            return self.look.set(Look::Failed);
        };
        self.look.set(Look::Looking);
        task::detach(async move {
            self.look.set(match keeper.look().await {
                Some(true) => Look::Found,
                Some(false) => Look::IsNewest,
                None => Look::Failed,
            });
        });
    }

    /// Installs the newer version, then reloads the page. Pending writes complete first, including those begun
    /// while the newer version takes over.
    pub fn agree(self, workspace: Workspace) {
        let is_elsewhere = self.newer.get_untracked() == Newer::Elsewhere;
        self.newer.set(Newer::TakingOver);
        task::detach(async move {
            workspace.quiet().await;
            let reload = move || {
                task::detach(async move {
                    workspace.quiet().await;
                    preferences::reload();
                });
            };
            match self.keeper.get_value() {
                Some(keeper) if !is_elsewhere => keeper.replace(reload),
                _ => reload(),
            }
        });
    }
}

/// Returns the versions.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_updates() -> Updates {
    expect_context()
}
