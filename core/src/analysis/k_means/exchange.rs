//! Moves of single points between clusters, taking into account how both centres move.

use crate::analysis::matrix::Matrix;

use super::{lloyd::Fit, nearest::squared_distance};

/// Minimum relative gain of a move, so that rounding cannot cause cycles.
const LEAST_GAIN: f64 = 1e-9;

/// Limit of passes over all points, for time only; each pass lowers the inertia.
const PASSES: usize = 50;

/// Moves points as long as that lowers the inertia: removing x from a cluster of n points saves n ÷ (n − 1)·‖x −
/// c‖², adding it to one of m points costs m ÷ (m + 1)·‖x − c‖².
pub(super) fn exchange(points: &Matrix, fit: &mut Fit) {
    let columns = points.columns();
    let k = fit.sizes.len();
    if k < 2 {
        return;
    }
    let mut moved = false;
    for _ in 0..PASSES {
        let mut again = false;
        for (point, own) in points.iter().zip(&mut fit.assignments) {
            let from = *own as usize;
            let size = f64::from(fit.sizes[from]);
            if size < 2.0 {
                continue;
            }
            let apart = |cluster: usize| {
                squared_distance(point, &fit.centres[cluster * columns..(cluster + 1) * columns])
            };
            let saved = size / (size - 1.0) * apart(from);
            let cost = |to: usize| {
                let size = f64::from(fit.sizes[to]);
                size / (size + 1.0) * apart(to)
            };
            let cheapest = (0..k)
                .filter(|to| *to != from)
                .map(|to| (to, cost(to)))
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((to, _)) = cheapest.filter(|(_, cost)| *cost < saved * (1.0 - LEAST_GAIN))
            else {
                continue;
            };
            let joined = f64::from(fit.sizes[to]) + 1.0;
            for (column, value) in point.iter().enumerate() {
                let centre = &mut fit.centres[from * columns + column];
                *centre -= (value - *centre) / (size - 1.0);
                let centre = &mut fit.centres[to * columns + column];
                *centre += (value - *centre) / joined;
            }
            fit.sizes[from] -= 1;
            fit.sizes[to] += 1;
            *own = to as u32;
            again = true;
        }
        moved |= again;
        if !again {
            break;
        }
    }
    if moved {
        fit.recentre(points);
    }
}
