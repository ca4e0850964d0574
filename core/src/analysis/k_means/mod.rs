//! k-means clustering [Lloyd 1982]: parameters, search over starts, and result.
//!
//! Starts alternate between k-means++ [Arthur & Vassilvitskii 2007] and the best result so far; each but the
//! first then tries to move one centre to a better place, as long as that helps [Fränti 2018, "Efficiency of
//! random swap clustering"]. Each continues with Lloyd's iterations with distance bounds [Hamerly 2010], and ends
//! by moving single points [Hartigan & Wong 1979], which leaves optima that Lloyd's iterations cannot. Choosing k
//! is in `silhouette`, standardising in `standardise`.

mod exchange;
mod lloyd;
mod nearest;
mod sieve;
mod spread;
mod start;
mod watch;

use crate::domain::InOrder;

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

pub(super) use nearest::squared_distance;

use super::{matrix::Matrix, seeded::Seeded};

/// Invalid parameters or points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum KMeansError {
    /// k is 0.
    #[error("the number of clusters must be at least 1")]
    NoClusters,
    /// The number of starts is 0.
    #[error("the number of starts must be at least 1")]
    NoStarts,
    /// The number of iterations is 0.
    #[error("the number of iterations must be at least 1")]
    NoIterations,
    /// Fewer distinct points than clusters.
    #[error("{k} clusters need at least {k} distinct points; there are {distinct}")]
    TooFewPoints {
        /// Number of clusters requested.
        k: usize,
        /// Number of distinct points.
        distinct: usize,
    },
    /// The observer cancelled the run.
    #[error("cancelled")]
    Cancelled,
}

/// Parameters of clustering, validated by [`KMeansParams::check`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KMeansParams {
    /// Number of clusters.
    pub k: usize,
    /// Seed; equal seeds give equal clusters.
    pub seed: u64,
    /// Number of starts, of which the best is kept.
    pub starts: usize,
    /// Maximum number of Lloyd's iterations per start.
    pub max_iterations: usize,
}

impl KMeansParams {
    /// Creates parameters for `k` clusters, the best of 20 starts, seed 0.
    pub const fn new(k: usize) -> Self {
        Self { k, seed: 0, starts: 20, max_iterations: 300 }
    }

    /// Sets the seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Sets the number of starts.
    #[must_use]
    pub const fn starts(mut self, starts: usize) -> Self {
        self.starts = starts;
        self
    }

    /// Sets the maximum number of Lloyd's iterations per start.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.max_iterations = max_iterations;
        self
    }

    /// Validates the parameters.
    ///
    /// # Errors
    /// [`KMeansError`], naming the parameter that is 0.
    pub const fn check(self) -> Result<KMeans, KMeansError> {
        if self.k == 0 {
            Err(KMeansError::NoClusters)
        } else if self.starts == 0 {
            Err(KMeansError::NoStarts)
        } else if self.max_iterations == 0 {
            Err(KMeansError::NoIterations)
        } else {
            Ok(KMeans(self))
        }
    }
}

/// Validated parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KMeans(KMeansParams);

/// Progress of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KMeansProgress {
    /// Number of the start that just ended, from 1.
    pub start: usize,
    /// Number of starts.
    pub of: usize,
    /// Lowest inertia so far.
    pub inertia: f64,
}

/// Clusters, the largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// Centres, one row per cluster, in the units of the points.
    pub centroids: Matrix,
    /// Cluster of each point.
    pub assignments: Vec<u32>,
    /// Number of points in each cluster.
    pub sizes: Vec<usize>,
    /// Σ‖x − c(x)‖²: the sum of squared distances to the assigned centre.
    pub inertia: f64,
    /// Lloyd's iterations of the best start.
    pub iterations: usize,
}

impl KMeans {
    /// Returns the parameters.
    pub const fn params(&self) -> &KMeansParams {
        &self.0
    }

    /// Clusters the points: minimises Σ‖x − c(x)‖² over k centres, in squared units of the points.
    ///
    /// ```
    /// use busbar_core::analysis::{k_means::KMeansParams, matrix::Matrix};
    /// // The worked example of scikit-learn's `KMeans`.
    /// let points = Matrix::new(2, vec![1., 2., 1., 4., 1., 0., 10., 2., 10., 4., 10., 0.])?;
    /// let clusters = KMeansParams::new(2).check()?.fit(&points)?;
    /// assert_eq!(clusters.assignments, [0, 0, 0, 1, 1, 1]);
    /// assert_eq!(clusters.centroids.values(), [1., 2., 10., 2.]);
    /// assert_eq!(clusters.inertia, 16.0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`KMeansError::TooFewPoints`] with fewer distinct points than clusters.
    pub fn fit(&self, points: &Matrix) -> Result<Clusters, KMeansError> {
        self.fit_observed(points, &mut |_| ControlFlow::Continue(()))
    }

    /// Clusters as [`KMeans::fit`], reporting progress to `observe` after each start.
    ///
    /// # Errors
    /// Same as [`KMeans::fit`]; [`KMeansError::Cancelled`] if `observe` breaks.
    pub fn fit_observed(
        &self,
        points: &Matrix,
        observe: &mut dyn FnMut(KMeansProgress) -> ControlFlow<()>,
    ) -> Result<Clusters, KMeansError> {
        let KMeansParams { k, seed, starts, max_iterations } = self.0;
        let distinct = points.distinct(k);
        if distinct < k {
            return Err(KMeansError::TooFewPoints { k, distinct });
        }
        let mut chance = Seeded::new(seed);
        let sieve = sieve::Sieve::new(points);
        let search = |centres| {
            let mut fit = lloyd::lloyd(points, &sieve, centres, max_iterations);
            if fit.settled {
                exchange::exchange(points, &mut fit);
            }
            fit
        };
        let mut best: Option<lloyd::Fit> = None;
        for start in 1..=starts {
            let mut fit = match &best {
                Some(best) if start % 2 == 1 => best.clone(),
                _ => search(start::plus_plus(points, &sieve, k, &mut chance)),
            };
            // The first start is plain k-means; the others improve the best result, swap by swap.
            if start > 1 && k > 1 {
                loop {
                    let swap =
                        start::best_swap(points, &sieve, &fit, trials(points, k), &mut chance);
                    let swapped = search(swap);
                    if swapped.inertia >= fit.inertia * (1.0 - ROUNDING) {
                        break;
                    }
                    fit = swapped;
                }
            }
            if best.as_ref().is_none_or(|best| fit.inertia < best.inertia) {
                best = Some(fit);
            }
            let inertia = best.as_ref().map_or(f64::INFINITY, |best| best.inertia);
            if observe(KMeansProgress { start, of: starts, inertia }).is_break() {
                return Err(KMeansError::Cancelled);
            }
        }
        best.map(|best| largest_first(points.columns(), best)).ok_or(KMeansError::NoStarts)
    }
}

/// Swaps with a smaller relative gain are rounding.
const ROUNDING: f64 = 1e-12;

/// Returns the number of swaps a start tries before it takes the best: many while they are cheap, at least two.
fn trials(points: &Matrix, k: usize) -> usize {
    const EFFORT: usize = 4_000_000;
    (EFFORT / (points.values().len() * k)).clamp(2, 24)
}

/// Numbers the clusters by size, ties by their first point, so that a seed gives the same numbers whichever start
/// won.
fn largest_first(columns: usize, fit: lloyd::Fit) -> Clusters {
    let k = fit.centres.len() / columns;
    let mut sizes = vec![0_usize; k];
    let mut first = vec![usize::MAX; k];
    for (point, cluster) in fit.assignments.iter().enumerate() {
        let cluster = *cluster as usize;
        sizes[cluster] += 1;
        first[cluster] = first[cluster].min(point);
    }
    let mut order: Vec<usize> = (0..k).collect();
    order.order_by_key(|cluster| (std::cmp::Reverse(sizes[*cluster]), first[*cluster]));
    let mut place = vec![0_u32; k];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new as u32;
    }
    let centroids = order
        .iter()
        .flat_map(|cluster| &fit.centres[cluster * columns..(cluster + 1) * columns])
        .copied()
        .collect();
    Clusters {
        centroids: Matrix::of(columns, centroids),
        assignments: fit.assignments.iter().map(|cluster| place[*cluster as usize]).collect(),
        sizes: order.iter().map(|cluster| sizes[*cluster]).collect(),
        inertia: fit.inertia,
        iterations: fit.iterations,
    }
}
