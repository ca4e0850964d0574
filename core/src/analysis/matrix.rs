//! A matrix of numbers in row-major order: one row per customer, one column per feature.

use serde::{Deserialize, Serialize};

/// Invalid matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MatrixError {
    /// No columns.
    #[error("no columns")]
    NoColumns,
    /// The number of values is not a multiple of the number of columns.
    #[error("{values} numbers are not a multiple of {columns} columns")]
    Ragged {
        /// Number of values.
        values: usize,
        /// Number of columns.
        columns: usize,
    },
    /// The number at this position is not finite.
    #[error("row {row}, column {column} is not a finite number")]
    NotFinite {
        /// Row, from 0.
        row: usize,
        /// Column, from 0.
        column: usize,
    },
    /// The numbers of this column are so far apart that their spread is not finite.
    #[error("the range of column {0} is too large to compute")]
    TooFarApart(usize),
}

/// Finite numbers in rows of equal width, with at least one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// Creates a matrix with `columns` columns.
    ///
    /// # Errors
    /// [`MatrixError`] if there are no columns, a row is short, or a number is not finite.
    pub fn new(columns: usize, values: Vec<f64>) -> Result<Self, MatrixError> {
        if columns == 0 {
            return Err(MatrixError::NoColumns);
        }
        if !values.len().is_multiple_of(columns) {
            return Err(MatrixError::Ragged { values: values.len(), columns });
        }
        match values.iter().position(|value| !value.is_finite()) {
            Some(place) => {
                Err(MatrixError::NotFinite { row: place / columns, column: place % columns })
            }
            None => Ok(Self { columns, values }),
        }
    }

    /// Creates a matrix from rows.
    ///
    /// # Errors
    /// [`MatrixError`] if there are no columns, a row differs in length from the first, or a number is not
    /// finite.
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Self, MatrixError> {
        let columns = rows.first().map_or(0, Vec::len);
        match rows.iter().find(|row| row.len() != columns) {
            Some(row) => Err(MatrixError::Ragged { values: row.len(), columns }),
            None => Self::new(columns, rows.concat()),
        }
    }

    /// Creates a matrix of numbers known to be finite.
    pub(super) const fn of(columns: usize, values: Vec<f64>) -> Self {
        Self { columns, values }
    }

    /// Returns the number of rows.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// Returns the number of columns.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// Returns one row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// Returns one column, from the first row to the last.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.iter().map(move |row| row[column])
    }

    /// Returns an iterator over the rows.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.columns)
    }

    /// Returns the number of distinct rows, counted up to `enough`.
    pub fn distinct(&self, enough: usize) -> usize {
        let mut seen: Vec<&[f64]> = Vec::new();
        for row in self {
            if seen.len() >= enough {
                break;
            }
            if !seen.contains(&row) {
                seen.push(row);
            }
        }
        seen.len()
    }

    /// Returns all numbers in row-major order.
    pub fn values(&self) -> &[f64] {
        &self.values
    }
}

impl<'a> IntoIterator for &'a Matrix {
    type Item = &'a [f64];
    type IntoIter = std::slice::ChunksExact<'a, f64>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
