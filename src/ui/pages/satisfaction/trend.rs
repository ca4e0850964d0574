//! A score quarter by quarter, with its interval.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Shown;
use crate::{
    analysis::{
        confidence::is_indicative,
        satisfaction::{Ballot, Headline},
    },
    chart,
    ui::{
        components::{ChartFrame, Choice},
        format,
        i18n::*,
    },
};

/// As many quarters as are shown.
const QUARTERS: usize = 12;

/// Which score.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Which {
    #[default]
    Csat,
    Nps,
    Acsi,
}

impl Which {
    /// The estimate, its interval, and how many answers stand behind it.
    fn of(self, headline: &Headline) -> Option<(f64, Option<[f64; 2]>, usize)> {
        match self {
            Self::Csat => {
                let csat = headline.csat?;
                let percent = csat.wilson95.map(|end| end * 100.0);
                Some((csat.share * 100.0, Some(percent), csat.n))
            }
            Self::Nps => {
                let nps = headline.nps.as_ref()?;
                Some((nps.nps, Some(nps.ci95), nps.n()))
            }
            Self::Acsi => {
                let acsi = headline.acsi?;
                Some((acsi.mean, acsi.ci95, acsi.n))
            }
        }
    }
}

/// The trend.
#[component]
pub fn Trend(shown: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let which = RwSignal::new(Which::default());
    let draw = move |width: f64| {
        let locale = i18n.get_locale();
        let ballots = shown.ballots.read();
        let mut quarters: BTreeMap<(i16, i8), Vec<&Ballot>> = BTreeMap::new();
        for ballot in ballots.iter() {
            if let Some(day) = ballot.answered_on {
                let quarter = (day.month() - 1) / 3 + 1;
                quarters
                    .entry((day.year(), quarter))
                    .or_default()
                    .push(ballot);
            }
        }
        let skipped = quarters.len().saturating_sub(QUARTERS);
        let estimates = quarters
            .into_iter()
            .skip(skipped)
            .map(|((year, quarter), ballots)| {
                let found = which.get().of(&Headline::of(ballots.iter().copied()));
                let (value, interval, n) = found.unwrap_or((f64::NAN, None, 0));
                chart::Estimate {
                    name: td_string!(
                        locale,
                        satisfaction.quarter,
                        year = i32::from(year),
                        quarter = i32::from(quarter)
                    ),
                    value,
                    interval: interval.map(|[low, high]| (low, high)),
                    n,
                    is_indicative: is_indicative(n),
                }
            })
            .collect();
        chart::Trend {
            estimates,
            head: [
                td_string!(locale, satisfaction.trend_period).to_owned(),
                td_string!(locale, satisfaction.trend_estimate).to_owned(),
                td_string!(locale, satisfaction.trend_interval).to_owned(),
                td_string!(locale, satisfaction.trend_n).to_owned(),
            ],
            write: &|value| format::decimal(locale, value, 0),
        }
        .draw(width, 260.0)
    };
    let words = Signal::derive(move || {
        vec![
            (Which::Csat, t_string!(i18n, satisfaction.csat).to_owned()),
            (Which::Nps, t_string!(i18n, satisfaction.nps).to_owned()),
            (Which::Acsi, t_string!(i18n, satisfaction.acsi).to_owned()),
        ]
    });
    let title = move || {
        let name = words
            .get()
            .into_iter()
            .find(|(of, _)| *of == which.get())
            .map(|(_, name)| name);
        t_string!(
            i18n,
            satisfaction.trend_title,
            score = name.unwrap_or_default()
        )
    };
    view! {
        <div class="stack">
            <ChartFrame title=title draw=draw />
            <div class="no-print">
                <Choice
                    label=move || t_string!(i18n, satisfaction.trend_of)
                    options=words
                    value=which
                    on_choose=move |chosen| which.set(chosen)
                />
            </div>
        </div>
    }
}
