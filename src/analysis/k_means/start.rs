//! Where a start begins: k-means++ afresh, or the best so far with one centre moved to where it helps
//! more.

use crate::analysis::{matrix::Matrix, seeded::Seeded};

use super::lloyd::{Fit, Tiles, lloyd, nearest_two, squared_distance};

/// Draws a place with the chance of its weight, of which `total` is the sum; weights of zero are never
/// drawn unless all are.
fn draw(weights: &[f64], total: f64, chance: &mut Seeded) -> usize {
    let mut left = chance.unit() * total;
    let mut last = None;
    for (place, weight) in weights.iter().enumerate() {
        if *weight > 0.0 {
            if left < *weight {
                return place;
            }
            left -= weight;
            last = Some(place);
        }
    }
    last.unwrap_or_else(|| chance.below(weights.len()))
}

/// Draws measured at once: as many as there are for up to 20 clusters.
const LANES: usize = 4;

/// Of some points drawn by their squared distance, the one that as a centre leaves the least sum of
/// squared distances (greedy k-means++): the sum, the squared distances it leaves, the point.
fn draw_best(
    points: &Matrix,
    squared: &[f64],
    draws: usize,
    chance: &mut Seeded,
) -> (Vec<f64>, usize) {
    let total = squared.iter().sum();
    let drawn: Vec<usize> = (0..draws.max(1))
        .map(|_| draw(squared, total, chance))
        .collect();
    let centres: Vec<f64> = drawn
        .iter()
        .flat_map(|point| points.row(*point))
        .copied()
        .collect();
    let tiles = Tiles::<LANES>::new(&centres, points.columns());
    let mut left = vec![[0.0; LANES]; drawn.len().div_ceil(LANES)];
    for (point, squared) in points.iter().zip(squared) {
        for (left, apart) in left.iter_mut().zip(tiles.squared(point)) {
            for (left, apart) in left.iter_mut().zip(apart) {
                *left += if apart < *squared { apart } else { *squared };
            }
        }
    }
    let least = drawn
        .iter()
        .zip(left.as_flattened())
        .min_by(|a, b| a.1.total_cmp(b.1));
    let point = least.map_or(0, |(point, _)| *point);
    let left = points
        .iter()
        .zip(squared)
        .map(|(row, squared)| squared.min(squared_distance(row, points.row(point))))
        .collect();
    (left, point)
}

/// k-means++: the first centre is any point, each further one a point drawn by its squared distance
/// to the centres so far, the best of 2 + ln k draws.
pub(super) fn plus_plus(points: &Matrix, k: usize, chance: &mut Seeded) -> Vec<f64> {
    let first = chance.below(points.rows());
    let mut centres = points.row(first).to_vec();
    let mut squared: Vec<f64> = points
        .iter()
        .map(|point| squared_distance(point, points.row(first)))
        .collect();
    for _ in 1..k {
        let (left, point) = draw_best(points, &squared, draws(k), chance);
        centres.extend_from_slice(points.row(point));
        squared = left;
    }
    centres
}

/// Of some swaps the one that looks best after a few iterations.
pub(super) fn best_swap(
    points: &Matrix,
    best: &Fit,
    trials: usize,
    chance: &mut Seeded,
) -> Vec<f64> {
    const GLIMPSE: usize = 4;
    let centre = |cluster: usize| {
        let at = cluster * points.columns();
        at..at + points.columns()
    };
    let nearest = nearest_two(points, &best.centres);
    // What the loss of each centre would cost.
    let mut loss = vec![f64::MIN_POSITIVE; best.sizes.len()];
    for nearest in &nearest {
        loss[nearest.centre as usize] += nearest.second - nearest.first;
    }
    let ease: Vec<f64> = loss.iter().map(|loss| 1.0 / loss).collect();
    (0..trials)
        .map(|trial| {
            // The likely swaps alone would be tried again and again: every other one is any centre,
            // every other place is any point.
            let gone = match trial % 2 {
                0 => draw(&ease, ease.iter().sum(), chance),
                _ => chance.below(ease.len()),
            };
            let point = match trial / 2 % 2 {
                0 => {
                    let squared: Vec<f64> = nearest
                        .iter()
                        .map(|nearest| {
                            if nearest.centre as usize == gone {
                                nearest.second
                            } else {
                                nearest.first
                            }
                        })
                        .collect();
                    draw_best(points, &squared, draws(ease.len()), chance).1
                }
                _ => chance.below(points.rows()),
            };
            let mut centres = best.centres.clone();
            centres[centre(gone)].copy_from_slice(points.row(point));
            lloyd(points, centres, GLIMPSE)
        })
        .min_by(|a, b| a.inertia.total_cmp(&b.inertia))
        .map_or_else(|| best.centres.clone(), |fit| fit.centres)
}

/// How many points greedy k-means++ draws for one centre.
fn draws(k: usize) -> usize {
    2 + (k as f64).ln() as usize
}
