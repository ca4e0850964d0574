//! Tabs of a record, one shown at a time. The address names the current tab, so a tab is a link.

use leptos::{ev, html, prelude::*};

use crate::ui::{i18n::*, labels::Worded};

/// Width of the fading edge of the row, in pixels; equal to the width of `.tabs::after`.
const FADE: f64 = 56.0;

/// Tab of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Label, with a count if useful.
    pub text: String,
    /// Address of the tab.
    pub href: String,
    /// True if the tab is the one shown.
    pub is_current: bool,
}

/// Returns the tabs of a page divided by an enum, given the current part and the address of each. Subscribes to changes
/// of the part and the language.
pub fn tabs_of<P: Worded>(
    shown: Memo<P>,
    href: impl Fn(P) -> String + Send + Sync + 'static,
) -> Signal<Vec<Tab>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        let tab = |part: &P| Tab {
            text: part.word(i18n.get_locale()).to_owned(),
            href: href(*part),
            is_current: shown.get() == *part,
        };
        P::ALL.iter().map(tab).collect()
    })
}

/// Row of tabs, scrolled sideways if it is too wide.
#[component]
pub fn Tabs(
    /// Accessible name of the row.
    #[prop(into)]
    label: TextProp,
    /// Tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// True for a second, smaller row below the first.
    #[prop(optional)]
    is_second: bool,
) -> impl IntoView {
    let links = move || {
        tabs.get()
            .into_iter()
            .map(|tab| {
                view! {
                    <a href=tab.href aria-current=tab.is_current.then_some("page")>
                        {tab.text}
                    </a>
                }
            })
            .collect_view()
    };
    let row = NodeRef::<html::Nav>::new();
    Effect::new(move |_| {
        tabs.track();
        // The links are on the page only in the next frame.
        request_animation_frame(move || show_current(row));
    });
    // After the device was rotated, the tabs may no longer fit.
    let turned = window_event_listener(ev::resize, move |_| show_current(row));
    on_cleanup(move || turned.remove());
    view! {
        <nav class="tabs" class:second=is_second aria-label=move || label.get() node_ref=row>
            {links}
        </nav>
    }
}

/// Scrolls the row sideways until the current tab is visible, without scrolling the page.
fn show_current(row: NodeRef<html::Nav>) {
    let Some(row) = row.try_get_untracked().flatten() else {
        return;
    };
    let Ok(Some(current)) = row.query_selector("[aria-current]") else {
        return;
    };
    let (edge, tab) = (row.get_bounding_client_rect(), current.get_bounding_client_rect());
    let before = (edge.left() - tab.left()).max(0.0);
    let behind = (tab.right() + FADE - edge.right()).max(0.0);
    if before > 0.0 || behind > 0.0 {
        let by = if before > 0.0 { -before } else { behind };
        row.set_scroll_left(row.scroll_left() + by as i32);
    }
}
