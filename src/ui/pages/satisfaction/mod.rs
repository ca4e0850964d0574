//! 满意度: results of the responses. Every number can be explained by its formula, inputs and number of answers; the
//! weights can be changed on the page.

mod dimensions;
mod groups;
mod reliability;
mod score;
mod scores;
mod trend;
mod weights;

use std::{collections::BTreeMap, sync::Arc};

use busbar_core::{
    analysis::{
        confidence::with_width,
        satisfaction::{Ballot, SatisfactionReport, Weighed},
    },
    domain::{Customer, Id, InOrder, date::days_between, segment::AbcClass},
    exchange::export::{Cell, csv},
};
use leptos::prelude::*;

use crate::{
    state::{
        files,
        portfolio::{PortfolioNow, use_portfolio},
        satisfaction::{Satisfaction, use_satisfaction},
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Chip, Chips, Emphasis, EmptyState, Icon, PageHead},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
    },
};

/// Responses and results on the page, for its parts.
#[derive(Clone, Copy)]
struct Shown {
    /// Responses that match the filters, oldest first.
    ballots: Memo<Arc<Vec<Ballot>>>,
    /// Results of these responses.
    report: Memo<Arc<SatisfactionReport>>,
    /// Weight of each dimension, in the order of [`busbar_core::domain::survey::Dimension::ALL`].
    weights: Memo<Option<Vec<f64>>>,
    /// Weighted results of these responses.
    weighed: Memo<Option<Arc<Weighed>>>,
    /// Satisfaction over all responses.
    satisfaction: Satisfaction,
}

impl Shown {
    fn new(chosen: Memo<Filter>) -> Self {
        let satisfaction = use_satisfaction();
        let portfolio = use_portfolio();
        let facts = use_workspace().facts;
        let ballots = Memo::new(move |_| {
            let filter = chosen.get();
            let all = satisfaction.ballots();
            if filter == Filter::default() {
                return all;
            }
            let today = facts.today();
            Arc::new(
                all.iter()
                    .filter(|ballot| filter.leaves(ballot, today, portfolio))
                    .cloned()
                    .collect::<Vec<_>>(),
            )
        });
        let report = Memo::new(move |_| {
            if chosen.get() == Filter::default() {
                return satisfaction.report();
            }
            let ballots = ballots.read();
            Arc::new(SatisfactionReport::of(&ballots.iter().collect::<Vec<_>>()))
        });
        let weights = Memo::new(move |_| satisfaction.weighting.read().weights(&report.read()));
        let weighed = Memo::new(move |_| {
            let weights = weights.read();
            report.read().weigh(weights.as_ref()?).map(Arc::new)
        });
        Self { ballots, report, weights, weighed, satisfaction }
    }
}

/// Filters of the responses.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Filter {
    is_last_year: bool,
    class: Option<AbcClass>,
}

impl Filter {
    fn leaves(self, ballot: &Ballot, today: jiff::civil::Date, portfolio: PortfolioNow) -> bool {
        const YEAR: i32 = 365;
        let is_recent = ballot.answered_on.is_some_and(|day| days_between(day, today) <= YEAR);
        let class = || {
            let customer = ballot.customer?;
            Some(portfolio.get().position(customer)?.class)
        };
        (!self.is_last_year || is_recent) && (self.class.is_none() || self.class == class())
    }
}

/// Satisfaction page.
#[component]
pub fn SatisfactionPage() -> impl IntoView {
    let i18n = use_i18n();
    let satisfaction = use_satisfaction();
    let query = use_navigation();
    let filter = Memo::new(move |_| {
        let query = query.query();
        Filter {
            is_last_year: query.get("period") == Some("year"),
            class: query.get("class").and_then(AbcClass::named),
        }
    });
    let shown = Shown::new(filter);
    let is_empty = Memo::new(move |_| satisfaction.ballots().is_empty());
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Satisfaction
                        title=move || t_string!(i18n, satisfaction.empty)
                        text=move || t_string!(i18n, satisfaction.empty_text)
                    >
                        <ButtonLink
                            label=move || t_string!(i18n, satisfaction.to_surveys)
                            href=Page::Surveys.href()
                            icon=Icon::Surveys
                            emphasis=Emphasis::First
                        />
                    </EmptyState>
                }
            }
        >
            <div class="page satisfaction">
                <Head shown=shown />
                <div>
                    <Filters filter=filter />
                </div>
                <scores::Scores shown=shown />
                <div class="columns">
                    <trend::Trend shown=shown />
                    <dimensions::Priorities shown=shown />
                </div>
                <dimensions::Dimensions shown=shown />
                <div class="columns">
                    <div class="no-print">
                        <weights::Weights shown=shown />
                    </div>
                    <div class="stack">
                        <reliability::Fuzzy shown=shown />
                        <reliability::Alpha shown=shown />
                    </div>
                </div>
                <groups::Groups shown=shown />
                <groups::Low shown=shown />
            </div>
        </Show>
    }
}

#[component]
fn Head(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let over = move || {
        let count = shown.ballots.read().len();
        say!(i18n, satisfaction.over, count = count)
    };
    let title = move || {
        let locale = i18n.get_locale();
        let report = shown.report.read();
        match (&report.headline.csat, &report.headline.nps) {
            (Some(csat), _) => {
                t_string!(i18n, satisfaction.title, share = format::percent(locale, csat.share, 0))
            }
            (None, Some(nps)) => {
                t_string!(i18n, satisfaction.title_nps, nps = format::decimal(locale, nps.nps, 0))
            }
            _ => t_string!(i18n, satisfaction.title_none).to_owned(),
        }
    };
    let export = move |()| {
        let locale = i18n.get_locale_untracked();
        let report = shown.report.get_untracked();
        let weighed = shown.weighed.get_untracked();
        files::save("satisfaction.csv", "text/csv", &table(locale, &report, weighed.as_deref()));
    };
    view! {
        <PageHead over=over title=title>
            <Button
                label=move || t_string!(i18n, satisfaction.print)
                icon=Icon::Print
                on_press=|()| files::print()
            />
            <Button
                label=move || t_string!(i18n, satisfaction.export)
                icon=Icon::Export
                on_press=export
            />
            <ButtonLink
                label=move || t_string!(i18n, satisfaction.to_surveys)
                icon=Icon::Surveys
                href=Page::Surveys.href()
            />
        </PageHead>
    }
}

#[component]
fn Filters(filter: Memo<Filter>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let class = move |class: AbcClass| {
        view! {
            <Chip
                text=move || labels::abc_class(i18n.get_locale(), class)
                pressed=Signal::derive(move || filter.read().class == Some(class))
                on_press=move |()| {
                    let is_on = filter.get_untracked().class == Some(class);
                    navigation.set_filter("class", if is_on { "" } else { class.name() });
                }
            />
        }
    };
    view! {
        <Chips label=move || t_string!(i18n, satisfaction.period)>
            <Chip
                text=move || t_string!(i18n, satisfaction.period_year)
                pressed=Signal::derive(move || filter.read().is_last_year)
                on_press=move |()| {
                    let is_on = filter.get_untracked().is_last_year;
                    navigation.set_filter("period", if is_on { "" } else { "year" });
                }
            />
            {AbcClass::ALL.iter().copied().map(class).collect_view()}
        </Chips>
    }
}

/// Returns every score of the page as a CSV file.
fn table(locale: Locale, report: &SatisfactionReport, weighed: Option<&Weighed>) -> Vec<u8> {
    let headings = [
        td_string!(locale, satisfaction.trend_of),
        td_string!(locale, satisfaction.trend_estimate),
        td_string!(locale, satisfaction.in_low),
        td_string!(locale, satisfaction.in_high),
        td_string!(locale, satisfaction.n),
        dimensions::importance_heading(locale, report),
    ];
    let row = |name: String,
               value: f64,
               interval: Option<[f64; 2]>,
               n: usize,
               importance: Option<f64>| {
        vec![
            Cell::text(name),
            Cell::number(Some(value)),
            Cell::number(with_width(interval).map(|[low, _]| low)),
            Cell::number(with_width(interval).map(|[_, high]| high)),
            Cell::Number(n as f64),
            Cell::number(importance),
        ]
    };
    let headline = &report.headline;
    let mut rows = Vec::new();
    if let Some(csat) = headline.csat {
        let name = td_string!(locale, satisfaction.csat).to_owned();
        rows.push(row(name, csat.share, Some(csat.wilson95), csat.n, None));
    }
    if let Some(nps) = &headline.nps {
        let name = td_string!(locale, satisfaction.nps).to_owned();
        rows.push(row(name, nps.nps, Some(nps.ci95), nps.n(), None));
    }
    for (name, mean) in [
        (td_string!(locale, satisfaction.ces), headline.ces),
        (td_string!(locale, satisfaction.acsi), headline.acsi),
    ] {
        if let Some(mean) = mean {
            rows.push(row(name.to_owned(), mean.mean, mean.ci95, mean.n, None));
        }
    }
    if let Some(weighed) = weighed {
        let name = td_string!(locale, satisfaction.index).to_owned();
        rows.push(row(name, weighed.index.index, None, report.rated, None));
    }
    for score in &report.dimensions {
        rows.push(row(
            labels::dimension(locale, score.dimension).to_owned(),
            score.performance.mean,
            score.performance.ci95,
            score.performance.n,
            match report.derived_importance(score.dimension) {
                Some(derived) => Some(derived.importance),
                None => score.importance.map(|mean| mean.mean),
            },
        ));
    }
    csv(&headings, rows)
}

/// Returns a function that looks up the name of a customer; it subscribes to changes.
fn names() -> impl Fn(Id<Customer>) -> Option<String> + Copy {
    let customers = use_workspace().tables.customers;
    move |customer| {
        customers.with(|all| {
            let customer = all.get(customer)?;
            Some(customer.name.clone())
        })
    }
}

/// Returns the responses by group, largest group first.
fn grouped(ballots: &[Ballot], group: impl Fn(&Ballot) -> String) -> Vec<(String, Vec<&Ballot>)> {
    let mut groups: BTreeMap<String, Vec<&Ballot>> = BTreeMap::new();
    for ballot in ballots {
        groups.entry(group(ballot)).or_default().push(ballot);
    }
    let mut groups: Vec<_> = groups.into_iter().collect();
    groups.order_by_key(|(_, ballots)| std::cmp::Reverse(ballots.len()));
    groups
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::world::World;

    #[test]
    fn answers_leave_the_last_year() {
        let world = World::filled();
        let filter = Filter { is_last_year: true, ..Filter::default() };
        let shown = Shown::new(Memo::new(move |_| filter));
        let answers = world.each_day(|| shown.ballots.get().len());
        assert_eq!(answers, [1, 0, 0]);
    }
}
