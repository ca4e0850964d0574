//! List of requests: a table on wide screens, two lines per request on narrow ones, and always a table in print.

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
    shared::request_status,
};
use busbar_core::books::selection::Sort;

/// Maximum number of requests printed.
const PRINTED: usize = 1000;
/// Height of a row whose first cell has two lines, pixels.
const TWO_LINE_ROW: f64 = 68.0;

/// Returns the columns, in the language of the page.
fn headings() -> Signal<Vec<Column>> {
    let i18n = use_i18n();
    Signal::derive(move || {
        let locale = i18n.get_locale();
        columns::ALL.map(|key| column(locale, key)).to_vec()
    })
}

/// Returns the content of a cell, by place in the list and column. The callback subscribes to changes.
fn cell_of(listing: Listing) -> Callback<(usize, &'static str), AnyView> {
    let i18n = use_i18n();
    Callback::new(move |(place, key)| {
        let locale = i18n.get_locale();
        let view = listing.listed(place, |line| line.view(locale, key));
        view.into_any()
    })
}

/// List as a table.
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

/// List in print, regardless of its layout on the screen.
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

/// Request in two lines.
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
