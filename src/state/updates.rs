//! The versions of the app on this device: whether it starts without a network, whether a newer one
//! waits, and taking it on when a person agrees.

use leptos::prelude::*;

use super::{task, workspace::Workspace};
use crate::platform::{
    preferences,
    service_worker::{self, Keeper, News},
};

/// The version of this app, as its files name it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Whether the app starts without a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offline {
    /// Its files are on their way.
    Fetching,
    /// All of it is on the device.
    Kept,
    /// This browser keeps no apps here.
    Unsupported,
}

/// A newer version of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Newer {
    /// None is known of.
    None,
    /// One is on the device, and waits.
    Waiting,
    /// One was agreed to and is taking over.
    TakingOver,
    /// One was taken on in another tab; this page still runs the older.
    Elsewhere,
}

/// What became of looking for a newer version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nobody asked.
    NotYet,
    /// On its way.
    Looking,
    /// There is none.
    IsNewest,
    /// There is one; once it is on the device, [`Updates::newer`] tells.
    Found,
    /// The host did not answer.
    Failed,
}

/// The versions of the app, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Updates {
    /// Whether the app starts without a network.
    pub offline: RwSignal<Offline>,
    /// Whether there is a newer version.
    pub newer: RwSignal<Newer>,
    /// What became of looking for one.
    pub look: RwSignal<Look>,
    keeper: StoredValue<Option<Keeper>, LocalStorage>,
}

impl Updates {
    /// Lets the browser keep the app, and offers itself to everything below; once, by the root.
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
            // Here it was agreed to: the page is about to load anew.
            News::Replaced if self.newer.get_untracked() == Newer::TakingOver => {}
            News::Replaced => self.newer.set(Newer::Elsewhere),
        }
    }

    /// Looks for a newer version.
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

    /// Takes the newer version on, then loads the page anew. What is being written comes to the disk
    /// first, also what is written while the newer version takes over.
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

/// The versions of the app.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_updates() -> Updates {
    expect_context()
}
