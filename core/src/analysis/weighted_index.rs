//! 加权指数: combines the scores of several dimensions into one. Weights come from `ahp`, `entropy` or the caller.

use super::mean::weighted_mean;

/// The index and its coverage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedIndex {
    /// Index, in the unit of the scores.
    pub index: f64,
    /// Share of the weight with a known score, a fraction.
    pub covered: f64,
}

/// Returns Σwx ÷ Σw over the dimensions with a known score. `None` if there is none, or the weights sum to zero.
///
/// ```
/// use busbar_core::analysis::weighted_index::weighted_index;
/// // By hand: 80 counts half, 60 a quarter, the last quarter is not known: (40 + 15) ÷ 0.75.
/// let index = weighted_index(&[Some(80.0), Some(60.0), None], &[0.5, 0.25, 0.25]).unwrap();
/// assert!((index.index - 220.0 / 3.0).abs() < 1e-9);
/// assert_eq!(index.covered, 0.75);
/// ```
pub fn weighted_index(scores: &[Option<f64>], weights: &[f64]) -> Option<WeightedIndex> {
    let dimensions = || scores.iter().zip(weights);
    let index =
        weighted_mean(dimensions().filter_map(|(score, weight)| Some(((*score)?, *weight))))?;
    let covered = weighted_mean(
        dimensions().map(|(score, weight)| (f64::from(u8::from(score.is_some())), *weight)),
    )?;
    Some(WeightedIndex { index, covered })
}
