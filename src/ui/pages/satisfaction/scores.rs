//! The scores of one question each, and the weighted index: large, with their interval.

use leptos::prelude::*;

use super::Shown;
use crate::{
    analysis::{confidence::is_indicative, mean::Mean},
    ui::{
        components::{Explanation, Figure, Figures, Tone},
        format,
        i18n::*,
        labels,
    },
};

/// A score as it is shown.
#[derive(Clone, Default, PartialEq)]
struct Score {
    value: String,
    unit: &'static str,
    interval: Option<(String, String)>,
    n: usize,
    inputs: Vec<(String, String)>,
    formula: &'static str,
    source: &'static str,
}

impl Score {
    fn context(&self, locale: Locale) -> String {
        let n = td_string!(
            locale,
            satisfaction.answers,
            n = format::count(locale, self.n)
        );
        match &self.interval {
            Some((low, high)) => format!(
                "{} · {n}",
                td_string!(
                    locale,
                    satisfaction.interval,
                    low = low.as_str(),
                    high = high.as_str()
                )
            ),
            None => n,
        }
    }

    fn explanation(self, locale: Locale) -> Explanation {
        let ends = [
            td_string!(locale, satisfaction.in_low),
            td_string!(locale, satisfaction.in_high),
        ];
        let mut inputs = self.inputs;
        if let Some((low, high)) = self.interval {
            inputs.extend(ends.map(str::to_owned).into_iter().zip([low, high]));
        }
        Explanation {
            formula: self.formula.to_owned(),
            inputs,
            n: Some(format::count(locale, self.n)),
            source: self.source.to_owned(),
            caution: is_indicative(self.n)
                .then(|| td_string!(locale, satisfaction.indicative).to_owned()),
        }
    }
}

/// The scores.
#[component]
pub fn Scores(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let figure = move |locale: Locale, label: &'static str, score: Score| {
        let tone = if is_indicative(score.n) {
            Tone::Warn
        } else {
            Tone::Plain
        };
        let context = score.context(locale);
        let (value, unit) = (score.value.clone(), score.unit);
        view! {
            <Figure
                label=label
                value=value
                unit=unit
                context=context
                tone=tone
                explain=Callback::new(move |()| score.clone().explanation(locale))
            />
        }
    };
    // Read here, where signals are heard: the children of a component are made once.
    move || {
        let locale = i18n.get_locale();
        let figures: Vec<_> = [
            (td_string!(locale, satisfaction.csat), csat(locale, shown)),
            (td_string!(locale, satisfaction.nps), nps(locale, shown)),
            (td_string!(locale, satisfaction.ces), ces(locale, shown)),
            (td_string!(locale, satisfaction.acsi), acsi(locale, shown)),
            (td_string!(locale, satisfaction.index), index(locale, shown)),
        ]
        .into_iter()
        .filter_map(|(label, score)| Some(figure(locale, label, score?)))
        .collect();
        view! { <Figures>{figures}</Figures> }
    }
}

fn csat(locale: Locale, shown: Shown) -> Option<Score> {
    let csat = shown.report.read().headline.csat?;
    let percent = |share: f64| format::percent(locale, share, 1);
    Some(Score {
        value: percent(csat.share),
        interval: Some((percent(csat.wilson95[0]), percent(csat.wilson95[1]))),
        n: csat.n,
        inputs: vec![(
            td_string!(locale, satisfaction.in_top).to_owned(),
            format::count(locale, csat.count),
        )],
        formula: td_string!(locale, satisfaction.ex_csat),
        source: td_string!(locale, satisfaction.source_csat),
        ..Score::default()
    })
}

fn nps(locale: Locale, shown: Shown) -> Option<Score> {
    let report = shown.report.read();
    let nps = report.headline.nps.as_ref()?;
    let points = |points: f64| format::decimal(locale, points, 0);
    let part = |name: &'static str, count: usize| (name.to_owned(), format::count(locale, count));
    Some(Score {
        value: points(nps.nps),
        unit: td_string!(locale, satisfaction.points),
        interval: Some((points(nps.ci95[0]), points(nps.ci95[1]))),
        n: nps.n(),
        inputs: vec![
            part(
                td_string!(locale, satisfaction.in_promoters),
                nps.promoters.count,
            ),
            part(
                td_string!(locale, satisfaction.in_passives),
                nps.passives.count,
            ),
            part(
                td_string!(locale, satisfaction.in_detractors),
                nps.detractors.count,
            ),
        ],
        formula: td_string!(locale, satisfaction.ex_nps),
        source: td_string!(locale, satisfaction.source_nps),
    })
}

/// A mean as a score.
fn mean(locale: Locale, mean: Mean, places: usize) -> Score {
    let write = |value: f64| format::decimal(locale, value, places);
    Score {
        value: write(mean.mean),
        interval: mean.ci95.map(|[low, high]| (write(low), write(high))),
        n: mean.n,
        inputs: vec![(
            td_string!(locale, satisfaction.in_sd).to_owned(),
            mean.sd.map_or_else(
                || td_string!(locale, labels.nothing).to_owned(),
                |sd| format::decimal(locale, sd, 2),
            ),
        )],
        ..Score::default()
    }
}

fn ces(locale: Locale, shown: Shown) -> Option<Score> {
    let ces = shown.report.read().headline.ces?;
    Some(Score {
        unit: "/ 7",
        formula: td_string!(locale, satisfaction.ex_ces),
        source: td_string!(locale, satisfaction.source_ces),
        ..mean(locale, ces, 2)
    })
}

fn acsi(locale: Locale, shown: Shown) -> Option<Score> {
    let acsi = shown.report.read().headline.acsi?;
    Some(Score {
        unit: "/ 100",
        formula: td_string!(locale, satisfaction.ex_acsi),
        source: td_string!(locale, satisfaction.source_acsi),
        ..mean(locale, acsi, 1)
    })
}

fn index(locale: Locale, shown: Shown) -> Option<Score> {
    let weighed = shown.weighed.get()?;
    let report = shown.report.read();
    let inputs = report
        .dimensions
        .iter()
        .zip(&weighed.weights)
        .map(|(score, weight)| {
            (
                labels::dimension(locale, score.dimension).to_owned(),
                format!(
                    "{} × {}",
                    format::percent(locale, *weight, 1),
                    format::decimal(locale, score.performance.mean, 1)
                ),
            )
        })
        .collect();
    let n = report
        .dimensions
        .iter()
        .map(|score| score.performance.n)
        .max();
    Some(Score {
        value: format::decimal(locale, weighed.index.index, 1),
        unit: "/ 100",
        n: n.unwrap_or_default(),
        inputs,
        formula: td_string!(locale, satisfaction.ex_index),
        source: td_string!(locale, satisfaction.source_index),
        interval: None,
    })
}
