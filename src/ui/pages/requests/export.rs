//! Export of the requests shown, in their order.

use busbar_core::exchange::export::Table;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    Listing,
    columns::{Line, heading},
};
use crate::{state::workspace::use_workspace, ui::shared::table_export::TableExport};

/// Columns of the file.
const COLUMNS: [&str; 13] = [
    "received",
    "subject",
    "customer",
    "kind",
    "green",
    "phase",
    "department",
    "responsible",
    "urgency",
    "due",
    "remaining",
    "score",
    "description",
];

/// Button that exports the requests shown.
#[component]
pub fn ExportButton(listing: Listing) -> impl IntoView {
    let workspace = use_workspace();
    let table = move |locale| {
        let row = |line: Line<'_>| COLUMNS.map(|key| line.cell(locale, key)).to_vec();
        let rows = untrack(|| {
            let places = listing.places.get();
            places.iter().filter_map(|at| listing.line(*at, row)).collect()
        });
        let title = td_string!(locale, requests.title);
        let name = format!("Busbar {title} {}", workspace.facts.today_untracked());
        let table = Table {
            title: title.to_owned(),
            headings: COLUMNS.map(|key| heading(locale, key).to_owned()).into(),
            rows,
        };
        (name, table)
    };
    view! {
        <TableExport
            table=table
            icon_only=true
            disabled=Signal::derive(move || listing.count() == 0)
        />
    }
}
