//! Distances of the points to the centres chosen so far, from which k-means++ draws. Single precision, because
//! they only weight random draws.

use wide::f32x8;

use crate::analysis::{matrix::Matrix, seeded::Seeded};

use super::sieve::{GROUP, LANES, Sieve, squared};

/// Number of tiles summed in single precision.
const BLOCK: usize = 32;

/// For each point, the squared distance to the nearest centre so far, in units of the sieve.
pub(super) struct Spread<'a> {
    points: &'a Matrix,
    sieve: &'a Sieve,
    /// Unused places of the last tile are 0.
    squared: Vec<[f32; LANES]>,
    /// Sums by block.
    sums: Vec<f64>,
}

impl<'a> Spread<'a> {
    /// Starts with one centre, given as a row.
    pub(super) fn of_centre(points: &'a Matrix, sieve: &'a Sieve, centre: &[f64]) -> Self {
        let infinite = std::iter::repeat_n(f32::INFINITY, points.rows());
        let mut spread = Self::of(points, sieve, infinite);
        spread.narrow(centre);
        spread
    }

    /// Starts with squared distances, in units of the sieve.
    pub(super) fn of(
        points: &'a Matrix,
        sieve: &'a Sieve,
        squared: impl Iterator<Item = f32>,
    ) -> Self {
        let mut tiles = vec![[0.0; LANES]; points.rows().div_ceil(LANES)];
        for (to, squared) in tiles.as_flattened_mut().iter_mut().zip(squared) {
            *to = squared;
        }
        let blocks = tiles.chunks(BLOCK);
        let sums = blocks.map(|block| sum(block.iter().map(|tile| f32x8::new(*tile)).sum()));
        Self { points, sieve, sums: sums.collect(), squared: tiles }
    }

    /// Adds a centre.
    #[inline(never)]
    pub(super) fn narrow(&mut self, centre: &[f64]) {
        let centre = self.sieve.centres::<1>(centre);
        let Some(group) = centre.groups().next() else {
            return;
        };
        let mut tiles = self.sieve.tiles();
        for (block, left_in_block) in self.squared.chunks_mut(BLOCK).zip(&mut self.sums) {
            let mut all = f32x8::ZERO;
            for (left, tile) in block.iter_mut().zip(&mut tiles) {
                let [apart] = squared(tile, group);
                let least = f32x8::new(*left).fast_min(apart);
                *left = least.to_array();
                all += least;
            }
            *left_in_block = sum(all);
        }
    }

    /// Returns, for each of these candidate centres, the sum of squared distances after adding it.
    #[inline(never)]
    fn left(&self, centres: &[[f32; GROUP]]) -> [f64; GROUP] {
        let mut left = [0.0; GROUP];
        let mut tiles = self.sieve.tiles();
        for block in self.squared.chunks(BLOCK) {
            let mut all = [f32x8::ZERO; GROUP];
            for (so_far, tile) in block.iter().zip(&mut tiles) {
                let so_far = f32x8::new(*so_far);
                for (all, apart) in all.iter_mut().zip(squared(tile, centres)) {
                    *all += so_far.fast_min(apart);
                }
            }
            for (left, all) in left.iter_mut().zip(all) {
                *left += sum(all);
            }
        }
        left
    }

    /// Draws a point weighted by its squared distance.
    fn draw(&self, total: f64, chance: &mut Seeded) -> usize {
        let block = draw(self.sums.iter().copied(), total, chance);
        let within = &self.squared[block * BLOCK..].as_flattened();
        let from = block * BLOCK * LANES;
        let count = (BLOCK * LANES).min(self.points.rows() - from);
        let squared = within[..count].iter().map(|squared| f64::from(*squared));
        from + draw(squared, self.sums[block], chance)
    }

    /// Returns, of several points drawn by squared distance, the one that as a centre minimises the sum of
    /// squared distances (greedy k-means++).
    pub(super) fn draw_best(&self, draws: usize, chance: &mut Seeded) -> usize {
        let total = self.sums.iter().sum();
        let drawn: Vec<usize> = (0..draws.max(1)).map(|_| self.draw(total, chance)).collect();
        let rows: Vec<f64> =
            (drawn.iter()).flat_map(|point| self.points.row(*point)).copied().collect();
        let centres = self.sieve.centres(&rows);
        let left = centres.groups().flat_map(|group| self.left(group));
        let least = (drawn.iter().zip(left)).min_by(|a, b| a.1.total_cmp(&b.1));
        least.map_or(0, |(point, _)| *point)
    }
}

/// Sums all lanes, in an order that is the same on every machine.
fn sum(lanes: f32x8) -> f64 {
    lanes.to_array().into_iter().map(f64::from).sum()
}

/// Draws an index with probability proportional to its weight; `total` is the sum of the weights. Zero weights
/// are never drawn unless all are zero.
pub(super) fn draw(
    weights: impl ExactSizeIterator<Item = f64>,
    total: f64,
    chance: &mut Seeded,
) -> usize {
    let count = weights.len();
    let mut left = chance.unit() * total;
    let mut last = None;
    for (place, weight) in weights.enumerate() {
        if weight > 0.0 {
            if left < weight {
                return place;
            }
            left -= weight;
            last = Some(place);
        }
    }
    last.unwrap_or_else(|| chance.below(count))
}
