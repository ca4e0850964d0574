//! Means of answers, with confidence interval, and weighted means.

use super::confidence::{Interval, t};

/// A mean with its interval, in the unit of the answers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Number of answers.
    pub n: usize,
    /// Mean.
    pub mean: f64,
    /// Sample standard deviation; `None` with one answer.
    pub sd: Option<f64>,
    /// Interval of the mean; `None` with one answer.
    pub ci95: Option<Interval>,
}

impl Mean {
    /// Returns x̄ = Σx ÷ n, s = √(Σ(x − x̄)² ÷ (n − 1)), and x̄ ± t s ÷ √n with t of n − 1 degrees of freedom
    /// [Student 1908, Biometrika 6, 1–25]. `None` without answers.
    ///
    /// The additional hours of sleep by the second drug in Student's paper: mean 2.33, s = 2.00 (he
    /// divided by n and wrote 1.90).
    ///
    /// ```
    /// use busbar_core::analysis::mean::Mean;
    /// let hours = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
    /// let sleep = Mean::of(hours);
    /// assert_eq!(sleep.map(|sleep| format!("{:.2}", sleep.mean)), Some("2.33".into()));
    /// assert_eq!(sleep.and_then(|sleep| sleep.sd).map(|sd| format!("{sd:.2}")), Some("2.00".into()));
    /// ```
    pub fn of(answers: impl IntoIterator<Item = f64>) -> Option<Self> {
        let answers: Vec<f64> = answers.into_iter().collect();
        let n = answers.len();
        if n == 0 {
            return None;
        }
        let mean = answers.iter().sum::<f64>() / n as f64;
        let squares: f64 = answers.iter().map(|x| (x - mean).powi(2)).sum();
        let sd = (n > 1).then(|| (squares / (n - 1) as f64).sqrt());
        let reach = sd.and_then(|sd| Some(t(n - 1)? * sd / (n as f64).sqrt()));
        Some(Self { n, mean, sd, ci95: reach.map(|reach| [mean - reach, mean + reach]) })
    }
}

/// Returns the weighted mean Σwx ÷ Σw. `None` unless the weights are finite and non-negative with a positive sum.
///
/// ```
/// use busbar_core::analysis::mean::weighted_mean;
/// // 20 pupils with 80 points on average and 30 with 90: all together have 86.
/// assert_eq!(weighted_mean([(80.0, 20.0), (90.0, 30.0)]), Some(86.0));
/// ```
pub fn weighted_mean(values: impl IntoIterator<Item = (f64, f64)>) -> Option<f64> {
    let (mut sum, mut weights) = (0.0, 0.0);
    for (value, weight) in values {
        if weight.is_nan() || weight < 0.0 {
            return None;
        }
        sum += value * weight;
        weights += weight;
    }
    (weights > 0.0 && weights.is_finite()).then(|| sum / weights)
}

/// Returns each customer's mean over several questions, of those answered.
///
/// ```
/// use busbar_core::analysis::mean::row_means;
/// let means = row_means(&[[Some(1.0), None, None], [Some(2.0), Some(4.0), None]]);
/// assert_eq!(means, [Some(1.5), Some(4.0), None]);
/// ```
pub fn row_means<Column: AsRef<[Option<f64>]>>(columns: &[Column]) -> Vec<Option<f64>> {
    let rows = columns.iter().map(|column| column.as_ref().len()).max();
    (0..rows.unwrap_or(0))
        .map(|row| {
            let answers = columns.iter().filter_map(|column| *column.as_ref().get(row)?);
            Mean::of(answers).map(|answers| answers.mean)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn few_answers_and_weights_that_cannot_be() {
        assert_eq!(Mean::of([]), None);
        let one = Mean::of([4.0]).unwrap();
        assert_eq!((one.n, one.mean, one.sd, one.ci95), (1, 4.0, None, None));
        assert_eq!(Mean::of([4.0, 4.0]).unwrap().ci95, Some([4.0, 4.0]));
        for weights in [[0.0, 0.0], [1.0, -1.0], [1.0, f64::NAN], [1.0, f64::INFINITY]] {
            assert_eq!(weighted_mean([(1.0, weights[0]), (2.0, weights[1])]), None);
        }
    }

    proptest! {
        #[test]
        fn equal_weights_are_no_weights(answers in prop::collection::vec(-10.0..10.0, 1..50), weight in 0.1..9.0) {
            let plain = Mean::of(answers.iter().copied()).unwrap().mean;
            let weighted = weighted_mean(answers.iter().map(|x| (*x, weight))).unwrap();
            prop_assert!((plain - weighted).abs() < 1e-12);
        }

        #[test]
        fn moving_every_answer_moves_the_interval(answers in prop::collection::vec(1.0..10.0_f64, 2..50), by in -5.0..5.0_f64) {
            let here = Mean::of(answers.iter().copied()).unwrap();
            let there = Mean::of(answers.iter().map(|x| x + by)).unwrap();
            let (here, there) = (here.ci95.unwrap(), there.ci95.unwrap());
            for (here, there) in here.into_iter().zip(there) {
                prop_assert!((here + by - there).abs() < 1e-9);
            }
        }
    }
}
