//! The list as a file: the customers that it shows, in its order, with the columns that this device
//! shows and the customer's number, figures in the units that Busbar keeps.

use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{Listing, columns};
use crate::{
    domain::Customer,
    exchange::export::{Cell, csv},
    state::{
        files,
        portfolio::{Portfolio, use_portfolio},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, Icon, use_toasts},
        format,
        i18n::*,
        labels,
    },
};

/// The button.
#[component]
pub fn ExportButton(listing: Listing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let portfolio = use_portfolio();
    let toasts = use_toasts();
    let shown = columns::shown();
    let save = move |()| {
        let locale = i18n.get_locale_untracked();
        let portfolio = untrack(|| portfolio.get());
        let places = listing.places.get_untracked();
        // The number is how the others know a customer: it is there whether it is shown or not.
        let mut keys = vec!["account"];
        keys.extend(
            shown
                .get_untracked()
                .into_iter()
                .filter(|key| *key != "account"),
        );
        let headings: Vec<String> = keys.iter().map(|key| heading(locale, key)).collect();
        let file = workspace.tables.customers.with_untracked(|customers| {
            let listed = places
                .iter()
                .filter_map(|place| customers.rows().get(*place as usize));
            let row = |customer: &Customer| {
                let cell = |key: &&str| cell(locale, key, customer, &portfolio);
                keys.iter().map(cell).collect::<Vec<_>>()
            };
            csv(&headings, listed.map(row))
        });
        let today = workspace.facts.today();
        let name = format!("Busbar {} {today}.csv", td_string!(locale, customers.title));
        files::save(&name, "text/csv", &file);
        let count = format::count(locale, places.len());
        toasts.done(td_string!(
            locale,
            customers.exported,
            count = count,
            file = name
        ));
    };
    view! {
        <Button
            label=move || t_string!(i18n, customers.export)
            icon=Icon::Export
            emphasis=Emphasis::Quiet
            icon_only=true
            disabled=Signal::derive(move || listing.places.with(|places| places.is_empty()))
            on_press=save
        />
    }
}

/// The heading of a column; those of figures name the unit that Busbar keeps.
fn heading(locale: Locale, key: &'static str) -> String {
    match key {
        "energy" => td_string!(locale, customers.col_energy, unit = "kWh"),
        "billed" => td_string!(locale, customers.col_billed, unit = "CNY"),
        "arrears" => td_string!(locale, customers.col_arrears, unit = "CNY"),
        key => columns::column(locale, key).label,
    }
}

fn cell(locale: Locale, key: &str, customer: &Customer, portfolio: &Portfolio) -> Cell {
    let summary = portfolio.summary(customer.id);
    match key {
        "name" => Cell::text(customer.name.as_str()),
        "account" => Cell::text(customer.account_number.as_str()),
        "industry" => Cell::text(customer.industry.as_str()),
        "region" => Cell::text(customer.region.as_str()),
        "manager" => Cell::text(customer.account_manager.as_str()),
        "voltage" => Cell::number(customer.voltage_level_kv),
        "capacity" => Cell::number(customer.contracted_capacity_kva),
        "growth" => rounded(summary.and_then(|summary| summary.growth), 1e4),
        "peak" => Cell::number(summary.and_then(|summary| summary.peak_demand_kw)),
        "billed" => rounded(summary.and_then(|summary| summary.billed_cny), 1e2),
        "energy" => Cell::number(summary.and_then(|summary| summary.energy_kwh)),
        "arrears" => rounded(summary.map(|summary| summary.arrears_cny), 1e2),
        "class" => portfolio
            .standing(customer.id)
            .map_or(Cell::Empty, |standing| {
                Cell::text(labels::abc_class(locale, standing.class))
            }),
        "importance" => customer.importance.map_or(Cell::Empty, |grade| {
            Cell::text(labels::importance(locale, grade))
        }),
        _ => Cell::Empty,
    }
}

/// Sums of money to the fen, shares to a hundredth of a percent.
fn rounded(number: Option<f64>, steps: f64) -> Cell {
    Cell::number(number.map(|number| (number * steps).round() / steps))
}
