//! A table of numbers, row after row: one row a customer, one column a feature.

use serde::{Deserialize, Serialize};

/// Numbers that make no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum MatrixError {
    /// There are no columns.
    #[error("no columns")]
    NoColumns,
    /// The count of numbers is no multiple of the columns.
    #[error("{values} numbers do not fill rows of {columns}")]
    Ragged {
        /// How many numbers there are.
        values: usize,
        /// How many columns a row has.
        columns: usize,
    },
    /// The number at this place is not finite.
    #[error("row {row}, column {column} is not a finite number")]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
    },
    /// The numbers of this column are so far apart that their spread is not finite.
    #[error("the numbers of column {0} are too far apart to be measured")]
    TooFarApart(usize),
}

/// Finite numbers in rows of the same width, at least one column.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// A table of `columns` columns.
    ///
    /// # Errors
    /// [`MatrixError`] when there are no columns, a row is short, or a number is not finite.
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

    /// A table of these rows.
    ///
    /// # Errors
    /// [`MatrixError`] when there are no columns, a row is longer or shorter than the first, or a
    /// number is not finite.
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Self, MatrixError> {
        let columns = rows.first().map_or(0, Vec::len);
        match rows.iter().find(|row| row.len() != columns) {
            Some(row) => Err(MatrixError::Ragged { values: row.len(), columns }),
            None => Self::new(columns, rows.concat()),
        }
    }

    /// A table of numbers that came of finite ones.
    pub(super) const fn of(columns: usize, values: Vec<f64>) -> Self {
        Self { columns, values }
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len() / self.columns
    }

    /// How many columns a row has.
    pub const fn columns(&self) -> usize {
        self.columns
    }

    /// One row.
    pub fn row(&self, row: usize) -> &[f64] {
        &self.values[row * self.columns..(row + 1) * self.columns]
    }

    /// One column, from the first row to the last.
    pub fn column(&self, column: usize) -> impl Iterator<Item = f64> {
        self.iter().map(move |row| row[column])
    }

    /// Every row.
    pub fn iter(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.columns)
    }

    /// How many different rows there are, counted up to `enough`.
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

    /// All numbers, row after row.
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
