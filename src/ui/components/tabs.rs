//! The parts of a record, one at a time. Which one is in the address, so a tab is a link.

use leptos::{ev, html, prelude::*};

use crate::ui::{i18n::*, labels::Worded};

/// How much of a tab may lie under the fading edge, in pixels: as wide as `.tabs::after`.
const FADE: f64 = 56.0;

/// A tab.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// Its word, with its count where that helps.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// Whether it is the one that is shown.
    pub is_current: bool,
}

/// The tabs of a page that is divided by a closed list: which part is shown, and where each is.
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

/// A row of tabs; it scrolls sideways where there are more than fit.
#[component]
pub fn Tabs(
    /// What they divide.
    #[prop(into)]
    label: TextProp,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// Parts of a part: a smaller row below the first.
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
        // Once the links are on the page.
        request_animation_frame(move || show_current(row));
    });
    // The device was turned, and what fitted may not any more.
    let turned = window_event_listener(ev::resize, move |_| show_current(row));
    on_cleanup(move || turned.remove());
    view! {
        <nav class="tabs" class:second=is_second aria-label=move || label.get() node_ref=row>
            {links}
        </nav>
    }
}

/// Scrolls the row sideways until the current tab is in sight; the page around it stays.
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
