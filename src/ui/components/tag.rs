//! Tag: a word in a small frame. A status is expressed by its word first, then by a shape (disc, triangle, diamond),
//! then by colour.

use leptos::prelude::*;

/// Tone of a tag, a number or a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neutral fact.
    #[default]
    Plain,
    /// Subject of the screen.
    Accent,
    /// Good state: a disc.
    Good,
    /// Needs attention: a triangle.
    Warn,
    /// Needs action: a diamond.
    Bad,
}

impl Tone {
    /// Returns the CSS class.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Accent => "accent",
            Self::Good => "good",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// Tag.
#[component]
pub fn Tag(
    /// Word in the tag.
    #[prop(into)]
    text: TextProp,
    /// Tone of the tag.
    #[prop(into, optional)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! { <span class=move || format!("tag {}", tone.get().class())>{move || text.get()}</span> }
}
