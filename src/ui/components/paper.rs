//! Printed replacement of a scrolling list: its first rows, created only while the page is printed.

use leptos::{ev, prelude::*};

use super::column::Column;
use crate::ui::{format, i18n::*};

/// True while the page is being printed, in context below the root. A view that is created by the new layout for paper
/// would miss the event that starts printing, so the state is kept here.
#[derive(Clone, Copy, Debug)]
pub struct Printing(RwSignal<bool>);

impl Printing {
    /// Returns `true` while the page is being printed. Subscribes to changes.
    pub fn is_on(self) -> bool {
        self.0.get()
    }

    /// Provides itself as context; called once, by the root, which lives as long as the page.
    pub fn provide() {
        let this = Self(RwSignal::new(false));
        window_event_listener(ev::beforeprint, move |_| this.0.set(true));
        window_event_listener(ev::afterprint, move |_| this.0.set(false));
        provide_context(this);
    }
}

/// Maximum number of columns on a portrait page.
const UPRIGHT: usize = 9;

/// Maximum number of columns on a landscape page in small type; more columns need even smaller type.
const LYING: usize = 14;

/// Returns the CSS classes of a printed table with a number of columns: many columns are printed in landscape and in
/// smaller type, so that none is cut off.
const fn fit(columns: usize) -> &'static str {
    if columns <= UPRIGHT {
        "plain-table words"
    } else if columns <= LYING {
        "plain-table words lying"
    } else {
        "plain-table words lying tight"
    }
}

/// First rows of a table, on paper only.
#[component]
pub fn PaperTable(
    /// Columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Number of rows.
    #[prop(into)]
    count: Signal<usize>,
    /// Content of the cell at a row and a column key; may read signals.
    #[prop(into)]
    cell: Callback<(usize, &'static str), AnyView>,
    /// Maximum number of printed rows.
    most: usize,
    /// Content above the table.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let i18n = use_i18n();
    let printing: Printing = expect_context();
    let headings = move || {
        let heading = |column: Column| {
            view! { <th scope="col" class:number=column.is_number>{column.label}</th> }
        };
        columns.get().into_iter().map(heading).collect_view()
    };
    let row = move |place: usize| {
        let cell = move |column: Column| {
            view! { <td class:number=column.is_number>{cell.run((place, column.key))}</td> }
        };
        view! { <tr>{columns.get().into_iter().map(cell).collect_view()}</tr> }
    };
    let rows = move || (0..count.get().min(most)).map(row).collect_view();
    let left = move || {
        let left = count.get().saturating_sub(most);
        let count = format::count(i18n.get_locale(), left);
        (left > 0).then(|| t_string!(i18n, labels.not_printed, count = count))
    };
    let above = StoredValue::new(children);
    view! {
        <Show when=move || printing.0.get()>
            <div class="only-print">
                {above.with_value(|above| above.as_ref().map(|above| above()))}
                <table class=move || columns.with(|columns| fit(columns.len()))>
                    <thead>
                        <tr>{headings}</tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
                <p class="quiet-text">{left}</p>
            </div>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_columns_lie_in_smaller_type() {
        let cases = [
            (1, "plain-table words"),
            (9, "plain-table words"),
            (10, "plain-table words lying"),
            (14, "plain-table words lying"),
            (19, "plain-table words lying tight"),
        ];
        for (columns, class) in cases {
            assert_eq!(fit(columns), class, "{columns}");
        }
    }
}
