//! Columns of the table of customers, and the content of their cells. The selection of columns is a preference of the
//! device.

use busbar_core::{
    books::{
        portfolio::{FALL, Portfolio},
        selection::judged::JudgedColumns,
    },
    domain::{Customer, People, segment::AbcClass},
};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{preferences::Preferences, segments::Segments},
    ui::{
        components::{Column, Tag, Tone},
        format::{self, Scale},
        i18n::*,
        labels,
    },
};

/// Returns the results of segmentation that the given columns need. Subscribes to changes.
pub fn judged<'a>(segments: Segments, keys: impl IntoIterator<Item = &'a str>) -> JudgedColumns {
    JudgedColumns::for_columns(keys, || segments.judgement(), || segments.latest.get())
}

/// Columns selected by default.
pub const USUAL: &[&str] =
    &["name", "class", "industry", "voltage", "capacity", "energy", "growth", "billed", "arrears"];

/// Stable names of all columns, in order.
pub const ALL: &[&str] = &[
    "name",
    "class",
    "score",
    "tier",
    "cluster",
    "account",
    "industry",
    "region",
    "voltage",
    "capacity",
    "importance",
    "energy",
    "growth",
    "peak",
    "load_factor",
    "power_factor",
    "billed",
    "arrears",
    "manager",
];

/// Returns the columns selected on this device, in order.
pub fn shown() -> Memo<Vec<&'static str>> {
    let chosen = expect_context::<Preferences>().columns;
    Memo::new(move |_| {
        let is_shown = |key: &&'static str| {
            chosen.with(|chosen| match chosen {
                Some(chosen) => *key == "name" || chosen.iter().any(|chosen| chosen == *key),
                None => USUAL.contains(key),
            })
        };
        ALL.iter().copied().filter(is_shown).collect()
    })
}

/// Scales of the energy and money columns: the same in all rows, so that they can be compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scales {
    /// Scale of energy.
    pub energy: Scale,
    /// Scale of money.
    pub money: Scale,
}

impl Scales {
    /// Returns the scales for a language: 万千瓦时 and 万元, MWh and thousand CNY.
    pub fn of(locale: Locale) -> Self {
        match locale {
            Locale::zh => {
                Self { energy: Scale::energy(locale, 1e4), money: Scale::money(locale, 1e4) }
            }
            Locale::en => {
                Self { energy: Scale::energy(locale, 1e3), money: Scale::money(locale, 1e3) }
            }
        }
    }
}

/// Returns a column by its stable name.
pub fn column(locale: Locale, key: &'static str) -> Column {
    let scales = Scales::of(locale);
    let (label, width, is_number) = match key {
        "name" => {
            (td_string!(locale, customers.col_name).to_owned(), "minmax(12.25rem, 2.4fr)", false)
        }
        "class" => (td_string!(locale, customers.col_class).to_owned(), "4.5rem", false),
        "account" => {
            (td_string!(locale, customers.col_account).to_owned(), "minmax(8rem, 1fr)", false)
        }
        "industry" => {
            (td_string!(locale, customers.col_industry).to_owned(), "minmax(6rem, 1.1fr)", false)
        }
        "region" => {
            (td_string!(locale, customers.col_region).to_owned(), "minmax(6rem, 1fr)", false)
        }
        "manager" => {
            (td_string!(locale, customers.col_manager).to_owned(), "minmax(5.5rem, 0.8fr)", false)
        }
        "importance" => (td_string!(locale, customers.col_importance).to_owned(), "6.5rem", false),
        "score" => (td_string!(locale, customers.col_score).to_owned(), "5.5rem", true),
        "tier" => (td_string!(locale, customers.col_tier).to_owned(), "5.5rem", false),
        "cluster" => {
            (td_string!(locale, customers.col_cluster).to_owned(), "minmax(7rem, 1.1fr)", false)
        }
        "load_factor" => (td_string!(locale, customers.col_load_factor).to_owned(), "5rem", true),
        "power_factor" => (td_string!(locale, customers.col_power_factor).to_owned(), "6rem", true),
        "voltage" => (td_string!(locale, customers.col_voltage).to_owned(), "4.5rem", true),
        "capacity" => (td_string!(locale, customers.col_capacity).to_owned(), "5.5rem", true),
        "growth" => (td_string!(locale, customers.col_growth).to_owned(), "4rem", true),
        "peak" => (td_string!(locale, customers.col_peak).to_owned(), "7rem", true),
        "billed" => {
            (td_string!(locale, customers.col_billed, unit = scales.money.unit), "7rem", true)
        }
        "arrears" => {
            (td_string!(locale, customers.col_arrears, unit = scales.money.unit), "6rem", true)
        }
        _ => (td_string!(locale, customers.col_energy, unit = scales.energy.unit), "7.25rem", true),
    };
    Column { key, label, width, is_number, is_sortable: true }
}

/// Returns the content of a cell.
pub fn cell(
    locale: Locale,
    key: &str,
    customer: &Customer,
    (portfolio, people): (&Portfolio, &People),
    judged: &JudgedColumns,
) -> AnyView {
    let scales = Scales::of(locale);
    let summary = portfolio.summary(customer.id);
    let number = |value: Option<f64>, write: &dyn Fn(f64) -> String| {
        value.map_or_else(|| td_string!(locale, labels.nothing).to_owned(), write)
    };
    let words = match key {
        "name" => {
            return view! {
                <span class="cell-name">
                    <strong>{customer.name.clone()}</strong>
                    {customer.is_sample.then(|| view! { <small>{td_string!(locale, labels.made_up)}</small> })}
                </span>
            }
            .into_any();
        }
        "class" => {
            return portfolio
                .position(customer.id)
                .map(|position| class_tag(locale, position.class))
                .into_any();
        }
        "importance" => match customer.importance {
            Some(grade) => labels::importance(locale, grade).to_owned(),
            None => String::new(),
        },
        "tier" => match judged.tier(customer.id) {
            Some(tier) => labels::tier(locale, tier).to_owned(),
            None => String::new(),
        },
        "cluster" => judged.cluster(customer.id).map_or_else(String::new, |number| {
            td_string!(locale, customers.cluster_number, number = number)
        }),
        "score" => {
            number(judged.figure(key, customer.id), &|score| format::decimal(locale, score, 1))
        }
        "load_factor" | "power_factor" => {
            number(judged.figure(key, customer.id), &|factor| format::decimal(locale, factor, 2))
        }
        "growth" => {
            let Some(growth) = summary.and_then(|summary| summary.growth) else {
                return td_string!(locale, labels.nothing).into_any();
            };
            let class = if growth <= FALL { "bad" } else { "" };
            return view! { <span class=class>{format::change(locale, growth)}</span> }.into_any();
        }
        "arrears" => {
            let arrears = summary.map_or(0.0, |summary| summary.arrears_cny);
            if arrears <= 0.0 {
                return ().into_any();
            }
            return view! { <strong class="bad">{scales.money.number(arrears)}</strong> }
                .into_any();
        }
        "account" => customer.account_number.clone(),
        "industry" => customer.industry.clone(),
        "region" => customer.region.clone(),
        "manager" => people.name(&customer.account_manager).to_owned(),
        "voltage" => number(customer.voltage_level_kv, &|kv| format::plain(locale, kv)),
        "capacity" => number(customer.contracted_capacity_kva, &|kva| format::plain(locale, kva)),
        "peak" => number(summary.and_then(|s| s.peak_demand_kw), &|kw| format::rounded(locale, kw)),
        "billed" => number(summary.and_then(|s| s.billed_cny), &|cny| scales.money.number(cny)),
        _ => number(summary.and_then(|s| s.energy_kwh), &|kwh| scales.energy.number(kwh)),
    };
    words.into_any()
}

/// Returns a class as a tag; only class A is emphasized.
pub fn class_tag(locale: Locale, class: AbcClass) -> impl IntoView {
    let tone = if class == AbcClass::A { Tone::Accent } else { Tone::Plain };
    view! { <Tag text=labels::abc_class(locale, class) tone=tone /> }
}
