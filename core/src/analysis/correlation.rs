//! Correlation of two questions, over those who answered both.

/// Returns the answers of those who answered both.
pub fn paired(a: &[Option<f64>], b: &[Option<f64>]) -> Vec<(f64, f64)> {
    a.iter().zip(b).filter_map(|(a, b)| (*a).zip(*b)).collect()
}

/// Returns Σ(x − x̄)(y − ȳ) ÷ (n − 1), in the product of both units. `None` with fewer than two pairs.
///
/// ```
/// use busbar_core::analysis::correlation::covariance;
/// // A constant has no correlation, whatever rounding leaves of its mean.
/// assert_eq!(covariance(&[(200.0 / 3.0, 1.0), (200.0 / 3.0, 2.0), (200.0 / 3.0, 4.0)]), Some(0.0));
/// ```
pub fn covariance(pairs: &[(f64, f64)]) -> Option<f64> {
    let n = pairs.len() as f64;
    // Relative to the first answer, so that differences of equal numbers are exactly zero.
    let (x0, y0) = *pairs.first()?;
    let x = pairs.iter().map(|(x, _)| x - x0).sum::<f64>() / n;
    let y = pairs.iter().map(|(_, y)| y - y0).sum::<f64>() / n;
    let products: f64 = pairs.iter().map(|(a, b)| (a - x0 - x) * (b - y0 - y)).sum();
    (pairs.len() > 1).then(|| products / (n - 1.0))
}

/// Relative spread below which answers are constant except for rounding.
const ROUNDING: f64 = 1e-12;

/// Returns r = Σ(x − x̄)(y − ȳ) ÷ √(Σ(x − x̄)² Σ(y − ȳ)²), from −1 to 1 [Pearson 1896]. `None` with fewer than
/// two pairs, or if all answers to a question are equal.
///
/// The first set of Anscombe 1973 (The American Statistician 27, 17–21) has r = 0.816:
///
/// ```
/// use busbar_core::analysis::correlation::pearson;
/// let pairs = [
///     (10.0, 8.04), (8.0, 6.95), (13.0, 7.58), (9.0, 8.81), (11.0, 8.33), (14.0, 9.96),
///     (6.0, 7.24), (4.0, 4.26), (12.0, 10.84), (7.0, 4.82), (5.0, 5.68),
/// ];
/// assert_eq!(pearson(&pairs).map(|r| format!("{r:.3}")), Some("0.816".into()));
/// ```
pub fn pearson(pairs: &[(f64, f64)]) -> Option<f64> {
    let spread = |of: fn(&(f64, f64)) -> f64| {
        let doubled: Vec<_> = pairs.iter().map(|pair| (of(pair), of(pair))).collect();
        let size = pairs.iter().map(|pair| of(pair).abs()).fold(0.0, f64::max);
        let sd = covariance(&doubled)?.sqrt();
        (sd > ROUNDING * size).then_some(sd)
    };
    let (x, y) = (spread(|pair| pair.0)?, spread(|pair| pair.1)?);
    Some((covariance(pairs)? / x / y).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pairs_that_say_nothing() {
        assert_eq!(pearson(&[]), None);
        assert_eq!(pearson(&[(1.0, 2.0)]), None);
        assert_eq!(pearson(&[(0.1, 1.0), (0.1, 2.0), (0.1, 3.0)]), None);
        let pairs = paired(&[Some(1.0), None, Some(3.0)], &[Some(2.0), Some(2.0), None]);
        assert_eq!(pairs, [(1.0, 2.0)]);
    }

    proptest! {
        #[test]
        fn units_do_not_matter(pairs in prop::collection::vec((-9.0..9.0, -9.0..9.0), 3..40), by in 0.1..50.0, plus in -5.0..5.0) {
            let other: Vec<_> = pairs.iter().map(|(x, y)| (x * by + plus, *y)).collect();
            let turned: Vec<_> = pairs.iter().map(|(x, y)| (*y, *x)).collect();
            let r = pearson(&pairs).unwrap();
            prop_assert!((-1.0..=1.0).contains(&r));
            prop_assert!((pearson(&other).unwrap() - r).abs() < 1e-9);
            prop_assert!((pearson(&turned).unwrap() - r).abs() < 1e-12);
        }
    }
}
