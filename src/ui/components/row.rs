//! Rows of a short list: lead, title, note and end. For long lists, see [`super::table`].

use leptos::prelude::*;

/// Short list.
#[component]
pub fn Rows(
    /// [`Row`]s.
    children: Children,
) -> impl IntoView {
    view! { <ul class="rows">{children()}</ul> }
}

/// Row of a list. With an address, the title is a link and the whole row can be tapped.
#[component]
pub fn Row(
    /// Content before the title: a time, a tag.
    #[prop(into, optional)]
    lead: Option<ViewFnOnce>,
    /// Title of the row.
    #[prop(into)]
    title: ViewFnOnce,
    /// Note in small type below the title.
    #[prop(into, optional)]
    note: Option<ViewFnOnce>,
    /// Content after the text: a number, a button.
    #[prop(into, optional)]
    end: Option<ViewFnOnce>,
    /// Address that the row opens.
    #[prop(into, optional)]
    href: Option<String>,
    /// True while the linked entry is shown beside the list.
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
