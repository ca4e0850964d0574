//! What stands on paper in place of a list that scrolls: its first rows, made while the page is printed
//! and not before.

use leptos::{ev, prelude::*};

use super::table::Column;
use crate::ui::{format, i18n::*};

/// Whether the page is being printed, in context below the root: the page is laid out anew for paper,
/// and what comes into being by that has not heard how it began.
#[derive(Clone, Copy, Debug)]
pub struct Printing(RwSignal<bool>);

impl Printing {
    /// Returns `true` while the page is being printed, and subscribes to changes.
    pub fn is_on(self) -> bool {
        self.0.get()
    }

    /// Offers itself to everything below; once, by the root, which stays as long as the page.
    pub fn provide() {
        let this = Self(RwSignal::new(false));
        window_event_listener(ev::beforeprint, move |_| this.0.set(true));
        window_event_listener(ev::afterprint, move |_| this.0.set(false));
        provide_context(this);
    }
}

/// Number of columns that fit across an upright sheet.
const UPRIGHT: usize = 9;

/// Number of columns that fit across a sheet that lies, in small type; more have smaller type still.
const LYING: usize = 14;

/// The class of a table on paper, by the number of its columns: the sheet lies and the type is smaller where
/// there are many, so that none is cut off.
const fn fit(columns: usize) -> &'static str {
    if columns <= UPRIGHT {
        "plain-table words"
    } else if columns <= LYING {
        "plain-table words lying"
    } else {
        "plain-table words lying tight"
    }
}

/// The first rows of a table, on paper.
#[component]
pub fn PaperTable(
    /// The columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// What stands in a cell; it may read signals.
    #[prop(into)]
    cell: Callback<(usize, &'static str), AnyView>,
    /// How many of them are printed.
    most: usize,
    /// What stands above them.
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
