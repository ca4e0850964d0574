//! A list and what is chosen from it: side by side where there is room, one after the other where
//! there is not.

use leptos::prelude::*;

/// A list and its detail.
#[component]
pub fn SplitView(
    /// Whether something is chosen.
    #[prop(into)]
    chosen: Signal<bool>,
    /// The list.
    #[prop(into)]
    list: ViewFnOnce,
    /// What is chosen.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="split" class:chosen=chosen>
            <div class="split-list">{list.run()}</div>
            <div class="split-detail">{children()}</div>
        </div>
    }
}
