//! Four figures of the portfolio, each with an explanation.

use std::sync::Arc;

use busbar_core::books::portfolio::{Basis, Portfolio};
use leptos::prelude::*;
use leptos_i18n::I18nContext;

use crate::{
    state::{
        facts::Facts,
        portfolio::{PortfolioNow, use_portfolio},
        workspace::use_workspace,
    },
    ui::{
        components::{Explanation, Figure, Figures, Tone},
        format::{self, Measure},
        i18n::*,
        shared::reporting_month::ReportingMonth,
    },
};

/// Sources of the figures. Every method subscribes to changes.
#[derive(Clone, Copy)]
struct Read {
    i18n: I18nContext<Locale>,
    facts: Facts,
    now: PortfolioNow,
}

impl Read {
    fn now(self) -> Arc<Portfolio> {
        self.now.get()
    }

    fn nothing(self) -> String {
        t_string!(self.i18n, labels.nothing).to_owned()
    }

    fn count(self, count: usize) -> String {
        format::count(self.i18n.get_locale(), count)
    }

    fn measure(self, figure: Option<f64>, unit: fn(Locale, f64) -> Measure) -> Measure {
        match figure {
            Some(figure) => unit(self.i18n.get_locale(), figure),
            None => Measure { number: self.nothing(), unit: "" },
        }
    }

    fn energy(self) -> Measure {
        self.measure(self.now().energy_kwh, format::energy)
    }

    fn billed(self) -> Measure {
        self.measure(self.now().billed_cny, format::money)
    }

    fn arrears(self) -> Measure {
        let now = self.now();
        self.measure((now.judged_bills > 0).then_some(now.arrears_cny), format::money)
    }

    fn month(self) -> String {
        let month = self.facts.last_month();
        month.map_or_else(|| self.nothing(), |month| format::month(self.i18n.get_locale(), month))
    }

    fn to_month(self) -> String {
        t_string!(self.i18n, today.to_month, month = self.month())
    }

    /// Returns the number of class A customers with their share of the total.
    fn class_a(self) -> String {
        let (i18n, now) = (self.i18n, self.now());
        let Some((count, share)) = now.class_a else {
            return t_string!(i18n, today.no_class).to_owned();
        };
        let share = format::percent(i18n.get_locale(), share, 0);
        match now.basis {
            Basis::Spend => say!(i18n, today.class_a_spend, count = count, share = share),
            Basis::Energy => say!(i18n, today.class_a_energy, count = count, share = share),
        }
    }

    fn price(self) -> String {
        match self.now().priced.price() {
            Some(price) => {
                let price = format::decimal(self.i18n.get_locale(), price, 3);
                t_string!(self.i18n, today.mean_price, price = price)
            }
            None => self.to_month(),
        }
    }

    fn owed_by(self) -> String {
        let (i18n, now) = (self.i18n, self.now());
        match (now.in_arrears.len(), now.unjudged_bills) {
            (0, _) if now.judged_bills == 0 => t_string!(i18n, today.owed_unknown).to_owned(),
            (0, 0) => t_string!(i18n, today.none_owed).to_owned(),
            (0, bills) => say!(i18n, today.owed_partly, count = bills),
            (customers, _) => say!(i18n, today.owed_by, count = customers),
        }
    }

    fn owed_tone(self) -> Tone {
        let now = self.now();
        if !now.in_arrears.is_empty() {
            Tone::Bad
        } else if now.judged_bills > 0 && now.unjudged_bills == 0 {
            Tone::Good
        } else {
            Tone::Plain
        }
    }

    fn explain(self, formula: &str, n: String, inputs: Vec<(&str, String)>) -> Explanation {
        Explanation {
            formula: formula.to_owned(),
            inputs: inputs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            n: Some(n),
            source: t_string!(self.i18n, today.source_import).to_owned(),
            caution: None,
        }
    }

    fn period(self) -> (&'static str, String) {
        let locale = self.i18n.get_locale();
        let months = self.facts.last_month().map(|last| {
            let [from, to] = [last.plus(-11), last].map(|month| format::month(locale, month));
            t_string!(self.i18n, today.period, from = from, to = to)
        });
        (t_string!(self.i18n, today.in_period), months.unwrap_or_else(|| self.nothing()))
    }

    fn class_explained(self) -> Explanation {
        let (i18n, locale, now) = (self.i18n, self.i18n.get_locale(), self.now());
        let class = now.class_a.map(|(customers, share)| {
            [
                (t_string!(i18n, today.in_class_a), self.count(customers)),
                (t_string!(i18n, today.in_share), format::percent(locale, share, 1)),
            ]
        });
        let gini =
            now.gini.map(|gini| (t_string!(i18n, today.gini), format::decimal(locale, gini, 3)));
        Explanation {
            source: t_string!(i18n, today.source_domain).to_owned(),
            ..self.explain(
                t_string!(i18n, today.ex_class),
                say!(i18n, today.with_data, count = now.measured()),
                class.into_iter().flatten().chain(gini).collect(),
            )
        }
    }

    fn energy_explained(self) -> Explanation {
        let i18n = self.i18n;
        self.explain(
            t_string!(i18n, today.ex_energy),
            say!(i18n, today.measured, count = self.now().with_energy),
            vec![self.period()],
        )
    }

    fn with_bills(self) -> String {
        say!(self.i18n, today.with_bills, count = self.now().with_bills)
    }

    fn billed_explained(self) -> Explanation {
        let i18n = self.i18n;
        let inputs = vec![
            self.period(),
            (t_string!(i18n, today.energy), self.energy().to_string()),
            (t_string!(i18n, today.in_price), self.price()),
        ];
        self.explain(t_string!(i18n, today.ex_billed), self.with_bills(), inputs)
    }

    fn arrears_explained(self) -> Explanation {
        let (i18n, now) = (self.i18n, self.now());
        let (judged, all) = (now.judged_bills, now.judged_bills + now.unjudged_bills);
        let known = format!("{} / {}", self.count(judged), self.count(all));
        let inputs = vec![
            (t_string!(i18n, today.in_owing), self.count(now.in_arrears.len())),
            (t_string!(i18n, today.in_owed), self.count(now.arrears_bills)),
            (t_string!(i18n, today.in_judged), known),
        ];
        self.explain(t_string!(i18n, today.ex_arrears), self.with_bills(), inputs)
    }
}

/// The figures.
#[component]
pub fn PortfolioFigures() -> impl IntoView {
    let i18n = use_i18n();
    let read = Read { i18n, facts: use_workspace().facts, now: use_portfolio() };
    view! {
        <header class="figures-head">
            <h2>{t!(i18n, today.figures)}</h2>
            <ReportingMonth />
        </header>
        <Figures>
            <Figure
                label=move || t_string!(i18n, today.customers)
                value=move || read.count(read.now().customers)
                unit=move || t_string!(i18n, today.unit_households)
                context=move || read.class_a()
                explain=Callback::new(move |()| read.class_explained())
            />
            <Figure
                label=move || t_string!(i18n, today.energy)
                value=move || read.energy().number
                unit=move || read.energy().unit
                context=move || read.to_month()
                explain=Callback::new(move |()| read.energy_explained())
            />
            <Figure
                label=move || t_string!(i18n, today.billed)
                value=move || read.billed().number
                unit=move || read.billed().unit
                context=move || read.price()
                explain=Callback::new(move |()| read.billed_explained())
            />
            <Figure
                label=move || t_string!(i18n, today.arrears)
                value=move || read.arrears().number
                unit=move || read.arrears().unit
                context=move || read.owed_by()
                tone=Signal::derive(move || read.owed_tone())
                explain=Callback::new(move |()| read.arrears_explained())
            />
        </Figures>
    }
}
