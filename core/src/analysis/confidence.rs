//! 95 % confidence intervals: what a statistic of some answers says about the whole population. Each statistic's
//! module says which interval it uses.

use statrs::distribution::{ContinuousCDF, FisherSnedecor, StudentsT};

/// Lower and upper bound.
pub type Interval = [f64; 2];

/// The 97.5 % quantile of the normal distribution.
pub const Z: f64 = 1.959_963_984_540_054;

/// Number of answers below which a statistic is shown as indicative.
pub const FEW: usize = 30;

/// Returns `true` if a statistic rests on too few answers to be more than indicative.
pub const fn is_indicative(answers: usize) -> bool {
    answers < FEW
}

/// A share of answers with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// Number of answers that count.
    pub count: usize,
    /// Number of all answers.
    pub n: usize,
    /// Share, a fraction.
    pub share: f64,
    /// Interval, fractions.
    pub wilson95: Interval,
}

impl Share {
    /// Returns `count` of `n` with Wilson's score interval, which stays within 0 and 1 and is valid for few
    /// answers and for extreme shares: with z = 1.96, p = k ÷ n, (p + z²/2n ± z √(p(1 − p)/n + z²/4n²)) ÷ (1 +
    /// z²/n) [Wilson 1927, JASA 22, 209–212].
    ///
    /// `None` without answers.
    ///
    /// The first example of Newcombe 1998 (Statistics in Medicine 17, 857–872, method 3):
    ///
    /// ```
    /// use busbar_core::analysis::confidence::Share;
    /// let [low, high] = Share::of(81, 263).map(|share| share.wilson95).unwrap_or_default();
    /// assert_eq!((format!("{low:.4}"), format!("{high:.4}")), ("0.2553".into(), "0.3662".into()));
    /// ```
    pub fn of(count: usize, n: usize) -> Option<Self> {
        if n == 0 {
            return None;
        }
        let (answers, z2) = (n as f64, Z * Z);
        let share = count as f64 / answers;
        let centre = share + z2 / (2.0 * answers);
        let reach = Z * (share * (1.0 - share) / answers + z2 / (4.0 * answers * answers)).sqrt();
        let end = |value: f64| (value / (1.0 + z2 / answers)).clamp(0.0, 1.0);
        // At the ends of the range the formula is exactly 0 or 1; rounding would miss them.
        let low = if count == 0 { 0.0 } else { end(centre - reach) };
        let high = if count == n { 1.0 } else { end(centre + reach) };
        Some(Self { count, n, share, wilson95: [low, high] })
    }
}

/// Returns the 97.5 % quantile of Student's t [Student 1908, Biometrika 6, 1–25]; `None` for 0 degrees of
/// freedom. For many degrees ν it is computed from its series in 1 ÷ ν around the normal quantile [Fisher &
/// Cornish 1960, Technometrics 2, 209–225; Abramowitz & Stegun 26.7.5].
///
/// ```
/// use busbar_core::analysis::confidence::t;
/// // The printed tables: 12.706 for 1 degree of freedom, 2.228 for 10.
/// assert_eq!(t(10).map(|t| format!("{t:.3}")), Some("2.228".into()));
/// ```
pub fn t(degrees_of_freedom: usize) -> Option<f64> {
    if degrees_of_freedom > SERIES_ABOVE {
        return Some(t_by_series(degrees_of_freedom as f64));
    }
    StudentsT::new(0.0, 1.0, degrees_of_freedom as f64).ok().map(|t| t.inverse_cdf(0.975))
}

/// Degrees of freedom above which the series is exact to the last digits, while `statrs` loses them.
const SERIES_ABOVE: usize = 500;

fn t_by_series(nu: f64) -> f64 {
    let z = |power| Z.powi(power);
    let first = (z(3) + Z) / 4.0;
    let second = (5.0 * z(5) + 16.0 * z(3) + 3.0 * Z) / 96.0;
    let third = (3.0 * z(7) + 19.0 * z(5) + 17.0 * z(3) - 15.0 * Z) / 384.0;
    let fourth = (79.0 * z(9) + 776.0 * z(7) + 1482.0 * z(5) - 1920.0 * z(3) - 945.0 * Z) / 92160.0;
    [fourth, third, second, first, Z].into_iter().fold(0.0, |sum, term| sum / nu + term)
}

/// Returns the 2.5 % and 97.5 % quantiles of Fisher's F; `None` for 0 degrees of freedom.
pub fn f(numerator: usize, denominator: usize) -> Option<Interval> {
    let f = FisherSnedecor::new(numerator as f64, denominator as f64).ok()?;
    Some([f.inverse_cdf(0.025), f.inverse_cdf(0.975)])
}

/// Returns the interval if it has a width. An interval of zero width says that all answers were equal, not that
/// the value is certain.
///
/// ```
/// use busbar_core::analysis::confidence::with_width;
/// assert_eq!(with_width(Some([100.0, 100.0])), None);
/// assert_eq!(with_width(Some([40.0, 60.0])), Some([40.0, 60.0]));
/// ```
pub fn with_width(interval: Option<Interval>) -> Option<Interval> {
    const ROUNDING: f64 = 1e-9;
    interval.filter(|[low, high]| high - low > ROUNDING * low.abs().max(high.abs()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Newcombe 1998, table I, method 3.
    #[test]
    fn published_wilson_intervals() {
        for (count, n, low, high) in [
            (81, 263, "0.2553", "0.3662"),
            (15, 148, "0.0624", "0.1605"),
            (0, 20, "0.0000", "0.1611"),
            (1, 29, "0.0061", "0.1718"),
        ] {
            let share = Share::of(count, n).unwrap();
            let ends = share.wilson95.map(|end| format!("{end:.4}"));
            assert_eq!(ends, [low, high], "{count} of {n}");
        }
        assert_eq!(Share::of(0, 0), None);
    }

    /// Printed tables (Fisher & Yates 1938), and the same values to nine decimals.
    #[test]
    fn published_quantiles() {
        for (degrees_of_freedom, table, digits) in [
            (1, "12.706", 12.706_204_736),
            (2, "4.303", 4.302_652_730),
            (5, "2.571", 2.570_581_836),
            (10, "2.228", 2.228_138_852),
            (30, "2.042", 2.042_272_456),
            (120, "1.980", 1.979_930_405),
        ] {
            let t = t(degrees_of_freedom).unwrap();
            assert_eq!(format!("{t:.3}"), table, "{degrees_of_freedom}");
            assert!((t - digits).abs() < 1e-9, "{degrees_of_freedom}: {t}");
        }
        assert_eq!(t(0), None);
        // The upper quantile is from the table; the lower is the reciprocal of the upper with the degrees of
        // freedom swapped.
        let [low, high] = f(4, 10).unwrap();
        assert_eq!(format!("{high:.2}"), "4.47");
        assert!((low * f(10, 4).unwrap()[1] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn both_ways_to_t_meet() {
        for degrees_of_freedom in [100, 300, SERIES_ABOVE] {
            let (exact, series) =
                (t(degrees_of_freedom).unwrap(), t_by_series(degrees_of_freedom as f64));
            assert!((exact - series).abs() < 1e-9, "{degrees_of_freedom}: {exact} {series}");
        }
        assert!((t(1_000_000_000).unwrap() - Z).abs() < 1e-8);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_share((count, n) in (1_usize..10_000).prop_flat_map(|n| (0..=n, Just(n)))) {
            let Share { share, wilson95: [low, high], .. } = Share::of(count, n).unwrap();
            prop_assert!(0.0 <= low && low <= share && share <= high && high <= 1.0);
            let mirrored = Share::of(n - count, n).unwrap().wilson95;
            prop_assert!((mirrored[0] + high - 1.0).abs() < 1e-12);
        }
    }
}
