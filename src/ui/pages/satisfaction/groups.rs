//! The scores of each group of customers, and the answers that ask for a call.

use leptos::prelude::*;

use super::{Shown, grouped, names};
use crate::{
    analysis::{
        confidence::is_indicative,
        satisfaction::{Ballot, Headline},
    },
    domain::{Customer, Id, survey::Measure},
    state::{portfolio::use_portfolio, workspace::use_workspace},
    ui::{
        components::{Card, Choice, EmptyState, FigureTable, Heading, Row, Rows},
        format,
        i18n::*,
        labels,
        routes::Page,
    },
};

/// As many groups as are listed.
const GROUPS: usize = 12;
/// As many low answers as are listed.
const LOW: usize = 8;

/// What answers are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum By {
    #[default]
    Class,
    Region,
    Industry,
}

/// The scores of each group.
#[component]
pub fn Groups(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let portfolio = use_portfolio();
    let customers = use_workspace().tables.customers;
    let by = RwSignal::new(By::default());
    let choices = Signal::derive(move || {
        vec![
            (By::Class, t_string!(i18n, satisfaction.by_class).to_owned()),
            (
                By::Region,
                t_string!(i18n, satisfaction.by_region).to_owned(),
            ),
            (
                By::Industry,
                t_string!(i18n, satisfaction.by_industry).to_owned(),
            ),
        ]
    });
    let group = move |ballot: &Ballot| -> String {
        let locale = i18n.get_locale();
        let Some(id) = ballot.customer.map(Id::<Customer>::new) else {
            return td_string!(locale, satisfaction.anonymous).to_owned();
        };
        let fact = |of: fn(&Customer) -> &String| {
            customers.with(|all| all.get(id).map(|one| of(one).clone()))
        };
        let known = match by.get() {
            By::Class => portfolio
                .get()
                .standing(id)
                .map(|standing| labels::abc_class(locale, standing.class).to_owned()),
            By::Region => fact(|one| &one.region),
            By::Industry => fact(|one| &one.industry),
        };
        known
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| td_string!(locale, satisfaction.unknown).to_owned())
    };
    let rows = move || {
        let locale = i18n.get_locale();
        let nothing = || td_string!(locale, labels.nothing).to_owned();
        let ballots = shown.ballots.read();
        grouped(&ballots, group)
            .into_iter()
            .take(GROUPS)
            .map(|(name, ballots)| {
                let scores = Headline::of(ballots.iter().copied());
                let n = scores.answers;
                let csat = scores
                    .csat
                    .map_or_else(nothing, |csat| format::percent(locale, csat.share, 0));
                let nps = scores
                    .nps
                    .map_or_else(nothing, |nps| format::decimal(locale, nps.nps, 0));
                let acsi = scores
                    .acsi
                    .map_or_else(nothing, |acsi| format::decimal(locale, acsi.mean, 1));
                view! {
                    <tr>
                        <th scope="row">{name}</th>
                        <td class="number">{csat}</td>
                        <td class="number">{nps}</td>
                        <td class="number">{acsi}</td>
                        <td class="number" class:warn=is_indicative(n)>
                            {format::count(locale, n)}
                        </td>
                    </tr>
                }
            })
            .collect_view()
    };
    let head = Signal::derive(move || {
        vec![
            Heading::words(t_string!(i18n, satisfaction.group)),
            Heading::number("CSAT"),
            Heading::number("NPS"),
            Heading::number("ACSI"),
            Heading::number(t_string!(i18n, satisfaction.n)),
        ]
    });
    view! {
        <Card
            title=move || t_string!(i18n, satisfaction.groups)
            note=move || t_string!(i18n, satisfaction.groups_note)
        >
            <div class="stack">
                <Choice
                    label=move || t_string!(i18n, satisfaction.by)
                    options=choices
                    value=by
                    on_choose=move |chosen| by.set(chosen)
                />
                <FigureTable label=move || t_string!(i18n, satisfaction.groups) head=head rows=rows />
            </div>
        </Card>
    }
}

/// The latest answers that ask for a call.
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
            .map(|id| Page::Customer(Id::new(id)).href())
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
            <Show
                when=move || !low.read().is_empty()
                fallback=move || {
                    view! { <EmptyState title=move || t_string!(i18n, satisfaction.low_none) /> }
                }
            >
                <Rows>{move || low.get().into_iter().map(row).collect_view()}</Rows>
            </Show>
        </Card>
    }
}
