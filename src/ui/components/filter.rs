//! Search and filters of a list: a search box that searches while typing, and filter chips.

use leptos::{html, prelude::*};

use super::icon::{Glyph, Icon};

/// Search box that searches while typing. The key `/` moves the focus here from anywhere.
#[component]
pub fn SearchBox(
    /// Accessible name and placeholder.
    #[prop(into)]
    label: TextProp,
    /// Search text.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the search text at every change.
    #[prop(into)]
    on_search: Callback<String>,
    /// True to take the focus when shown.
    #[prop(optional)]
    takes_keyboard: bool,
) -> impl IntoView {
    let hint = label.clone();
    let input = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get().filter(|_| takes_keyboard) {
            request_animation_frame(move || {
                let _ = input.focus();
            });
        }
    });
    view! {
        <div class="search-box">
            <Glyph icon=Icon::Search />
            <input
                type="search"
                node_ref=input
                data-search=""
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                aria-label=move || label.get()
                placeholder=move || hint.get()
                prop:value=value
                on:input=move |event| on_search.run(event_target_value(&event))
            />
            <kbd aria-hidden="true">"/"</kbd>
        </div>
    }
}

/// Filter that is on or off.
#[component]
pub fn Chip(
    /// Label of the chip.
    #[prop(into)]
    text: TextProp,
    /// Number of entries that match the filter.
    #[prop(into, optional)]
    count: Option<TextProp>,
    /// True while the filter is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// Called on a press.
    #[prop(into)]
    on_press: Callback<()>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="chip"
            class:pressed=pressed
            aria-pressed=move || pressed.get().to_string()
            on:click=move |_| on_press.run(())
        >
            {move || text.get()}
            {count.map(|count| view! { <span class="chip-count">{move || count.get()}</span> })}
        </button>
    }
}

/// Row of chips.
#[component]
pub fn Chips(
    /// Accessible name of the row.
    #[prop(into)]
    label: TextProp,
    /// [`Chip`]s, and [`super::Popover`]s styled as chips.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="filters" role="group" aria-label=move || label.get()>
            {children()}
        </div>
    }
}
