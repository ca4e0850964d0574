//! Progress bar with its share in digits beside it. Progress of a running task is in [`super::progress`].

use leptos::prelude::*;

/// Progress bar.
#[component]
pub fn Bar(
    /// Accessible name of the bar.
    #[prop(into)]
    label: TextProp,
    /// Share done, 0 to 1; `None` if unknown.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// Share in digits, beside the bar.
    #[prop(into)]
    text: TextProp,
    /// True while the share is behind schedule; only marks the bar, so the text must say it as well.
    #[prop(into, optional)]
    is_behind: Signal<bool>,
) -> impl IntoView {
    view! {
        <span class="bar" class:behind=is_behind class:full=move || share.get().is_some_and(|share| share >= 1.0)>
            <progress
                aria-label=move || label.get()
                max="1"
                prop:value=move || share.get().unwrap_or_default()
            />
            <span class="number">{move || text.get()}</span>
        </span>
    }
}
