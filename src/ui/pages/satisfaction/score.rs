//! Formatted score with its explanation, for all responses, for a group, or for a quarter.

use busbar_core::{
    analysis::{
        confidence::{is_indicative, with_width},
        mean::Mean,
        satisfaction::{Headline, SatisfactionReport, Weighed},
    },
    domain::survey::Measure,
};

use crate::ui::{
    components::Explanation,
    format,
    i18n::*,
    labels::{self, worded},
};

worded! {
    /// Scores, in display order.
    pub enum Which {
        /// 满意度.
        Csat = "csat" => satisfaction.csat,
        /// 净推荐值.
        Nps = "nps" => satisfaction.nps,
        /// 办事便捷度.
        Ces = "ces" => satisfaction.ces,
        /// ACSI index.
        Acsi = "acsi" => satisfaction.acsi,
        /// 加权指数.
        Index = "index" => satisfaction.index,
    }
}

/// Score as a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimated {
    /// Score in its own unit: percent, points, 1 to 7, or 0 to 100.
    pub value: f64,
    /// 95 % confidence interval, if there is one.
    pub interval: Option<[f64; 2]>,
    /// Number of answers.
    pub n: usize,
}

impl Which {
    /// Returns the unit that is appended to a number on an axis or in a table.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Csat => "%",
            Self::Nps | Self::Ces | Self::Acsi | Self::Index => "",
        }
    }

    /// Returns the number of decimals on an axis.
    pub const fn places(self) -> usize {
        match self {
            Self::Ces => 1,
            Self::Csat | Self::Nps | Self::Acsi | Self::Index => 0,
        }
    }

    /// Returns the formatted score; `None` without answers.
    pub fn score(
        self,
        locale: Locale,
        report: &SatisfactionReport,
        weighed: Option<&Weighed>,
    ) -> Option<Score> {
        match self {
            Self::Csat => csat(locale, &report.headline),
            Self::Nps => nps(locale, &report.headline),
            Self::Ces => ces(locale, &report.headline),
            Self::Acsi => acsi(locale, &report.headline),
            Self::Index => weighed.map(|weighed| index(locale, report, weighed)),
        }
    }

    /// Returns the score as a number; `None` without answers.
    pub fn estimated(
        self,
        report: &SatisfactionReport,
        weighed: Option<&Weighed>,
    ) -> Option<Estimated> {
        let headline = &report.headline;
        let of_mean =
            |mean: Mean| Estimated { value: mean.mean, interval: with_width(mean.ci95), n: mean.n };
        match self {
            Self::Csat => headline.csat.map(|csat| Estimated {
                value: csat.share * 100.0,
                interval: Some(csat.wilson95.map(|end| end * 100.0)),
                n: csat.n,
            }),
            Self::Nps => headline.nps.as_ref().map(|nps| Estimated {
                value: nps.nps,
                interval: with_width(Some(nps.ci95)),
                n: nps.n(),
            }),
            Self::Ces => headline.ces.map(of_mean),
            Self::Acsi => headline.acsi.map(of_mean),
            Self::Index => weighed.map(|weighed| Estimated {
                value: weighed.index.index,
                interval: None,
                n: report.rated,
            }),
        }
    }
}

/// Formatted score.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Score {
    /// Number.
    pub value: String,
    /// Unit; empty if the number contains it.
    pub unit: &'static str,
    /// Lower and upper bound of the 95 % confidence interval.
    pub interval: Option<(String, String)>,
    /// Number of answers.
    pub n: usize,
    inputs: Vec<(String, String)>,
    formula: &'static str,
    source: &'static str,
}

impl Score {
    /// Returns the line with the confidence interval and the number of answers.
    pub fn context(&self, locale: Locale) -> String {
        let n = say!(locale, satisfaction.answers, n = self.n);
        let said = match &self.interval {
            Some((low, high)) => td_string!(
                locale,
                satisfaction.interval,
                low = low.as_str(),
                high = high.as_str(),
                n = n
            ),
            None => n,
        };
        if is_indicative(self.n) {
            format!("{said} · {}", td_string!(locale, satisfaction.indicative_word))
        } else {
            said
        }
    }

    /// Returns the number, marked as indicative if the answers are few.
    pub fn in_table(&self, locale: Locale) -> String {
        let value = self.value.as_str();
        if is_indicative(self.n) {
            td_string!(locale, satisfaction.indicative_value, value = value)
        } else {
            value.to_owned()
        }
    }

    /// Returns the explanation.
    pub fn explanation(self, locale: Locale) -> Explanation {
        let ends =
            [td_string!(locale, satisfaction.in_low), td_string!(locale, satisfaction.in_high)];
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

fn csat(locale: Locale, headline: &Headline) -> Option<Score> {
    let csat = headline.csat?;
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

fn nps(locale: Locale, headline: &Headline) -> Option<Score> {
    let nps = headline.nps.as_ref()?;
    let points = |points: f64| format::decimal(locale, points, 0);
    let part = |name: &'static str, count: usize| (name.to_owned(), format::count(locale, count));
    Some(Score {
        value: points(nps.nps),
        unit: td_string!(locale, satisfaction.points),
        interval: with_width(Some(nps.ci95)).map(|[low, high]| (points(low), points(high))),
        n: nps.n(),
        inputs: vec![
            part(td_string!(locale, satisfaction.in_promoters), nps.promoters.count),
            part(td_string!(locale, satisfaction.in_passives), nps.passives.count),
            part(td_string!(locale, satisfaction.in_detractors), nps.detractors.count),
        ],
        formula: td_string!(locale, satisfaction.ex_nps),
        source: td_string!(locale, satisfaction.source_nps),
    })
}

/// Returns a mean as a score, with this formula and source.
pub fn mean(
    locale: Locale,
    mean: Mean,
    places: usize,
    [formula, source]: [&'static str; 2],
) -> Score {
    let write = |value: f64| format::decimal(locale, value, places);
    Score {
        value: write(mean.mean),
        interval: with_width(mean.ci95).map(|[low, high]| (write(low), write(high))),
        n: mean.n,
        inputs: vec![(
            td_string!(locale, satisfaction.in_sd).to_owned(),
            mean.sd.map_or_else(
                || td_string!(locale, labels.nothing).to_owned(),
                |sd| format::decimal(locale, sd, 2),
            ),
        )],
        formula,
        source,
        ..Score::default()
    }
}

fn ces(locale: Locale, headline: &Headline) -> Option<Score> {
    let ces = headline.ces?;
    Some(Score {
        unit: "/ 7",
        ..mean(
            locale,
            ces,
            2,
            [td_string!(locale, satisfaction.ex_ces), td_string!(locale, satisfaction.source_ces)],
        )
    })
}

fn acsi(locale: Locale, headline: &Headline) -> Option<Score> {
    let score = mean(
        locale,
        headline.acsi?,
        1,
        [td_string!(locale, satisfaction.ex_acsi), td_string!(locale, satisfaction.source_acsi)],
    );
    let items = ACSI_ITEMS.iter().zip(headline.acsi_items?);
    let items = items.map(|(item, mean)| {
        (labels::measure(locale, *item), format!("{} / 10", format::decimal(locale, mean, 2)))
    });
    Some(Score { unit: "/ 100", inputs: items.chain(score.inputs).collect(), ..score })
}

/// Questions of the ACSI index, in the order of the index.
pub const ACSI_ITEMS: [Measure; 3] =
    [Measure::AcsiOverall, Measure::AcsiExpectation, Measure::AcsiIdeal];

fn index(locale: Locale, report: &SatisfactionReport, weighed: &Weighed) -> Score {
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
    Score {
        value: format::decimal(locale, weighed.index.index, 1),
        unit: "/ 100",
        n: report.rated,
        inputs,
        formula: td_string!(locale, satisfaction.ex_index),
        source: td_string!(locale, satisfaction.source_index),
        interval: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::analysis::nps::nps as nps_of;

    fn score(answers: &[f64]) -> Score {
        let answers: Vec<Option<f64>> = answers.iter().copied().map(Some).collect();
        let headline = Headline { nps: nps_of(&answers), ..Headline::default() };
        nps(Locale::en, &headline).unwrap()
    }

    #[test]
    fn few_answers_say_so_in_words_and_show_no_interval_of_no_width() {
        // One promoter: the interval is not "100 to 100".
        let one = score(&[10.0]);
        assert_eq!((one.value.as_str(), &one.interval), ("100", &None));
        assert_eq!(one.context(Locale::en), "answers: 1 · indicative");
        assert_eq!(one.context(Locale::zh), "1\u{a0}份 · 仅供参考");
        assert_eq!(one.in_table(Locale::en), "100 (indicative)");
        let mixed = score(&[10.0, 3.0]);
        assert!(mixed.interval.is_some());
        let many = score(&[10.0; 30]);
        assert_eq!((many.interval.clone(), many.context(Locale::en)), (None, "answers: 30".into()));
        assert_eq!(many.in_table(Locale::en), "100");
    }
}
