//! Navigation: the current route as a signal, and functions to change it. The meaning of an address is in
//! [`super::routes`].

use leptos::prelude::*;

use super::{
    labels::Worded,
    routes::{Page, Query, Route},
};
use crate::{platform::preferences, state::address::Address};

/// Kind of change of the address within a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Change of the entries listed.
    Filter,
    /// Change of the search text, while it is typed.
    Search,
    /// Change of the display.
    View,
}

impl Change {
    /// Returns `true` if *back* undoes the change. `before` is the old value, `after` the new one, empty for none.
    fn is_step(self, before: Option<&str>, after: &str) -> bool {
        match self {
            Self::Filter => before.unwrap_or_default() != after,
            Self::Search => before.is_none() && !after.is_empty(),
            Self::View => false,
        }
    }
}

/// Navigation of the app, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Navigation {
    address: Address,
    route: Memo<Route>,
}

impl Navigation {
    /// Follows an address, and provides itself as context.
    pub fn provide(address: Address) -> Self {
        let this = Self { address, route: Memo::new(move |_| Route::read(&address.get())) };
        provide_context(this);
        this
    }

    /// Returns the current route. Subscribes to changes.
    pub fn route(self) -> Route {
        self.route.get()
    }

    /// Returns the current page. Subscribes to changes.
    pub fn page(self) -> Page {
        self.route.with(|route| route.page.clone())
    }

    /// Returns the filters of the current route. Subscribes to changes.
    pub fn query(self) -> Query {
        self.route.with(|route| route.query.clone())
    }

    /// Returns one filter as a separate signal, which changes of other filters do not notify.
    pub fn filter(self, name: &'static str) -> Memo<Option<String>> {
        Memo::new(move |_| self.route.with(|route| route.query.get(name).map(str::to_owned)))
    }

    /// Returns the part of the page that a filter names; the first part by default.
    pub fn part<P: Worded>(self, name: &'static str) -> Memo<P> {
        Memo::new(move |_| self.route.with(|route| P::asked(route.query.get(name))))
    }

    /// Navigates to another page; *back* returns here.
    pub fn go(self, route: &Route) {
        self.address.go(&route.href());
    }

    /// Sets a filter of the current page; empty text removes it. *Back* undoes the change, and leaves the page only
    /// after all changes are undone.
    pub fn set_filter(self, name: &str, value: impl Into<String>) {
        self.change(name, value.into(), Change::Filter);
    }

    /// Like [`Self::set_filter`], for text that is being typed: only the first letter is a step for *back*.
    pub fn search(self, name: &str, value: impl Into<String>) {
        self.change(name, value.into(), Change::Search);
    }

    /// Like [`Self::set_filter`], for display settings: an order, a layout, a day. No step for *back*.
    pub fn adjust(self, name: &str, value: impl Into<String>) {
        self.change(name, value.into(), Change::View);
    }

    fn change(self, name: &str, value: String, change: Change) {
        let now = self.route.get_untracked();
        let is_step = change.is_step(now.query.get(name), &value);
        let href = now.with(name, value).href();
        if is_step {
            self.address.step(&href);
        } else {
            self.address.replace(&href);
        }
    }

    /// Replaces the current route, without a step for *back*.
    pub fn replace(self, route: &Route) {
        self.address.replace(&route.href());
    }
}

/// Returns the navigation.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_navigation() -> Navigation {
    expect_context()
}

/// Scrolls to a part of the page and focuses its first field. Returns `true` if it has one.
pub fn focus_first_field(id: &str) -> bool {
    preferences::focus(&format!("#{id} :is(input, select, textarea)"))
}

/// Focuses the first element that matches one of the selectors, tried in order. Returns `true` if one matched.
pub fn focus_first(selectors: &[String]) -> bool {
    selectors.iter().any(|one| preferences::focus(one))
}

/// Scrolls to a part of the page and focuses it.
pub fn go_to_part(id: &str) {
    preferences::focus(&format!("#{id}"));
}

/// Scrolls to the top of the page in the next frame, once its content has been rendered.
pub fn to_top() {
    request_animation_frame(|| preferences::scroll_to_top("#main"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_takes_off_the_last_filter() {
        for (change, before, after, is_step) in [
            (Change::Filter, None, "A", true),
            (Change::Filter, Some("A"), "A,B", true),
            (Change::Filter, Some("A"), "", true),
            (Change::Filter, Some("A"), "A", false),
            (Change::Filter, None, "", false),
            (Change::Search, None, "纺", true),
            (Change::Search, Some("纺"), "纺织", false),
            (Change::Search, Some("纺"), "", false),
            (Change::View, None, "-energy", false),
        ] {
            let found = change.is_step(before, after);
            assert_eq!(found, is_step, "{change:?} {before:?} {after:?}");
        }
    }
}
