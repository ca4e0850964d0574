//! How far something is, as a bar with its share in digits beside it. Long work on its way is
//! [`super::progress`].

use leptos::prelude::*;

/// A bar.
#[component]
pub fn Bar(
    /// What is how far.
    #[prop(into)]
    label: TextProp,
    /// The share, 0 to 1; nothing is known where there is none.
    #[prop(into)]
    share: Signal<Option<f64>>,
    /// The share in digits.
    #[prop(into)]
    text: TextProp,
    /// It is behind: said beside it as well.
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
