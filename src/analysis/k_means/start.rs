//! Where a start begins: k-means++ afresh, or the best so far with one centre moved to where it helps
//! more.

use crate::analysis::{matrix::Matrix, seeded::Seeded};

use super::lloyd::{Fit, lloyd, nearest_two, squared_distance};

/// Draws a point with the chance of its weight; weights of zero are never drawn unless all are.
fn draw(weights: &[f64], chance: &mut Seeded) -> usize {
    let total: f64 = weights.iter().sum();
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

/// Of some points drawn by their squared distance, the one that as a centre leaves the least sum of
/// squared distances (greedy k-means++): the sum, the squared distances it leaves, the point.
fn draw_best(
    points: &Matrix,
    squared: &[f64],
    draws: usize,
    chance: &mut Seeded,
) -> (Vec<f64>, usize) {
    let mut best: Option<(f64, Vec<f64>, usize)> = None;
    for _ in 0..draws.max(1) {
        let point = draw(squared, chance);
        let centre = points.row(point);
        let left: Vec<f64> = points
            .iter()
            .zip(squared)
            .map(|(point, squared)| squared.min(squared_distance(point, centre)))
            .collect();
        let sum = left.iter().sum();
        if best.as_ref().is_none_or(|(least, ..)| sum < *least) {
            best = Some((sum, left, point));
        }
    }
    best.map_or((Vec::new(), 0), |(_, left, point)| (left, point))
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
                0 => draw(&ease, chance),
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
