//! Buttons, and links styled as buttons. A link navigates; a button performs an action.

use leptos::prelude::*;

use super::{
    icon::{Glyph, Icon},
    typing,
};

/// Visual weight of a button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Emphasis {
    /// Main action of its place.
    First,
    /// One of several actions.
    #[default]
    Plain,
    /// Without a border, for use among text.
    Quiet,
    /// Destructive action.
    Danger,
    /// Destructive action beside the main one, without a border.
    QuietDanger,
}

impl Emphasis {
    /// Returns the CSS classes.
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

/// Button with a label, an icon, or both.
#[component]
pub fn Button(
    /// Label of the button.
    #[prop(into)]
    label: TextProp,
    /// Called on a press.
    #[prop(into)]
    on_press: Callback<()>,
    /// Visual weight.
    #[prop(optional)]
    emphasis: Emphasis,
    /// Icon before the label.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// True to show only the icon; the label is then the accessible name and the tooltip.
    #[prop(optional)]
    icon_only: bool,
    /// True while the button cannot be pressed.
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

/// Link styled as a button.
#[component]
pub fn ButtonLink(
    /// Label of the link.
    #[prop(into)]
    label: TextProp,
    /// Address that the link opens.
    #[prop(into)]
    href: Signal<String>,
    /// Visual weight.
    #[prop(optional)]
    emphasis: Emphasis,
    /// Icon before the label.
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
