//! What the browser says of this device: whether it keeps the data, and how much room there is.

use busbar_core::sample;
use leptos::prelude::*;

use super::{private_mode::PrivateMode, task, workspace::Workspace};
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
        let this = Self { persistence: RwSignal::new(None), room: RwSignal::new(None) };
        provide_context(this);
        this
    }

    /// Asks the browser to keep the data once a person put something of worth in, and no customer has
    /// the tablet, who would be asked in the manager's place. What was put in is done by then: an
    /// answer may be waited for.
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

    /// Looks how things stand.
    pub fn look(self) {
        task::detach(async move {
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

/// Whether an action puts in what a person could not just get again: all but the sample, the app's own
/// results, how it is set, and taking something back.
fn is_of_worth(action: &str) -> bool {
    let kind = action.split('.').next().unwrap_or_default();
    action != sample::ACTION && !["segment", "setting", "undo"].contains(&kind)
}

/// What the browser says of this device.
///
/// # Panics
/// Outside the app, where nothing provides it.
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
