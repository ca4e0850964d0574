//! Initial centres of a start: k-means++, or the best result so far with one centre moved to a better place.

use crate::analysis::{matrix::Matrix, seeded::Seeded};

use super::{
    lloyd::{Fit, lloyd},
    nearest::Nearest,
    sieve::Sieve,
    spread::{Spread, draw},
};

/// k-means++: the first centre is a random point, each further one is drawn by squared distance to the centres so
/// far, the best of 2 + ln k draws.
pub(super) fn plus_plus(points: &Matrix, sieve: &Sieve, k: usize, chance: &mut Seeded) -> Vec<f64> {
    let mut centres = points.row(chance.below(points.rows())).to_vec();
    let mut spread = Spread::of_centre(points, sieve, &centres);
    for _ in 1..k {
        let centre = points.row(spread.draw_best(draws(k), chance));
        centres.extend_from_slice(centre);
        spread.narrow(centre);
    }
    centres
}

/// Returns, of several swaps, the one that looks best after a few iterations.
pub(super) fn best_swap(
    points: &Matrix,
    sieve: &Sieve,
    best: &Fit,
    trials: usize,
    chance: &mut Seeded,
) -> Vec<f64> {
    const GLIMPSE: usize = 4;
    let centre = |cluster: usize| {
        let at = cluster * points.columns();
        at..at + points.columns()
    };
    let nearest: Vec<Nearest> =
        (points.iter()).map(|point| Nearest::of(point, &best.centres)).collect();
    // Cost of losing each centre.
    let mut loss = vec![f64::MIN_POSITIVE; best.sizes.len()];
    for nearest in &nearest {
        loss[nearest.centre as usize] += nearest.second - nearest.first;
    }
    let ease: Vec<f64> = loss.iter().map(|loss| 1.0 / loss).collect();
    (0..trials)
        .map(|trial| {
            // Drawing by likelihood alone would repeat the same swaps: every other swap removes a random centre,
            // and every other one inserts a random point.
            let gone = match trial % 2 {
                0 => draw(ease.iter().copied(), ease.iter().sum(), chance),
                _ => chance.below(ease.len()),
            };
            let point = match trial / 2 % 2 {
                0 => {
                    let squared = nearest.iter().map(|nearest| {
                        let squared = if nearest.centre as usize == gone {
                            nearest.second
                        } else {
                            nearest.first
                        };
                        sieve.length(sieve.length(squared)) as f32
                    });
                    Spread::of(points, sieve, squared).draw_best(draws(ease.len()), chance)
                }
                _ => chance.below(points.rows()),
            };
            let mut centres = best.centres.clone();
            centres[centre(gone)].copy_from_slice(points.row(point));
            lloyd(points, sieve, centres, GLIMPSE)
        })
        .min_by(|a, b| a.inertia.total_cmp(&b.inertia))
        .map_or_else(|| best.centres.clone(), |fit| fit.centres)
}

/// Returns the number of points that greedy k-means++ draws per centre.
fn draws(k: usize) -> usize {
    2 + (k as f64).ln() as usize
}
