//! The address of the page as a signal. What it says is `ui::routes`.

use leptos::prelude::*;

use crate::platform::address;

/// The fragment of the address, kept in step with the browser's.
#[derive(Clone, Copy, Debug)]
pub struct Address(RwSignal<String>);

impl Address {
    /// Starts to follow the browser's address; once, by the root of the page.
    pub fn follow() -> Self {
        let fragment = RwSignal::new(address::current());
        address::listen(move |now| fragment.set(now));
        Self(fragment)
    }

    /// The fragment, and hears of its changes.
    pub fn get(self) -> String {
        self.0.get()
    }

    /// The fragment as it is now.
    pub fn now(self) -> String {
        self.0.get_untracked()
    }

    /// Goes there; *back* leads here again.
    pub fn go(self, fragment: &str) {
        address::go(fragment);
    }

    /// Stays on the page with another fragment, at once; *back* leads here again.
    pub fn step(self, fragment: &str) {
        address::push(fragment);
        self.0.set(fragment.to_owned());
    }

    /// Puts this in place of the present address; *back* leads past it.
    pub fn replace(self, fragment: &str) {
        address::replace(fragment);
        self.0.set(fragment.to_owned());
    }
}

#[cfg(test)]
impl Address {
    /// An address that only the test moves.
    pub fn at(fragment: &str) -> Self {
        Self(RwSignal::new(fragment.to_owned()))
    }
}
