//! Where a start begins: k-means++ afresh, or the best so far with one centre moved.

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
    let draws = 2 + (k as f64).ln() as usize;
    for _ in 1..k {
        let (left, point) = draw_best(points, &squared, draws, chance);
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
    (0..trials)
        .map(|_| lloyd(points, swapped(points, best, chance), GLIMPSE))
        .min_by(|a, b| a.inertia.total_cmp(&b.inertia))
        .map_or_else(|| best.centres.clone(), |fit| fit.centres)
}

/// The best so far with one centre taken away and put where it helps: the centre is drawn by how
/// little its loss costs, its new place as in k-means++.
fn swapped(points: &Matrix, best: &Fit, chance: &mut Seeded) -> Vec<f64> {
    let columns = points.columns();
    let k = best.centres.len() / columns;
    let mut centres = best.centres.clone();
    if k < 2 {
        return centres;
    }
    let nearest = nearest_two(points, &centres);
    let mut loss = vec![0.0; k];
    for nearest in &nearest {
        loss[nearest.centre as usize] += nearest.second - nearest.first;
    }
    let ease: Vec<f64> = loss
        .iter()
        .map(|loss| 1.0 / (loss + f64::MIN_POSITIVE))
        .collect();
    let gone = draw(&ease, chance) as u32;
    let squared: Vec<f64> = nearest
        .iter()
        .map(|nearest| {
            if nearest.centre == gone {
                nearest.second
            } else {
                nearest.first
            }
        })
        .collect();
    let draws = 2 + (k as f64).ln() as usize;
    let (_, point) = draw_best(points, &squared, draws, chance);
    let gone = gone as usize * columns;
    centres[gone..gone + columns].copy_from_slice(points.row(point));
    centres
}
