//! The parts of a record, one at a time. Which one is in the address, so a tab is a link.

use leptos::prelude::*;

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

/// A row of tabs; it scrolls sideways where there are more than fit.
#[component]
pub fn Tabs(
    /// What they divide.
    #[prop(into)]
    label: TextProp,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
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
    view! {
        <nav class="tabs" aria-label=move || label.get()>
            {links}
        </nav>
    }
}
