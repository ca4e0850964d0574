//! The month that the figures of the portfolio are reported for, chosen wherever they are shown.

use leptos::prelude::*;

use super::{components::unique_id, format, i18n::*};
use crate::{domain::Month, state::workspace::use_workspace};

/// Number of months offered.
const OFFERED: usize = 36;

/// The choice; nothing while no month is known.
#[component]
pub fn ReportingMonth() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let id = unique_id("month");
    let months = Memo::new(move |_| {
        let coverage = facts.coverage();
        let months = coverage.months().take(OFFERED);
        months
            .map(|month| (month, coverage.is_whole(month)))
            .collect::<Vec<_>>()
    });
    let options = move || {
        let locale = i18n.get_locale();
        let option = |(month, is_whole): (Month, bool)| {
            let name = format::month(locale, month);
            let text = if is_whole {
                name
            } else {
                t_string!(i18n, labels.month_in_part, month = name)
            };
            view! {
                <option
                    value=month.to_string()
                    prop:selected=move || facts.last_month() == Some(month)
                >
                    {text}
                </option>
            }
        };
        months.get().into_iter().map(option).collect_view()
    };
    let choose = move |event| {
        let chosen = event_target_value(&event).parse::<Month>().ok();
        let default = facts.coverage().default_month();
        facts
            .chosen_month
            .set(chosen.filter(|month| Some(*month) != default));
    };
    let select = move || {
        let id = id.clone();
        view! {
            <div class="reporting-month">
                <label for=id.clone()>{t!(i18n, labels.reporting_month)}</label>
                <select id=id on:change=choose>
                    {options}
                </select>
            </div>
        }
    };
    view! { <Show when=move || !months.with(Vec::is_empty)>{select.clone()}</Show> }
}
