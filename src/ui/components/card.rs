//! A card: one matter, under one heading. And the head of a page.

use leptos::prelude::*;

use super::unique_id;

/// As wide a note as stands beside its heading in any room, in half signs.
const SHORT: usize = 10;

/// The note of a heading; a short one stays beside it where there is little room.
pub fn note_of(note: TextProp) -> impl IntoView {
    let text = note.clone();
    let is_short = move || {
        let wide = |sign: char| if u32::from(sign) >= 0x2e80 { 2 } else { 1 };
        text.get().chars().map(wide).sum::<usize>() <= SHORT
    };
    view! { <small class:short=is_short>{move || note.get()}</small> }
}

/// A part of a page under a heading.
#[component]
pub fn Card(
    /// What is true here, as a heading.
    #[prop(into)]
    title: TextProp,
    /// Unit, period, how many.
    #[prop(into, optional)]
    note: Option<TextProp>,
    /// What can be done with it, at the end of the heading.
    #[prop(into, optional)]
    tools: Option<ViewFn>,
    /// The matter.
    children: Children,
) -> impl IntoView {
    let id = unique_id("card");
    let heading = id.clone();
    view! {
        <section class="card" aria-labelledby=id>
            <header>
                <h2 id=heading>{move || title.get()}</h2>
                {note.map(note_of)}
                {tools.map(|tools| view! { <div class="tools">{tools.run()}</div> })}
            </header>
            {children()}
        </section>
    }
}

/// The head of a page: where and when in small, what is true today in large, what to do.
#[component]
pub fn PageHead(
    /// Where, when, of how many.
    #[prop(into, optional)]
    over: Option<TextProp>,
    /// What is true today.
    #[prop(into)]
    title: TextProp,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page-head">
            <div>
                {over.map(|over| view! { <p class="over">{move || over.get()}</p> })}
                <h1>{move || title.get()}</h1>
            </div>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </header>
    }
}
