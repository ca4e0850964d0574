//! Card with a heading, and the head of a page.

use leptos::prelude::*;

use super::unique_id;

/// Maximum width of a short note, in half-width characters. A short note fits beside its heading at any screen width.
const SHORT: usize = 10;

/// Returns the note of a heading. A short note stays beside the heading even on a narrow screen.
pub fn note_of(note: TextProp) -> impl IntoView {
    let text = note.clone();
    let is_short = move || {
        let wide = |sign: char| if u32::from(sign) >= 0x2e80 { 2 } else { 1 };
        text.get().chars().map(wide).sum::<usize>() <= SHORT
    };
    view! { <small class:short=is_short>{move || note.get()}</small> }
}

/// Section of a page under a heading.
#[component]
pub fn Card(
    /// Heading: the finding or the subject of the card.
    #[prop(into)]
    title: TextProp,
    /// Note beside the heading: unit, period or count.
    #[prop(into, optional)]
    note: Option<TextProp>,
    /// Tools at the end of the heading.
    #[prop(into, optional)]
    tools: Option<ViewFn>,
    /// Content of the card.
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

/// Head of a page: a small line above the title, the title, and the actions.
#[component]
pub fn PageHead(
    /// Line above the title: section, date or count.
    #[prop(into, optional)]
    over: Option<TextProp>,
    /// Title of the page.
    #[prop(into)]
    title: TextProp,
    /// Buttons of the page.
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
