//! Scores of a set of answers, whatever questionnaires and scales they come from, as shown on the satisfaction
//! page. Each score's formula is in its own file.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    acsi::{EQUAL, acsi},
    answer_scale::AnswerScale,
    confidence::Share,
    cronbach_alpha::{CronbachAlpha, cronbach_alpha},
    entropy::{Normalise, entropy_weights},
    fuzzy::{Evaluation, Operator, fuzzy},
    importance_performance::{Attribute, ImportancePerformance, importance_performance},
    matrix::Matrix,
    mean::Mean,
    nps::{Nps, nps},
    weighted_index::{WeightedIndex, weighted_index},
};
use crate::domain::{
    Customer, Id,
    survey::{Dimension, Measure, Questionnaire, Response},
};

/// An answer with its scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rating {
    value: f64,
    scale: AnswerScale,
}

impl Rating {
    /// Returns the answer as given (the mean, for several questions), and the highest point of the scale.
    pub fn of(self) -> (f64, f64) {
        (self.value, self.scale.high())
    }

    /// Returns the answer rescaled to 0 (lowest point) to 100 (highest).
    pub fn percent(self) -> f64 {
        self.scale.percent(self.value)
    }

    /// Returns the answer converted to another scale; on its own scale, exactly as given.
    fn on(self, scale: AnswerScale) -> f64 {
        if scale == self.scale {
            return self.value;
        }
        scale.low() + (scale.high() - scale.low()) * self.percent() / 100.0
    }

    /// Returns `true` if the answer is in the top two points.
    fn is_top(self) -> bool {
        self.value >= self.scale.high() - 1.0
    }

    /// Returns the grade of five that it belongs to, best first.
    fn grade(self) -> usize {
        const GRADES: f64 = 5.0;
        ((100.0 - self.percent()) / 100.0 * GRADES).min(GRADES - 1.0) as usize
    }
}

/// The answers of one person, by what they measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Ballot {
    /// Response.
    pub response: Id<Response>,
    /// Customer.
    pub customer: Option<Id<Customer>>,
    /// Date.
    pub answered_on: Option<Date>,
    ratings: BTreeMap<Measure, Vec<Rating>>,
}

impl Ballot {
    /// Reads a response with its questionnaire. Answers that are not a point of their scale count as missing.
    pub fn read(response: &Response, questionnaire: &Questionnaire) -> Self {
        let heard = questionnaire.heard(&response.answers.0);
        let mut ratings: BTreeMap<Measure, Vec<Rating>> = BTreeMap::new();
        for question in &questionnaire.questions.0 {
            let rating = || {
                let (low, high) = question.kind.boxes()?;
                let scale = AnswerScale::new(f64::from(low), f64::from(high)).ok()?;
                let value = scale.of_box(heard.get(&question.key)?.number())?;
                Some(Rating { value, scale })
            };
            if let Some((measure, rating)) = question.measure.zip(rating()) {
                ratings.entry(measure).or_default().push(rating);
            }
        }
        Self {
            response: response.id,
            customer: response.customer,
            answered_on: response.answered_on,
            ratings,
        }
    }

    /// Returns the rating for this measure: the mean of its answered questions, on the first one's scale.
    pub fn rating(&self, measure: Measure) -> Option<Rating> {
        let scale = self.items(measure).first()?.scale;
        let on_scale = self.items(measure).iter().map(|item| item.on(scale));
        let value = Mean::of(on_scale)?.mean;
        Some(Rating { value, scale })
    }

    /// Returns the answers to each question with this measure.
    fn items(&self, measure: Measure) -> &[Rating] {
        self.ratings.get(&measure).map_or(&[], Vec::as_slice)
    }

    fn percent(&self, measure: Measure) -> Option<f64> {
        self.rating(measure).map(Rating::percent)
    }

    /// Returns the three ACSI items on 1 to 10.
    fn acsi_items(&self) -> [Option<f64>; 3] {
        [Measure::AcsiOverall, Measure::AcsiExpectation, Measure::AcsiIdeal]
            .map(|item| self.rating(item).map(|rating| rating.on(AnswerScale::ACSI)))
    }

    fn acsi(&self) -> Option<f64> {
        acsi(self.acsi_items(), EQUAL)
    }

    /// Returns this person's satisfaction, 0 to 100: the mean of the overall rating and the ACSI index, as far as
    /// they were asked. A measure of this product, for comparing customers.
    pub fn satisfaction(&self) -> Option<f64> {
        Mean::of([self.percent(Measure::Csat), self.acsi()].into_iter().flatten())
            .map(|mean| mean.mean)
    }

    /// Returns the ratings that call for a call-back: overall ratings in the lower two fifths (the lowest two
    /// points of five), and those of detractors.
    pub fn low(&self) -> impl Iterator<Item = (Measure, Rating)> {
        type IsLow = fn(Rating) -> bool;
        let asked: [(Measure, IsLow); 2] = [
            (Measure::Csat, |rating| rating.percent() <= 40.0),
            (Measure::Nps, |rating| rating.value <= 6.0),
        ];
        asked.into_iter().filter_map(|(measure, is_low)| {
            let rating = self.rating(measure).filter(|rating| is_low(*rating))?;
            Some((measure, rating))
        })
    }

    /// Returns `true` if a call-back is needed.
    pub fn is_low(&self) -> bool {
        self.low().next().is_some()
    }
}

/// Score of one dimension.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DimensionScore {
    /// Dimension.
    pub dimension: Dimension,
    /// Performance, 0 to 100.
    pub performance: Mean,
    /// Importance stated by customers, 0 to 100.
    pub importance: Option<Mean>,
}

/// Importance–performance analysis of the dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct Priorities {
    /// Dimensions with their attributes.
    pub attributes: Vec<(Dimension, Attribute)>,
    /// Their quadrants, in the same order.
    pub quadrants: ImportancePerformance,
    /// `true` if importance was stated by customers; otherwise it is Pearson's r with the overall rating.
    pub is_stated: bool,
}

/// Scores that depend on a single question each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Headline {
    /// Number of respondents.
    pub answers: usize,
    /// 满意度: share of answers in the top two points.
    pub csat: Option<Share>,
    /// 净推荐值.
    pub nps: Option<Nps>,
    /// 办事便捷度 on 1 to 7.
    pub ces: Option<Mean>,
    /// ACSI index of each person, 0 to 100.
    pub acsi: Option<Mean>,
    /// Means of its three items on 1 to 10, over those who answered all of them.
    pub acsi_items: Option<[f64; 3]>,
}

impl Headline {
    /// Computes the scores of these answers.
    pub fn of<'a>(ballots: impl Iterator<Item = &'a Ballot> + Clone) -> Self {
        let ratings =
            |measure: Measure| ballots.clone().filter_map(move |ballot| ballot.rating(measure));
        let csat = || ratings(Measure::Csat);
        let recommend: Vec<Option<f64>> =
            ratings(Measure::Nps).map(|rating| Some(rating.value)).collect();
        Self {
            answers: ballots.clone().count(),
            csat: Share::of(csat().filter(|rating| rating.is_top()).count(), csat().count()),
            nps: nps(&recommend),
            ces: Mean::of(ratings(Measure::Ces).map(|rating| rating.on(AnswerScale::CES))),
            acsi: Mean::of(ballots.clone().filter_map(Ballot::acsi)),
            acsi_items: acsi_items(ballots.clone()),
        }
    }
}

/// Returns the means of the ACSI items, over those who answered all of them.
fn acsi_items<'a>(ballots: impl Iterator<Item = &'a Ballot> + Clone) -> Option<[f64; 3]> {
    let answered =
        || ballots.clone().filter(|ballot| ballot.acsi().is_some()).map(Ballot::acsi_items);
    let mut means = [0.0; 3];
    for (item, mean) in means.iter_mut().enumerate() {
        *mean = Mean::of(answered().filter_map(|items| items[item]))?.mean;
    }
    Some(means)
}

/// All scores of a set of answers.
#[derive(Clone, Debug, PartialEq)]
pub struct SatisfactionReport {
    /// Scores of single questions.
    pub headline: Headline,
    /// Dimensions with ratings.
    pub dimensions: Vec<DimensionScore>,
    /// Number of people who rated at least one dimension.
    pub rated: usize,
    /// Importance–performance analysis.
    pub priorities: Option<Priorities>,
    /// Cronbach's α of the dimension ratings.
    pub alpha_dimensions: CronbachAlpha,
    /// Cronbach's α of the three ACSI items.
    pub alpha_acsi: CronbachAlpha,
    entropy: [Option<Vec<f64>>; 2],
    memberships: Vec<Vec<f64>>,
}

/// Scores that depend on the weights of the dimensions.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// Weight of each dimension of the report, with sum 1.
    pub weights: Vec<f64>,
    /// 加权指数, 0 to 100.
    pub index: WeightedIndex,
    /// 模糊综合评价 over five grades, very satisfied first.
    pub evaluation: Evaluation,
}

impl SatisfactionReport {
    /// Computes the scores of these answers.
    pub fn of(ballots: &[&Ballot]) -> Self {
        let column = |measure: Measure| -> Vec<Option<f64>> {
            ballots.iter().map(|ballot| ballot.percent(measure)).collect()
        };
        let rated: Vec<(Dimension, Vec<Option<f64>>)> = Dimension::ALL
            .iter()
            .map(|dimension| (*dimension, column(Measure::Performance(*dimension))))
            .filter(|(_, ratings)| ratings.iter().any(Option::is_some))
            .collect();
        let dimensions: Vec<DimensionScore> = rated
            .iter()
            .filter_map(|(dimension, ratings)| {
                Some(DimensionScore {
                    dimension: *dimension,
                    performance: Mean::of(ratings.iter().flatten().copied())?,
                    importance: Mean::of(
                        column(Measure::Importance(*dimension)).into_iter().flatten(),
                    ),
                })
            })
            .collect();
        let ratings: Vec<&Vec<Option<f64>>> = rated.iter().map(|(_, ratings)| ratings).collect();
        let acsi_items: Vec<[Option<f64>; 3]> =
            ballots.iter().map(|ballot| ballot.acsi_items()).collect();
        let acsi: Vec<Vec<Option<f64>>> =
            (0..3).map(|item| acsi_items.iter().map(|items| items[item]).collect()).collect();
        let any_of = |person: &usize| ratings.iter().any(|column| column[*person].is_some());
        Self {
            headline: Headline::of(ballots.iter().copied()),
            rated: (0..ballots.len()).filter(any_of).count(),
            priorities: priorities(&rated, column),
            alpha_dimensions: cronbach_alpha(&ratings),
            alpha_acsi: cronbach_alpha(&acsi),
            entropy: Normalise::ALL.map(|normalise| entropy_of(&ratings, normalise)),
            memberships: rated
                .iter()
                .map(|(dimension, _)| memberships(ballots, *dimension))
                .collect(),
            dimensions,
        }
    }

    /// Returns the derived importance of a dimension: Pearson's r with the overall rating. `None` if importance
    /// is stated.
    pub fn derived_importance(&self, dimension: Dimension) -> Option<Attribute> {
        let derived = self.priorities.as_ref().filter(|found| !found.is_stated)?;
        let mut attributes = derived.attributes.iter();
        let found = attributes.find(|(of, _)| *of == dimension);
        found.map(|(_, attribute)| *attribute)
    }

    /// Returns the entropy weights of [`SatisfactionReport::dimensions`] by this method; `None` if all respondents rate them
    /// alike.
    pub fn entropy(&self, normalise: Normalise) -> Option<&[f64]> {
        self.entropy[normalise as usize].as_deref()
    }

    /// Returns the share of answers in each of five grades, very satisfied first, with one row per entry of
    /// [`SatisfactionReport::dimensions`].
    pub fn memberships(&self) -> &[Vec<f64>] {
        &self.memberships
    }

    /// Applies weights to the dimensions, one per entry of [`Dimension::ALL`]. `None` if nothing was rated, or
    /// only dimensions without ratings have weight.
    pub fn weigh(&self, weights: &[f64]) -> Option<Weighed> {
        let chosen: Vec<f64> = self
            .dimensions
            .iter()
            .map(|score| weights.get(score.dimension as usize).copied().unwrap_or(0.0))
            .collect();
        let sum: f64 = chosen.iter().sum();
        let weights: Vec<f64> = chosen.iter().map(|weight| weight / sum).collect();
        let scores: Vec<Option<f64>> =
            self.dimensions.iter().map(|score| Some(score.performance.mean)).collect();
        let memberships = Matrix::from_rows(&self.memberships).ok()?;
        Some(Weighed {
            index: weighted_index(&scores, &weights)?,
            evaluation: fuzzy(&weights, &memberships, Operator::WeightedAverage).ok()?,
            weights,
        })
    }
}

fn priorities(
    rated: &[(Dimension, Vec<Option<f64>>)],
    column: impl Fn(Measure) -> Vec<Option<f64>>,
) -> Option<Priorities> {
    type Judge<'a> = &'a dyn Fn(Dimension, &[Option<f64>]) -> Option<Attribute>;
    let collect = |of: Judge<'_>| {
        rated
            .iter()
            .filter_map(|(dimension, ratings)| Some((*dimension, of(*dimension, ratings)?)))
            .collect::<Vec<_>>()
    };
    let stated = collect(&|dimension, ratings| {
        Attribute::stated(ratings, &column(Measure::Importance(dimension)))
    });
    let is_stated = !stated.is_empty();
    let attributes = if is_stated {
        stated
    } else {
        let overall = column(Measure::Csat);
        collect(&|_, ratings| Attribute::derived(ratings, &overall))
    };
    let only: Vec<Attribute> = attributes.iter().map(|(_, attribute)| *attribute).collect();
    Some(Priorities { quadrants: importance_performance(&only)?, attributes, is_stated })
}

/// Computes entropy weights over the people who rated all dimensions.
fn entropy_of(ratings: &[&Vec<Option<f64>>], normalise: Normalise) -> Option<Vec<f64>> {
    let people = ratings.first()?.len();
    let rows: Vec<Vec<f64>> = (0..people)
        .filter_map(|person| ratings.iter().map(|column| column[person]).collect())
        .collect();
    let matrix = Matrix::from_rows(&rows).ok()?;
    entropy_weights(&matrix, normalise).ok().map(|found| found.weights)
}

/// Returns the share of people in each of five grades, very satisfied first. A person who answered several
/// questions on the dimension counts in equal parts for each.
fn memberships(ballots: &[&Ballot], dimension: Dimension) -> Vec<f64> {
    let mut grades = [0.0; 5];
    let mut n = 0.0_f64;
    for ballot in ballots {
        let items = ballot.items(Measure::Performance(dimension));
        for item in items {
            grades[item.grade()] += 1.0 / items.len() as f64;
        }
        n += if items.is_empty() { 0.0 } else { 1.0 };
    }
    grades.iter().map(|count| count / n.max(1.0)).collect()
}

/// Returns the satisfaction of each customer, 0 to 100: the mean over its respondents.
pub fn by_customer<'a>(ballots: impl Iterator<Item = &'a Ballot>) -> BTreeMap<Id<Customer>, f64> {
    let mut of: BTreeMap<Id<Customer>, Vec<f64>> = BTreeMap::new();
    for ballot in ballots {
        if let (Some(customer), Some(satisfaction)) = (ballot.customer, ballot.satisfaction()) {
            of.entry(customer).or_default().push(satisfaction);
        }
    }
    of.into_iter()
        .filter_map(|(customer, scores)| Some((customer, Mean::of(scores)?.mean)))
        .collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::{
            Record,
            record::Whole,
            survey::{Answer, Answers},
        },
        exchange::questionnaire::built_in,
    };

    fn ballot(questionnaire: &Questionnaire, n: u128, given: &[(&str, f64)]) -> Ballot {
        let answers: Answers = given
            .iter()
            .map(|(key, number)| ((*key).to_owned(), Answer::Number(*number)))
            .collect();
        let response = Response {
            customer: Some(Id::new(Uuid::from_u128(n % 2))),
            answers: Whole(answers),
            ..Response::empty(Id::new(Uuid::from_u128(n)))
        };
        Ballot::read(&response, questionnaire)
    }

    #[test]
    fn four_people_after_a_visit() {
        let visit = built_in().remove(0);
        let people = [
            ballot(&visit, 1, &[("overall", 5.0), ("recommend", 10.0), ("effort", 7.0)]),
            ballot(&visit, 2, &[("overall", 4.0), ("recommend", 8.0), ("effort", 5.0)]),
            ballot(&visit, 3, &[("overall", 2.0), ("recommend", 9.0)]),
            // Off its scale: missing.
            ballot(&visit, 4, &[("overall", 9.0), ("recommend", 3.0)]),
        ];
        let all: Vec<&Ballot> = people.iter().collect();
        let report = SatisfactionReport::of(&all);
        let csat = report.headline.csat.unwrap();
        assert_eq!((csat.count, csat.n), (2, 3));
        // Two promoters and one detractor of four.
        assert_eq!(report.headline.nps.unwrap().nps, 25.0);
        assert_eq!(report.headline.ces.unwrap().mean, 6.0);
        assert!(report.headline.acsi.is_none() && report.priorities.is_none());
        let low: Vec<bool> = people.iter().map(Ballot::is_low).collect();
        assert_eq!(low, [false, false, true, true]);
        // 5 and 2 of 5 are 100 and 25; the other customer's 9 does not count.
        let customers = by_customer(people.iter());
        assert_eq!(customers[&Id::new(Uuid::from_u128(1))], 62.5);
        assert_eq!(customers[&Id::new(Uuid::from_u128(0))], 75.0);
    }

    #[test]
    fn dimensions_and_their_weights() {
        let yearly = built_in().remove(1);
        let people = [
            ballot(
                &yearly,
                1,
                &[
                    ("acsi_overall", 10.0),
                    ("acsi_expectation", 10.0),
                    ("acsi_ideal", 10.0),
                    ("p_quality", 5.0),
                    ("p_price", 1.0),
                    ("i_quality", 5.0),
                    ("i_price", 3.0),
                ],
            ),
            ballot(
                &yearly,
                2,
                &[("p_quality", 3.0), ("p_price", 3.0), ("i_quality", 5.0), ("i_price", 1.0)],
            ),
        ];
        let all: Vec<&Ballot> = people.iter().collect();
        let report = SatisfactionReport::of(&all);
        assert_eq!(report.headline.acsi.unwrap().mean, 100.0);
        assert_eq!(report.headline.acsi_items, Some([10.0; 3]));
        assert_eq!(report.memberships()[0], [0.5, 0.0, 0.5, 0.0, 0.0]);
        let means: Vec<f64> =
            report.dimensions.iter().map(|score| score.performance.mean).collect();
        assert_eq!(means, [75.0, 25.0]);
        let priorities = report.priorities.clone().unwrap();
        assert!(priorities.is_stated);
        let names: Vec<&str> =
            priorities.quadrants.quadrants.iter().map(|quadrant| quadrant.name()).collect();
        assert_eq!(names, ["keep up the good work", "low priority"]);
        // Three quarters on quality: 0.75 · 75 + 0.25 · 25; the other dimensions were not rated.
        let weighed = report.weigh(&[3.0, 1.0, 5.0, 0.0, 0.0, 0.0, 0.0]).unwrap();
        assert_eq!(weighed.weights, [0.75, 0.25]);
        assert_eq!(weighed.index.index, 62.5);
        // Quality: half very satisfied, half neutral; price: half neutral, half very dissatisfied.
        assert_eq!(weighed.evaluation.vector(), [0.375, 0.0, 0.5, 0.0, 0.125]);
        assert!(report.weigh(&[0.0; 7]).is_none());
    }

    /// A questionnaire with two questions on one dimension, one of them on another scale.
    fn two_on_price() -> Questionnaire {
        let mut yearly = built_in().remove(1);
        let price = Measure::Performance(Dimension::Price);
        let mut second = yearly.measuring(price).cloned().unwrap();
        second.key = "p_price_2".into();
        if let crate::domain::survey::QuestionKind::Scale { least, most, .. } = &mut second.kind {
            (*least, *most) = (1, 10);
        }
        yearly.questions.0.push(second);
        yearly
    }

    #[test]
    fn several_questions_on_one_dimension_all_count() {
        let yearly = two_on_price();
        let price = Measure::Performance(Dimension::Price);
        // 5 on 1 to 5 is 100, 1 on 1 to 10 is 0: the mean is 50, which is 3 on the first scale.
        let both = ballot(&yearly, 1, &[("p_price", 5.0), ("p_price_2", 1.0)]);
        assert_eq!(both.rating(price).map(Rating::of), Some((3.0, 5.0)));
        // Unanswered counts as missing, not as the lowest point.
        let first = ballot(&yearly, 2, &[("p_price", 5.0)]);
        let second = ballot(&yearly, 3, &[("p_price_2", 10.0)]);
        assert_eq!(first.rating(price).map(Rating::percent), Some(100.0));
        assert_eq!(second.rating(price).map(Rating::percent), Some(100.0));
        let report = SatisfactionReport::of(&[&both, &first, &second]);
        let score = report.dimensions[0];
        assert_eq!((score.dimension, score.performance.n), (Dimension::Price, 3));
        assert!((score.performance.mean - 250.0 / 3.0).abs() < 1e-9);
        let grades = &report.memberships()[0];
        assert!((grades[0] - 2.5 / 3.0).abs() < 1e-12 && (grades[4] - 0.5 / 3.0).abs() < 1e-12);
    }

    #[test]
    fn people_who_rated_any_dimension_are_counted_once() {
        let yearly = built_in().remove(1);
        let people = [
            ballot(&yearly, 1, &[("p_quality", 5.0), ("p_price", 1.0)]),
            ballot(&yearly, 2, &[("p_quality", 3.0)]),
            ballot(&yearly, 3, &[("p_price", 2.0)]),
            ballot(&yearly, 4, &[("acsi_overall", 10.0)]),
        ];
        let all: Vec<&Ballot> = people.iter().collect();
        let report = SatisfactionReport::of(&all);
        // Two answers per dimension, from three people.
        let counts: Vec<usize> =
            (report.dimensions.iter()).map(|score| score.performance.n).collect();
        assert_eq!((counts, report.rated), (vec![2, 2], 3));
        assert_eq!(SatisfactionReport::of(&all[3..]).rated, 0);
    }

    #[test]
    fn what_lies_between_two_boxes_is_no_answer() {
        let visit = built_in().remove(0);
        let people = [9.0, 8.5, 10.0].map(|answer| ballot(&visit, 1, &[("recommend", answer)]));
        let headline = Headline::of(people.iter());
        assert_eq!(headline.nps.map(|nps| nps.n()), Some(2));
    }
}
