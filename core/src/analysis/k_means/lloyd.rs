//! Lloyd's iterations. After the first, a point is measured again only when the centres have moved as far as its
//! margin to the second nearest: one bound per point, after [Hamerly 2010].

use crate::analysis::matrix::Matrix;

use super::{
    nearest::squared_distance,
    sieve::Sieve,
    watch::{Round, Watch},
};

/// Result of one start.
#[derive(Clone)]
pub(super) struct Fit {
    /// k rows.
    pub centres: Vec<f64>,
    pub assignments: Vec<u32>,
    pub sizes: Vec<u32>,
    pub inertia: f64,
    pub iterations: usize,
    /// `true` if no point would change its cluster.
    pub settled: bool,
}

/// Σ‖x − c(x)‖².
fn inertia(points: &Matrix, centres: &[f64], assignments: &[u32]) -> f64 {
    let columns = points.columns();
    points
        .iter()
        .zip(assignments)
        .map(|(point, centre)| {
            let centre = *centre as usize * columns;
            squared_distance(point, &centres[centre..centre + columns])
        })
        .sum()
}

/// Sums of the points of each cluster, updated as points change cluster.
struct Sums {
    columns: usize,
    sums: Vec<f64>,
    sizes: Vec<u32>,
}

impl Sums {
    fn of(points: &Matrix, assignments: &[u32], k: usize) -> Self {
        let columns = points.columns();
        let mut sums = Self { columns, sums: vec![0.0; k * columns], sizes: vec![0; k] };
        for (point, cluster) in points.iter().zip(assignments) {
            sums.add(point, *cluster);
        }
        sums
    }

    fn add(&mut self, point: &[f64], cluster: u32) {
        self.sizes[cluster as usize] += 1;
        let at = cluster as usize * self.columns;
        for (sum, value) in self.sums[at..at + self.columns].iter_mut().zip(point) {
            *sum += value;
        }
    }

    fn take(&mut self, point: &[f64], cluster: u32) {
        self.sizes[cluster as usize] -= 1;
        let at = cluster as usize * self.columns;
        for (sum, value) in self.sums[at..at + self.columns].iter_mut().zip(point) {
            *sum -= value;
        }
    }

    /// Writes the means into `centres` and returns the distance each moved. An empty cluster keeps its centre.
    fn means(&self, centres: &mut [f64]) -> Vec<f64> {
        centres
            .chunks_exact_mut(self.columns)
            .zip(self.sums.chunks_exact(self.columns))
            .zip(&self.sizes)
            .map(|((centre, sums), size)| {
                if *size == 0 {
                    return 0.0;
                }
                let mut moved = 0.0;
                for (value, sum) in centre.iter_mut().zip(sums) {
                    let mean = sum / f64::from(*size);
                    moved += (mean - *value) * (mean - *value);
                    *value = mean;
                }
                moved.sqrt()
            })
            .collect()
    }
}

/// Runs Lloyd's iterations from these centres until no point changes its cluster, at most `max_iterations` times.
pub(super) fn lloyd(
    points: &Matrix,
    sieve: &Sieve,
    mut centres: Vec<f64>,
    max_iterations: usize,
) -> Fit {
    let k = centres.len() / points.columns();
    let mut assignments = vec![0; points.rows()];
    let mut watch = Watch::new(points.rows(), k);
    let mut changed = Vec::new();
    Round::new(points, sieve, &centres).reassign(&mut watch, &mut assignments, &mut changed);
    let mut sums = Sums::of(points, &assignments, k);
    let mut iterations = 1;
    let mut settled = false;
    loop {
        let moved = sums.means(&mut centres);
        let refilled = refill(points, &mut centres, &mut assignments, &mut sums);
        if iterations >= max_iterations {
            break;
        }
        iterations += 1;
        if refilled {
            watch.forget();
        } else {
            watch.moved(&moved, sieve);
        }
        changed.clear();
        Round::new(points, sieve, &centres).reassign(&mut watch, &mut assignments, &mut changed);
        for (point, from) in &changed {
            let row = points.row(*point as usize);
            sums.take(row, *from);
            sums.add(row, assignments[*point as usize]);
        }
        if changed.is_empty() && !refilled {
            settled = true;
            break;
        }
    }
    let sizes = sums.sizes;
    let mut fit = Fit { centres, assignments, sizes, inertia: 0.0, iterations, settled };
    fit.recentre(points);
    fit
}

impl Fit {
    /// Recomputes centres and inertia, which drift when updated incrementally.
    pub(super) fn recentre(&mut self, points: &Matrix) {
        let sums = Sums::of(points, &self.assignments, self.sizes.len());
        sums.means(&mut self.centres);
        self.inertia = inertia(points, &self.centres, &self.assignments);
        self.sizes = sums.sizes;
    }
}

/// Gives each empty cluster the point farthest from its own centre. Returns `true` if there was one.
fn refill(points: &Matrix, centres: &mut [f64], assignments: &mut [u32], sums: &mut Sums) -> bool {
    let columns = points.columns();
    let mut refilled = false;
    while let Some(empty) = sums.sizes.iter().position(|size| *size == 0) {
        let apart = |point: usize| {
            let own = assignments[point] as usize;
            if sums.sizes[own] < 2 {
                return -1.0;
            }
            squared_distance(points.row(point), &centres[own * columns..(own + 1) * columns])
        };
        let Some(far) = (0..points.rows()).max_by(|a, b| apart(*a).total_cmp(&apart(*b))) else {
            break;
        };
        sums.take(points.row(far), assignments[far]);
        sums.add(points.row(far), empty as u32);
        assignments[far] = empty as u32;
        centres[empty * columns..(empty + 1) * columns].copy_from_slice(points.row(far));
        refilled = true;
    }
    refilled
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::nearest::Nearest, *};
    use crate::analysis::seeded::Seeded;

    /// Textbook implementation of Lloyd's iterations: every distance, in double precision.
    fn plain(points: &Matrix, mut centres: Vec<f64>) -> (Vec<u32>, usize) {
        let mut assignments = Vec::new();
        for iterations in 1..300 {
            let nearest = points.iter().map(|point| Nearest::of(point, &centres).centre);
            let before = std::mem::replace(&mut assignments, nearest.collect());
            if before == assignments {
                return (assignments, iterations);
            }
            Sums::of(points, &assignments, centres.len() / points.columns()).means(&mut centres);
        }
        (assignments, 300)
    }

    fn assert_as_plain(points: &Matrix, k: usize, what: &str) {
        let mut centres: Vec<f64> = Vec::new();
        for row in points {
            if centres.len() < k * row.len()
                && centres.chunks_exact(row.len()).all(|centre| centre != row)
            {
                centres.extend(row);
            }
        }
        let fit = lloyd(points, &Sieve::new(points), centres.clone(), 300);
        let (assignments, iterations) = plain(points, centres);
        assert_eq!(fit.iterations, iterations, "{what}");
        assert!(fit.assignments == assignments, "{what}");
    }

    fn points(seed: u64, columns: usize, of: impl Fn(f64) -> f64) -> Matrix {
        let mut chance = Seeded::new(seed);
        let values = (0..300 * columns).map(|_| of(chance.unit())).collect();
        Matrix::new(columns, values).unwrap()
    }

    /// Single precision alone gets most of these wrong.
    #[test]
    fn nobody_is_given_away_by_rounding() {
        let with_outlier = |far: f64| {
            let mut values = points(1, 3, |unit| unit).values().to_vec();
            values.extend([far; 3]);
            Matrix::new(3, values).unwrap()
        };
        for (what, points) in [
            ("far from 0", points(2, 3, |unit| 1e9 + unit)),
            ("tiny", points(3, 3, |unit| unit * 1e-150)),
            ("huge", points(4, 3, |unit| unit * 1e150)),
            ("an outlier", with_outlier(1e7)),
            ("an outlier that leaves nothing of the rest", with_outlier(1e12)),
            ("whole numbers, many equally near", points(5, 2, |unit| (unit * 5.0).floor())),
            ("few columns", points(6, 1, |unit| unit)),
            ("many columns", points(7, 33, |unit| unit)),
        ] {
            for k in [2, 3, 5, 13] {
                assert_as_plain(&points, k, &format!("{what}, k = {k}"));
            }
        }
    }

    proptest! {
        #[test]
        fn as_written_down(seed: u64, columns in 1_usize..10, k in 1_usize..10) {
            assert_as_plain(&points(seed, columns, |unit| unit.powi(3)), k, "");
        }
    }
}
