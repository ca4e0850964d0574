//! A table of any length: a heading that stays, columns to sort by, rows to open. Which columns, which
//! order and which rows are the caller's.

use busbar_core::books::selection::Sort;
use leptos::prelude::*;

use super::{
    icon::{Glyph, Icon},
    paper::PaperTable,
    virtual_list::VirtualList,
};

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The stable name, for the address.
    pub key: &'static str,
    /// The heading.
    pub label: String,
    /// The width, as a track of a CSS grid: `minmax(12rem, 2fr)`.
    pub width: &'static str,
    /// Numbers stand at the right.
    pub is_number: bool,
    /// Whether rows can be put in its order.
    pub is_sortable: bool,
}

/// The order after this column's heading was pressed: its numbers from the largest down first,
/// its words from the first on, and the other way round when pressed again.
fn pressed(before: Option<&Sort>, column: &Column) -> Sort {
    let is_descending = match before {
        Some(before) if before.key == column.key => !before.is_descending,
        _ => column.is_number,
    };
    Sort { key: column.key.into(), is_descending }
}

/// The height of a row, in pixels.
const ROW: f64 = 52.0;

/// The least width of these columns together, rem: the sum of what each of them needs. The head and the rows
/// are laid out apart, and only at one width do their columns stand above each other.
fn least_width(columns: &[Column]) -> f64 {
    let least = |column: &Column| {
        let track = column.width;
        let length = track.strip_prefix("minmax(").unwrap_or(track);
        let digits = length.split("rem").next().unwrap_or_default();
        digits.trim().parse().unwrap_or(0.0)
    };
    columns.iter().map(least).sum()
}

/// A table.
#[component]
pub fn DataTable(
    /// What it lists.
    #[prop(into)]
    label: TextProp,
    /// The columns that are shown.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// How many rows there are.
    #[prop(into)]
    count: Signal<usize>,
    /// What stands in a cell; it may read signals.
    #[prop(into)]
    cell: Callback<(usize, &'static str), AnyView>,
    /// The order the rows are in.
    #[prop(into)]
    sort: Signal<Option<Sort>>,
    /// Another order was asked for.
    #[prop(into)]
    on_sort: Callback<Sort>,
    /// A row was opened.
    #[prop(into)]
    on_open: Callback<usize>,
    /// Changes when the table becomes another one: it goes back to its top.
    #[prop(into, optional)]
    subject: Signal<String>,
    /// The height of a row in pixels; more where a cell has two lines.
    #[prop(default = ROW)]
    row_height: f64,
    /// How many of the first rows stand on paper, where nothing can be scrolled to.
    #[prop(optional)]
    printed: usize,
) -> impl IntoView {
    let tracks = Signal::derive(move || {
        columns
            .with(|columns| columns.iter().map(|column| column.width).collect::<Vec<_>>().join(" "))
    });
    let least = Signal::derive(move || {
        columns.with(|columns| {
            let gaps = columns.len().saturating_sub(1);
            let width = least_width(columns);
            format!(
                "calc({width}rem + {gaps} * var(--table-gap) + 2 * var(--table-side, var(--edge)))"
            )
        })
    });
    let heading = move |column: Column| {
        let key = column.key;
        let direction = move || {
            sort.with(|sort| {
                sort.as_ref().filter(|sort| sort.key == key).map(|sort| sort.is_descending)
            })
        };
        let is_number = column.is_number;
        let content = if column.is_sortable {
            let label = column.label.clone();
            view! {
                <button
                    type="button"
                    on:click=move |_| {
                        on_sort.run(sort.with_untracked(|sort| pressed(sort.as_ref(), &column)))
                    }
                >
                    <span>{label}</span>
                    {move || {
                        direction()
                            .map(|is_descending| {
                                view! { <Glyph icon=if is_descending { Icon::Down } else { Icon::Up } /> }
                            })
                    }}
                </button>
            }
            .into_any()
        } else {
            view! { <span>{column.label}</span> }.into_any()
        };
        view! {
            <div
                role="columnheader"
                class="table-head-cell"
                class:number=is_number
                aria-sort=move || match direction() {
                    Some(true) => "descending",
                    Some(false) => "ascending",
                    None => "none",
                }
            >
                {content}
            </div>
        }
    };
    let head = move || {
        view! {
            <div class="table-head" role="rowgroup">
                <div class="table-tracks" role="row" aria-rowindex="1">
                    {move || columns.get().into_iter().map(heading).collect_view()}
                </div>
            </div>
        }
    };
    let row = move |place: usize| {
        columns
            .get()
            .into_iter()
            .map(|column| {
                view! {
                    <div role="gridcell" class="table-cell" class:number=column.is_number>
                        {cell.run((place, column.key))}
                    </div>
                }
            })
            .collect_view()
            .into_any()
    };
    view! {
        <div class="table" class:prints=move || printed != 0 style=("--tracks", tracks) style=("--least", least)>
            <VirtualList
                label=label
                count=count
                row_height=row_height
                row=row
                on_open=on_open
                head=head
                is_grid=true
                subject=subject
            />
            {(printed > 0)
                .then(|| view! { <PaperTable columns=columns count=count cell=cell most=printed /> })}
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_its_columns_need() {
        let column = |width| Column {
            key: "",
            label: String::new(),
            width,
            is_number: false,
            is_sortable: false,
        };
        for (widths, least) in [
            (&["4.5rem"][..], 4.5),
            (&["minmax(12.25rem, 2.4fr)", "5rem"], 17.25),
            (&["0", "minmax(8rem, 1fr)"], 8.0),
            (&[], 0.0),
        ] {
            let columns: Vec<Column> = widths.iter().copied().map(column).collect();
            assert_eq!(least_width(&columns), least, "{widths:?}");
        }
    }

    #[test]
    fn a_heading_turns_the_order_round() {
        let column = |key, is_number| Column {
            key,
            label: String::new(),
            width: "1fr",
            is_number,
            is_sortable: true,
        };
        let cases = [
            ("", column("energy", true), "-energy"),
            ("-energy", column("energy", true), "energy"),
            ("energy", column("energy", true), "-energy"),
            ("-energy", column("name", false), "name"),
            ("name", column("name", false), "-name"),
        ];
        for (before, column, after) in cases {
            let before = (!before.is_empty()).then(|| before.parse().unwrap());
            assert_eq!(pressed(before.as_ref(), &column).to_string(), after);
        }
    }
}
