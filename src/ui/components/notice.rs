//! A line that stands on a page for as long as something is so: the data is made up, a figure is
//! only indicative. What was just done is told by a toast.

use leptos::prelude::*;

use super::tag::{Tag, Tone};

/// What is so, and what it means.
#[component]
pub fn Notice(
    /// What is so, in a word or two.
    #[prop(into)]
    word: TextProp,
    /// What it means.
    #[prop(into)]
    text: TextProp,
    /// How much attention it asks for.
    #[prop(into, optional)]
    tone: Signal<Tone>,
    /// What can be done about it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=move || format!("notice on-{}", tone.get().class()) role="note">
            <Tag text=word tone=tone />
            <p>{move || text.get()}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
