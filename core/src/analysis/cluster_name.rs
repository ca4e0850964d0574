//! Distinguishing traits of clusters, as data; the page turns them into a name in the user's language.

use crate::domain::InOrder;

use serde::{Deserialize, Serialize};

use super::matrix::Matrix;

/// A column in which a cluster differs from the mean of all.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trait {
    /// Column index.
    pub column: usize,
    /// Mean of the cluster minus the mean of all, in standard deviations.
    pub deviation: f64,
}

impl Trait {
    /// Returns `true` if the cluster is above the mean of all.
    pub fn is_high(&self) -> bool {
        self.deviation > 0.0
    }
}

/// Smallest deviation worth naming.
const LEAST: f64 = 0.5;

/// Returns the traits of every cluster, most distinctive first: the columns whose standardised centre is at least
/// half a standard deviation from 0, the mean of all. At most `most` each, and as few as distinguish each cluster
/// from the others where possible; an average cluster has none.
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
