//! Changes in use and bills, as text and as a chart of the months.

use busbar_core::{analysis::summary::bill_change, domain::readings::Quantity};
use leptos::prelude::*;

use crate::{
    state::{briefing::Briefing, workspace::use_workspace},
    ui::{
        components::{Card, EmptyState},
        format,
        i18n::*,
        shared::monthly_energy::MonthlyEnergy,
    },
};

/// Height of the chart, pixels.
const HEIGHT: f64 = 168.0;

/// Card of use and bills.
#[component]
pub fn UseAndBills(briefing: Briefing) -> impl IntoView {
    let i18n = use_i18n();
    let about = briefing.about;
    let tables = use_workspace().tables;
    let energy = about.series(Quantity::EnergyKwh);
    let bills = about.bills();
    let latest_month = move || {
        let locale = i18n.get_locale();
        let last = about.last_month()?;
        let (now, before) = energy.with(|energy| {
            let energy = energy.as_ref()?;
            Some((energy.at(last)?, energy.at(last.plus(-12))?))
        })?;
        (before > 0.0).then(|| {
            t_string!(
                i18n,
                visit.latest_month,
                month = format::month(locale, last),
                energy = format::energy(locale, now).to_string(),
                change = format::change(locale, now / before - 1.0)
            )
        })
    };
    let billed = move || {
        let locale = i18n.get_locale();
        let last = about.last_month()?;
        let month = format::month(locale, last);
        let Some(billed) = about.summary().billed_cny else {
            let latest = bills.with(|bills| Some(bills.first()?.month))?;
            let latest = format::month(locale, latest);
            return Some(t_string!(i18n, customer.bills_title_ended, month = month, last = latest));
        };
        let billed = format::money(locale, billed).to_string();
        Some(match bills.with(|bills| bill_change(bills, last)) {
            Some(change) => t_string!(
                i18n,
                visit.billed_change,
                month = month,
                amount = billed,
                change = format::change(locale, change)
            ),
            None => t_string!(i18n, visit.billed, month = month, amount = billed),
        })
    };
    let paid = move || {
        let locale = i18n.get_locale();
        let summary = about.summary();
        if summary.arrears_bills > 0 {
            let amount = format::money(locale, summary.arrears_cny).to_string();
            let count = summary.arrears_bills;
            return Some(say!(locale, visit.owes, count = count, amount = amount));
        }
        if summary.late_bills > 0 {
            let count = summary.late_bills;
            let month = format::month(locale, about.last_month()?);
            return Some(say!(locale, customer.paid_late, month = month, count = count));
        }
        let on_time = summary.pays_on_time() == Some(true);
        on_time.then(|| t_string!(i18n, customer.pays_on_time).to_owned())
    };
    let demand = move || {
        let locale = i18n.get_locale();
        let peak = about.summary().peak_demand_kw?;
        let capacity = tables.read(briefing.customer, |customer| customer.contracted_capacity_kva);
        let capacity = capacity.flatten().filter(|capacity| *capacity > 0.0)?;
        Some(t_string!(
            i18n,
            visit.demand,
            peak = format::with_unit(locale, peak.round(), "kW").to_string(),
            share = format::percent(locale, peak / capacity, 0)
        ))
    };
    let words = move || {
        let said = [latest_month(), billed(), paid(), demand()];
        let said = said.into_iter().flatten();
        said.map(|line| view! { <li>{line}</li> }).collect_view()
    };
    view! {
        <Show
            when=move || energy.with(Option::is_some) || bills.with(|bills| !bills.is_empty())
            fallback=move || {
                view! {
                    <Card title=move || t_string!(i18n, visit.use_and_bills)>
                        <EmptyState title=move || t_string!(i18n, customer.use_none) />
                    </Card>
                }
            }
        >
            <Card title=move || t_string!(i18n, visit.use_and_bills)>
                <ul class="reasons">{words}</ul>
            </Card>
            <MonthlyEnergy about=about height=HEIGHT two_years=true />
        </Show>
    }
}
