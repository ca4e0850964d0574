//! 加权指数: the scores of several dimensions made one. Where the weights come from is `ahp`'s, `entropy`'s
//! or the caller's business.

use super::mean::weighted_mean;

/// The index and what it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeightedIndex {
    /// The index, in the unit of the scores.
    pub index: f64,
    /// The part of the weight whose score is known, a fraction.
    pub covered: f64,
}

/// Σwx ÷ Σw over the dimensions whose score is known. `None` when none is, or the weights are none.
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
