//! Lloyd's iterations with Hamerly's bounds: a point whose upper bound to its own centre lies under
//! its lower bound to every other is passed over without measuring a distance.

use crate::analysis::matrix::Matrix;

/// Where one start ended.
#[derive(Clone)]
pub(super) struct Fit {
    /// k rows.
    pub centres: Vec<f64>,
    pub assignments: Vec<u32>,
    pub sizes: Vec<u32>,
    pub inertia: f64,
    pub iterations: usize,
    /// No point wants to move any more.
    pub settled: bool,
}

/// Centres measured at once.
const LANES: usize = 8;

/// Centres transposed: column after column of `LANES` centres, the rest of a tile infinitely far. A
/// fixed width lets the compiler keep the sums in vector registers.
pub(super) struct Tiles<const LANES: usize> {
    columns: usize,
    tiles: Vec<[f64; LANES]>,
}

/// The nearest centre and the distances to it and to the second nearest, squared.
#[derive(Clone, Copy)]
pub(super) struct Nearest {
    pub centre: u32,
    pub first: f64,
    pub second: f64,
}

impl<const LANES: usize> Tiles<LANES> {
    pub(super) fn new(centres: &[f64], columns: usize) -> Self {
        let k = centres.len() / columns;
        let mut tiles = vec![[f64::INFINITY; LANES]; k.div_ceil(LANES) * columns];
        for (centre, row) in centres.chunks_exact(columns).enumerate() {
            for (column, value) in row.iter().enumerate() {
                tiles[centre / LANES * columns + column][centre % LANES] = *value;
            }
        }
        Self { columns, tiles }
    }

    /// The squared distances of a point to the centres, tile after tile.
    #[inline]
    pub(super) fn squared(&self, point: &[f64]) -> impl Iterator<Item = [f64; LANES]> {
        self.tiles.chunks_exact(self.columns).map(|columns| {
            let mut squared = [0.0; LANES];
            for (value, centres) in point.iter().zip(columns) {
                for lane in 0..LANES {
                    let apart = value - centres[lane];
                    squared[lane] += apart * apart;
                }
            }
            squared
        })
    }

    #[inline]
    fn nearest(&self, point: &[f64]) -> Nearest {
        let mut nearest = Nearest {
            centre: 0,
            first: f64::INFINITY,
            second: f64::INFINITY,
        };
        for (tile, squared) in self.squared(point).enumerate() {
            // No branch to guess wrong: which centre is nearest is as good as chance.
            for (lane, squared) in squared.into_iter().enumerate() {
                let is_first = squared < nearest.first;
                let (loser, centre) = if is_first {
                    (nearest.first, (tile * LANES + lane) as u32)
                } else {
                    (squared, nearest.centre)
                };
                nearest.centre = centre;
                nearest.first = if is_first { squared } else { nearest.first };
                nearest.second = if loser < nearest.second {
                    loser
                } else {
                    nearest.second
                };
            }
        }
        nearest
    }
}

/// Squared Euclidean distance.
#[inline]
pub(in crate::analysis) fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The nearest two centres of every point.
pub(super) fn nearest_two(points: &Matrix, centres: &[f64]) -> Vec<Nearest> {
    let tiles = Tiles::<LANES>::new(centres, points.columns());
    points.iter().map(|point| tiles.nearest(point)).collect()
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

/// Sums of the points of each cluster, kept up to date as points change over.
struct Sums {
    columns: usize,
    sums: Vec<f64>,
    sizes: Vec<u32>,
}

impl Sums {
    fn of(points: &Matrix, assignments: &[u32], k: usize) -> Self {
        let columns = points.columns();
        let mut sums = Self {
            columns,
            sums: vec![0.0; k * columns],
            sizes: vec![0; k],
        };
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

    /// Writes the means into `centres` and returns how far each moved. A cluster without points
    /// keeps its centre.
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

/// Half the distance of each centre to its nearest other: a point nearer than this to its own
/// centre is nearer to none.
fn half_gaps(centres: &[f64], columns: usize) -> Vec<f64> {
    let rows = || centres.chunks_exact(columns).enumerate();
    rows()
        .map(|(own, a)| {
            rows()
                .filter(|(other, _)| *other != own)
                .map(|(_, b)| squared_distance(a, b))
                .fold(f64::INFINITY, f64::min)
                .sqrt()
                / 2.0
        })
        .collect()
}

/// The greatest move and the greatest of the others, and whose the greatest is.
fn greatest_moves(moved: &[f64]) -> (u32, f64, f64) {
    moved
        .iter()
        .enumerate()
        .fold((0, 0.0, 0.0), |(who, first, second), (centre, moved)| {
            if *moved > first {
                (centre as u32, *moved, first)
            } else {
                (who, first, f64::max(second, *moved))
            }
        })
}

/// The centres after a move, and what the move did to the bounds.
struct Moved<'a> {
    centres: &'a [f64],
    tiles: Tiles<LANES>,
    half_gaps: Vec<f64>,
    /// How much farther the own centre may be, and how much nearer any other, by own centre.
    drift: Vec<(f64, f64)>,
}

impl<'a> Moved<'a> {
    fn new(centres: &'a [f64], moved: &[f64], columns: usize) -> Self {
        let (farthest, first, second) = greatest_moves(moved);
        let others = |own: usize| {
            if own as u32 == farthest {
                second
            } else {
                first
            }
        };
        Self {
            centres,
            tiles: Tiles::new(centres, columns),
            half_gaps: half_gaps(centres, columns),
            drift: (moved.iter().enumerate())
                .map(|(own, moved)| (*moved, others(own)))
                .collect(),
        }
    }

    /// Whether a point with these bounds may be nearer to another centre.
    #[inline]
    fn is_open(&self, own: u32, (upper, lower): (f64, f64)) -> bool {
        upper > lower.max(self.half_gaps[own as usize])
    }
}

/// Points looked at together: three quick passes over a block, each over what the one before left
/// open, guess fewer branches wrong than one pass over all.
const BLOCK: usize = 256;

/// Gives every point to its nearest centre. Says whether one changed over.
fn reassign(
    points: &Matrix,
    moved: &Moved<'_>,
    assignments: &mut [u32],
    bounds: &mut [(f64, f64)],
    sums: &mut Sums,
) -> bool {
    let rows = points.values().chunks(BLOCK * points.columns());
    let blocks = rows.zip(assignments.chunks_mut(BLOCK));
    blocks
        .zip(bounds.chunks_mut(BLOCK))
        .fold(false, |changed, ((rows, owns), bounds)| {
            reassign_block(rows, moved, owns, bounds, sums) | changed
        })
}

/// As [`reassign`], for one block. A call of its own: a browser makes a function quick between its
/// calls, not within one.
#[inline(never)]
fn reassign_block(
    rows: &[f64],
    moved: &Moved<'_>,
    owns: &mut [u32],
    bounds: &mut [(f64, f64)],
    sums: &mut Sums,
) -> bool {
    let columns = sums.columns;
    let row = |place: usize| &rows[place * columns..(place + 1) * columns];
    let mut open = [0_u32; BLOCK];
    let mut count = 0;
    for (place, (own, bounds)) in owns.iter().zip(&mut *bounds).enumerate() {
        let (farther, nearer) = moved.drift[*own as usize];
        *bounds = (bounds.0 + farther, bounds.1 - nearer);
        open[count] = place as u32;
        count += usize::from(moved.is_open(*own, *bounds));
    }
    let mut left = 0;
    for at in 0..count {
        let place = open[at] as usize;
        let own = owns[place];
        let centre = own as usize * columns;
        let centre = &moved.centres[centre..centre + columns];
        bounds[place].0 = squared_distance(row(place), centre).sqrt();
        open[left] = place as u32;
        left += usize::from(moved.is_open(own, bounds[place]));
    }
    let mut changed = false;
    for place in &open[..left] {
        let place = *place as usize;
        let nearest = moved.tiles.nearest(row(place));
        bounds[place] = (nearest.first.sqrt(), nearest.second.sqrt());
        if nearest.centre != owns[place] {
            sums.take(row(place), owns[place]);
            sums.add(row(place), nearest.centre);
            owns[place] = nearest.centre;
            changed = true;
        }
    }
    changed
}

/// Runs Lloyd's iterations from these centres until no point changes its cluster, at most
/// `max_iterations` times.
pub(super) fn lloyd(points: &Matrix, mut centres: Vec<f64>, max_iterations: usize) -> Fit {
    let columns = points.columns();
    let k = centres.len() / columns;
    let nearest = nearest_two(points, &centres);
    let mut assignments: Vec<u32> = nearest.iter().map(|nearest| nearest.centre).collect();
    // Upper bound to the own centre and lower bound to every other, side by side.
    let mut bounds: Vec<(f64, f64)> = nearest
        .iter()
        .map(|nearest| (nearest.first.sqrt(), nearest.second.sqrt()))
        .collect();
    drop(nearest);
    let mut sums = Sums::of(points, &assignments, k);
    let mut iterations = 1;
    let mut settled = false;
    loop {
        let moved = sums.means(&mut centres);
        let refilled = refill(
            points,
            &mut centres,
            &mut assignments,
            &mut sums,
            &mut bounds,
        );
        if iterations >= max_iterations {
            break;
        }
        iterations += 1;
        let changed = reassign(
            points,
            &Moved::new(&centres, &moved, columns),
            &mut assignments,
            &mut bounds,
            &mut sums,
        );
        if !changed && !refilled {
            settled = true;
            break;
        }
    }
    let sizes = sums.sizes;
    let mut fit = Fit {
        centres,
        assignments,
        sizes,
        inertia: 0.0,
        iterations,
        settled,
    };
    fit.recentre(points);
    fit
}

impl Fit {
    /// Measures centres and inertia afresh: kept by adding and taking away they drift.
    pub(super) fn recentre(&mut self, points: &Matrix) {
        let sums = Sums::of(points, &self.assignments, self.sizes.len());
        sums.means(&mut self.centres);
        self.inertia = inertia(points, &self.centres, &self.assignments);
        self.sizes = sums.sizes;
    }
}

/// Gives each cluster that lost all its points the point farthest from its own centre. Says whether
/// there was one; every bound is then void.
fn refill(
    points: &Matrix,
    centres: &mut [f64],
    assignments: &mut [u32],
    sums: &mut Sums,
    bounds: &mut [(f64, f64)],
) -> bool {
    let columns = points.columns();
    let mut refilled = false;
    while let Some(empty) = sums.sizes.iter().position(|size| *size == 0) {
        let apart = |point: usize| {
            let own = assignments[point] as usize;
            if sums.sizes[own] < 2 {
                return -1.0;
            }
            squared_distance(
                points.row(point),
                &centres[own * columns..(own + 1) * columns],
            )
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
    if refilled {
        bounds.fill((f64::INFINITY, 0.0));
    }
    refilled
}
