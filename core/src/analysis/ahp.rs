//! 层次分析法 AHP: weights from pairwise comparisons of criteria, and a consistency check of the comparisons [Saaty
//! 1980, The Analytic Hierarchy Process; 1990, EJOR 48, 9–26].

use super::matrix::Matrix;

/// Reason why comparisons yield no weights.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum AhpError {
    /// The matrix is not square.
    #[error("the comparison matrix must be square, not {rows} × {columns}")]
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
    },
    /// No random index is known for so many criteria, and people cannot compare them reliably.
    #[error("{0} criteria: at most {most} can be compared", most = RANDOM_INDEX.len())]
    TooMany(usize),
    /// The ratio at this position is not above zero.
    #[error("row {0}, column {1} is not above zero")]
    NotPositive(usize, usize),
    /// The two ratios of this pair are not reciprocal: three times as important one way must be a third the other
    /// way.
    #[error("row {0}, column {1} is not the reciprocal of row {1}, column {0}")]
    NotReciprocal(usize, usize),
    /// The ratios are so far apart that the iteration does not converge.
    #[error("the comparisons are too inconsistent to give weights")]
    NotSettled,
}

/// RI of 1 to 10 criteria: the mean consistency index of random comparisons [Saaty 1980].
const RANDOM_INDEX: [f64; 10] = [0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// Consistency ratio from which the comparisons should be revised.
pub const REFUSED_FROM: f64 = 0.1;

/// Allowed deviation from reciprocity, for ratios rounded to two digits such as 8 and 0.13.
const ROUNDED_RECIPROCAL: f64 = 0.05;

/// Relative differences below this are rounding errors.
const ROUNDING: f64 = 1e-12;

/// Comparisons of one to ten criteria: the entry in row i, column j is the importance of criterion i relative to
/// criterion j.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparisons(Matrix);

/// Weights, and the consistency of the comparisons.
#[derive(Clone, Debug, PartialEq)]
pub struct Ahp {
    /// Weights, with sum 1.
    pub weights: Vec<f64>,
    /// λmax, the principal eigenvalue; equals the number of criteria for perfectly consistent comparisons.
    pub lambda_max: f64,
    /// CI = (λmax − n) ÷ (n − 1); 0 for one criterion.
    pub ci: f64,
    /// CR = CI ÷ RI; 0 for one or two criteria, which are always consistent.
    pub cr: f64,
    /// Row and column of the comparison that exceeds the ratio of the weights most: the first to revise. `None`
    /// for one criterion.
    pub worst_pair: Option<(usize, usize)>,
    /// Ratio of that comparison to the ratio of the weights; 1 for perfectly consistent comparisons.
    pub worst_ratio: f64,
}

impl Ahp {
    /// Returns `true` if the comparisons are consistent enough for the weights to be used: CR < 0.1.
    pub fn is_consistent(&self) -> bool {
        self.cr < REFUSED_FROM
    }
}

/// Parses a comparison: `3`, `0.5`, `1/3`.
///
/// ```
/// use busbar_core::analysis::ahp::comparison;
/// assert_eq!(comparison("1/4"), Some(0.25));
/// assert_eq!(comparison("one third"), None);
/// ```
pub fn comparison(text: &str) -> Option<f64> {
    let number = |text: &str| text.trim().parse::<f64>().ok();
    let ratio = match text.split_once('/') {
        Some((above, below)) => number(above)? / number(below)?,
        None => number(text)?,
    };
    ratio.is_finite().then_some(ratio)
}

impl Comparisons {
    /// Validates comparisons.
    ///
    /// # Errors
    /// [`AhpError`] unless the table is square with at most ten criteria, and each ratio is positive and the
    /// reciprocal of its opposite.
    pub fn new(ratios: Matrix) -> Result<Self, AhpError> {
        let n = ratios.columns();
        if ratios.rows() != n {
            return Err(AhpError::NotSquare { rows: ratios.rows(), columns: n });
        }
        if n > RANDOM_INDEX.len() {
            return Err(AhpError::TooMany(n));
        }
        for (i, row) in ratios.iter().enumerate() {
            if let Some(j) = row.iter().position(|ratio| *ratio <= 0.0) {
                return Err(AhpError::NotPositive(i, j));
            }
            let off = |j: usize| (row[j] * ratios.row(j)[i] - 1.0).abs() > ROUNDED_RECIPROCAL;
            if let Some(j) = (0..=i).find(|j| off(*j)) {
                return Err(AhpError::NotReciprocal(i, j));
            }
        }
        Ok(Self(ratios))
    }

    /// Returns the weights w of the principal eigenvector, A w = λmax w, by power iteration, with the consistency
    /// of the comparisons. The worst pair has the greatest aᵢⱼ wⱼ ÷ wᵢ off the diagonal, the first in row order
    /// [Saaty 2003, EJOR 145, 85–91]; with three criteria all three pairs are equally bad, because only their
    /// cycle can be inconsistent.
    ///
    /// The transportation example of Saaty 1990, table 3, published as 0.233, 0.055, 0.713, λmax 3.247 and CR
    /// 0.213 (his last digits are rounded by hand):
    ///
    /// ```
    /// use busbar_core::analysis::{ahp::Comparisons, matrix::Matrix};
    /// let [a, b, c] = [[1.0, 7.0, 1.0 / 5.0], [1.0 / 7.0, 1.0, 1.0 / 8.0], [5.0, 8.0, 1.0]];
    /// let ahp = Comparisons::new(Matrix::new(3, [a, b, c].concat())?)?.weights()?;
    /// for (ours, published) in ahp.weights.iter().zip([0.233, 0.055, 0.713]) {
    ///     assert!((ours - published).abs() < 0.001);
    /// }
    /// assert_eq!((format!("{:.3}", ahp.lambda_max), format!("{:.3}", ahp.cr)), ("3.247".into(), "0.213".into()));
    /// assert!(!ahp.is_consistent());
    /// assert_eq!((ahp.worst_pair, format!("{:.2}", ahp.worst_ratio)), (Some((0, 1)), "1.64".into()));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`AhpError::NotSettled`] if the ratios are too far apart.
    pub fn weights(&self) -> Result<Ahp, AhpError> {
        /// Iteration limit; ratios on Saaty's scale of 1 to 9 take about twenty.
        const STEPS: usize = 100_000;
        const SETTLED: f64 = 1e-14;
        let n = self.0.columns();
        let mut weights = vec![1.0 / n as f64; n];
        for _ in 0..STEPS {
            let raised: Vec<f64> = self.0.iter().map(|row| product(row, &weights)).collect();
            let lambda_max: f64 = raised.iter().sum();
            let next: Vec<f64> = raised.iter().map(|weight| weight / lambda_max).collect();
            let is_settled = weights
                .iter()
                .zip(&next)
                .all(|(before, after)| (after - before).abs() <= SETTLED * after);
            weights = next;
            if is_settled {
                return Ok(self.judge(weights, lambda_max));
            }
        }
        Err(AhpError::NotSettled)
    }

    fn judge(&self, weights: Vec<f64>, lambda_max: f64) -> Ahp {
        let n = weights.len();
        let excess = lambda_max - n as f64;
        // λmax is at least n [Saaty 1980]; ratios rounded to two digits can bring it slightly below.
        let ci = if excess <= ROUNDING * lambda_max { 0.0 } else { excess / (n - 1).max(1) as f64 };
        let cr = match RANDOM_INDEX[n - 1] {
            0.0 => 0.0,
            random => ci / random,
        };
        let (mut worst_pair, mut worst_ratio) = (None, 0.0);
        for (i, row) in self.0.iter().enumerate() {
            for (j, ratio) in row.iter().enumerate().filter(|(j, _)| *j != i) {
                let ratio = ratio * weights[j] / weights[i];
                if ratio > worst_ratio * (1.0 + ROUNDING) {
                    (worst_pair, worst_ratio) = (Some((i, j)), ratio);
                }
            }
        }
        Ahp {
            weights,
            lambda_max,
            ci,
            cr,
            worst_pair,
            worst_ratio: if worst_pair.is_some() { worst_ratio } else { 1.0 },
        }
    }
}

/// Σab.
fn product(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Builds comparisons from the ratios above the diagonal, row by row.
    fn comparisons(n: usize, above: &[f64]) -> Comparisons {
        let mut ratios = vec![1.0; n * n];
        let pairs = (0..n).flat_map(|i| (i + 1..n).map(move |j| (i, j)));
        for ((i, j), ratio) in pairs.zip(above) {
            ratios[i * n + j] = *ratio;
            ratios[j * n + i] = 1.0 / ratio;
        }
        Comparisons::new(Matrix::new(n, ratios).unwrap()).unwrap()
    }

    /// Saaty 2008, Int. J. Services Sciences 1(1), 83–98, relative consumption of drinks in the US: coffee, wine,
    /// tea, beer, soda, milk, water; published with CR 0.022.
    #[test]
    fn drinks() {
        let above = [
            9.0,
            5.0,
            2.0,
            1.0,
            1.0,
            0.5, //
            1.0 / 3.0,
            1.0 / 9.0,
            1.0 / 9.0,
            1.0 / 9.0,
            1.0 / 9.0, //
            1.0 / 3.0,
            0.25,
            1.0 / 3.0,
            1.0 / 9.0, //
            0.5,
            1.0,
            1.0 / 3.0, //
            2.0,
            0.5, //
            1.0 / 3.0,
        ];
        let ahp = comparisons(7, &above).weights().unwrap();
        let published = [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327];
        for (ours, published) in ahp.weights.iter().zip(published) {
            assert!((ours - published).abs() < 0.0006, "{ours} {published}");
        }
        assert_eq!(format!("{:.3}", ahp.cr), "0.022");
        assert!(ahp.is_consistent());
    }

    #[test]
    fn one_criterion_and_two_cannot_disagree() {
        let one = comparisons(1, &[]).weights().unwrap();
        assert_eq!((one.weights, one.cr, one.worst_pair), (vec![1.0], 0.0, None));
        let two = comparisons(2, &[4.0]).weights().unwrap();
        assert!((two.weights[0] - 0.8).abs() < 1e-12);
        assert_eq!((two.ci, two.cr, two.worst_pair), (0.0, 0.0, Some((0, 1))));
    }

    #[test]
    fn refusals() {
        let new = |columns, ratios: &[f64]| {
            Comparisons::new(Matrix::new(columns, ratios.to_vec()).unwrap())
        };
        assert_eq!(new(2, &[1.0, 2.0]), Err(AhpError::NotSquare { rows: 1, columns: 2 }));
        assert_eq!(new(11, &[1.0; 121]), Err(AhpError::TooMany(11)));
        assert_eq!(new(2, &[1.0, 0.0, 1.0, 1.0]), Err(AhpError::NotPositive(0, 1)));
        assert_eq!(new(2, &[1.0, 3.0, 3.0, 1.0]), Err(AhpError::NotReciprocal(1, 0)));
        assert_eq!(new(1, &[2.0]), Err(AhpError::NotReciprocal(0, 0)));
        assert!(new(2, &[1.0, 8.0, 0.13, 1.0]).is_ok());
        let far_apart = comparisons(3, &[1e9, 1e-9, 1e9]).weights();
        assert!(far_apart.is_err() || far_apart.unwrap().cr > 1.0);
        for text in ["", "1/0", "a/b", "1/2/3", "NaN", "inf"] {
            assert_eq!(comparison(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn weights_come_back_from_their_own_ratios(weights in prop::collection::vec(0.05..1.0_f64, 2..=10)) {
            let n = weights.len();
            let above: Vec<f64> = (0..n)
                .flat_map(|i| (i + 1..n).map(move |j| (i, j)))
                .map(|(i, j)| weights[i] / weights[j])
                .collect();
            let ratios = comparisons(n, &above);
            let ahp = ratios.weights().unwrap();
            let sum: f64 = weights.iter().sum();
            for (ours, weight) in ahp.weights.iter().zip(&weights) {
                prop_assert!((ours - weight / sum).abs() < 1e-9);
            }
            prop_assert!(ahp.cr.abs() < 1e-9 && (ahp.worst_ratio - 1.0).abs() < 1e-9);
        }

        #[test]
        fn any_comparisons_give_an_eigenvector(n in 3_usize..=10, steps in prop::collection::vec(-8_i32..=8, 45)) {
            let above: Vec<f64> = steps
                .iter()
                .map(|step| if *step < 0 { 1.0 / f64::from(1 - step) } else { f64::from(1 + step) })
                .collect();
            let ratios = comparisons(n, &above);
            let ahp = ratios.weights().unwrap();
            prop_assert!((ahp.weights.iter().sum::<f64>() - 1.0).abs() < 1e-12);
            prop_assert!(ahp.lambda_max >= n as f64 - 1e-9 && ahp.worst_ratio >= 1.0 - 1e-9);
            for (row, weight) in ratios.0.iter().zip(&ahp.weights) {
                prop_assert!((product(row, &ahp.weights) - ahp.lambda_max * weight).abs() < 1e-9);
            }
        }
    }
}
