//! The portfolio in four figures, each of which opens.

use leptos::prelude::*;

use crate::{
    state::{portfolio::use_portfolio, workspace::use_workspace},
    ui::{
        components::{Explanation, Figure, Figures, Tone},
        format::{self, Measure},
        i18n::*,
        reporting_month::ReportingMonth,
    },
};
use busbar_core::books::portfolio::Basis;

/// The figures.
#[component]
pub fn PortfolioFigures() -> impl IntoView {
    let i18n = use_i18n();
    let facts = use_workspace().facts;
    let portfolio = use_portfolio();
    let nothing = move || Measure { number: t_string!(i18n, labels.nothing).to_owned(), unit: "" };
    let energy = move || {
        portfolio
            .get()
            .energy_kwh
            .map_or_else(nothing, |kwh| format::energy(i18n.get_locale(), kwh))
    };
    let billed = move || {
        portfolio.get().billed_cny.map_or_else(nothing, |cny| format::money(i18n.get_locale(), cny))
    };
    let arrears = move || {
        let portfolio = portfolio.get();
        if portfolio.judged_bills == 0 {
            return nothing();
        }
        format::money(i18n.get_locale(), portfolio.arrears_cny)
    };
    let month = move || {
        facts.last_month().map_or_else(
            || t_string!(i18n, labels.nothing).to_owned(),
            |month| format::month(i18n.get_locale(), month),
        )
    };
    let class_a = move || {
        let (locale, portfolio) = (i18n.get_locale(), portfolio.get());
        let Some((count, share)) = portfolio.class_a else {
            return t_string!(i18n, today.no_class).to_owned();
        };
        let (count, share) = (format::count(locale, count), format::percent(locale, share, 0));
        match portfolio.basis {
            Basis::Spend => t_string!(i18n, today.class_a_spend, count = count, share = share),
            Basis::Energy => t_string!(i18n, today.class_a_energy, count = count, share = share),
        }
    };
    let price = move || {
        let portfolio = portfolio.get();
        match portfolio.priced.price() {
            Some(price) => {
                let price = format::decimal(i18n.get_locale(), price, 3);
                t_string!(i18n, today.mean_price, price = price)
            }
            None => t_string!(i18n, today.to_month, month = month()),
        }
    };
    let owed_by = move || {
        let count = |count| format::count(i18n.get_locale(), count);
        let portfolio = portfolio.get();
        match (portfolio.in_arrears.len(), portfolio.unjudged_bills) {
            (0, _) if portfolio.judged_bills == 0 => t_string!(i18n, today.owed_unknown).to_owned(),
            (0, 0) => t_string!(i18n, today.none_owed).to_owned(),
            (0, bills) => t_string!(i18n, today.owed_partly, count = count(bills)),
            (customers, _) => t_string!(i18n, today.owed_by, count = count(customers)),
        }
    };
    let owed_tone = Signal::derive(move || {
        let portfolio = portfolio.get();
        if !portfolio.in_arrears.is_empty() {
            Tone::Bad
        } else if portfolio.judged_bills > 0 && portfolio.unjudged_bills == 0 {
            Tone::Good
        } else {
            Tone::Plain
        }
    });
    let count = move |count: usize| format::count(i18n.get_locale(), count);
    let explain = move |formula: &str, n: String, inputs: Vec<(&str, String)>| Explanation {
        formula: formula.to_owned(),
        inputs: inputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        n: Some(n),
        source: t_string!(i18n, today.source_import).to_owned(),
        caution: None,
    };
    let period = move || {
        let locale = i18n.get_locale();
        let months = facts.last_month().map(|last| {
            let [from, to] = [last.plus(-11), last].map(|month| format::month(locale, month));
            t_string!(i18n, today.period, from = from, to = to)
        });
        let months = months.unwrap_or_else(|| t_string!(i18n, labels.nothing).to_owned());
        (t_string!(i18n, today.in_period), months)
    };
    let explain_class = move |()| {
        let portfolio = portfolio.get();
        let locale = i18n.get_locale();
        let class = portfolio.class_a.map(|(customers, share)| {
            [
                (t_string!(i18n, today.in_class_a), count(customers)),
                (t_string!(i18n, today.in_share), format::percent(locale, share, 1)),
            ]
        });
        let gini = portfolio
            .gini
            .map(|gini| (t_string!(i18n, today.gini), format::decimal(locale, gini, 3)));
        let measured = count(portfolio.measured());
        Explanation {
            source: t_string!(i18n, today.source_domain).to_owned(),
            ..explain(
                t_string!(i18n, today.ex_class),
                t_string!(i18n, today.with_data, count = measured),
                class.into_iter().flatten().chain(gini).collect(),
            )
        }
    };
    let explain_energy = move |()| {
        explain(
            t_string!(i18n, today.ex_energy),
            t_string!(i18n, today.measured, count = count(portfolio.get().with_energy)),
            vec![period()],
        )
    };
    let with_bills = move || {
        let billed = count(portfolio.get().with_bills);
        t_string!(i18n, today.with_bills, count = billed)
    };
    let explain_billed = move |()| {
        explain(
            t_string!(i18n, today.ex_billed),
            with_bills(),
            vec![
                period(),
                (t_string!(i18n, today.energy), energy().to_string()),
                (t_string!(i18n, today.in_price), price()),
            ],
        )
    };
    let explain_arrears = move |()| {
        let portfolio = portfolio.get();
        let known = format!(
            "{} / {}",
            count(portfolio.judged_bills),
            count(portfolio.judged_bills + portfolio.unjudged_bills)
        );
        explain(
            t_string!(i18n, today.ex_arrears),
            with_bills(),
            vec![
                (t_string!(i18n, today.in_owing), count(portfolio.in_arrears.len())),
                (t_string!(i18n, today.in_owed), count(portfolio.arrears_bills)),
                (t_string!(i18n, today.in_judged), known),
            ],
        )
    };
    view! {
        <header class="figures-head">
            <h2>{t!(i18n, today.figures)}</h2>
            <ReportingMonth />
        </header>
        <Figures>
            <Figure
                label=move || t_string!(i18n, today.customers)
                value=move || format::count(i18n.get_locale(), portfolio.get().customers)
                unit=move || t_string!(i18n, today.unit_households)
                context=class_a
                explain=Callback::new(explain_class)
            />
            <Figure
                label=move || t_string!(i18n, today.energy)
                value=move || energy().number
                unit=move || energy().unit
                context=move || t_string!(i18n, today.to_month, month = month())
                explain=Callback::new(explain_energy)
            />
            <Figure
                label=move || t_string!(i18n, today.billed)
                value=move || billed().number
                unit=move || billed().unit
                context=price
                explain=Callback::new(explain_billed)
            />
            <Figure
                label=move || t_string!(i18n, today.arrears)
                value=move || arrears().number
                unit=move || arrears().unit
                context=owed_by
                tone=owed_tone
                explain=Callback::new(explain_arrears)
            />
        </Figures>
    }
}
