//! Moving about: the present route as a signal, and the ways to another. What an address means is
//! [`super::routes`].

use leptos::prelude::*;

use super::routes::{Page, Query, Route};
use crate::{platform::preferences, state::address::Address};

/// The way about the app, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Navigation {
    address: Address,
    route: Memo<Route>,
}

impl Navigation {
    /// Follows this address, and offers itself to everything below.
    pub fn provide(address: Address) -> Self {
        let this = Self {
            address,
            route: Memo::new(move |_| Route::read(&address.get())),
        };
        provide_context(this);
        this
    }

    /// Where the person is.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Which page it is.
    pub fn page(self) -> Page {
        self.route.with(|route| route.page.clone())
    }

    /// The filters.
    pub fn query(self) -> Query {
        self.route.with(|route| route.query.clone())
    }

    /// One filter, as a signal of its own: what reads it is not woken by the others.
    pub fn filter(self, name: &'static str) -> Memo<Option<String>> {
        Memo::new(move |_| {
            self.route
                .with(|route| route.query.get(name).map(str::to_owned))
        })
    }

    /// Goes to another page; *back* leads here again.
    pub fn go(self, route: &Route) {
        self.address.go(&route.href());
    }

    /// Stays on the page with this filter set, or taken away when the text is empty. Not a step for
    /// *back*.
    pub fn set_filter(self, name: &str, value: impl Into<String>) {
        let route = self.route.get_untracked().with(name, value);
        self.address.replace(&route.href());
    }

    /// Puts another route in place of this one.
    pub fn replace(self, route: &Route) {
        self.address.replace(&route.href());
    }
}

/// The way about.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_navigation() -> Navigation {
    expect_context()
}

/// Brings a part of the page into view and puts the keyboard on it.
pub fn go_to_part(id: &str) {
    preferences::focus(&format!("#{id}"));
}

/// Brings the top of the page into view, once what is shown there has come.
pub fn to_top() {
    request_animation_frame(|| preferences::scroll_to_top("#main"));
}
