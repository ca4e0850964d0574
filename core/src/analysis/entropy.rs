//! 熵权法: entropy weights, computed from the data alone. A criterion on which the alternatives differ much weighs
//! much; one on which all are equal weighs nothing.

use serde::{Deserialize, Serialize};

use super::matrix::Matrix;

/// Reason why numbers yield no weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EntropyError {
    /// Fewer than two alternatives.
    #[error("at least two alternatives are needed, not {0}")]
    TooFew(usize),
    /// The number at this position is negative, so it has no share of a sum.
    #[error("row {0}, column {1} is negative")]
    Negative(usize, usize),
    /// The sum of this column is zero, so it has no shares.
    #[error("column {0} has no positive finite sum")]
    NoSum(usize),
    /// No criterion distinguishes the alternatives.
    #[error("the alternatives are equal on every criterion")]
    AllAlike,
}

/// Method that turns the numbers of a criterion into shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Normalise {
    /// 归一化: p = x ÷ Σx of the column, which preserves relative differences [Hwang & Yoon 1981].
    #[default]
    Sum,
    /// 极差标准化: y = (x − min) ÷ (max − min), and p = y ÷ Σy, as in most Chinese texts.
    #[serde(rename = "minmax")]
    MinMax,
}

impl Normalise {
    /// All methods.
    pub const ALL: [Self; 2] = [Self::Sum, Self::MinMax];

    /// Returns the stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::MinMax => "minmax",
        }
    }

    /// Prepares a column for shares; a constant column yields equal shares with either method.
    fn column(self, numbers: Vec<f64>) -> Vec<f64> {
        let least = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let most = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        match self {
            Self::Sum => numbers,
            Self::MinMax if most > least => {
                numbers.into_iter().map(|x| (x - least) / (most - least)).collect()
            }
            Self::MinMax => vec![1.0; numbers.len()],
        }
    }
}

/// Entropy and weight of each criterion.
#[derive(Clone, Debug, PartialEq)]
pub struct EntropyWeights {
    /// Entropy of each criterion, from 0 (one alternative has everything) to 1 (all are equal).
    pub entropy: Vec<f64>,
    /// Weight of each criterion, with sum 1.
    pub weights: Vec<f64>,
}

/// Values of 1 − e below this are rounding errors of constant criteria.
const ROUNDING: f64 = 1e-14;

/// Returns entropy weights. Rows are alternatives, columns are criteria, p is the share of each number in its
/// column (by the method `normalise`), and n the number of alternatives: eⱼ = −(1 ÷ ln n) Σ p ln p (0 ln 0 is 0),
/// wⱼ = (1 − eⱼ) ÷ Σ(1 − eⱼ) [Shannon 1948; Hwang & Yoon 1981, Multiple Attribute Decision Making]. Criteria for
/// which less is better are reversed beforehand. The two methods give different weights, so a weight is reported
/// with its method.
///
/// The fighter aircraft of Hwang & Yoon: speed, range, payload, cost, reliability, manoeuvrability; published as
/// 0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764, from entropies rounded to four digits.
///
/// ```
/// use busbar_core::analysis::{entropy::{Normalise, entropy_weights}, matrix::Matrix};
/// let aircraft = Matrix::new(6, vec![
///     2.0, 1500.0, 20000.0, 5.5, 5.0, 9.0,
///     2.5, 2700.0, 18000.0, 6.5, 3.0, 5.0,
///     1.8, 2000.0, 21000.0, 4.5, 7.0, 7.0,
///     2.2, 1800.0, 20000.0, 5.0, 5.0, 5.0,
/// ])?;
/// let published = [0.0649, 0.2055, 0.0133, 0.0829, 0.3570, 0.2764];
/// for (ours, published) in entropy_weights(&aircraft, Normalise::Sum)?.weights.iter().zip(published) {
///     assert!((ours - published).abs() < 0.002);
/// }
/// // By min–max, by hand: 1, 2, 3 become 0, ½, 1, so p = 0, ⅓, ⅔ and e = (ln 3 − ⅔ ln 2) ÷ ln 3; 5, 5, 9
/// // become 0, 0, 1, so e = 0.
/// let two = Matrix::new(2, vec![1.0, 5.0, 2.0, 5.0, 3.0, 9.0])?;
/// let told = entropy_weights(&two, Normalise::MinMax)?;
/// let e = 1.0 - 2.0 / 3.0 * 2_f64.ln() / 3_f64.ln();
/// assert!((told.entropy[0] - e).abs() < 1e-12 && told.entropy[1].abs() < 1e-12);
/// assert!((told.weights[1] - 1.0 / (2.0 - e)).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`EntropyError`] with fewer than two alternatives, a negative number, a column with sum zero (method `Sum`
/// only), or if all alternatives are equal.
pub fn entropy_weights(
    matrix: &Matrix,
    normalise: Normalise,
) -> Result<EntropyWeights, EntropyError> {
    let alternatives = matrix.rows();
    if alternatives < 2 {
        return Err(EntropyError::TooFew(alternatives));
    }
    for (place, row) in matrix.iter().enumerate() {
        let is_negative = |value: &f64| normalise == Normalise::Sum && *value < 0.0;
        if let Some(column) = row.iter().position(is_negative) {
            return Err(EntropyError::Negative(place, column));
        }
    }
    let mut entropy = Vec::with_capacity(matrix.columns());
    for column in 0..matrix.columns() {
        let numbers = normalise.column(matrix.column(column).collect());
        let sum: f64 = numbers.iter().sum();
        if !(sum > 0.0 && sum.is_finite()) {
            return Err(EntropyError::NoSum(column));
        }
        let information: f64 = numbers
            .iter()
            .map(|value| value / sum)
            .filter(|share| *share > 0.0)
            .map(|share| share * share.ln())
            .sum();
        entropy.push(((0.0 - information) / (alternatives as f64).ln()).clamp(0.0, 1.0));
    }
    let tells = |entropy: &f64| Some(1.0 - entropy).filter(|told| *told > ROUNDING);
    let told: f64 = entropy.iter().filter_map(tells).sum();
    if told == 0.0 {
        return Err(EntropyError::AllAlike);
    }
    let weights = entropy.iter().map(|entropy| tells(entropy).unwrap_or_default() / told).collect();
    Ok(EntropyWeights { entropy, weights })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_tells_nothing_weighs_nothing() {
        let rows = Matrix::from_rows(&[vec![0.1, 1.0], vec![0.1, 0.0], vec![0.1, 0.0]]).unwrap();
        let told = entropy_weights(&rows, Normalise::Sum).unwrap();
        assert_eq!(told.weights, [0.0, 1.0]);
        assert_eq!(told.entropy[1], 0.0);
    }

    #[test]
    fn refusals() {
        let by = |rows: &[Vec<f64>], normalise| {
            entropy_weights(&Matrix::from_rows(rows).unwrap(), normalise)
        };
        let weights = |rows: &[Vec<f64>]| by(rows, Normalise::Sum).unwrap_err();
        let alike = by(&[vec![7.3], vec![7.3]], Normalise::MinMax);
        assert_eq!(alike, Err(EntropyError::AllAlike));
        let negative = by(&[vec![0.0, -1.0], vec![0.0, 3.0]], Normalise::MinMax).unwrap();
        assert_eq!(negative.weights, [0.0, 1.0]);
        assert_eq!(weights(&[vec![1.0]]), EntropyError::TooFew(1));
        assert_eq!(weights(&[vec![1.0], vec![-1.0]]), EntropyError::Negative(1, 0));
        assert_eq!(weights(&[vec![0.0], vec![0.0]]), EntropyError::NoSum(0));
        assert_eq!(weights(&[vec![7.3], vec![7.3]]), EntropyError::AllAlike);
    }

    proptest! {
        #[test]
        fn units_do_not_matter(
            values in prop::collection::vec(0.1..9.0, 12),
            by in 0.01..100.0,
            normalise in prop::sample::select(&Normalise::ALL[..]),
        ) {
            let here = entropy_weights(&Matrix::new(3, values.clone()).unwrap(), normalise).unwrap();
            let scaled = values.iter().map(|value| value * by).collect();
            let there = entropy_weights(&Matrix::new(3, scaled).unwrap(), normalise).unwrap();
            prop_assert!((here.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            for (a, b) in here.weights.iter().zip(&there.weights) {
                prop_assert!((a - b).abs() < 1e-9 && (0.0..=1.0).contains(a));
            }
        }
    }
}
