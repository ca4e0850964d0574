//! Export of the list: the customers listed, in the same order, with the columns selected on this device and the
//! account number. Figures are in base units.

use busbar_core::{
    books::{portfolio::Portfolio, selection::judged::JudgedColumns},
    domain::{Customer, People},
    exchange::export::{Cell, Table},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{
    Listing,
    columns::{self, judged},
};
use crate::{
    state::{portfolio::use_portfolio, segments::use_segments, workspace::use_workspace},
    ui::{i18n::*, labels, shared::table_export::TableExport},
};

/// Button that exports the list.
#[component]
pub fn ExportButton(listing: Listing) -> impl IntoView {
    let workspace = use_workspace();
    let portfolio = use_portfolio();
    let segments = use_segments();
    let shown = columns::shown();
    let table = move |locale| {
        let portfolio = untrack(|| portfolio.get());
        let places = listing.places.get_untracked();
        // The account number identifies a customer in other systems, so it is exported even if not shown.
        let mut keys = vec!["account"];
        keys.extend(shown.get_untracked().into_iter().filter(|key| *key != "account"));
        let judged = untrack(|| judged(segments, keys.iter().copied()));
        let people = workspace.people.read_untracked();
        let rows = workspace.tables.customers.with_untracked(|customers| {
            let listed = places.iter().filter_map(|place| customers.rows().get(*place as usize));
            let row = |customer: &Customer| {
                let cell = |key: &&str| cell(locale, key, customer, (&portfolio, &people), &judged);
                keys.iter().map(cell).collect::<Vec<_>>()
            };
            listed.map(row).collect()
        });
        let title = td_string!(locale, customers.title);
        let name = format!("Busbar {title} {}", workspace.facts.today_untracked());
        let table = Table {
            title: title.to_owned(),
            headings: keys.iter().map(|key| heading(locale, key)).collect(),
            rows,
        };
        (name, table)
    };
    view! {
        <TableExport
            table=table
            icon_only=true
            disabled=Signal::derive(move || listing.places.with(|places| places.is_empty()))
        />
    }
}

/// Returns the heading of a column, with the base unit of its figures.
fn heading(locale: Locale, key: &'static str) -> String {
    let cny = td_string!(locale, labels.unit_cny);
    match key {
        "energy" => td_string!(locale, customers.col_energy, unit = "kWh"),
        "billed" => td_string!(locale, customers.col_billed, unit = cny),
        "arrears" => td_string!(locale, customers.col_arrears, unit = cny),
        key => columns::column(locale, key).label,
    }
}

fn cell(
    locale: Locale,
    key: &str,
    customer: &Customer,
    (portfolio, people): (&Portfolio, &People),
    judged: &JudgedColumns,
) -> Cell {
    let summary = portfolio.summary(customer.id);
    match key {
        "name" => Cell::text(customer.name.as_str()),
        "account" => Cell::text(customer.account_number.as_str()),
        "industry" => Cell::text(customer.industry.as_str()),
        "region" => Cell::text(customer.region.as_str()),
        "manager" => Cell::text(people.name(&customer.account_manager)),
        "voltage" => Cell::number(customer.voltage_level_kv),
        "capacity" => Cell::number(customer.contracted_capacity_kva),
        "growth" => Cell::share(rounded(summary.and_then(|summary| summary.growth), 1e4)),
        "peak" => Cell::number(summary.and_then(|summary| summary.peak_demand_kw)),
        "billed" => Cell::money(rounded(summary.and_then(|summary| summary.billed_cny), 1e2)),
        "energy" => Cell::number(summary.and_then(|summary| summary.energy_kwh)),
        "arrears" => Cell::money(rounded(summary.map(|summary| summary.arrears_cny), 1e2)),
        "class" => portfolio
            .position(customer.id)
            .map_or(Cell::Empty, |position| Cell::text(labels::abc_class(locale, position.class))),
        "score" => Cell::number(rounded(judged.figure(key, customer.id), 1e1)),
        "load_factor" => Cell::share(rounded(judged.figure(key, customer.id), 1e4)),
        "power_factor" => Cell::number(rounded(judged.figure(key, customer.id), 1e4)),
        "cluster" => Cell::number(judged.figure(key, customer.id)),
        "tier" => judged
            .tier(customer.id)
            .map_or(Cell::Empty, |tier| Cell::text(labels::tier(locale, tier))),
        "importance" => customer
            .importance
            .map_or(Cell::Empty, |grade| Cell::text(labels::importance(locale, grade))),
        _ => Cell::Empty,
    }
}

/// Rounds to a number of steps per unit: money to the fen, shares to a hundredth of a percent.
fn rounded(number: Option<f64>, steps: f64) -> Option<f64> {
    number.map(|number| (number * steps).round() / steps)
}
