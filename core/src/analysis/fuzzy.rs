//! 模糊综合评价: fuzzy comprehensive evaluation of several criteria over grades from very satisfied to very
//! dissatisfied [Zadeh 1965, Information and Control 8, 338–353; Wang Peizhuang 1983].

use serde::{Deserialize, Serialize};

use super::{answer_scale::AnswerScale, matrix::Matrix, mean::weighted_mean};

/// Reason why an evaluation is impossible.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FuzzyError {
    /// The number of weights differs from the number of criteria.
    #[error("{weights} weights for {criteria} criteria")]
    Unequal {
        /// Number of weights.
        weights: usize,
        /// Number of criteria.
        criteria: usize,
    },
    /// Weights must be finite, not negative, and not all zero.
    #[error("the weights must not be negative or all zero")]
    Weights,
    /// The weights of an average do not sum to 1, so the result would not be a membership.
    #[error("the weights of an average must sum to 1, not {0}")]
    Sum(f64),
    /// The membership at this position is not between 0 and 1.
    #[error("row {0}, column {1} is not between 0 and 1")]
    Membership(usize, usize),
    /// This group has a different number of grades.
    #[error("group {0} has a different number of grades than the first")]
    Grades(usize),
    /// No groups.
    #[error("no groups")]
    NoGroups,
}

/// Operator that combines weights and memberships.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// M(·,⊕): weighted average, bⱼ = Σ wᵢ rᵢⱼ.
    #[default]
    WeightedAverage,
    /// M(∧,∨): the strongest criterion decides, capped by its weight, bⱼ = max min(wᵢ, rᵢⱼ).
    MaxMin,
    /// M(·,∨): the strongest criterion decides, bⱼ = max wᵢ rᵢⱼ.
    MaxProduct,
}

/// Values of the five grades from very satisfied to very dissatisfied, points.
pub const FIVE_GRADES: [f64; 5] = [100.0, 80.0, 60.0, 40.0, 20.0];

/// Memberships closer than this are equal; the better grade is taken.
const ROUNDING: f64 = 1e-12;

/// Tolerance of the sum of weights, for weights printed with three digits; weights that sum to 0.99 are rejected.
const ROUNDED_WEIGHTS: f64 = 0.002;

/// Membership in each grade, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation(Vec<f64>);

impl Evaluation {
    /// Returns the membership in each grade as given by the operator.
    pub fn vector(&self) -> &[f64] {
        &self.0
    }

    /// Returns the memberships normalised to sum 1; if all are zero they stay zero.
    pub fn normalised(&self) -> Vec<f64> {
        let sum: f64 = self.0.iter().sum();
        let sum = if sum > 0.0 { sum } else { 1.0 };
        self.0.iter().map(|membership| membership / sum).collect()
    }

    /// Returns the grade with the greatest membership, from 0; the better one of ties.
    pub fn grade(&self) -> usize {
        let mut best = 0;
        for (grade, membership) in self.0.iter().enumerate() {
            if *membership > self.0[best] + ROUNDING {
                best = grade;
            }
        }
        best
    }

    /// Returns the mean of the grade values weighted by membership, Σ bⱼ vⱼ ÷ Σ bⱼ, in the unit of the values.
    /// `None` if the number of values differs from the number of grades, or all memberships are zero.
    pub fn score(&self, values: &[f64]) -> Option<f64> {
        if values.len() != self.0.len() {
            return None;
        }
        weighted_mean(values.iter().copied().zip(self.0.iter().copied()))
    }
}

/// Evaluates B = W ∘ R, with one row of memberships per criterion and one column per grade.
///
/// Clothes, from Wang Peizhuang, by max–min: pattern, durability and price weigh 0.2, 0.5, 0.3.
///
/// ```
/// use busbar_core::analysis::{fuzzy::{Operator, fuzzy}, matrix::Matrix};
/// let clothes = Matrix::new(4, vec![
///     0.2, 0.5, 0.3, 0.0,
///     0.1, 0.3, 0.5, 0.1,
///     0.0, 0.1, 0.6, 0.3,
/// ])?;
/// let evaluation = fuzzy(&[0.2, 0.5, 0.3], &clothes, Operator::MaxMin)?;
/// assert_eq!(evaluation.vector(), [0.2, 0.3, 0.5, 0.3]);
/// assert_eq!(evaluation.grade(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FuzzyError`] unless every criterion has a non-negative weight, the weights of an average sum to 1, and
/// memberships are between 0 and 1.
pub fn fuzzy(
    weights: &[f64],
    memberships: &Matrix,
    operator: Operator,
) -> Result<Evaluation, FuzzyError> {
    if weights.len() != memberships.rows() {
        return Err(FuzzyError::Unequal { weights: weights.len(), criteria: memberships.rows() });
    }
    let is_weight = |weight: &f64| weight.is_finite() && *weight >= 0.0;
    if !weights.iter().all(is_weight) || weights.iter().all(|weight| *weight == 0.0) {
        return Err(FuzzyError::Weights);
    }
    let sum: f64 = weights.iter().sum();
    if operator == Operator::WeightedAverage && (sum - 1.0).abs() > ROUNDED_WEIGHTS {
        return Err(FuzzyError::Sum(sum));
    }
    for (criterion, row) in memberships.iter().enumerate() {
        let is_off = |membership: &f64| !(-ROUNDING..=1.0 + ROUNDING).contains(membership);
        if let Some(grade) = row.iter().position(is_off) {
            return Err(FuzzyError::Membership(criterion, grade));
        }
    }
    let of_grade = |grade: usize| {
        let pairs = weights.iter().copied().zip(memberships.column(grade));
        match operator {
            Operator::WeightedAverage => pairs.map(|(w, r)| w * r).sum(),
            Operator::MaxMin => pairs.map(|(w, r)| w.min(r)).fold(0.0, f64::max),
            Operator::MaxProduct => pairs.map(|(w, r)| w * r).fold(0.0, f64::max),
        }
    };
    Ok(Evaluation((0..memberships.columns()).map(of_grade).collect()))
}

/// 多级模糊综合评价: evaluates each group of criteria with its own weights, then the groups with `weights`; the result of
/// each group is its row of memberships.
///
/// ```
/// use busbar_core::analysis::{fuzzy::{Operator, multilevel}, matrix::Matrix};
/// // By hand: the groups come to (0.5, 0.5) and (0.2, 0.8), so half of each is (0.35, 0.65).
/// let first = (vec![0.5, 0.5], Matrix::new(2, vec![1.0, 0.0, 0.0, 1.0])?);
/// let second = (vec![1.0], Matrix::new(2, vec![0.2, 0.8])?);
/// let whole = multilevel(&[0.5, 0.5], &[first, second], Operator::WeightedAverage)?;
/// assert_eq!(whole.vector(), [0.35, 0.65]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`FuzzyError`] as in [`fuzzy`], and if there are no groups or they differ in grades.
pub fn multilevel(
    weights: &[f64],
    groups: &[(Vec<f64>, Matrix)],
    operator: Operator,
) -> Result<Evaluation, FuzzyError> {
    let grades = groups.first().ok_or(FuzzyError::NoGroups)?.1.columns();
    let mut memberships = Vec::new();
    for (place, (weights, group)) in groups.iter().enumerate() {
        if group.columns() != grades {
            return Err(FuzzyError::Grades(place));
        }
        memberships.extend(fuzzy(weights, group, operator)?.0);
    }
    fuzzy(weights, &Matrix::of(grades, memberships), operator)
}

/// Returns the memberships of answers on a scale of whole points: the share of answers at each point, best first.
/// `None` without answers. Answers between points are ignored.
///
/// ```
/// use busbar_core::analysis::{answer_scale::AnswerScale, fuzzy::membership};
/// let answers = [5.0, 4.0, 4.0, 1.0].map(Some);
/// let shares = membership(&answers, AnswerScale::new(1.0, 5.0)?);
/// assert_eq!(shares, Some(vec![0.25, 0.5, 0.0, 0.0, 0.25]));
/// # Ok::<(), busbar_core::analysis::answer_scale::ScaleError>(())
/// ```
pub fn membership(answers: &[Option<f64>], scale: AnswerScale) -> Option<Vec<f64>> {
    let boxes = (scale.high() - scale.low()) as usize + 1;
    let mut counts = vec![0_usize; boxes];
    for down in scale.answered(answers).map(|answer| scale.high() - answer) {
        if down.fract() == 0.0 {
            counts[down as usize] += 1;
        }
    }
    let n: usize = counts.iter().sum();
    (n > 0).then(|| counts.iter().map(|count| *count as f64 / n as f64).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Si & Sun, Mathematical Modeling Algorithms and Applications, chapter 14: an employee is "good".
    #[test]
    fn staff() {
        let memberships = Matrix::from_rows(&[
            vec![0.1, 0.5, 0.4, 0.0, 0.0],
            vec![0.2, 0.5, 0.2, 0.1, 0.0],
            vec![0.2, 0.5, 0.3, 0.0, 0.0],
            vec![0.2, 0.6, 0.2, 0.0, 0.0],
        ])
        .unwrap();
        let weights = [0.25, 0.2, 0.25, 0.3];
        let evaluation = fuzzy(&weights, &memberships, Operator::WeightedAverage).unwrap();
        for (ours, published) in evaluation.vector().iter().zip([0.175, 0.53, 0.275, 0.02, 0.0]) {
            assert!((ours - published).abs() < 1e-12);
        }
        assert_eq!(evaluation.grade(), 1);
        // 17.5 + 42.4 + 16.5 + 0.8, computed by hand.
        assert!((evaluation.score(&FIVE_GRADES).unwrap() - 77.2).abs() < 1e-9);
        assert_eq!(evaluation.score(&[1.0]), None);
    }

    #[test]
    fn refusals() {
        let half = || Matrix::new(2, vec![0.5, 0.5]).unwrap();
        let of = |weights: &[f64], r: Matrix| fuzzy(weights, &r, Operator::MaxMin).unwrap_err();
        assert!(matches!(of(&[0.5, 0.5], half()), FuzzyError::Unequal { .. }));
        assert_eq!(of(&[0.0], half()), FuzzyError::Weights);
        assert_eq!(of(&[f64::NAN], half()), FuzzyError::Weights);
        let average = |weight| fuzzy(&[weight], &half(), Operator::WeightedAverage).err();
        assert_eq!(average(1.5), Some(FuzzyError::Sum(1.5)));
        assert_eq!(
            (average(0.99), average(1.01)),
            (Some(FuzzyError::Sum(0.99)), Some(FuzzyError::Sum(1.01)))
        );
        assert_eq!((average(0.999), average(1.0)), (None, None));
        let over = Matrix::new(2, vec![0.5, 1.5]).unwrap();
        assert_eq!(of(&[1.0], over), FuzzyError::Membership(0, 1));
        let other = Matrix::new(3, vec![0.2, 0.3, 0.5]).unwrap();
        let groups = [(vec![1.0], half()), (vec![1.0], other)];
        let whole =
            |groups: &[(Vec<f64>, Matrix)]| multilevel(&[0.5, 0.5], groups, Operator::MaxMin);
        assert_eq!(whole(&groups), Err(FuzzyError::Grades(1)));
        assert_eq!(whole(&[]), Err(FuzzyError::NoGroups));
    }

    #[test]
    fn the_better_of_equal_grades() {
        let r = Matrix::new(3, vec![0.1, 0.4, 0.4]).unwrap();
        let evaluation = fuzzy(&[1.0], &r, Operator::WeightedAverage).unwrap();
        assert_eq!(evaluation.grade(), 1);
    }

    proptest! {
        #[test]
        fn laws_of_the_operators(raw in prop::collection::vec((0.01..1.0, prop::collection::vec(0.0..1.0, 5)), 1..8)) {
            let total: f64 = raw.iter().map(|(weight, _)| weight).sum();
            let weights: Vec<f64> = raw.iter().map(|(weight, _)| weight / total).collect();
            let rows: Vec<Vec<f64>> = raw
                .iter()
                .map(|(_, row)| row.iter().map(|r| (r + 0.01) / (row.iter().sum::<f64>() + 0.05)).collect())
                .collect();
            let r = Matrix::from_rows(&rows).unwrap();
            let by = |operator| fuzzy(&weights, &r, operator).unwrap();
            let (average, min, product) = (by(Operator::WeightedAverage), by(Operator::MaxMin), by(Operator::MaxProduct));
            prop_assert!((average.vector().iter().sum::<f64>() - 1.0).abs() < 1e-9);
            for (grade, product) in product.vector().iter().enumerate() {
                prop_assert!(*product <= average.vector()[grade] + 1e-12);
                prop_assert!(*product <= min.vector()[grade] + 1e-12);
            }
            for evaluation in [average, min, product] {
                prop_assert!((evaluation.normalised().iter().sum::<f64>() - 1.0).abs() < 1e-9);
                let score = evaluation.score(&FIVE_GRADES).unwrap();
                prop_assert!((20.0 - 1e-9..=100.0 + 1e-9).contains(&score));
            }
        }
    }
}
