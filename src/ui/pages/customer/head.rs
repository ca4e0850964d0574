//! The head of a customer's page: who it is, what is to be known at once, and its figures, each of which
//! opens.

use busbar_core::{
    analysis::summary,
    books::portfolio::FALL,
    domain::{Customer, Id, Importance, readings::Quantity, segment::AbcClass},
};
use leptos::prelude::*;

use super::to_do::ToDo;
use crate::{
    state::{about::About, commands::record::remove, workspace::use_workspace},
    ui::{
        components::{Explanation, Glyph, Icon, Number, Popover, Tag, Tone, Trigger},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::{Page, Route},
    },
};

/// The head.
#[component]
pub fn Head(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let workspace = use_workspace();
    let customers = workspace.tables.customers;
    let of = move |text: fn(&Customer) -> &str| {
        Memo::new(move |_| {
            customers.with(|customers| {
                customers.get(id).map(|customer| text(customer).to_owned()).unwrap_or_default()
            })
        })
    };
    let name = of(|customer| &customer.name);
    let number = of(|customer| &customer.account_number);
    let manager = Memo::new(move |_| {
        customers.with(|customers| {
            let customer = customers.get(id);
            customer.map(|one| workspace.name(&one.account_manager)).unwrap_or_default()
        })
    });
    let over = move || {
        let said = |text: String| (!text.is_empty()).then_some(text);
        [
            said(number.get()).map(|number| t_string!(i18n, customer.account, number = number)),
            said(manager.get()).map(|name| t_string!(i18n, customer.managed_by, name = name)),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
    };
    let list = move || {
        let query = navigation.query().with("tab", "");
        Route { page: Page::Customers, query }
    };
    // The note of what was done brings the customer back.
    let take_out = move |_| {
        remove(workspace, id);
        navigation.go(&untrack(list));
    };
    let back = move || list().href();
    view! {
        <header class="page-head">
            <div>
                <a class="back only-narrow" href=back>
                    <Glyph icon=Icon::Back />
                    {t!(i18n, customer.back)}
                </a>
                <p class="over">{over}</p>
                <h1>{name}</h1>
                <Tags id=id about=about />
            </div>
            <div class="line customer-more">
                <Popover
                    label=move || t_string!(i18n, customer.actions)
                    kind=Trigger::Icon
                    trigger=|| view! { <Glyph icon=Icon::More /> }
                    is_menu=true
                >
                    <div class="menu">
                        <button type="button" on:click=take_out>
                            <Glyph icon=Icon::Delete />
                            {t!(i18n, customer.remove_customer)}
                        </button>
                    </div>
                </Popover>
                <a
                    class="button quiet icon-only only-wide"
                    href=back
                    aria-label=move || t_string!(i18n, customer.back)
                >
                    <Glyph icon=Icon::Close />
                </a>
            </div>
            <ToDo id=id />
        </header>
        <Numbers about=about />
    }
}

/// What is to be known at once.
#[component]
fn Tags(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let tags = move || {
        let locale = i18n.get_locale();
        let summary = about.summary();
        let mut tags: Vec<(String, Tone)> = Vec::new();
        if let Some(position) = about.position() {
            let text = t_string!(
                i18n,
                customer.rank,
                class = labels::abc_class(locale, position.class),
                rank = format::count(locale, position.rank)
            );
            let tone = if position.class == AbcClass::A { Tone::Accent } else { Tone::Plain };
            tags.push((text, tone));
        }
        customers.with(|customers| {
            let Some(customer) = customers.get(id) else {
                return;
            };
            if !customer.industry.is_empty() {
                tags.push((customer.industry.clone(), Tone::Plain));
            }
            if let Some(grade) = customer.importance.filter(|grade| *grade != Importance::None) {
                let grade = labels::importance(locale, grade);
                tags.push((t_string!(i18n, customer.important, grade = grade), Tone::Plain));
            }
            if customer.is_sample {
                tags.push((t_string!(i18n, customer.made_up).to_owned(), Tone::Plain));
            }
        });
        if summary.arrears_bills > 0 {
            let amount = format::money(locale, summary.arrears_cny).to_string();
            tags.push((t_string!(i18n, customer.in_arrears, amount = amount), Tone::Bad));
        }
        if summary.late_bills > 0 {
            // The months are named below the numbers.
            let count = format::count(locale, summary.late_bills);
            tags.push((t_string!(i18n, customer.paid_late_tag, count = count), Tone::Warn));
        }
        if summary.pays_on_time() == Some(true) {
            tags.push((t_string!(i18n, customer.pays_on_time).to_owned(), Tone::Good));
        }
        if let Some(growth) = summary.growth.filter(|growth| *growth <= FALL) {
            let change = format::change(locale, growth);
            tags.push((t_string!(i18n, customer.use_falls, change = change), Tone::Warn));
        }
        tags.into_iter().map(|(text, tone)| view! { <Tag text=text tone=tone /> }).collect_view()
    };
    view! { <p class="tags">{tags}</p> }
}

/// The figures of the last twelve months.
#[component]
fn Numbers(about: About) -> impl IntoView {
    let i18n = use_i18n();
    let nothing = move || t_string!(i18n, labels.nothing).to_owned();
    let period = move || {
        let locale = i18n.get_locale();
        let period = about.last_month().map(|last| {
            t_string!(
                i18n,
                customer.period,
                from = format::month(locale, last.plus(-11)),
                to = format::month(locale, last)
            )
        });
        (t_string!(i18n, customer.in_period).to_owned(), period.unwrap_or_else(nothing))
    };
    let months = move || {
        (
            t_string!(i18n, customer.in_months).to_owned(),
            format!("{} / 12", about.summary().months_known),
        )
    };
    let readings = move |formula: &str, more: Vec<(String, String)>| Explanation {
        formula: formula.to_owned(),
        inputs: std::iter::once(period()).chain(more).collect(),
        n: Some(months().1),
        source: t_string!(i18n, customer.source_readings).to_owned(),
        caution: None,
    };
    let [energies, demands] =
        [Quantity::EnergyKwh, Quantity::PeakDemandKw].map(|quantity| about.series(quantity));
    let growth_inputs = move || {
        let locale = i18n.get_locale();
        let growth = energies
            .with(|energy| Some(summary::Growth::of(energy.as_ref()?, about.last_month()?)));
        let growth = growth.unwrap_or_default();
        let energy = |kwh: f64| format::energy(locale, kwh).to_string();
        [
            (t_string!(i18n, customer.in_now), energy(growth.now_kwh)),
            (t_string!(i18n, customer.in_before), energy(growth.before_kwh)),
            (t_string!(i18n, customer.in_both_years), format!("{} / 12", growth.months)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    };
    let peak_inputs = move || {
        let locale = i18n.get_locale();
        let Some(last) = about.last_month() else {
            return vec![];
        };
        let (peak, known) = demands.with(|demand| {
            demand
                .as_ref()
                .map_or((None, 0), |demand| (summary::peak(demand, last), demand.total(last, 12).1))
        });
        let month = peak.map_or_else(nothing, |(month, _)| format::month(locale, month));
        [
            (t_string!(i18n, customer.in_peak_month), month),
            (t_string!(i18n, customer.in_demand_months), format!("{known} / 12")),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    };
    let bills = move |formula: &str, more: Vec<(String, String)>| Explanation {
        formula: formula.to_owned(),
        inputs: std::iter::once(period()).chain(more).collect(),
        n: None,
        source: t_string!(i18n, customer.source_bills).to_owned(),
        caution: None,
    };

    let energy = move || {
        let locale = i18n.get_locale();
        about
            .summary()
            .energy_kwh
            .map_or_else(nothing, |kwh| format::energy(locale, kwh).to_string())
    };
    let billed = move || {
        let locale = i18n.get_locale();
        about
            .summary()
            .billed_cny
            .map_or_else(nothing, |cny| format::money(locale, cny).to_string())
    };
    let growth = move || {
        about
            .summary()
            .growth
            .map_or_else(nothing, |growth| format::change(i18n.get_locale(), growth))
    };
    let peak = move || {
        let locale = i18n.get_locale();
        about
            .summary()
            .peak_demand_kw
            .map_or_else(nothing, |kw| format::with_unit(locale, kw.round(), "kW").to_string())
    };
    let price = move || match about.summary().priced.price() {
        Some(price) => format!(
            "{} {}",
            format::decimal(i18n.get_locale(), price, 3),
            t_string!(i18n, customer.unit_per_kwh)
        ),
        None => nothing(),
    };
    let price_inputs = move || {
        let locale = i18n.get_locale();
        let priced = about.summary().priced;
        [
            (t_string!(i18n, customer.billed), format::money(locale, priced.cny).to_string()),
            (t_string!(i18n, customer.energy), format::energy(locale, priced.kwh).to_string()),
            (t_string!(i18n, customer.in_priced_months), format!("{} / 12", priced.months)),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .to_vec()
    };
    let arrears = move || match about.summary().known_arrears_cny() {
        Some(cny) if about.summary().arrears_bills > 0 => {
            format::money(i18n.get_locale(), cny).to_string()
        }
        Some(_) => t_string!(i18n, customer.no_arrears).to_owned(),
        None => nothing(),
    };
    let last_month = move || {
        let last = about.last_month();
        last.map_or_else(nothing, |last| format::month(i18n.get_locale(), last))
    };
    let of_months = move || {
        let latest = energies.with(|energy| energy.as_ref()?.last_known_month());
        let latest = latest.filter(|_| about.summary().energy_kwh.is_none());
        let month = last_month();
        match latest {
            Some(latest) => t_string!(
                i18n,
                customer.use_title_ended,
                month = month,
                last = format::month(i18n.get_locale(), latest)
            ),
            None => t_string!(i18n, customers.over_period, month = month),
        }
    };
    let paid = move || {
        let locale = i18n.get_locale();
        let summary = about.summary();
        let judged = summary.judged_bills;
        [
            (
                t_string!(i18n, customer.in_owed).to_owned(),
                format::count(locale, summary.arrears_bills),
            ),
            (
                t_string!(i18n, customer.in_late, month = last_month()),
                format!(
                    "{} / {}",
                    format::count(locale, summary.late_bills),
                    format::count(locale, summary.timed_bills)
                ),
            ),
            (
                t_string!(i18n, customer.in_judged).to_owned(),
                format!(
                    "{} / {}",
                    format::count(locale, judged),
                    format::count(locale, judged + summary.unjudged_bills)
                ),
            ),
        ]
        .to_vec()
    };

    view! {
        <dl class="facts customer-numbers">
            <div>
                <dt>{t!(i18n, customer.energy)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.energy)
                        value=energy
                        explain=move |()| readings(t_string!(i18n, customer.ex_energy), vec![])
                    />
                </dd>
            </div>
            <div>
                <dt>{t!(i18n, customer.growth)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.growth)
                        value=growth
                        explain=move |()| readings(t_string!(i18n, customer.ex_growth), growth_inputs())
                    />
                </dd>
            </div>
            <div>
                <dt>{t!(i18n, customer.billed)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.billed)
                        value=billed
                        explain=move |()| bills(t_string!(i18n, customer.ex_billed), vec![])
                    />
                </dd>
            </div>
            <div>
                <dt>{t!(i18n, customer.mean_price)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.mean_price)
                        value=price
                        explain=move |()| {
                            bills(
                                t_string!(i18n, customer.ex_mean_price),
                                price_inputs(),
                            )
                        }
                    />
                </dd>
            </div>
            <div>
                <dt>{t!(i18n, customer.peak)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.peak)
                        value=peak
                        explain=move |()| readings(t_string!(i18n, customer.ex_peak), peak_inputs())
                    />
                </dd>
            </div>
            <div>
                <dt>{t!(i18n, customer.arrears)}</dt>
                <dd>
                    <Number
                        label=move || t_string!(i18n, customer.arrears)
                        value=arrears
                        explain=move |()| Explanation {
                            caution: (about.summary().unjudged_bills > 0)
                                .then(|| t_string!(i18n, customer.bills_unknown).to_owned()),
                            // Of all time, not of the period.
                            inputs: paid(),
                            ..bills(t_string!(i18n, customer.ex_arrears), vec![])
                        }
                    />
                </dd>
            </div>
        </dl>
        <Show when=move || about.last_month().is_some()>
            <p class="quiet-text">{of_months}</p>
        </Show>
    }
}
