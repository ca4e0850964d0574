//! Quality of clusterings and choice of k: silhouette [Rousseeuw 1987] and elbow.

use serde::{Deserialize, Serialize};

use super::{k_means::squared_distance, matrix::Matrix, seeded::Seeded};

/// Number of points up to which every pair is measured; above it, a seeded sample of this size is used.
const EXACT: usize = 5000;

/// Returns the sample size for the silhouette of so many points; `None` if all are measured.
pub fn sampled(points: usize) -> Option<usize> {
    (points > EXACT).then_some(EXACT)
}

/// Returns the mean silhouette of clustered points: the mean over all points of s = (b − a) ÷ max(a, b), where a
/// is the mean Euclidean distance to the other points of the same cluster and b the least mean distance to
/// another cluster; s = 0 for a point alone in its cluster. From −1 to 1, dimensionless. Above [`EXACT`] points
/// it is estimated from a sample drawn with `seed`.
///
/// `None` with fewer than two clusters, where it is undefined.
///
/// ```
/// use busbar_core::analysis::{matrix::Matrix, silhouette::silhouette};
/// // Two pairs, 1 apart, 10 from each other: s = 1 − 1 ÷ 10.5 outside, 1 − 1 ÷ 9.5 inside.
/// let points = Matrix::new(1, vec![0.0, 1.0, 10.0, 11.0])?;
/// let mean = silhouette(&points, &[0, 0, 1, 1], 0);
/// assert_eq!(mean, Some(((1.0 - 1.0 / 10.5) + (1.0 - 1.0 / 9.5)) / 2.0));
/// # Ok::<(), busbar_core::analysis::matrix::MatrixError>(())
/// ```
pub fn silhouette(points: &Matrix, assignments: &[u32], seed: u64) -> Option<f64> {
    let chosen: Vec<usize> = match sampled(points.rows()) {
        Some(count) => sample(points.rows(), count, seed),
        None => (0..points.rows()).collect(),
    };
    let clusters = chosen.iter().map(|point| assignments[*point] as usize + 1).max()?;
    let mut sizes = vec![0_usize; clusters];
    for point in &chosen {
        sizes[assignments[*point] as usize] += 1;
    }
    if sizes.iter().filter(|size| **size > 0).count() < 2 {
        return None;
    }
    // Σ of the distances from each point to each cluster; every pair is measured once.
    let mut sums = vec![0.0; chosen.len() * clusters];
    for (i, a) in chosen.iter().enumerate() {
        for (j, b) in chosen.iter().enumerate().take(i) {
            let distance = squared_distance(points.row(*a), points.row(*b)).sqrt();
            sums[i * clusters + assignments[*b] as usize] += distance;
            sums[j * clusters + assignments[*a] as usize] += distance;
        }
    }
    let total: f64 = chosen
        .iter()
        .zip(sums.chunks_exact(clusters))
        .map(|(point, sums)| {
            let own = assignments[*point] as usize;
            if sizes[own] < 2 {
                return 0.0;
            }
            let a = sums[own] / (sizes[own] - 1) as f64;
            let b = (0..clusters)
                .filter(|other| *other != own && sizes[*other] > 0)
                .map(|other| sums[other] / sizes[other] as f64)
                .fold(f64::INFINITY, f64::min);
            if a.max(b) > 0.0 { (b - a) / a.max(b) } else { 0.0 }
        })
        .sum();
    Some(total / chosen.len() as f64)
}

/// Returns `count` distinct indices below `of` in ascending order [Knuth's algorithm S].
fn sample(of: usize, count: usize, seed: u64) -> Vec<usize> {
    let mut chance = Seeded::new(seed);
    let mut wanted = count;
    (0..of)
        .filter(|place| {
            let take = chance.below(of - place) < wanted;
            wanted -= usize::from(take);
            take
        })
        .collect()
}

/// Fit of one number of clusters.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FitOfK {
    /// Number of clusters.
    pub k: usize,
    /// Σ of squared distances to the assigned centre, in squared standard deviations.
    pub inertia: f64,
    /// Mean silhouette; `None` for one cluster.
    pub silhouette: Option<f64>,
}

/// Returns the k with the greatest silhouette, the smallest one of ties.
pub fn best_by_silhouette(fits: &[FitOfK]) -> Option<usize> {
    fits.iter()
        .filter_map(|fit| Some((fit.k, fit.silhouette?)))
        .reduce(|best, fit| if fit.1 > best.1 { fit } else { best })
        .map(|(k, _)| k)
}

/// Returns the elbow: the k whose inertia lies farthest below the line from the first to the last, with both axes
/// scaled to 0 to 1 [Satopää et al. 2011, "Kneedle"]. `None` with fewer than three ascending k, or if the inertia
/// does not fall.
pub fn elbow(fits: &[FitOfK]) -> Option<usize> {
    let (first, last) = (fits.first()?, fits.last()?);
    let width = last.k.checked_sub(first.k).filter(|_| fits.len() > 2)? as f64;
    let height = first.inertia - last.inertia;
    if height <= 0.0 {
        return None;
    }
    fits.iter()
        .map(|fit| {
            let along = (fit.k - first.k) as f64 / width;
            let fallen = (first.inertia - fit.inertia) / height;
            (fit.k, fallen - along)
        })
        .reduce(|best, fit| if fit.1 > best.1 { fit } else { best })
        .filter(|(_, under)| *under > 0.0)
        .map(|(k, _)| k)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn fits(inertia: &[f64]) -> Vec<FitOfK> {
        inertia
            .iter()
            .enumerate()
            .map(|(place, inertia)| FitOfK { k: place + 1, inertia: *inertia, silhouette: None })
            .collect()
    }

    #[test]
    fn the_elbow_is_where_the_fall_ends() {
        assert_eq!(elbow(&fits(&[100.0, 40.0, 10.0, 8.0, 6.0])), Some(3));
        assert_eq!(elbow(&fits(&[4.0, 3.0, 2.0, 1.0])), None);
        assert_eq!(elbow(&fits(&[4.0, 3.0])), None);
        assert_eq!(elbow(&[]), None);
    }

    #[test]
    fn a_sample_has_each_point_once() {
        let sample = sample(10_000, 300, 7);
        assert_eq!(sample.len(), 300);
        assert!(sample.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn only_many_points_are_sampled() {
        assert_eq!((sampled(5000), sampled(5001)), (None, Some(5000)));
    }

    #[test]
    fn one_cluster_has_no_silhouette() {
        let points = Matrix::new(1, vec![1.0, 2.0]).unwrap();
        assert_eq!(silhouette(&points, &[0, 0], 0), None);
    }

    proptest! {
        #[test]
        fn it_lies_between_minus_1_and_1_whatever_the_clusters(
            points in prop::collection::vec((-1e3..1e3_f64, -1e3..1e3_f64, 0..4_u32), 2..40),
            factor in 1e-2..1e2_f64,
        ) {
            let of = |factor: f64| {
                let values = points.iter().flat_map(|(x, y, _)| [x * factor, y * factor]);
                Matrix::new(2, values.collect()).unwrap()
            };
            let clusters: Vec<u32> = points.iter().map(|point| point.2).collect();
            let mean = silhouette(&of(1.0), &clusters, 0);
            prop_assert_eq!(mean.is_some(), clusters.iter().any(|cluster| *cluster != clusters[0]));
            if let Some(mean) = mean {
                prop_assert!((-1.0..=1.0).contains(&mean), "{}", mean);
                // Neither the unit nor the numbering of the clusters matters.
                let scaled = silhouette(&of(factor), &clusters, 0).unwrap();
                prop_assert!((scaled - mean).abs() < 1e-9);
                let renamed: Vec<u32> = clusters.iter().map(|cluster| 3 - cluster).collect();
                let renamed = silhouette(&of(1.0), &renamed, 0).unwrap();
                prop_assert!((renamed - mean).abs() < 1e-9);
            }
        }
    }
}
