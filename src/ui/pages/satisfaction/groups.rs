//! Scores by group of customers, and the latest responses that need a call-back.

use busbar_core::{
    analysis::{
        confidence::is_indicative,
        satisfaction::{Ballot, SatisfactionReport},
    },
    books::table::Table,
    domain::{Customer, Id, InOrder, survey::Measure},
};
use leptos::prelude::*;

use super::{
    Shown,
    dimensions::counted,
    grouped, names,
    score::{Score, Which},
};
use crate::{
    state::{
        portfolio::{PortfolioNow, use_portfolio},
        segments::{Segments, use_segments},
        workspace::use_workspace,
    },
    ui::{
        components::{Card, FigureTable, Heading, Number, OrEmpty, Row, Rows, Select},
        format,
        i18n::*,
        labels::{self, Worded, worded},
        routes::Page,
    },
};

/// Maximum number of groups listed.
const GROUPS: usize = 12;
/// Maximum number of low responses listed.
const LOW: usize = 8;

worded! {
    /// Grouping of the responses.
    pub enum By {
        /// ABC class.
        Class = "class" => satisfaction.by_class,
        /// Key accounts, and other customers.
        Key = "key" => satisfaction.by_key,
        /// 等级.
        Tier = "tier" => satisfaction.by_tier,
        /// Cluster of the latest run.
        Cluster = "cluster" => satisfaction.by_cluster,
        /// 供电区域.
        Region = "region" => satisfaction.by_region,
        /// 行业.
        Industry = "industry" => satisfaction.by_industry,
    }
}

impl By {
    /// Returns the group of a customer; `None` if it is unknown. Subscribes to changes.
    fn group(self, locale: Locale, id: Id<Customer>, known: Known) -> Option<String> {
        let Known { portfolio, segments, customers } = known;
        let fact = |of: fn(&Customer) -> &String| {
            let fact = customers.with(|all| all.get(id).map(|one| of(one).clone()))?;
            (!fact.is_empty()).then_some(fact)
        };
        match self {
            Self::Class => {
                let class = portfolio.get().position(id)?.class;
                Some(labels::abc_class(locale, class).to_owned())
            }
            Self::Key => {
                let word = if segments.judgement().get(id)?.verdict.is_key() {
                    td_string!(locale, satisfaction.key_accounts)
                } else {
                    td_string!(locale, satisfaction.other_customers)
                };
                Some(word.to_owned())
            }
            Self::Tier => {
                let tier = segments.judgement().get(id)?.tier?.tier;
                Some(labels::tier(locale, tier).to_owned())
            }
            Self::Cluster => {
                let kept = segments.latest.get()?;
                let number = kept.member(id)?.cluster?;
                let clustering = kept.result.clustering.as_ref()?;
                let cluster = clustering.clusters.get(number as usize)?;
                let name = labels::cluster(locale, &clustering.columns, &cluster.traits);
                Some(format!("{} · {name}", number + 1))
            }
            Self::Region => fact(|one| &one.region),
            Self::Industry => fact(|one| &one.industry),
        }
    }
}

/// Data that determines the group of a customer.
#[derive(Clone, Copy)]
struct Known {
    portfolio: PortfolioNow,
    segments: Segments,
    customers: RwSignal<Table<Customer>>,
}

/// Table of the scores of each group.
#[component]
pub fn Groups(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let known = Known {
        portfolio: use_portfolio(),
        segments: use_segments(),
        customers: use_workspace().tables.customers,
    };
    let by = RwSignal::new(By::Class);
    let choices = Signal::derive(move || {
        let choice = |by: &By| (by.name().to_owned(), by.word(i18n.get_locale()).to_owned());
        By::ALL.iter().map(choice).collect::<Vec<_>>()
    });
    let group = move |ballot: &Ballot| -> String {
        let locale = i18n.get_locale();
        let Some(id) = ballot.customer else {
            return td_string!(locale, satisfaction.anonymous).to_owned();
        };
        by.get()
            .group(locale, id, known)
            .unwrap_or_else(|| td_string!(locale, satisfaction.unknown).to_owned())
    };
    let row = move |(name, ballots): (String, Vec<&Ballot>)| {
        let locale = i18n.get_locale();
        let report = SatisfactionReport::of(&ballots);
        let weights = shown.weights.read();
        let weighed = weights.as_ref().and_then(|weights| report.weigh(weights));
        let cells = Which::ALL
            .iter()
            .map(|which| {
                let score = which.score(locale, &report, weighed.as_ref());
                view! { <ScoreCell which=*which score=score /> }
            })
            .collect_view();
        let n = report.headline.answers;
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells}
                <td class="number" class:warn=is_indicative(n)>
                    {counted(locale, n)}
                </td>
            </tr>
        }
    };
    let rows = move || {
        let ballots = shown.ballots.read();
        let mut groups = grouped(&ballots, group);
        groups.truncate(GROUPS);
        if by.get() == By::Class {
            groups.order_by_key(|(name, _)| name.clone());
        }
        groups.into_iter().map(row).collect_view()
    };
    let head = Signal::derive(move || {
        let scores =
            Which::ALL.iter().map(|which| Heading::number(short(i18n.get_locale(), *which)));
        std::iter::once(Heading::words(by.get().word(i18n.get_locale())))
            .chain(scores)
            .chain([Heading::number(t_string!(i18n, satisfaction.n))])
            .collect::<Vec<_>>()
    });
    view! {
        <Card
            title=move || t_string!(i18n, satisfaction.groups)
            note=move || t_string!(i18n, satisfaction.groups_note)
        >
            <div class="stack">
                <div class="no-print">
                    <Select
                        label=move || t_string!(i18n, satisfaction.by)
                        options=choices
                        value=Signal::derive(move || by.get().name().to_owned())
                        on_change=move |name: String| by.set(By::named(&name).unwrap_or(By::Class))
                    />
                </div>
                <FigureTable label=move || t_string!(i18n, satisfaction.groups) head=head rows=rows />
            </div>
        </Card>
    }
}

/// Returns the short name of a score, for a narrow column.
fn short(locale: Locale, which: Which) -> &'static str {
    match which {
        Which::Csat => "CSAT",
        Which::Nps => "NPS",
        Which::Ces => "CES",
        Which::Acsi => "ACSI",
        Which::Index => td_string!(locale, satisfaction.index),
    }
}

/// Score of a group, with its explanation.
#[component]
fn ScoreCell(which: Which, score: Option<Score>) -> impl IntoView {
    let i18n = use_i18n();
    let content = match score {
        Some(score) => {
            let value = score.in_table(i18n.get_locale_untracked());
            let explain = move |()| score.clone().explanation(i18n.get_locale_untracked());
            view! {
                <Number label=move || which.word(i18n.get_locale()) value=value explain=explain />
            }
            .into_any()
        }
        None => t!(i18n, labels.nothing).into_any(),
    };
    view! { <td class="number">{content}</td> }
}

/// Card with the latest responses that need a call-back.
#[component]
pub fn Low(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let names = names();
    let low = Memo::new(move |_| {
        let ballots = shown.ballots.read();
        let low = ballots.iter().rev().filter(|ballot| ballot.is_low());
        low.take(LOW).cloned().collect::<Vec<_>>()
    });
    let row = move |ballot: Ballot| {
        let locale = i18n.get_locale();
        let name = ballot.customer.and_then(names);
        let name = name.unwrap_or_else(|| t_string!(i18n, satisfaction.anonymous).to_owned());
        let date = ballot.answered_on.map(|day| format::date(locale, day));
        let score = |measure: Measure, word: &str| {
            let (value, most) = ballot.rating(measure)?.of();
            Some(format!(
                "{word} {} / {}",
                format::plain(locale, value),
                format::plain(locale, most)
            ))
        };
        let scores: Vec<String> = [score(Measure::Csat, "CSAT"), score(Measure::Nps, "NPS")]
            .into_iter()
            .flatten()
            .collect();
        let href = ballot
            .customer
            .map(|id| Page::Customer(id).href())
            .unwrap_or_else(|| Page::Surveys.href());
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {date} }
                end=move || view! { <span class="number">{scores.join(" · ")}</span> }
                href=href
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, satisfaction.low)
            note=move || t_string!(i18n, satisfaction.low_note)
        >
            <OrEmpty
                when=move || !low.read().is_empty()
                title=move || t_string!(i18n, satisfaction.low_none)
            >
                <Rows>{move || low.get().into_iter().map(row).collect_view()}</Rows>
            </OrEmpty>
        </Card>
    }
}
