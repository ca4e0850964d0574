//! Clusters of a table of numbers, and the number of them that fits best.

use std::collections::BTreeMap;

use busbar::analysis::{
    k_means::{Clusters, KMeansParams},
    matrix::Matrix,
    silhouette::{FitOfK, best_by_silhouette, sampled, silhouette},
    standardise::{Scale, standardise},
};
use serde_json::{Value, json};

use super::{command_line::Failure, options::Options};

/// How to cluster; without a k the silhouette chooses it.
#[derive(Clone, Copy)]
pub struct How {
    k: Option<usize>,
    seed: u64,
    starts: usize,
}

impl How {
    /// The k that are tried when none is given.
    const MOST: usize = 8;

    pub fn read(options: &mut Options) -> Result<Self, Failure> {
        let k = match options.take("--k").as_deref() {
            None | Some("auto") => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|_| format!("--k: {text} is neither auto nor a whole number"))?,
            ),
        };
        Ok(Self {
            k,
            seed: options.number("--seed")?.unwrap_or(0),
            starts: options.number("--starts")?.unwrap_or(20),
        })
    }
}

/// What was found.
pub struct Clustered {
    seed: u64,
    fit: FitOfK,
    /// Every number of clusters that was tried.
    pub fits: Vec<FitOfK>,
    /// Of the chosen number, in standard deviations.
    pub clusters: Clusters,
    /// The means of the rows of each cluster, in the units of the table.
    pub centroids: Vec<Vec<f64>>,
    pub scale: Scale,
}

impl Clustered {
    /// Standardises the columns and clusters the rows.
    pub fn of(numbers: &Matrix, how: How) -> Result<Self, Failure> {
        let (points, scale) = standardise(numbers)?;
        let tried = match how.k {
            Some(k) => k..=k,
            None => {
                let distinct = points.distinct(How::MOST);
                distinct.min(2)..=distinct
            }
        };
        let mut found: Vec<(FitOfK, Clusters)> = Vec::new();
        for k in tried {
            let clusters = KMeansParams::new(k)
                .seed(how.seed)
                .starts(how.starts)
                .check()?
                .fit(&points)?;
            let fit = FitOfK {
                k,
                inertia: clusters.inertia,
                silhouette: silhouette(&points, &clusters.assignments, how.seed),
            };
            found.push((fit, clusters));
        }
        let fits: Vec<FitOfK> = found.iter().map(|(fit, _)| *fit).collect();
        let best = best_by_silhouette(&fits);
        let is_chosen = |fit: &FitOfK| best.is_none_or(|best| fit.k == best);
        let chosen = fits.iter().position(is_chosen).unwrap_or_default();
        let (fit, clusters) = found.swap_remove(chosen);
        Ok(Self {
            seed: how.seed,
            fit,
            fits,
            centroids: means(numbers, &clusters),
            clusters,
            scale,
        })
    }

    /// The answer; `ids` name the rows.
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

/// The mean row of each cluster.
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
