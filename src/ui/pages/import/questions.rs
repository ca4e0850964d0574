//! Questions about ambiguous data, each beside that data with the likelier answer preset: the decimal separator, the
//! order of day and month, and the year of months without one.

use std::sync::Arc;

use busbar_core::{
    domain::Month,
    exchange::{Inspection, day::DayOrder, mapping::MappingQuestion, value::Decimal},
};
use leptos::prelude::*;

use crate::{
    state::{commands::import::use_importer, import::FileKey, workspace::use_workspace},
    ui::{components::Select, i18n::*},
};

/// Number of past years offered.
const YEARS: i32 = 10;

/// Question about the year of months without one; hidden if the file has none.
#[component]
pub fn YearQuestion(key: FileKey, seen: Memo<Option<Arc<Inspection>>>) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let workspace = use_workspace();
    let asked = Memo::new(move |_| {
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            mapping.asks_year.then_some(mapping.year)
        })
    });
    let options = move |year: Option<i32>| {
        let this = Month::of(workspace.facts.today()).year();
        let mut years: Vec<i32> = (this - YEARS..=this).rev().collect();
        if let Some(year) = year.filter(|year| !years.contains(year)) {
            years.push(year);
        }
        let word = |year: i32| {
            (year.to_string(), t_string!(i18n, import.year_of, year = year.to_string()))
        };
        let open = year.is_none().then(|| {
            let word = t_string!(i18n, import.question_open);
            (String::new(), word.to_owned())
        });
        open.into_iter().chain(years.into_iter().map(word)).collect::<Vec<_>>()
    };
    move || {
        let year = asked.get()?;
        let note = match year {
            Some(_) => t_string!(i18n, import.question_year_found),
            None => t_string!(i18n, import.question_year_open),
        };
        Some(view! {
            <div class="import-question">
                <Select
                    label=move || t_string!(i18n, import.question_year)
                    options=Signal::derive(move || options(year))
                    value=Signal::derive(move || year.map(|year| year.to_string()).unwrap_or_default())
                    on_change=move |year: String| {
                        if let Ok(year) = year.parse() {
                            importer.set_year(key, year);
                        }
                    }
                />
                <p class="quiet-text">{note}</p>
            </div>
        })
    }
}

/// Question about a column whose values are ambiguous; hidden otherwise.
#[component]
pub fn ColumnQuestion(
    key: FileKey,
    column: usize,
    seen: Memo<Option<Arc<Inspection>>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let importer = use_importer();
    let asked = Memo::new(move |_| {
        seen.with(|seen| {
            let mapping = &seen.as_ref()?.mapping;
            let order = mapping.columns.get(column)?.day_order;
            Some((mapping.question(column)?, order))
        })
    });
    let decimals = move || {
        [
            ("point", t_string!(i18n, import.decimal_point)),
            ("comma", t_string!(i18n, import.decimal_comma)),
        ]
        .map(|(name, word)| (name.to_owned(), word.to_owned()))
        .to_vec()
    };
    let orders = move || {
        [
            ("", t_string!(i18n, import.question_open)),
            ("day", t_string!(i18n, import.day_first)),
            ("month", t_string!(i18n, import.month_first)),
        ]
        .map(|(name, word)| (name.to_owned(), word.to_owned()))
        .to_vec()
    };
    move || {
        Some(match asked.get()? {
            (MappingQuestion::Decimal(decimal), _) => {
                let name = match decimal {
                    Decimal::Point => "point",
                    Decimal::Comma => "comma",
                };
                view! {
                    <div class="import-question">
                        <Select
                            label=move || t_string!(i18n, import.question_decimal)
                            options=Signal::derive(decimals)
                            value=Signal::derive(move || name.to_owned())
                            on_change=move |name: String| {
                                let decimal = match name.as_str() {
                                    "comma" => Decimal::Comma,
                                    _ => Decimal::Point,
                                };
                                importer.set_decimal(key, column, decimal);
                            }
                        />
                        <p class="quiet-text">{t!(i18n, import.question_decimal_hint)}</p>
                    </div>
                }
                .into_any()
            }
            (MappingQuestion::DayOrder, order) => {
                let name = match order {
                    None => "",
                    Some(DayOrder::DayFirst) => "day",
                    Some(DayOrder::MonthFirst) => "month",
                };
                view! {
                    <div class="import-question">
                        <Select
                            label=move || t_string!(i18n, import.question_order)
                            options=Signal::derive(orders)
                            value=Signal::derive(move || name.to_owned())
                            on_change=move |name: String| {
                                let order = match name.as_str() {
                                    "day" => Some(DayOrder::DayFirst),
                                    "month" => Some(DayOrder::MonthFirst),
                                    _ => None,
                                };
                                importer.set_day_order(key, column, order);
                            }
                        />
                        <p class="quiet-text">{t!(i18n, import.question_order_hint)}</p>
                    </div>
                }
                .into_any()
            }
        })
    }
}
