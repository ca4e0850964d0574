//! 信度: reliability of a group of questions meant to measure the same thing. Reverse-worded questions are first
//! turned by [`AnswerScale::reverse`](super::answer_scale::AnswerScale::reverse).

use super::{
    confidence::{Interval, f},
    correlation::{covariance, paired, pearson},
    matrix::Matrix,
};

/// Reliability of a group of questions.
#[derive(Clone, Debug, PartialEq)]
pub struct CronbachAlpha {
    /// Number of questions.
    pub k: usize,
    /// Number of respondents who answered all of them.
    pub n: usize,
    /// α from the covariances over complete responses; `None` with fewer than two questions or responses, or if
    /// all responses are equal, where it is 0 ÷ 0.
    pub raw: Option<f64>,
    /// Interval of the raw α.
    pub ci95: Option<Interval>,
    /// α from the mean correlation over complete responses, as if every question had the same spread; also `None`
    /// if all answers to one question are equal.
    pub standardised: Option<f64>,
    /// Raw α with each covariance over those who answered both its questions.
    pub pairwise: Option<f64>,
    /// Effect of each question.
    pub items: Vec<ItemFit>,
}

/// Effect of one question on the reliability.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemFit {
    /// Raw α without it; `None` with two questions or fewer.
    pub alpha_without: Option<f64>,
    /// Correlation with the sum of the other questions.
    pub rest_correlation: Option<f64>,
}

/// Returns the reliability of k questions, one column each, with the same customers in every column.
///
/// With C the covariances, α = k ÷ (k − 1) · (1 − tr C ÷ ΣC) [Cronbach 1951, Psychometrika 16,
/// 297–334]; standardised with r̄ the mean correlation, α = k r̄ ÷ (1 + (k − 1) r̄). The interval is
/// 1 − (1 − α) F with the quantiles of n − 1 and (n − 1)(k − 1) degrees of freedom [Feldt 1965,
/// Psychometrika 30, 357–370]. Published figures mix the raw and the standardised one.
///
/// ```
/// use busbar_core::analysis::cronbach_alpha::cronbach_alpha;
/// // By hand: variances 1 and 4, covariance 2 (r = 1), so α = 2 (1 − 5 ÷ 9); standardised it is 1.
/// let alpha = cronbach_alpha(&[[1.0, 2.0, 3.0].map(Some), [1.0, 3.0, 5.0].map(Some)]);
/// assert!((alpha.raw.unwrap() - 8.0 / 9.0).abs() < 1e-12);
/// assert!((alpha.standardised.unwrap() - 1.0).abs() < 1e-12);
/// ```
pub fn cronbach_alpha<Column: AsRef<[Option<f64>]>>(columns: &[Column]) -> CronbachAlpha {
    let columns: Vec<&[Option<f64>]> = columns.iter().map(AsRef::as_ref).collect();
    let complete = complete_rows(&columns);
    let (k, n) = (columns.len(), complete.first().map_or(0, Vec::len));
    let c = pairs_of(&complete, covariance);
    let raw = c.as_ref().and_then(alpha);
    let freedom = n.saturating_sub(1);
    let interval = |raw: f64| {
        let [low, high] = f(freedom, freedom * k.saturating_sub(1))?;
        Some([1.0 - (1.0 - raw) * high, 1.0 - (1.0 - raw) * low])
    };
    CronbachAlpha {
        k,
        n,
        raw,
        ci95: raw.and_then(interval),
        standardised: pairs_of(&complete, pearson).as_ref().and_then(alpha),
        pairwise: pairs_of(&columns, covariance).as_ref().and_then(alpha),
        items: (0..k)
            .map(|item| ItemFit {
                alpha_without: c.as_ref().and_then(|c| alpha(&without(c, item)?)),
                rest_correlation: c.as_ref().and_then(|c| rest_correlation(c, item)),
            })
            .collect(),
    }
}

/// Returns the columns restricted to rows without missing values.
fn complete_rows(columns: &[&[Option<f64>]]) -> Vec<Vec<Option<f64>>> {
    let rows = columns.iter().map(|column| column.len()).min().unwrap_or(0);
    let is_complete = |row: &usize| columns.iter().all(|column| column[*row].is_some());
    let complete: Vec<usize> = (0..rows).filter(is_complete).collect();
    columns.iter().map(|column| complete.iter().map(|row| column[*row]).collect()).collect()
}

/// Returns the covariances, or correlations, of every pair of columns.
fn pairs_of<Column: AsRef<[Option<f64>]>>(
    columns: &[Column],
    of: fn(&[(f64, f64)]) -> Option<f64>,
) -> Option<Matrix> {
    let mut values = Vec::with_capacity(columns.len() * columns.len());
    for a in columns {
        for b in columns {
            values.push(of(&paired(a.as_ref(), b.as_ref()))?);
        }
    }
    Matrix::new(columns.len(), values).ok()
}

/// Sums of covariances below this, relative to the variances, are rounding errors.
const ROUNDING: f64 = 1e-12;

fn trace(c: &Matrix) -> f64 {
    (0..c.columns()).map(|item| c.row(item)[item]).sum()
}

/// Returns α of covariances, or standardised α of correlations.
fn alpha(c: &Matrix) -> Option<f64> {
    let (k, trace, sum) = (c.columns(), trace(c), c.values().iter().sum::<f64>());
    (k > 1 && sum > ROUNDING * trace).then(|| k as f64 / (k - 1) as f64 * (1.0 - trace / sum))
}

/// Returns the covariances of the other questions, if there are at least two.
fn without(c: &Matrix, item: usize) -> Option<Matrix> {
    let others = || (0..c.columns()).filter(|other| *other != item);
    let rest = others().flat_map(|i| others().map(move |j| c.row(i)[j]));
    let k = c.columns() - 1;
    (k > 1).then(|| Matrix::of(k, rest.collect()))
}

/// Returns, with T the sum of all, r of x and T − x: (Σⱼcᵢⱼ − cᵢᵢ) ÷ √(cᵢᵢ (ΣC − 2Σⱼcᵢⱼ + cᵢᵢ)).
fn rest_correlation(c: &Matrix, item: usize) -> Option<f64> {
    let (own, with_all) = (c.row(item)[item], c.row(item).iter().sum::<f64>());
    let rest = c.values().iter().sum::<f64>() - 2.0 * with_all + own;
    let least = ROUNDING * trace(c);
    (own > least && rest > least).then(|| (with_all - own) / (own * rest).sqrt())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_has_no_reliability() {
        let none: [Vec<Option<f64>>; 0] = [];
        assert_eq!(cronbach_alpha(&none).raw, None);
        assert_eq!(cronbach_alpha(&[[Some(1.0), Some(2.0)]]).raw, None);
        let alike = cronbach_alpha(&[[Some(3.0); 4], [Some(3.0); 4]]);
        assert_eq!((alike.n, alike.raw, alike.standardised), (4, None, None));
        // 7 on a scale of 1 to 10 is 66.67 of 100, whose mean is not exact.
        let seven = [Some(200.0 / 3.0); 6];
        let alike = cronbach_alpha(&[seven, seven, seven]);
        assert_eq!((alike.n, alike.raw, alike.standardised), (6, None, None));
        assert_eq!((alike.pairwise, alike.ci95), (None, None));
        let opposite = cronbach_alpha(&[[1.0, 2.0, 3.0].map(Some), [3.0, 2.0, 1.0].map(Some)]);
        assert_eq!((opposite.raw, opposite.standardised), (None, None));
    }

    #[test]
    fn only_those_who_answered_all_count() {
        let a = [Some(1.0), Some(2.0), Some(3.0), Some(9.0)];
        let b = [Some(1.0), Some(3.0), Some(5.0), None];
        let alpha = cronbach_alpha(&[a, b]);
        assert_eq!((alpha.k, alpha.n), (2, 3));
        assert!((alpha.raw.unwrap() - 8.0 / 9.0).abs() < 1e-12);
        assert_eq!(alpha.items[0].alpha_without, None);
        assert!((alpha.items[0].rest_correlation.unwrap() - 1.0).abs() < 1e-12);
    }

    proptest! {
        /// For two questions the standardised α is the Spearman–Brown formula (1910), 2r ÷ (1 + r).
        #[test]
        fn spearman_brown(pairs in prop::collection::vec((1.0..7.0, 1.0..7.0), 3..40)) {
            let columns = [
                pairs.iter().map(|pair| Some(pair.0)).collect::<Vec<_>>(),
                pairs.iter().map(|pair| Some(pair.1)).collect(),
            ];
            let r = pearson(&pairs).unwrap();
            prop_assume!(r > -0.9);
            let alpha = cronbach_alpha(&columns);
            prop_assert!((alpha.standardised.unwrap() - 2.0 * r / (1.0 + r)).abs() < 1e-9);
            prop_assert!((alpha.items[1].rest_correlation.unwrap() - r).abs() < 1e-9);
            let [low, high] = alpha.ci95.unwrap();
            prop_assert!(low < alpha.raw.unwrap() && alpha.raw.unwrap() < high);
        }
    }
}
