//! Small table of figures, scrolled sideways if it is too wide: scores by dimension, centres by cluster. For long
//! lists, see [`super::table`].

use leptos::prelude::*;

/// Heading of a column of a [`FigureTable`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Text of the heading.
    pub text: String,
    /// True for a column of numbers, which is aligned right.
    pub is_number: bool,
}

impl Heading {
    /// Creates the heading of a column of text.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: false }
    }

    /// Creates the heading of a column of numbers.
    pub fn number(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_number: true }
    }
}

/// Table of figures.
#[component]
pub fn FigureTable(
    /// Accessible name of the table.
    #[prop(into)]
    label: TextProp,
    /// Headings of the columns.
    #[prop(into)]
    head: Signal<Vec<Heading>>,
    /// Rows, as `<tr>` elements.
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
