//! A word in a small frame. A status is told by its word, by a shape (disc, triangle, diamond) and
//! by colour, in that order of trust.

use leptos::prelude::*;

/// What a tag, a number or a note tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// A fact.
    #[default]
    Plain,
    /// What this screen is about.
    Accent,
    /// As it should be: a disc.
    Good,
    /// Look at it: a triangle.
    Warn,
    /// Act on it: a diamond.
    Bad,
}

impl Tone {
    /// The class that carries it.
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

/// A tag.
#[component]
pub fn Tag(
    /// The word.
    #[prop(into)]
    text: TextProp,
    /// What it tells.
    #[prop(into, optional)]
    tone: Signal<Tone>,
) -> impl IntoView {
    view! { <span class=move || format!("tag {}", tone.get().class())>{move || text.get()}</span> }
}
