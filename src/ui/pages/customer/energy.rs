//! 用电: monthly consumption against the year before, the shares of the time-of-use periods, and the peak demand against
//! the capacity.

use busbar_core::{
    analysis::summary,
    domain::{Customer, Id, readings::Quantity},
};
use leptos::prelude::*;

use crate::{
    chart::{Bar, BarMark, Bars, SharePart, Shares},
    state::{about::About, workspace::use_workspace},
    ui::{
        components::{ButtonLink, ChartFrame, EmptyState, Icon},
        format,
        i18n::*,
        routes::Page,
        shared::monthly_energy::MonthlyEnergy,
    },
};

/// Section with the consumption.
#[component]
pub fn Energy(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let energy = about.series(Quantity::EnergyKwh);
    view! {
        <Show
            when=move || energy.with(Option::is_some)
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Meter
                        title=move || t_string!(i18n, customer.use_none)
                        text=move || t_string!(i18n, customer.use_none_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, customer.import)
                            href=Page::Import.href()
                        />
                    </EmptyState>
                }
            }
        >
            <div class="stack">
                <MonthlyEnergy about=about />
                <div class="columns">
                    <Periods about=about />
                    <Demand id=id about=about />
                </div>
            </div>
        </Show>
    }
}

/// Colours of sharp, peak, flat and valley, from the most expensive to the cheapest.
const COLOURS: [usize; 4] = [3, 1, 4, 0];

/// Shares of sharp, peak, flat and valley hours in the last twelve months; hidden without data.
#[component]
fn Periods(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let totals = Memo::new(move |_| {
        let last = about.last_month()?;
        let total = |quantity| {
            about.series(quantity).with(|series| {
                let (kwh, known) = series.as_ref()?.total(last, 12);
                (known > 0).then_some(kwh)
            })
        };
        let totals =
            [Quantity::SharpKwh, Quantity::PeakKwh, Quantity::FlatKwh, Quantity::ValleyKwh]
                .map(total);
        totals.iter().any(Option::is_some).then(|| totals.map(Option::unwrap_or_default))
    });
    let share = move |place: usize| {
        totals.with(|totals| {
            totals.map_or(0.0, |totals| {
                totals[place] / totals.iter().sum::<f64>().max(f64::MIN_POSITIVE)
            })
        })
    };
    let title = move || {
        let percent = |share| format::percent(i18n.get_locale(), share, 0);
        t_string!(
            i18n,
            customer.shares_title,
            valley = percent(share(3)),
            peak = percent(share(0) + share(1))
        )
    };
    let note = move || {
        let month = about.last_month()?;
        let month = format::month(i18n.get_locale(), month);
        Some(t_string!(i18n, customer.shares_note, month = month))
    };
    let note = move || note().unwrap_or_default();
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let words = [
            t_string!(i18n, customer.sharp),
            t_string!(i18n, customer.peak_period),
            t_string!(i18n, customer.flat),
            t_string!(i18n, customer.valley),
        ];
        Shares {
            parts: words
                .into_iter()
                .zip(COLOURS)
                .map(|(name, colour)| SharePart { name: name.to_owned(), colour })
                .collect(),
            rows: vec![(String::new(), totals.get().unwrap_or_default().to_vec())],
            percent: &|share| format::percent(locale, share, 1),
            head: t_string!(i18n, customer.in_period).to_owned(),
        }
        .draw(width)
    };
    view! {
        <Show when=move || totals.with(Option::is_some)>
            <ChartFrame
                title=title
                subject=move || about.name()
                note=note
                draw=draw
            />
        </Show>
    }
}

/// Peak demand of each of the last twelve months; hidden while none of them is known.
#[component]
fn Demand(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let demand = about.series(Quantity::PeakDemandKw);
    let capacity = Memo::new(move |_| {
        let capacity = tables.read(id, |customer| customer.contracted_capacity_kva).flatten();
        capacity.filter(|capacity| *capacity > 0.0)
    });
    let peak = Memo::new(move |_| {
        let last = about.last_month()?;
        let peak = demand.with(|demand| summary::peak(demand.as_ref()?, last));
        peak.map(|(_, kw)| kw)
    });
    let title = move || {
        let locale = i18n.get_locale();
        let peak = peak.get().unwrap_or_default();
        let peak_word = format::with_unit(locale, peak.round(), "kW").to_string();
        match capacity.get() {
            Some(capacity) => t_string!(
                i18n,
                customer.demand_title_of,
                peak = peak_word,
                share = format::percent(locale, peak / capacity, 0)
            ),
            None => t_string!(i18n, customer.demand_title, peak = peak_word),
        }
    };
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let (Some(demand), Some(last)) = (demand.get(), about.last_month()) else {
            return Default::default();
        };
        let bar = |back: i32| {
            let month = last.plus(-back);
            Bar {
                part: None,
                name: format::month_short(month),
                value: demand.at(month).unwrap_or(f64::NAN),
                mark: BarMark::Plain,
                note: None,
            }
        };
        Bars {
            bars: (0..12).rev().map(bar).collect(),
            limit: capacity.get().map(|kva| {
                let kva_word = format::with_unit(locale, kva, "kVA").to_string();
                (kva, t_string!(i18n, customer.capacity_line, capacity = kva_word))
            }),
            head: [t_string!(i18n, customer.month), t_string!(i18n, customer.peak), ""]
                .map(str::to_owned),
            write: &|kw| format::rounded(locale, kw),
            write_full: &|kw| format::with_unit(locale, kw.round(), "kW").to_string(),
        }
        .draw(width, 170.0)
    };
    view! {
        <Show when=move || peak.get().is_some()>
            <ChartFrame
                title=title
                subject=move || about.name()
                note=move || t_string!(i18n, customer.demand_note)
                draw=draw
            />
        </Show>
    }
}
