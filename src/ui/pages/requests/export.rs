//! What is shown as a file: the requests of the list or the board, in their order.

use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    Listing,
    columns::{Line, heading},
};
use crate::{
    exchange::export::csv,
    state::{files, workspace::use_workspace},
    ui::{
        components::{Button, Emphasis, Icon, use_toasts},
        format,
        i18n::*,
    },
};

/// The columns of the file.
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

/// The button.
#[component]
pub fn ExportButton(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let save = move |()| {
        let locale = i18n.get_locale_untracked();
        let places = listing.places.get_untracked();
        let headings = COLUMNS.map(|key| heading(locale, key));
        let row = |line: Line<'_>| COLUMNS.map(|key| line.cell(locale, key)).to_vec();
        let rows = places.iter().filter_map(|at| listing.line(*at, row));
        let file = untrack(|| csv(&headings, rows));
        let today = workspace.facts.today();
        let name = format!("Busbar {} {today}.csv", td_string!(locale, requests.title));
        files::save(&name, "text/csv", &file);
        let count = format::count(locale, places.len());
        toasts.done(td_string!(
            locale,
            requests.exported,
            count = count,
            file = name
        ));
    };
    view! {
        <Button
            label=move || t_string!(i18n, requests.export)
            icon=Icon::Export
            emphasis=Emphasis::Quiet
            icon_only=true
            disabled=Signal::derive(move || listing.count() == 0)
            on_press=save
        />
    }
}
