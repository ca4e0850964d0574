//! Storage of this device: the browser's guarantee for the data, and the available space.

use busbar_core::sample;
use leptos::prelude::*;

use super::{private_mode::PrivateMode, task, workspace::Workspace};
use crate::platform::persist;
pub use crate::platform::persist::{Persistence, Room};

/// Storage of this device, in the root context; empty until the browser has been asked.
#[derive(Clone, Copy, Debug)]
pub struct Device {
    /// Guarantee for the stored data.
    pub persistence: RwSignal<Option<Persistence>>,
    /// Storage space, if known to the browser.
    pub room: RwSignal<Option<Room>>,
}

impl Device {
    /// Provides itself as context; called once, by the root.
    pub fn provide() -> Self {
        let this = Self { persistence: RwSignal::new(None), room: RwSignal::new(None) };
        provide_context(this);
        this
    }

    /// Requests persistent storage once the user has entered valuable data and no customer has the tablet, who
    /// would otherwise answer in the manager's place. The entry has been written by then, so that the browser may
    /// prompt the user.
    pub fn ask_when_worth(self, workspace: Workspace, private: PrivateMode) {
        let is_worth = Memo::new(move |was: Option<&bool>| {
            let done = workspace.done.read();
            was == Some(&true) || done.as_ref().is_some_and(|done| is_of_worth(&done.action))
        });
        Effect::new(move |asked: Option<bool>| {
            let is_time = is_worth.get() && private.handed().is_none();
            let was_asked = asked == Some(true);
            if is_time && !was_asked {
                task::detach(async move {
                    self.ask_to_keep().await;
                });
            }
            is_time || was_asked
        });
    }

    /// Reads the current guarantee and space.
    pub fn look(self) {
        task::detach(async move {
            self.room.set(persist::room().await);
            self.persistence.set(Some(persist::state().await));
        });
    }

    /// Requests persistent storage, and returns `true` if it is granted.
    pub async fn ask_to_keep(self) -> bool {
        let answer = persist::ask().await;
        self.persistence.set(Some(answer));
        self.room.set(persist::room().await);
        answer == Persistence::Kept
    }
}

/// Returns `true` if an action enters data that cannot easily be obtained again: any except the sample, the app's
/// own results, settings and undo.
fn is_of_worth(action: &str) -> bool {
    let kind = action.split('.').next().unwrap_or_default();
    action != sample::ACTION && !["segment", "setting", "undo"].contains(&kind)
}

/// Returns the device.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_device() -> Device {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::exchange::{plan, responses};

    #[test]
    fn what_a_person_put_in_is_of_worth() {
        let cases = [
            (plan::ACTION, true),
            (responses::ACTION, true),
            ("response.add", true),
            ("customer.add", true),
            ("customer.edit", true),
            (sample::ACTION, false),
            ("segment.run", false),
            ("setting.edit", false),
            ("setting.mapping", false),
            ("undo", false),
        ];
        for (action, is) in cases {
            assert_eq!(is_of_worth(action), is, "{action}");
        }
    }
}
