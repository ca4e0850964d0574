//! A small table of figures that scrolls sideways in its place where there is no room: scores a
//! dimension, centres a cluster. For long lists, [`super::table`].

use leptos::prelude::*;

/// A heading of a [`FigureTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The word.
    pub text: String,
    /// Numbers stand at the right.
    pub is_number: bool,
}

impl Heading {
    /// Over words.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: false }
    }

    /// Over numbers.
    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: true }
    }
}

/// A table of figures.
#[component]
pub fn FigureTable(
    /// What it tells.
    #[prop(into)]
    label: TextProp,
    /// The headings.
    #[prop(into)]
    head: Signal<Vec<Heading>>,
    /// The rows: `<tr>`s.
    #[prop(into)]
    rows: ViewFn,
) -> impl IntoView {
    let headings = move || {
        head.get()
            .into_iter()
            .map(|heading| view! { <th class:number=heading.is_number>{heading.text}</th> })
            .collect_view()
    };
    view! {
        <div class="scrolls" tabindex="0" role="group" aria-label=move || label.get()>
            <table class="figures-table">
                <thead>
                    <tr>{headings}</tr>
                </thead>
                <tbody>{move || rows.run()}</tbody>
            </table>
        </div>
    }
}
