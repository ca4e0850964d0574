//! Table of any length: a sticky heading, sorting by columns, rows that open. The caller decides columns, order and
//! rows.

use busbar_core::books::selection::Sort;
use leptos::prelude::*;

use super::{
    column::Column,
    icon::{Glyph, Icon},
    paper::PaperTable,
    virtual_list::VirtualList,
};

/// Returns the order after the heading of a column was pressed: numbers start descending, text ascending, and a second
/// press reverses the order.
fn pressed(before: Option<&Sort>, column: &Column) -> Sort {
    let is_descending = match before {
        Some(before) if before.key == column.key => !before.is_descending,
        _ => column.is_number,
    };
    Sort { key: column.key.into(), is_descending }
}

/// Default height of a row, in pixels.
const ROW: f64 = 52.0;

/// Returns the sum of the minimum widths of the columns, in rem. The head and the rows are laid out separately, and
/// their columns line up only if both have the same width.
fn least_width(columns: &[Column]) -> f64 {
    let least = |column: &Column| {
        let track = column.width;
        let length = track.strip_prefix("minmax(").unwrap_or(track);
        let digits = length.split("rem").next().unwrap_or_default();
        digits.trim().parse().unwrap_or(0.0)
    };
    columns.iter().map(least).sum()
}

/// Table with sortable columns.
#[component]
pub fn DataTable(
    /// Accessible name of the table.
    #[prop(into)]
    label: TextProp,
    /// Visible columns.
    #[prop(into)]
    columns: Signal<Vec<Column>>,
    /// Number of rows.
    #[prop(into)]
    count: Signal<usize>,
    /// Content of the cell at a row and a column key; may read signals.
    #[prop(into)]
    cell: Callback<(usize, &'static str), AnyView>,
    /// Current order.
    #[prop(into)]
    sort: Signal<Option<Sort>>,
    /// Called with the order that the user chooses.
    #[prop(into)]
    on_sort: Callback<Sort>,
    /// Called with the row that the user opens.
    #[prop(into)]
    on_open: Callback<usize>,
    /// Identity of the listed data; when it changes, the table scrolls to its top.
    #[prop(into, optional)]
    subject: Signal<String>,
    /// Height of a row in pixels; larger if a cell has two lines.
    #[prop(default = ROW)]
    row_height: f64,
    /// Number of rows to print, since paper cannot be scrolled; 0 prints none.
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
