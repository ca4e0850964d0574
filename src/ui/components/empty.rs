//! A place with nothing in it yet: what it is for, and what to do about it.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Nothing here yet.
#[component]
pub fn EmptyState(
    /// A drawing, where the whole screen is empty.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// What is missing.
    #[prop(into)]
    title: TextProp,
    /// What it would show, and what to do.
    #[prop(into, optional)]
    text: Option<TextProp>,
    /// The ways out, as buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    empty(icon, title, text, children)
}

fn empty(
    icon: Option<Icon>,
    title: TextProp,
    text: Option<TextProp>,
    children: Option<Children>,
) -> impl IntoView {
    // What fills the screen is what the screen is about.
    let heading = if icon.is_some() {
        view! { <h1>{move || title.get()}</h1> }.into_any()
    } else {
        view! { <h2>{move || title.get()}</h2> }.into_any()
    };
    view! {
        <div class="empty" class:small=icon.is_none()>
            {icon.map(|icon| view! { <Glyph icon=icon /> })}
            {heading}
            {text.map(|text| view! { <p>{move || text.get()}</p> })}
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}

/// What is listed, or that there is nothing: a part of a page that says so itself while it is empty.
#[component]
pub fn OrEmpty<W>(
    /// Whether there is something.
    when: W,
    /// A drawing, where the whole screen is empty.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// What is missing.
    #[prop(into)]
    title: TextProp,
    /// What it would show, and what to do.
    #[prop(into, optional)]
    text: Option<TextProp>,
    /// What is listed.
    children: ChildrenFn,
) -> impl IntoView
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    let empty = move || empty(icon, title.clone(), text.clone(), None);
    view! {
        <Show when=when fallback=empty>
            {children()}
        </Show>
    }
}
