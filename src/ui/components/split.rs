//! List and detail: side by side on a wide screen, one at a time on a narrow one.

use leptos::prelude::*;

/// List and detail.
#[component]
pub fn SplitView(
    /// True while an entry of the list is chosen.
    #[prop(into)]
    chosen: Signal<bool>,
    /// List.
    #[prop(into)]
    list: ViewFnOnce,
    /// Detail of the chosen entry.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="split" class:chosen=chosen>
            <div class="split-list">{list.run()}</div>
            <div class="split-detail">{children()}</div>
        </div>
    }
}
