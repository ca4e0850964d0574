//! Standardisation of features with different units: minus the mean, divided by the standard deviation.

use super::matrix::{Matrix, MatrixError};

/// Mean and standard deviation of each column, to standardise and to restore.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnScale {
    /// Mean of each column, in its unit.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column, in its unit; 0 for a constant column.
    pub sd: Vec<f64>,
}

/// Standard deviations below this, relative to the numbers, are rounding errors of a constant.
const ROUNDING: f64 = 1e-12;

impl ColumnScale {
    /// Computes μ = Σx ÷ n and σ = √(Σ(x − μ)² ÷ n) of each column, in two passes.
    pub fn of(matrix: &Matrix) -> Self {
        let n = (matrix.rows() as f64).max(1.0);
        let mut mean = vec![0.0; matrix.columns()];
        for row in matrix {
            for (sum, value) in mean.iter_mut().zip(row) {
                *sum += value;
            }
        }
        for mean in &mut mean {
            *mean /= n;
        }
        // Sum of squares and greatest magnitude of each column.
        let mut columns = vec![(0.0, 0.0_f64); matrix.columns()];
        for row in matrix {
            for (((sum, greatest), value), mean) in columns.iter_mut().zip(row).zip(&mean) {
                *sum += (value - mean) * (value - mean);
                if value.abs() > *greatest {
                    *greatest = value.abs();
                }
            }
        }
        let sd = columns.into_iter().map(|(sum, greatest)| {
            let sd = f64::sqrt(sum / n);
            if sd <= ROUNDING * greatest { 0.0 } else { sd }
        });
        Self { sd: sd.collect(), mean }
    }

    /// Returns the columns in standard deviations from their means; a constant column is 0 throughout, and so
    /// distinguishes nobody.
    pub fn standardise(&self, matrix: &Matrix) -> Vec<f64> {
        matrix
            .iter()
            .flat_map(|row| {
                row.iter().enumerate().map(|(column, value)| match self.sd[column] {
                    0.0 => 0.0,
                    sd => (value - self.mean[column]) / sd,
                })
            })
            .collect()
    }

    /// Converts a row from standard deviations back to the original units.
    pub fn restore(&self, row: &[f64]) -> Vec<f64> {
        row.iter()
            .zip(&self.mean)
            .zip(&self.sd)
            .map(|((value, mean), sd)| mean + value * sd)
            .collect()
    }
}

/// Returns the columns in standard deviations from their means: z = (x − μ) ÷ σ with the population σ.
///
/// ```
/// use busbar_core::analysis::{matrix::Matrix, standardise::standardise};
/// // Mean 5 and σ 2 of these eight is the textbook example of the standard deviation.
/// let (z, scale) = standardise(&Matrix::new(1, vec![2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0])?)?;
/// assert_eq!((scale.mean[0], scale.sd[0]), (5.0, 2.0));
/// assert_eq!(z.values()[7], 2.0);
/// # Ok::<(), busbar_core::analysis::matrix::MatrixError>(())
/// ```
///
/// # Errors
/// [`MatrixError::TooFarApart`] if the squares of the numbers are not finite.
pub fn standardise(matrix: &Matrix) -> Result<(Matrix, ColumnScale), MatrixError> {
    let scale = ColumnScale::of(matrix);
    if let Some(column) = scale.sd.iter().position(|sd| !sd.is_finite()) {
        return Err(MatrixError::TooFarApart(column));
    }
    Ok((Matrix::new(matrix.columns(), scale.standardise(matrix))?, scale))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_too_far_apart_are_refused() {
        let far = Matrix::new(2, vec![1.0, 1e200, 2.0, -1e200]).unwrap();
        assert_eq!(standardise(&far), Err(MatrixError::TooFarApart(1)));
    }

    proptest! {
        #[test]
        fn every_column_has_mean_0_and_deviation_1(
            rows in prop::collection::vec(prop::array::uniform3(-1e6..1e6_f64), 1..40),
            constant in -1e6..1e6_f64,
        ) {
            // The last column is constant.
            let values: Vec<f64> = rows.iter().flat_map(|row| [row[0], row[1], row[2], constant]).collect();
            let matrix = Matrix::new(4, values).unwrap();
            let (z, scale) = standardise(&matrix).unwrap();
            let again = ColumnScale::of(&z);
            for column in 0..4 {
                prop_assert!(again.mean[column].abs() < 1e-6, "mean {}", again.mean[column]);
                let expected = if scale.sd[column] == 0.0 { 0.0 } else { 1.0 };
                prop_assert!((again.sd[column] - expected).abs() < 1e-6, "sd {}", again.sd[column]);
            }
            prop_assert!(z.column(3).all(|value| value == 0.0));
            for (row, z) in matrix.iter().zip(&z) {
                for (value, back) in row.iter().zip(scale.restore(z)) {
                    prop_assert!((value - back).abs() <= 1e-6 * value.abs().max(1.0));
                }
            }
        }
    }
}
