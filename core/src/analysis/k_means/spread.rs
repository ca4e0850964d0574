//! How far the points are from the centres so far, which k-means++ draws by: in single precision, as it is
//! for chance alone.

use wide::f32x8;

use crate::analysis::{matrix::Matrix, seeded::Seeded};

use super::sieve::{GROUP, LANES, Sieve, squared};

/// Tiles that are summed up in single precision.
const BLOCK: usize = 32;

/// By point, the squared distance to the nearest centre so far, in units of the sieve.
pub(super) struct Spread<'a> {
    points: &'a Matrix,
    sieve: &'a Sieve,
    /// The rest of the last tile is 0.
    squared: Vec<[f32; LANES]>,
    /// By block.
    sums: Vec<f64>,
}

impl<'a> Spread<'a> {
    /// From one centre, a row.
    pub(super) fn of_centre(points: &'a Matrix, sieve: &'a Sieve, centre: &[f64]) -> Self {
        let infinite = std::iter::repeat_n(f32::INFINITY, points.rows());
        let mut spread = Self::of(points, sieve, infinite);
        spread.narrow(centre);
        spread
    }

    /// By squared distances, in units of the sieve.
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

    /// One centre more.
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

    /// What the sum of squared distances would be with each of these centres more.
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

    /// Draws a point by its squared distance.
    fn draw(&self, total: f64, chance: &mut Seeded) -> usize {
        let block = draw(self.sums.iter().copied(), total, chance);
        let within = &self.squared[block * BLOCK..].as_flattened();
        let from = block * BLOCK * LANES;
        let count = (BLOCK * LANES).min(self.points.rows() - from);
        let squared = within[..count].iter().map(|squared| f64::from(*squared));
        from + draw(squared, self.sums[block], chance)
    }

    /// Of some points drawn by their squared distance, the one that as a centre leaves the least sum of
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

/// All lanes added up, in an order that is the same on every machine.
fn sum(lanes: f32x8) -> f64 {
    lanes.to_array().into_iter().map(f64::from).sum()
}

/// Draws a place with the chance of its weight, of which `total` is the sum; weights of zero are never
/// drawn unless all are.
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
