//! Trend of a score by quarter, with its confidence interval.

use std::collections::BTreeMap;

use busbar_core::analysis::{
    confidence::is_indicative,
    satisfaction::{Ballot, SatisfactionReport},
};
use leptos::prelude::*;

use super::{
    Shown,
    score::{Estimated, Which},
};
use crate::{
    chart,
    ui::{
        components::{ChartFrame, Computed, Explanation, Select},
        format,
        i18n::*,
        labels::Worded,
    },
};

/// Maximum number of quarters shown.
const QUARTERS: usize = 12;

/// Year and quarter.
type Quarter = (i16, i8);

fn word(locale: Locale, (year, quarter): Quarter) -> String {
    td_string!(locale, satisfaction.quarter, year = i32::from(year), quarter = i32::from(quarter))
}

/// Returns the responses of each of the last quarters that have any, oldest first.
fn quarters(ballots: &[Ballot]) -> Vec<(Quarter, Vec<&Ballot>)> {
    let mut quarters: BTreeMap<Quarter, Vec<&Ballot>> = BTreeMap::new();
    for ballot in ballots {
        if let Some(day) = ballot.answered_on {
            let quarter = (day.month() - 1) / 3 + 1;
            quarters.entry((day.year(), quarter)).or_default().push(ballot);
        }
    }
    let skipped = quarters.len().saturating_sub(QUARTERS);
    quarters.into_iter().skip(skipped).collect()
}

/// Chart of the trend.
#[component]
pub fn Trend(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let which = RwSignal::new(Which::Csat);
    let estimates = Memo::new(move |_| {
        let ballots = shown.ballots.read();
        let weights = shown.weights.read();
        let estimated = |(quarter, ballots): (Quarter, Vec<&Ballot>)| {
            let report = SatisfactionReport::of(&ballots);
            let weighed = weights.as_ref().and_then(|weights| report.weigh(weights));
            (quarter, which.get().estimated(&report, weighed.as_ref()))
        };
        quarters(&ballots).into_iter().map(estimated).collect::<Vec<_>>()
    });
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let estimate = |(quarter, found): (Quarter, Option<Estimated>)| {
            let n = found.map_or(0, |found| found.n);
            chart::Estimate {
                name: word(locale, quarter),
                value: found.map_or(f64::NAN, |found| found.value),
                interval: found.and_then(|found| found.interval).map(|[low, high]| (low, high)),
                n,
                is_indicative: is_indicative(n),
            }
        };
        let estimates = estimates.get().into_iter().map(estimate).collect();
        chart::TrendChart {
            estimates,
            head: [
                td_string!(locale, satisfaction.trend_period).to_owned(),
                td_string!(locale, satisfaction.trend_estimate).to_owned(),
                td_string!(locale, satisfaction.trend_interval).to_owned(),
                td_string!(locale, satisfaction.trend_n).to_owned(),
            ],
            write: &|value| {
                let which = which.get();
                format!("{}{}", format::decimal(locale, value, which.places()), which.unit())
            },
        }
        .draw(width, 260.0)
    };
    let words = Signal::derive(move || {
        let word =
            |which: &Which| (which.name().to_owned(), which.word(i18n.get_locale()).to_owned());
        Which::ALL.iter().map(word).collect::<Vec<_>>()
    });
    let title = move || {
        t_string!(i18n, satisfaction.trend_title, score = which.get().word(i18n.get_locale()))
    };
    let explain = move |()| {
        let locale = i18n.get_locale();
        let write = |value: f64| {
            let which = which.get();
            format!("{}{}", format::decimal(locale, value, which.places() + 1), which.unit())
        };
        let line = |(quarter, found): (Quarter, Option<Estimated>)| {
            let found = found?;
            let interval = found.interval.map(|ends| {
                let [low, high] = ends.map(write);
                format!(" ({low} – {high})")
            });
            let interval = interval.unwrap_or_default();
            let n = format::count(locale, found.n);
            let value = write(found.value);
            let mut said = td_string!(locale, satisfaction.answers, n = n);
            if is_indicative(found.n) {
                said = td_string!(locale, satisfaction.indicative_value, value = said);
            }
            Some((word(locale, quarter), format!("{value}{interval} · {said}")))
        };
        let all = which.get().score(locale, &shown.report.read(), shown.weighed.get().as_deref());
        Explanation {
            inputs: estimates.get().into_iter().filter_map(line).collect(),
            ..all.map(|score| score.explanation(locale)).unwrap_or_default()
        }
    };
    view! {
        <ChartFrame
            title=title
            draw=draw
            tools=move || view! { <Computed label=title explain=explain /> }
            choices=move || {
                view! {
                    <Select
                        label=move || t_string!(i18n, satisfaction.trend_of)
                        options=words
                        value=Signal::derive(move || which.get().name().to_owned())
                        on_change=move |name: String| {
                            which.set(Which::named(&name).unwrap_or(Which::Csat));
                        }
                    />
                }
            }
        />
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        domain::{
            Id, Record,
            record::Whole,
            survey::{Answer, Answers, Response},
        },
        exchange::questionnaire::built_in,
    };

    #[test]
    fn every_score_has_its_quarters() {
        let questionnaires = built_in();
        let ballot = |of: usize, day: i8, given: &[(&str, f64)]| {
            let answers: Answers = given
                .iter()
                .map(|(key, number)| ((*key).to_owned(), Answer::Number(*number)))
                .collect();
            let response = Response {
                answered_on: Some(jiff::civil::date(
                    2026,
                    1 + 3 * i8::from(day > 30),
                    day % 30 + 1,
                )),
                answers: Whole(answers),
                ..Response::empty(Id::new(Uuid::nil()))
            };
            Ballot::read(&response, &questionnaires[of])
        };
        let ballots = [
            ballot(0, 1, &[("effort", 7.0)]),
            ballot(0, 2, &[("effort", 4.0)]),
            ballot(1, 40, &[("p_quality", 5.0), ("p_price", 1.0)]),
        ];
        let weights = [3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        let found = |which: Which| -> Vec<_> {
            quarters(&ballots)
                .into_iter()
                .map(|(quarter, ballots)| {
                    let report = SatisfactionReport::of(&ballots);
                    let weighed = report.weigh(&weights);
                    let found = which.estimated(&report, weighed.as_ref());
                    (quarter, found.map(|found| (found.value, found.n)))
                })
                .collect()
        };
        let [first, second] = [(2026, 1), (2026, 2)];
        assert_eq!(found(Which::Ces), [(first, Some((5.5, 2))), (second, None)]);
        assert_eq!(found(Which::Index), [(first, None), (second, Some((75.0, 1)))]);
    }
}
