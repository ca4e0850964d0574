//! Empty state of a place without data: its purpose, and the next step.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// Empty state.
#[component]
pub fn EmptyState(
    /// Icon, if the empty state fills the whole screen.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Statement of what is missing.
    #[prop(into)]
    title: TextProp,
    /// Explanation of what will be shown here, and the next step.
    #[prop(into, optional)]
    text: Option<TextProp>,
    /// Buttons for the next step.
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
    // An empty state that fills the screen has the page's main heading.
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

/// Content, or an empty state in its place.
#[component]
pub fn OrEmpty<W>(
    /// Returns `true` if there is content. May read signals.
    when: W,
    /// Icon, if the empty state fills the whole screen.
    #[prop(into, optional)]
    icon: Option<Icon>,
    /// Statement of what is missing.
    #[prop(into)]
    title: TextProp,
    /// Explanation of what will be shown here, and the next step.
    #[prop(into, optional)]
    text: Option<TextProp>,
    /// Content.
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
