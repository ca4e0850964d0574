//! Buttons, and links that look like them. A link goes somewhere, a button does something.

use leptos::prelude::*;

use super::{
    icon::{Glyph, Icon},
    typing,
};

/// How much a button asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// The one thing to do here.
    First,
    /// One of several.
    #[default]
    Plain,
    /// Without a border, among text.
    Quiet,
    /// Takes something away.
    Danger,
    /// Removes something, beside the main action.
    QuietDanger,
}

impl Emphasis {
    /// The classes that carry it.
    pub const fn class(self) -> &'static str {
        match self {
            Self::First => "button first",
            Self::Plain => "button",
            Self::Quiet => "button quiet",
            Self::Danger => "button danger",
            Self::QuietDanger => "button quiet danger",
        }
    }
}

/// A button with a word, an icon, or both.
#[component]
pub fn Button(
    /// What it does.
    #[prop(into)]
    label: TextProp,
    /// Pressed.
    #[prop(into)]
    on_press: Callback<()>,
    /// How much attention it asks for.
    #[prop(optional)]
    emphasis: Emphasis,
    /// An icon before the word.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Shows the icon alone; the word is for screen readers.
    #[prop(optional)]
    icon_only: bool,
    /// Cannot be pressed now.
    #[prop(into, optional)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let [name, title, word] = [label.clone(), label.clone(), label];
    view! {
        <button
            type="button"
            class=emphasis.class()
            class:icon-only=icon_only
            disabled=disabled
            aria-label=move || icon_only.then(|| name.get().to_string())
            title=move || icon_only.then(|| title.get().to_string())
            on:click=move |_| {
                typing::end();
                on_press.run(());
            }
        >
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {(!icon_only).then(|| view! { <span>{move || word.get()}</span> })}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    label: TextProp,
    /// The address.
    #[prop(into)]
    href: Signal<String>,
    /// How much attention it asks for.
    #[prop(optional)]
    emphasis: Emphasis,
    /// An icon before the word.
    #[prop(into, optional)]
    icon: Option<Icon>,
) -> impl IntoView {
    view! {
        <a class=emphasis.class() href=href>
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            <span>{move || label.get()}</span>
        </a>
    }
}
