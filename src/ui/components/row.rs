//! Rows of a short list: what leads, what it is, what belongs to it, what to do. For long lists,
//! [`super::table`].

use leptos::prelude::*;

/// A short list.
#[component]
pub fn Rows(
    /// Some [`Row`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="rows">{children()}</ul> }
}

/// One row. With an address, the title is the link and the whole row answers to a tap.
#[component]
pub fn Row(
    /// Before the title: a time, a tag.
    #[prop(into, optional)]
    lead: Option<ViewFnOnce>,
    /// What it is.
    #[prop(into)]
    title: ViewFnOnce,
    /// What belongs to it, in small.
    #[prop(into, optional)]
    note: Option<ViewFnOnce>,
    /// After it: a number, a button.
    #[prop(into, optional)]
    end: Option<ViewFnOnce>,
    /// Where it leads.
    #[prop(into, optional)]
    href: Option<String>,
    /// It leads to what is shown beside the list.
    #[prop(into, optional)]
    is_current: Signal<bool>,
) -> impl IntoView {
    let title = title.run();
    let title = match href {
        Some(href) => view! {
            <a
                class="row-link"
                href=href
                aria-current=move || is_current.get().then_some("true")
            >
                {title}
            </a>
        }
        .into_any(),
        None => title,
    };
    view! {
        <li class="row">
            <div class="row-lead">{lead.map(ViewFnOnce::run)}</div>
            <div class="row-text">
                <p>{title}</p>
                {note.map(|note| view! { <div class="quiet-text">{note.run()}</div> })}
            </div>
            <div class="row-end">{end.map(ViewFnOnce::run)}</div>
        </li>
    }
}
