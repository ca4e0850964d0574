//! Moving about: the present route as a signal, and the ways to another. What an address means is
//! [`super::routes`].

use leptos::prelude::*;

use super::{
    labels::Worded,
    routes::{Page, Query, Route},
};
use crate::{platform::preferences, state::address::Address};

/// The kind of a change of the address within a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// A change of the entries listed.
    Filter,
    /// A change of the search text, while it is typed.
    Search,
    /// A change of the display.
    View,
}

impl Change {
    /// Returns `true` if *back* undoes it. `before` is the old value, `after` the new one, empty for none.
    fn is_step(self, before: Option<&str>, after: &str) -> bool {
        match self {
            Self::Filter => before.unwrap_or_default() != after,
            Self::Search => before.is_none() && !after.is_empty(),
            Self::View => false,
        }
    }
}

/// The way about the app, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Navigation {
    address: Address,
    route: Memo<Route>,
}

impl Navigation {
    /// Follows this address, and offers itself to everything below.
    pub fn provide(address: Address) -> Self {
        let this = Self { address, route: Memo::new(move |_| Route::read(&address.get())) };
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
        Memo::new(move |_| self.route.with(|route| route.query.get(name).map(str::to_owned)))
    }

    /// The part of the page that a filter names; the first where it names none.
    pub fn part<P: Worded>(self, name: &'static str) -> Memo<P> {
        Memo::new(move |_| self.route.with(|route| P::asked(route.query.get(name))))
    }

    /// Goes to another page; *back* leads here again.
    pub fn go(self, route: &Route) {
        self.address.go(&route.href());
    }

    /// Stays on the page with this filter set, or taken away when the text is empty. *Back* takes the change
    /// back, and leaves the page only once all are.
    pub fn set_filter(self, name: &str, value: impl Into<String>) {
        self.change(name, value.into(), Change::Filter);
    }

    /// Like [`Self::set_filter`] for text typed letter by letter: the first letter is a step for *back*, the
    /// others are not.
    pub fn search(self, name: &str, value: impl Into<String>) {
        self.change(name, value.into(), Change::Search);
    }

    /// Like [`Self::set_filter`] for the display: an order, a layout, a day. No step for *back*.
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

/// Brings a part of the page into view and puts the keyboard in its first field; says whether it has one.
pub fn focus_first_field(id: &str) -> bool {
    preferences::focus(&format!("#{id} :is(input, select, textarea)"))
}

/// Moves the focus to the first match of these selectors, tried in order. Returns `true` if one matched.
pub fn focus_first(selectors: &[String]) -> bool {
    selectors.iter().any(|one| preferences::focus(one))
}

/// Brings a part of the page into view and puts the keyboard on it.
pub fn go_to_part(id: &str) {
    preferences::focus(&format!("#{id}"));
}

/// Brings the top of the page into view, once what is shown there has come.
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
