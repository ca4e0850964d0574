//! What sets a cluster apart, as data: the page makes a name of it in the reader's language.

use crate::domain::InOrder;

use serde::{Deserialize, Serialize};

use super::matrix::Matrix;

/// One column in which a cluster differs from everybody.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trait {
    /// The column.
    pub column: usize,
    /// The cluster's mean less the mean of all, in standard deviations.
    pub deviation: f64,
}

impl Trait {
    /// Above the mean of all.
    pub fn is_high(&self) -> bool {
        self.deviation > 0.0
    }
}

/// A deviation smaller than this says nothing.
const LEAST: f64 = 0.5;

/// The traits of every cluster, most telling first: the columns whose standardised centre lies at
/// least half a standard deviation from 0, the mean of all. At most `most` each, and as few as tell
/// each cluster from the others where that is possible; an average cluster has none.
///
/// ```
/// use busbar_core::analysis::{cluster_name::cluster_traits, matrix::Matrix};
/// let centroids = Matrix::new(2, vec![2.0, 0.6, -1.0, 0.1])?;
/// let traits = cluster_traits(&centroids, 2);
/// assert_eq!((traits[0][0].column, traits[0][0].is_high()), (0, true));
/// assert_eq!((traits[1][0].column, traits[1][0].is_high()), (0, false));
/// assert_eq!((traits[0].len(), traits[1].len()), (1, 1));
/// # Ok::<(), busbar_core::analysis::matrix::MatrixError>(())
/// ```
pub fn cluster_traits(standardised_centroids: &Matrix, most: usize) -> Vec<Vec<Trait>> {
    let all: Vec<Vec<Trait>> = standardised_centroids
        .iter()
        .map(|centre| {
            let mut traits: Vec<Trait> = centre
                .iter()
                .enumerate()
                .filter(|(_, deviation)| deviation.abs() >= LEAST)
                .map(|(column, deviation)| Trait { column, deviation: *deviation })
                .collect();
            traits.order_by(|a, b| b.deviation.abs().total_cmp(&a.deviation.abs()));
            traits.truncate(most);
            traits
        })
        .collect();
    let said = |traits: &[Trait], count: usize| -> Vec<(usize, bool)> {
        traits.iter().take(count).map(|t| (t.column, t.is_high())).collect()
    };
    all.iter()
        .enumerate()
        .map(|(cluster, traits)| {
            let enough = (1..=traits.len()).find(|count| {
                let name = said(traits, *count);
                all.iter()
                    .enumerate()
                    .all(|(other, others)| other == cluster || said(others, *count) != name)
            });
            traits[..enough.unwrap_or(traits.len())].to_vec()
        })
        .collect()
}
