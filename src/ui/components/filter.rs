//! Finding in a list: the box that searches as you type, and the chips that narrow it down.

use leptos::{html, prelude::*};

use super::icon::{Glyph, Icon};

/// Searches as you type. `/` puts the keyboard here from anywhere.
#[component]
pub fn SearchBox(
    /// What is searched.
    #[prop(into)]
    label: TextProp,
    /// What is searched for.
    #[prop(into)]
    value: Signal<String>,
    /// It changed.
    #[prop(into)]
    on_search: Callback<String>,
    /// It takes the keyboard when it opens.
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

/// A filter that is on or off.
#[component]
pub fn Chip(
    /// Its word.
    #[prop(into)]
    text: TextProp,
    /// How many it leaves.
    #[prop(into, optional)]
    count: Option<TextProp>,
    /// Whether it is on.
    #[prop(into)]
    pressed: Signal<bool>,
    /// Pressed.
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

/// A line of chips.
#[component]
pub fn Chips(
    /// What they filter.
    #[prop(into)]
    label: TextProp,
    /// Some [`Chip`]s and chip [`super::Popover`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="filters" role="group" aria-label=move || label.get()>
            {children()}
        </div>
    }
}
