//! k-means clustering [Lloyd 1982]: the parameters, the search over starts, and its result.
//!
//! Starts begin in turn by k-means++ [Arthur & Vassilvitskii 2007] and from the best so far; each but
//! the first learns by moving one centre to where it helps more, as long as that helps [Fränti 2018,
//! "Efficiency of random swap clustering"]. Each goes on by
//! Lloyd's iterations with distance bounds [Hamerly 2010], and ends by moving single points
//! [Hartigan & Wong 1979], which leaves optima that Lloyd's iterations cannot. Choosing k is
//! `silhouette`'s business, standardising `standardise`'s.

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

/// Parameters or points that cannot be clustered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum KMeansError {
    /// k is 0.
    #[error("the number of clusters must be at least 1")]
    NoClusters,
    /// There is no start.
    #[error("the number of starts must be at least 1")]
    NoStarts,
    /// There is no iteration.
    #[error("the number of iterations must be at least 1")]
    NoIterations,
    /// There are fewer different points than clusters.
    #[error("{k} clusters need as many different points; there are {distinct}")]
    TooFewPoints {
        /// The clusters asked for.
        k: usize,
        /// The different points there are.
        distinct: usize,
    },
    /// The observer asked to stop.
    #[error("cancelled")]
    Cancelled,
}

/// How to cluster; made valid by [`KMeansParams::check`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KMeansParams {
    /// How many clusters.
    pub k: usize,
    /// The same seed gives the same clusters.
    pub seed: u64,
    /// How many starts the best is taken of.
    pub starts: usize,
    /// Where Lloyd's iterations of a start end if they have not settled before.
    pub max_iterations: usize,
}

impl KMeansParams {
    /// `k` clusters, the best of 20 starts from seed 0.
    pub const fn new(k: usize) -> Self {
        Self { k, seed: 0, starts: 20, max_iterations: 300 }
    }

    /// The same from another seed.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// The best of so many starts.
    #[must_use]
    pub const fn starts(mut self, starts: usize) -> Self {
        self.starts = starts;
        self
    }

    /// At most so many of Lloyd's iterations a start.
    #[must_use]
    pub const fn max_iterations(mut self, max_iterations: usize) -> Self {
        self.max_iterations = max_iterations;
        self
    }

    /// Checks the parameters once.
    ///
    /// # Errors
    /// [`KMeansError`] naming the parameter that is 0.
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

/// Checked parameters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KMeans(KMeansParams);

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KMeansProgress {
    /// The start that ended, from 1.
    pub start: usize,
    /// How many starts there are.
    pub of: usize,
    /// The least inertia so far.
    pub inertia: f64,
}

/// Clusters, the largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Clusters {
    /// Centres, one row a cluster, in the units of the points.
    pub centroids: Matrix,
    /// The cluster of each point.
    pub assignments: Vec<u32>,
    /// How many points each cluster has.
    pub sizes: Vec<usize>,
    /// Σ‖x − c(x)‖²: the sum of squared distances to the own centre.
    pub inertia: f64,
    /// Lloyd's iterations of the start that won.
    pub iterations: usize,
}

impl KMeans {
    /// The parameters.
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
    /// [`KMeansError::TooFewPoints`] with fewer different points than clusters.
    pub fn fit(&self, points: &Matrix) -> Result<Clusters, KMeansError> {
        self.fit_observed(points, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`KMeans::fit`], telling `observe` after each start how far it is.
    ///
    /// # Errors
    /// As [`KMeans::fit`]; [`KMeansError::Cancelled`] when `observe` breaks.
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
            // The first start is plain k-means; the others climb from where they are, swap by swap.
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

/// A swap that saves less than this part is rounding.
const ROUNDING: f64 = 1e-12;

/// How many swaps a start tries before it follows the best one: many while that costs little, two at
/// least.
fn trials(points: &Matrix, k: usize) -> usize {
    const EFFORT: usize = 4_000_000;
    (EFFORT / (points.values().len() * k)).clamp(2, 24)
}

/// Numbers the clusters by size, equal ones by their first point, so that a seed gives the same
/// numbers whichever start won.
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
