//! The page's address as a signal. Its meaning is in `ui::routes`.

use leptos::prelude::*;

use crate::platform::address;

/// Fragment of the address, synchronized with the browser's.
#[derive(Clone, Copy, Debug)]
pub struct Address(RwSignal<String>);

impl Address {
    /// Follows the browser's address; called once, by the root.
    pub fn follow() -> Self {
        let fragment = RwSignal::new(address::current());
        address::listen(move |now| fragment.set(now));
        Self(fragment)
    }

    /// Returns the fragment. Subscribes to changes.
    pub fn get(self) -> String {
        self.0.get()
    }

    /// Returns the current fragment. Does not subscribe.
    pub fn now(self) -> String {
        self.0.get_untracked()
    }

    /// Navigates to a fragment with a new history entry.
    pub fn go(self, fragment: &str) {
        address::go(fragment);
    }

    /// Navigates to a fragment within the same page, immediately and with a new history entry.
    pub fn step(self, fragment: &str) {
        address::push(fragment);
        self.0.set(fragment.to_owned());
    }

    /// Replaces the current fragment, without a new history entry.
    pub fn replace(self, fragment: &str) {
        address::replace(fragment);
        self.0.set(fragment.to_owned());
    }
}

#[cfg(test)]
impl Address {
    /// Creates an address that does not follow the browser's, for tests.
    pub fn at(fragment: &str) -> Self {
        Self(RwSignal::new(fragment.to_owned()))
    }
}
