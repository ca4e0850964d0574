//! Clusters of a table of numbers, and the number of clusters that fits best.

use std::{collections::BTreeMap, str::FromStr};

use busbar_core::analysis::{
    k_means::{Clusters, KMeansParams},
    matrix::Matrix,
    silhouette::{FitOfK, best_by_silhouette, sampled, silhouette},
    standardise::{ColumnScale, standardise},
};
use clap::Args;
use serde_json::{Value, json};

use crate::input::Failure;

/// Options of clustering.
#[derive(Args, Clone, Copy)]
pub struct ClusterArgs {
    /// Number of clusters; auto takes the greatest silhouette of 2 to 8
    #[arg(
        long,
        value_name = "N|auto",
        default_value = "auto",
        allow_negative_numbers = true,
        conflicts_with = "value"
    )]
    k: ClusterCount,
    /// Seed of the random starts
    #[arg(long, default_value_t = 0, allow_negative_numbers = true, conflicts_with = "value")]
    seed: u64,
    /// Number of random starts, the best of which is kept
    #[arg(
        long,
        value_name = "N",
        default_value_t = 20,
        allow_negative_numbers = true,
        conflicts_with = "value"
    )]
    starts: usize,
}

/// The number of clusters.
#[derive(Clone, Copy)]
enum ClusterCount {
    /// The number with the greatest silhouette, up to [`ClusterCount::MOST`].
    Auto,
    Fixed(usize),
}

impl ClusterCount {
    const MOST: usize = 8;
}

impl FromStr for ClusterCount {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        let count = text.parse().map(Self::Fixed);
        count.map_err(|_| "neither auto nor a whole number".into())
    }
}

/// A clustered table.
pub struct Clustered {
    seed: u64,
    fit: FitOfK,
    /// Fit of every number of clusters tried.
    pub fits: Vec<FitOfK>,
    /// Clusters of the best fit, in standard deviations.
    pub clusters: Clusters,
    /// Means of the rows of each cluster, in the units of the table.
    pub centroids: Vec<Vec<f64>>,
    pub scale: ColumnScale,
}

impl Clustered {
    /// Standardises the columns and clusters the rows.
    pub fn of(numbers: &Matrix, options: ClusterArgs) -> Result<Self, Failure> {
        let (points, scale) = standardise(numbers)?;
        let tried = match options.k {
            ClusterCount::Fixed(k) => k..=k,
            ClusterCount::Auto => {
                let distinct = points.distinct(ClusterCount::MOST);
                distinct.min(2)..=distinct
            }
        };
        let mut found: Vec<(FitOfK, Clusters)> = Vec::new();
        for k in tried {
            let clusters = KMeansParams::new(k)
                .seed(options.seed)
                .starts(options.starts)
                .check()?
                .fit(&points)?;
            let fit = FitOfK {
                k,
                inertia: clusters.inertia,
                silhouette: silhouette(&points, &clusters.assignments, options.seed),
            };
            found.push((fit, clusters));
        }
        let fits: Vec<FitOfK> = found.iter().map(|(fit, _)| *fit).collect();
        let best = best_by_silhouette(&fits);
        let is_chosen = |fit: &FitOfK| best.is_none_or(|best| fit.k == best);
        let chosen = fits.iter().position(is_chosen).unwrap_or_default();
        let (fit, clusters) = found.swap_remove(chosen);
        Ok(Self {
            seed: options.seed,
            fit,
            fits,
            centroids: means(numbers, &clusters),
            clusters,
            scale,
        })
    }

    /// Returns the clusters as JSON; `ids` name the rows.
    pub fn answer<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Value {
        let assignments: BTreeMap<&str, u32> =
            ids.zip(self.clusters.assignments.iter().copied()).collect();
        let mut answer = json!({
            "k": self.fit.k,
            "seed": self.seed,
            "inertia": self.fit.inertia,
            "silhouette": self.fit.silhouette,
            "sizes": self.clusters.sizes,
            "centroids": self.centroids,
            "assignments": assignments,
            "by_k": self.fits,
        });
        if let Some(sample) = sampled(self.clusters.assignments.len()) {
            answer["silhouette_sample"] = json!(sample);
        }
        answer
    }
}

/// Returns the mean row of each cluster.
fn means(numbers: &Matrix, clusters: &Clusters) -> Vec<Vec<f64>> {
    let mut means = vec![vec![0.0; numbers.columns()]; clusters.sizes.len()];
    for (row, cluster) in numbers.iter().zip(&clusters.assignments) {
        for (sum, number) in means[*cluster as usize].iter_mut().zip(row) {
            *sum += number;
        }
    }
    for (sums, size) in means.iter_mut().zip(&clusters.sizes) {
        for sum in sums {
            *sum /= *size as f64;
        }
    }
    means
}
