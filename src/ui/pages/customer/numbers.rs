//! Figures of a customer over the last twelve months, each with its formula and inputs on demand.

use busbar_core::{
    analysis::summary::{self, Growth},
    domain::{readings::Quantity, series::Series},
};
use leptos::prelude::*;
use leptos_i18n::{I18nContext, td_string};

use crate::{
    state::about::About,
    ui::{
        components::{Explanation, Number},
        format,
        i18n::*,
    },
};

/// Inputs of a figure, as names and values.
type Inputs = Vec<(String, String)>;

/// Sources of the figures. Every method subscribes to changes.
#[derive(Clone, Copy)]
struct Read {
    i18n: I18nContext<Locale>,
    about: About,
    energy: Memo<Option<Series>>,
    demand: Memo<Option<Series>>,
}

impl Read {
    fn new(about: About) -> Self {
        let [energy, demand] =
            [Quantity::EnergyKwh, Quantity::PeakDemandKw].map(|quantity| about.series(quantity));
        Self { i18n: use_i18n(), about, energy, demand }
    }

    fn nothing(self) -> String {
        t_string!(self.i18n, labels.nothing).to_owned()
    }

    /// Returns the figure in words; a dash without a figure.
    fn figure<T>(self, figure: Option<T>, words: impl FnOnce(Locale, T) -> String) -> String {
        figure.map_or_else(|| self.nothing(), |figure| words(self.i18n.get_locale(), figure))
    }

    /// Returns the period, which is the first input of every figure computed over it.
    fn period(self) -> (String, String) {
        let period = self.figure(self.about.last_month(), |locale, last| {
            let [from, to] = [last.plus(-11), last].map(|month| format::month(locale, month));
            td_string!(locale, customer.period, from = from, to = to)
        });
        (t_string!(self.i18n, customer.in_period).to_owned(), period)
    }

    fn last_month(self) -> String {
        self.figure(self.about.last_month(), format::month)
    }

    /// Returns the explanation of a figure computed from readings.
    fn readings(self, formula: &str, more: Inputs) -> Explanation {
        Explanation {
            formula: formula.to_owned(),
            inputs: std::iter::once(self.period()).chain(more).collect(),
            n: Some(of_twelve(self.about.summary().months_known)),
            source: t_string!(self.i18n, customer.source_readings).to_owned(),
            caution: None,
        }
    }

    /// Returns the explanation of a figure computed from bills.
    fn bills(self, formula: &str, more: Inputs) -> Explanation {
        Explanation {
            n: None,
            source: t_string!(self.i18n, customer.source_bills).to_owned(),
            ..self.readings(formula, more)
        }
    }

    fn energy(self) -> String {
        self.figure(self.about.summary().energy_kwh, energy)
    }

    fn billed(self) -> String {
        self.figure(self.about.summary().billed_cny, money)
    }

    fn growth(self) -> String {
        self.figure(self.about.summary().growth, format::change)
    }

    fn growth_inputs(self) -> Inputs {
        let (i18n, locale) = (self.i18n, self.i18n.get_locale());
        let growth =
            self.energy.with(|energy| Some(Growth::of(energy.as_ref()?, self.about.last_month()?)));
        let growth = growth.unwrap_or_default();
        inputs([
            (t_string!(i18n, customer.in_now), energy(locale, growth.now_kwh)),
            (t_string!(i18n, customer.in_before), energy(locale, growth.before_kwh)),
            (t_string!(i18n, customer.in_both_years), of_twelve(growth.months)),
        ])
    }

    fn price(self) -> String {
        let unit = t_string!(self.i18n, customer.unit_per_kwh);
        self.figure(self.about.summary().priced.price(), |locale, price| {
            format!("{} {unit}", format::decimal(locale, price, 3))
        })
    }

    fn price_inputs(self) -> Inputs {
        let (i18n, locale) = (self.i18n, self.i18n.get_locale());
        let priced = self.about.summary().priced;
        inputs([
            (t_string!(i18n, customer.billed), money(locale, priced.cny)),
            (t_string!(i18n, customer.energy), energy(locale, priced.kwh)),
            (t_string!(i18n, customer.in_priced_months), of_twelve(priced.months)),
        ])
    }

    fn peak(self) -> String {
        self.figure(self.about.summary().peak_demand_kw, |locale, kw| {
            format::with_unit(locale, kw.round(), "kW").to_string()
        })
    }

    fn peak_inputs(self) -> Inputs {
        let Some(last) = self.about.last_month() else {
            return Vec::new();
        };
        let (peak, known) = self.demand.with(|demand| {
            let known = |demand: &Series| (summary::peak(demand, last), demand.total(last, 12).1);
            demand.as_ref().map_or((None, 0), known)
        });
        let month = self.figure(peak, |locale, (month, _)| format::month(locale, month));
        inputs([
            (t_string!(self.i18n, customer.in_peak_month), month),
            (t_string!(self.i18n, customer.in_demand_months), of_twelve(known)),
        ])
    }

    fn arrears(self) -> String {
        let summary = self.about.summary();
        self.figure(summary.known_arrears_cny(), |locale, cny| {
            if summary.arrears_bills > 0 {
                money(locale, cny)
            } else {
                td_string!(locale, customer.no_arrears).to_owned()
            }
        })
    }

    /// Returns the explanation of the arrears, which cover all bills and not only those of the period.
    fn arrears_explained(self) -> Explanation {
        let (i18n, locale) = (self.i18n, self.i18n.get_locale());
        let summary = self.about.summary();
        let of = |part: usize, all: usize| {
            format!("{} / {}", format::count(locale, part), format::count(locale, all))
        };
        let judged = summary.judged_bills;
        let late = t_string!(i18n, customer.in_late, month = self.last_month());
        let paid = [
            (t_string!(i18n, customer.in_owed), format::count(locale, summary.arrears_bills)),
            (late.as_str(), of(summary.late_bills, summary.timed_bills)),
            (t_string!(i18n, customer.in_judged), of(judged, judged + summary.unjudged_bills)),
        ];
        let caution = (summary.unjudged_bills > 0).then(|| t_string!(i18n, customer.bills_unknown));
        Explanation {
            caution: caution.map(str::to_owned),
            inputs: inputs(paid),
            ..self.bills(t_string!(i18n, customer.ex_arrears), Vec::new())
        }
    }

    /// Returns the line that names the months of the figures.
    fn of_months(self) -> String {
        let (i18n, locale) = (self.i18n, self.i18n.get_locale());
        let latest = self.energy.with(|energy| energy.as_ref()?.last_known_month());
        let latest = latest.filter(|_| self.about.summary().energy_kwh.is_none());
        let month = self.last_month();
        match latest.map(|latest| format::month(locale, latest)) {
            Some(last) => t_string!(i18n, customer.use_title_ended, month = month, last = last),
            None => t_string!(i18n, customers.over_period, month = month),
        }
    }
}

fn energy(locale: Locale, kwh: f64) -> String {
    format::energy(locale, kwh).to_string()
}

fn money(locale: Locale, cny: f64) -> String {
    format::money(locale, cny).to_string()
}

/// Returns a number of months out of twelve, for example "11 / 12".
fn of_twelve(months: usize) -> String {
    format!("{months} / 12")
}

fn inputs<const N: usize>(all: [(&str, String); N]) -> Inputs {
    all.map(|(name, value)| (name.to_owned(), value)).into()
}

/// Figures.
#[component]
pub fn Numbers(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let read = Read::new(about);
    view! {
        <dl class="facts customer-numbers">
            <One
                label=move || t_string!(i18n, customer.energy)
                value=move || read.energy()
                explain=move |()| read.readings(t_string!(i18n, customer.ex_energy), Vec::new())
            />
            <One
                label=move || t_string!(i18n, customer.growth)
                value=move || read.growth()
                explain=move |()| read.readings(t_string!(i18n, customer.ex_growth), read.growth_inputs())
            />
            <One
                label=move || t_string!(i18n, customer.billed)
                value=move || read.billed()
                explain=move |()| read.bills(t_string!(i18n, customer.ex_billed), Vec::new())
            />
            <One
                label=move || t_string!(i18n, customer.mean_price)
                value=move || read.price()
                explain=move |()| read.bills(t_string!(i18n, customer.ex_mean_price), read.price_inputs())
            />
            <One
                label=move || t_string!(i18n, customer.peak)
                value=move || read.peak()
                explain=move |()| read.readings(t_string!(i18n, customer.ex_peak), read.peak_inputs())
            />
            <One
                label=move || t_string!(i18n, customer.arrears)
                value=move || read.arrears()
                explain=move |()| read.arrears_explained()
            />
        </dl>
        <Show when=move || about.last_month().is_some()>
            <p class="quiet-text">{move || read.of_months()}</p>
        </Show>
    }
}

/// Figure with its label.
#[component]
fn One(
    #[prop(into)] label: TextProp,
    #[prop(into)] value: TextProp,
    #[prop(into)] explain: Callback<(), Explanation>,
) -> impl IntoView {
    let name = label.clone();
    view! {
        <div>
            <dt>{move || name.get()}</dt>
            <dd>
                <Number label=label value=value explain=explain />
            </dd>
        </div>
    }
}
