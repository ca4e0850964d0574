//! The points in single precision, processed eight at a time in vector registers. The sieve finds the nearest
//! centre of almost every point, and reports where rounding could be wrong; `lloyd` measures those few in double
//! precision.

use std::slice::ChunksExact;

use wide::f32x8;

use crate::analysis::matrix::Matrix;

use super::nearest::squared_distance;

/// Points per vector.
pub(super) const LANES: usize = 8;

/// Centres measured together, so that a point is loaded once for them.
pub(super) const GROUP: usize = 4;

/// [`LANES`] points, stored by column.
pub(super) type Tile = [[f32; LANES]];

/// Centres in the sieve's layout: groups of `N`, stored by column; unused places of a group are infinitely far
/// away.
pub(super) struct Centres<const N: usize> {
    columns: usize,
    groups: Vec<[f32; N]>,
}

impl<const N: usize> Centres<N> {
    pub(super) fn groups(&self) -> ChunksExact<'_, [f32; N]> {
        self.groups.chunks_exact(self.columns)
    }
}

/// Half a unit in the last place of single precision, relative.
const ROUNDING: f32 = f32::EPSILON / 2.0;

/// Rounding error of the difference of two distances, besides `slope`. No coordinate exceeds 1, so two places
/// contribute twice [`ROUNDING`] each; as much again covers the arithmetic on the distances.
const GRAIN: f32 = 16.0 * ROUNDING;

/// Points minus their mean, divided by the greatest distance from it: no coordinate exceeds 1, nothing overflows,
/// and what underflows is below rounding.
pub(super) struct Sieve {
    columns: usize,
    mean: Vec<f64>,
    scale: f64,
    /// Unused places of the last tile are 0.
    tiles: Vec<[f32; LANES]>,
    /// Relative rounding error of a distance: half that of a sum of squares, plus the root.
    slope: f32,
}

impl Sieve {
    pub(super) fn new(points: &Matrix) -> Self {
        let columns = points.columns();
        let mut mean = vec![0.0; columns];
        for row in points {
            for (mean, value) in mean.iter_mut().zip(row) {
                *mean += value;
            }
        }
        for mean in &mut mean {
            *mean /= points.rows() as f64;
        }
        let farthest = (points.iter())
            .map(|row| squared_distance(row, &mean))
            .max_by(f64::total_cmp)
            .unwrap_or(0.0);
        let mut scale = 1.0 / farthest.sqrt();
        if !scale.is_normal() {
            // Too far apart, or too close, for these units: every point becomes 0 and is left to double
            // precision.
            mean.fill(0.0);
            scale = 0.0;
        }
        let mut sieve = Self {
            columns,
            mean,
            scale,
            tiles: Vec::new(),
            slope: (columns / 2 + 4) as f32 * ROUNDING,
        };
        sieve.tiles = sieve.columns_of(points.values());
        sieve
    }

    /// Converts a length to units of the sieve.
    pub(super) fn length(&self, length: f64) -> f64 {
        length * self.scale
    }

    /// Transposes rows into groups of `N`, stored by column; unused places of the last group are 0.
    fn columns_of<const N: usize>(&self, rows: &[f64]) -> Vec<[f32; N]> {
        let count = (rows.len() / self.columns).div_ceil(N);
        let mut columns = vec![[0.0; N]; count * self.columns];
        let tiles = columns.chunks_exact_mut(self.columns);
        for (tile, rows) in tiles.zip(rows.chunks(N * self.columns)) {
            for (lane, row) in rows.chunks_exact(self.columns).enumerate() {
                for ((to, value), mean) in tile.iter_mut().zip(row).zip(&self.mean) {
                    to[lane % N] = ((value - mean) * self.scale) as f32;
                }
            }
        }
        columns
    }

    /// Converts centres, given row by row, to the sieve's layout.
    pub(super) fn centres<const N: usize>(&self, centres: &[f64]) -> Centres<N> {
        let mut columns = self.columns_of(centres);
        let in_last = centres.len() / self.columns % N;
        if in_last > 0
            && let Some(last) = columns.chunks_exact_mut(self.columns).last()
        {
            for centres in last {
                centres[in_last..].fill(f32::INFINITY);
            }
        }
        Centres { columns: self.columns, groups: columns }
    }

    /// Returns all points as tiles.
    pub(super) fn tiles(&self) -> ChunksExact<'_, [f32; LANES]> {
        self.tiles.chunks_exact(self.columns)
    }

    /// Copies a point into a lane of a tile.
    #[inline]
    pub(super) fn put(&self, point: usize, tile: &mut Tile, lane: usize) {
        let from = &self.tiles[point / LANES * self.columns..][..self.columns];
        for (to, from) in tile.iter_mut().zip(from) {
            to[lane % LANES] = from[point % LANES];
        }
    }

    /// Returns the nearest centres of the points of a tile, and a lower bound of the margin to the second
    /// nearest: positive where rounding cannot be wrong.
    // A separate function, because browsers optimise functions between calls, not within one.
    #[inline(never)]
    pub(super) fn nearest(
        &self,
        tile: &Tile,
        centres: &Centres<GROUP>,
    ) -> ([u32; LANES], [f32; LANES]) {
        let mut nearest = f32x8::ZERO;
        let mut first = f32x8::splat(f32::INFINITY);
        let mut second = first;
        let mut centre = f32x8::ZERO;
        for group in centres.groups() {
            for squared in squared(tile, group) {
                let is_first = squared.simd_lt(first);
                second = second.fast_min(is_first.select(first, squared));
                first = first.fast_min(squared);
                nearest = is_first.select(centre, nearest);
                centre += f32x8::ONE;
            }
        }
        let farther = f32x8::splat(1.0 - self.slope) * second.sqrt()
            - f32x8::splat(1.0 + self.slope) * first.sqrt()
            - f32x8::splat(GRAIN);
        let nearest = nearest.to_array().map(|centre| centre as u32);
        (nearest, farther.to_array())
    }
}

/// Returns the squared distances of the points of a tile to a group of centres.
#[inline]
pub(super) fn squared<const N: usize>(tile: &Tile, centres: &[[f32; N]]) -> [f32x8; N] {
    let mut squared = [f32x8::ZERO; N];
    for (values, centres) in tile.iter().zip(centres) {
        let values = f32x8::new(*values);
        for (squared, centre) in squared.iter_mut().zip(centres) {
            let apart = values - f32x8::splat(*centre);
            *squared += apart * apart;
        }
    }
    squared
}
