//! The list: a table where there is room, and two lines a request where there is not; on paper always a
//! table.

use leptos::prelude::*;

use super::{
    Listing,
    columns::{self, column},
};
use crate::ui::{
    components::{Column, DataTable, PaperTable},
    i18n::*,
    labels,
    navigation::use_navigation,
    request_status,
};
use busbar_core::books::selection::Sort;

/// How many requests are printed at most.
const PRINTED: usize = 1000;
/// The height of a row whose first cell has two lines, in pixels.
const TWO_LINE_ROW: f64 = 68.0;

/// The columns, in the language of the page.
fn headings() -> Signal<Vec<Column>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        let locale = i18n.get_locale();
        columns::ALL.map(|key| column(locale, key)).to_vec()
    })
}

/// What stands in a cell, by its place in the list and its column. Reads signals.
fn cell_of(listing: Listing) -> Callback<(usize, &'static str), AnyView> {
    let i18n = use_i18n();
    Callback::new(move |(place, key)| {
        let locale = i18n.get_locale();
        let view = listing.listed(place, |line| line.view(locale, key));
        view.into_any()
    })
}

/// The list as a table.
#[component]
pub fn ListTable(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    view! {
        <DataTable
            label=move || t_string!(i18n, requests.list)
            columns=headings()
            count=Signal::derive(move || listing.count())
            cell=cell_of(listing)
            sort=Signal::derive(move || Some(listing.sort.get()))
            on_sort=move |sort: Sort| navigation.adjust("sort", sort.to_string())
            on_open=move |place| listing.open_listed(place)
            row_height=TWO_LINE_ROW
            subject=Signal::derive(move || format!("{:?}", navigation.query()))
        />
    }
}

/// The list on paper, however it is laid out on the screen.
#[component]
pub fn ListOnPaper(listing: Listing) -> impl IntoView {
    view! {
        <PaperTable
            columns=headings()
            count=Signal::derive(move || listing.count())
            cell=cell_of(listing)
            most=PRINTED
        />
    }
}

/// A request in two lines.
#[component]
pub fn TwoLines(listing: Listing, place: usize) -> impl IntoView {
    let i18n = use_i18n();
    move || {
        let locale = i18n.get_locale();
        listing.listed(place, |line| {
            let pressing = request_status::pressing(locale, line.status)
                .unwrap_or_else(|| labels::phase(locale, line.status.phase).to_owned());
            view! {
                <div class="request-lines">
                    <span>
                        <strong class="clip">{line.subject(locale)}</strong>
                        {line.request.is_priority.then(|| request_status::green_channel(locale))}
                        {request_status::status_tag(locale, line.status)}
                    </span>
                    <small>
                        <span class="clip">{line.customer(locale)}</span>
                        <span class="number">{pressing}</span>
                    </small>
                </div>
            }
        })
    }
}
