//! 模糊综合评价: how several criteria together belong to the grades from very satisfied to very
//! dissatisfied [Zadeh 1965, Information and Control 8, 338–353; Wang Peizhuang 1983].

use serde::{Deserialize, Serialize};

use super::{answer_scale::AnswerScale, matrix::Matrix, mean::weighted_mean};

/// What cannot be evaluated.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum FuzzyError {
    /// Every criterion needs its weight.
    #[error("{weights} weights for {criteria} criteria")]
    Unequal {
        /// How many weights there are.
        weights: usize,
        /// How many criteria.
        criteria: usize,
    },
    /// Weights are finite and not negative, and not all zero.
    #[error("the weights must be zero or more, and one of them more")]
    Weights,
    /// The weights of an average are shares: more or less than 1 in all, and it is no membership.
    #[error("the weights of an average must add up to 1, not to {0}")]
    Sum(f64),
    /// A membership runs from 0 to 1.
    #[error("row {0}, column {1} is no membership from 0 to 1")]
    Membership(usize, usize),
    /// Groups are graded alike.
    #[error("group {0} has another number of grades than the first")]
    Grades(usize),
    /// There is nothing to evaluate.
    #[error("no groups")]
    NoGroups,
}

/// How weights and memberships are put together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    /// M(·,⊕): every criterion counts by its weight, bⱼ = Σ wᵢ rᵢⱼ.
    #[default]
    WeightedAverage,
    /// M(∧,∨): the strongest criterion decides, held down by its weight, bⱼ = max min(wᵢ, rᵢⱼ).
    MaxMin,
    /// M(·,∨): the strongest criterion decides, bⱼ = max wᵢ rᵢⱼ.
    MaxProduct,
}

/// Values of the five grades from very satisfied to very dissatisfied, points.
pub const FIVE_GRADES: [f64; 5] = [100.0, 80.0, 60.0, 40.0, 20.0];

/// Equal but for rounding: the better grade is taken.
const ROUNDING: f64 = 1e-12;

/// Weights printed with three digits may miss 1 by this much in all; ones that add up to 0.99 lack some.
const ROUNDED_WEIGHTS: f64 = 0.002;

/// How far the whole belongs to each grade, best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Evaluation(Vec<f64>);

impl Evaluation {
    /// Membership in each grade as the operator gives it.
    pub fn vector(&self) -> &[f64] {
        &self.0
    }

    /// Membership in each grade, made to add up to 1; zeros stay as they are.
    pub fn normalised(&self) -> Vec<f64> {
        let sum: f64 = self.0.iter().sum();
        let sum = if sum > 0.0 { sum } else { 1.0 };
        self.0.iter().map(|membership| membership / sum).collect()
    }

    /// The grade with the greatest membership, from 0; of equal ones the better.
    pub fn grade(&self) -> usize {
        let mut best = 0;
        for (grade, membership) in self.0.iter().enumerate() {
            if *membership > self.0[best] + ROUNDING {
                best = grade;
            }
        }
        best
    }

    /// The mean value of the grades, weighted by membership: Σ bⱼ vⱼ ÷ Σ bⱼ, in the unit of the values.
    /// `None` when there are not as many values as grades, or it belongs to no grade at all.
    pub fn score(&self, values: &[f64]) -> Option<f64> {
        if values.len() != self.0.len() {
            return None;
        }
        weighted_mean(values.iter().copied().zip(self.0.iter().copied()))
    }
}

/// B = W ∘ R: puts the memberships together, one row a criterion, one column a grade.
///
/// The clothes of Wang Peizhuang, by max–min: pattern, durability and price weigh 0.2, 0.5, 0.3.
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
/// [`FuzzyError`] unless every criterion has a weight of zero or more, the weights of an average add up
/// to 1, and memberships run from 0 to 1.
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

/// 多级模糊综合评价: evaluates each group of criteria by its own weights, then the groups together by
/// `weights`: the vector of each group is its row of memberships.
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
/// [`FuzzyError`] as in [`fuzzy`], and when there are no groups or they have different grades.
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

/// How far answers on a scale of whole boxes belong to each grade: the share that chose each box, the
/// best box first. `None` without answers. Answers between boxes count for none.
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
        // 17.5 + 42.4 + 16.5 + 0.8, by hand.
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
