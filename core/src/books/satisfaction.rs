//! Satisfaction: every complete response with the measures it counts towards, and the weighting of the dimensions.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::surveys::Questionnaires;
use crate::{
    analysis::{
        ahp::{Ahp, Comparisons},
        entropy::Normalise,
        matrix::Matrix,
        satisfaction::{Ballot, SatisfactionReport},
    },
    domain::{
        InOrder,
        record::named,
        setting::SettingContent,
        survey::{Dimension, Measure, Response},
    },
};

/// Key of the setting for the weighting of the dimensions.
pub const WEIGHTS: &str = "satisfaction.weights";

/// Number of dimensions.
const COUNT: usize = Dimension::ALL.len();

named! {
    /// Source of the weights of the dimensions.
    pub enum WeightMethod {
        /// Entered.
        Given = "given",
        /// From pairwise comparisons.
        Ahp = "ahp",
        /// From the differences between customers.
        Entropy = "entropy",
    }
}

/// Weighting of the dimensions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weighting {
    /// Source of the weights.
    pub method: WeightMethod,
    /// Entered weights, in the order of [`Dimension::ALL`]; only their proportions count.
    pub given: Vec<f64>,
    /// Importance of the first dimension of each pair as a multiple of the second, pair by pair: (0, 1), (0, 2) …
    /// (5, 6).
    pub comparisons: Vec<f64>,
    /// Normalization of ratings for entropy weights.
    pub normalise: Normalise,
}

impl Default for Weighting {
    /// Returns entered weights that are highest for quality and price, which the trade finds to matter most, and
    /// equal comparisons.
    fn default() -> Self {
        Self {
            method: WeightMethod::Given,
            given: vec![25.0, 20.0, 15.0, 10.0, 15.0, 10.0, 5.0],
            comparisons: vec![1.0; COUNT * (COUNT - 1) / 2],
            normalise: Normalise::Sum,
        }
    }
}

/// The weights are one thing, because only their proportions count, and so are the comparisons, which must be
/// consistent: each list is one entry.
impl SettingContent for Weighting {}

impl Weighting {
    /// Returns the pairs of dimensions, in the order of [`Weighting::comparisons`].
    pub fn pairs() -> impl Iterator<Item = (usize, usize)> {
        (0..COUNT).flat_map(|a| (a + 1..COUNT).map(move |b| (a, b)))
    }

    /// Returns the result of the comparisons; `None` if they are not valid.
    pub fn ahp(&self) -> Option<Ahp> {
        let mut table = vec![vec![1.0; COUNT]; COUNT];
        for ((a, b), ratio) in Self::pairs().zip(&self.comparisons) {
            table[a][b] = *ratio;
            table[b][a] = 1.0 / ratio;
        }
        let table = Matrix::from_rows(&table).ok()?;
        Comparisons::new(table).ok()?.weights().ok()
    }

    /// Returns the weights for a report, in the order of [`Dimension::ALL`]; `None` if the comparisons are too
    /// inconsistent, or if all respondents rate alike.
    pub fn weights(&self, report: &SatisfactionReport) -> Option<Vec<f64>> {
        match self.method {
            WeightMethod::Given => Some(self.given.clone()),
            WeightMethod::Ahp => self.ahp().filter(Ahp::is_consistent).map(|ahp| ahp.weights),
            WeightMethod::Entropy => {
                let found = report.entropy(self.normalise)?;
                let mut weights = vec![0.0; COUNT];
                for (score, weight) in report.dimensions.iter().zip(found) {
                    weights[score.dimension as usize] = *weight;
                }
                Some(weights)
            }
        }
    }
}

/// Returns every complete response as a ballot, oldest first.
pub fn ballots(responses: &[Response], questionnaires: &Questionnaires) -> Vec<Ballot> {
    let mut ballots: Vec<Ballot> = responses
        .iter()
        .filter(|response| response.is_complete && !response.is_deleted)
        .filter_map(|response| {
            let questionnaire = questionnaires.get(response.questionnaire?)?;
            Some(Ballot::read(response, questionnaire))
        })
        .collect();
    ballots.order_by_key(|ballot| ballot.answered_on);
    ballots
}

/// Returns the latest satisfaction ballot of each customer if it requires a call-back ([`Ballot::is_low`]), newest
/// first; `ballots` are oldest first.
pub fn latest_low(ballots: &[Ballot]) -> Vec<&Ballot> {
    let mut seen = BTreeSet::new();
    let is_judged = |ballot: &&Ballot| {
        [Measure::Csat, Measure::Nps].into_iter().any(|measure| ballot.rating(measure).is_some())
    };
    let judged = ballots.iter().rev().filter(is_judged);
    judged
        .filter(|ballot| ballot.customer.is_some_and(|customer| seen.insert(customer)))
        .filter(|ballot| ballot.is_low())
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            Id, Record,
            record::Whole,
            survey::{Answer, Response},
        },
        exchange::questionnaire::built_in,
    };

    /// Returns the ballot of a customer after a visit, on a given day of November.
    fn ballot(customer: u128, day: i8, answers: &[(&str, f64)]) -> Ballot {
        let visit = &built_in()[0];
        let response = Response {
            customer: (customer > 0).then(|| Id::new(Uuid::from_u128(customer))),
            answered_on: Some(date(2026, 11, day)),
            answers: Whole(
                answers
                    .iter()
                    .map(|(key, number)| ((*key).to_owned(), Answer::Number(*number)))
                    .collect(),
            ),
            ..Response::empty(Id::new(Uuid::from_u128(u128::from(day.unsigned_abs()))))
        };
        Ballot::read(&response, visit)
    }

    #[test]
    fn the_latest_answers_of_a_customer_are_what_counts() {
        let ballots = [
            // Low at first, satisfied since.
            ballot(1, 1, &[("overall", 1.0), ("recommend", 3.0)]),
            // Low, and asked only about something else since.
            ballot(2, 2, &[("overall", 2.0)]),
            // Satisfied with the visit, but would not recommend.
            ballot(3, 3, &[("overall", 5.0), ("recommend", 6.0)]),
            ballot(0, 4, &[("overall", 1.0)]),
            ballot(1, 5, &[("overall", 4.0), ("recommend", 9.0)]),
            ballot(4, 6, &[("overall", 3.0), ("recommend", 7.0)]),
            ballot(2, 7, &[("effort", 6.0)]),
            ballot(5, 8, &[("overall", 4.0)]),
            ballot(5, 9, &[("overall", 2.0), ("recommend", 10.0)]),
        ];
        let low: Vec<_> = latest_low(&ballots)
            .into_iter()
            .map(|ballot| {
                (ballot.customer.unwrap().uuid().as_u128(), ballot.answered_on.unwrap().day())
            })
            .collect();
        assert_eq!(low, [(5, 9), (3, 3), (2, 2)]);
    }

    #[test]
    fn weights_stored_before_there_was_a_choice_are_by_sum() {
        let stored = r#"{"method":"entropy","given":[1.0,2.0],"comparisons":[1.0]}"#;
        let read: Weighting = serde_json::from_str(stored).unwrap();
        assert_eq!((read.method, read.normalise), (WeightMethod::Entropy, Normalise::Sum));
    }

    #[test]
    fn comparisons_make_a_reciprocal_table() {
        let mut weighting = Weighting::default();
        assert_eq!(Weighting::pairs().count(), weighting.comparisons.len());
        let equal = weighting.ahp().unwrap();
        assert!(equal.is_consistent());
        assert!((equal.weights[0] - 1.0 / 7.0).abs() < 1e-9);
        // A circular preference: the first over the second, the second over the third, and the third over the
        // first.
        let place = |pair| Weighting::pairs().position(|other| other == pair).unwrap();
        for (pair, ratio) in [((0, 1), 9.0), ((1, 2), 9.0), ((0, 2), 1.0 / 9.0)] {
            weighting.comparisons[place(pair)] = ratio;
        }
        assert!(!weighting.ahp().unwrap().is_consistent());
    }
}
