//! List of any length that renders only its visible rows. All rows have the same height. The caller renders a row,
//! again whenever a signal it reads changes.

use std::ops::Range;

use leptos::{html, prelude::*};
use leptos_use::{UseElementSizeReturn, use_element_size};

use super::unique_id;

/// Minimum height rendered beyond each edge, in pixels, so that scrolling does not show empty space. The rendered range
/// moves in steps of the same size: few large steps cost less than many small ones.
const MARGIN: f64 = 440.0;

/// Returns the rows to render, of `count` rows of height `row`, while `height` is visible at scroll position `scroll`
/// (all in pixels).
pub fn rows_in_sight(scroll: f64, height: f64, row: f64, count: usize) -> Range<usize> {
    // Negative while a touch screen overscrolls.
    let above = (scroll / row).max(0.0) as usize;
    let fit = (height / row).max(0.0).ceil() as usize;
    let margin = (MARGIN / row).ceil() as usize;
    let first = above.saturating_sub(margin) / margin * margin;
    let last = (above + fit + margin).div_ceil(margin) * margin;
    first.min(count)..last.min(count)
}

/// Returns the row that a key moves to from `active`, with `page` rows per page; `None` for other keys and for an empty
/// list.
pub fn moved(key: &str, active: usize, page: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(
        match key {
            "ArrowDown" => active + 1,
            "ArrowUp" => active.saturating_sub(1),
            "PageDown" => active + page.max(1),
            "PageUp" => active.saturating_sub(page.max(1)),
            "Home" => 0,
            "End" => last,
            _ => return None,
        }
        .min(last),
    )
}

/// List of rows that can be opened.
#[component]
pub fn VirtualList(
    /// Accessible name of the list.
    #[prop(into)]
    label: TextProp,
    /// Number of rows.
    #[prop(into)]
    count: Signal<usize>,
    /// Height of a row, in pixels.
    row_height: f64,
    /// Content of a row; may read signals.
    #[prop(into)]
    row: Callback<usize, AnyView>,
    /// Called with the row that the user opens.
    #[prop(into)]
    on_open: Callback<usize>,
    /// Selected row.
    #[prop(into, optional)]
    selected: Signal<Option<usize>>,
    /// Content that stays above the rows while they scroll, such as the heading of a table.
    #[prop(into, optional)]
    head: Option<ViewFnOnce>,
    /// True for a table with rows of cells instead of a list.
    #[prop(optional)]
    is_grid: bool,
    /// Identity of the listed data; when it changes, the list scrolls to its top.
    #[prop(into, optional)]
    subject: Signal<String>,
) -> impl IntoView {
    let id = unique_id("list");
    let scroller = NodeRef::<html::Div>::new();
    let UseElementSizeReturn { height, .. } = use_element_size(scroller);
    let scroll = RwSignal::new(0.0);
    let active = RwSignal::new(0_usize);
    let window =
        Memo::new(move |_| rows_in_sight(scroll.get(), height.get(), row_height, count.get()));

    Effect::watch(
        move || subject.get(),
        move |_, _, _| {
            if let Some(scroller) = scroller.get_untracked() {
                scroller.set_scroll_top(0);
            }
            scroll.set(0.0);
            active.set(0);
        },
        false,
    );

    let show = move |place: usize| {
        let Some(scroller) = scroller.get_untracked() else {
            return;
        };
        let top = place as f64 * row_height;
        let (from, room) = (f64::from(scroller.scroll_top()), height.get_untracked() - row_height);
        if top < from {
            scroller.set_scroll_top(top as i32);
        } else if top + row_height > from + room {
            scroller.set_scroll_top((top + row_height - room) as i32);
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        let page = (height.get_untracked() / row_height) as usize;
        if let Some(next) = moved(&event.key(), active.get_untracked(), page, count.get_untracked())
        {
            event.prevent_default();
            active.set(next);
            show(next);
        } else if event.key() == "Enter" && active.get_untracked() < count.get_untracked() {
            event.prevent_default();
            on_open.run(active.get_untracked());
        }
    };

    let row_id = {
        let id = id.clone();
        move |place: usize| format!("{id}-{place}")
    };
    let drawn = {
        let row_id = row_id.clone();
        move |place: usize| {
            view! {
                <div
                    id=row_id(place)
                    class="list-row"
                    class:active=move || active.get() == place
                    role=if is_grid { "row" } else { "option" }
                    aria-rowindex=is_grid.then(|| (place + 2).to_string())
                    aria-posinset=(!is_grid).then(|| (place + 1).to_string())
                    aria-setsize=move || (!is_grid).then(|| count.get().to_string())
                    aria-selected=move || (selected.get() == Some(place)).to_string()
                    style=("transform", format!("translateY({}px)", place as f64 * row_height))
                    style=("height", format!("{row_height}px"))
                    on:click=move |_| {
                        active.set(place);
                        on_open.run(place);
                    }
                >
                    {move || row.run(place)}
                </div>
            }
        }
    };
    view! {
        <div
            node_ref=scroller
            id=id
            class="list-scroll"
            tabindex="0"
            role=if is_grid { "grid" } else { "listbox" }
            aria-label=move || label.get()
            aria-rowcount=move || is_grid.then(|| (count.get() + 1).to_string())
            aria-activedescendant=move || {
                window.get().contains(&active.get()).then(|| row_id(active.get()))
            }
            on:keydown=key
            on:scroll=move |_| {
                if let Some(scroller) = scroller.try_get_untracked().flatten() {
                    scroll.set(f64::from(scroller.scroll_top()));
                }
            }
        >
            {head.map(ViewFnOnce::run)}
            <div
                class="list-rows"
                role=is_grid.then_some("rowgroup")
                style=("height", move || format!("{}px", count.get() as f64 * row_height))
            >
                <For each=move || window.get() key=|place| *place children=drawn />
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn keys_move_within_the_list() {
        let cases = [
            ("ArrowDown", 0, Some(1)),
            ("ArrowDown", 99, Some(99)),
            ("ArrowUp", 0, Some(0)),
            ("PageDown", 5, Some(15)),
            ("PageUp", 5, Some(0)),
            ("Home", 50, Some(0)),
            ("End", 50, Some(99)),
            ("a", 50, None),
        ];
        for (key, active, expected) in cases {
            assert_eq!(moved(key, active, 10, 100), expected, "{key}");
        }
        assert_eq!(moved("ArrowDown", 0, 10, 0), None);
    }

    proptest! {
        #[test]
        fn what_is_in_sight_is_drawn_and_little_else(
            scroll in -100.0..5_200_000.0_f64,
            height in 0.0..2000.0_f64,
            row in 30.0..600.0_f64,
            count in 0_usize..100_000,
        ) {
            let drawn = rows_in_sight(scroll, height, row, count);
            prop_assert!(drawn.start <= drawn.end && drawn.end <= count);
            let margin = (MARGIN / row).ceil() as usize;
            prop_assert!(drawn.len() <= (height / row) as usize + 4 * margin + 2);
            for place in 0..count.min(2000) {
                let top = place as f64 * row;
                if top < scroll + height && top + row > scroll {
                    prop_assert!(drawn.contains(&place));
                }
            }
        }
    }
}
