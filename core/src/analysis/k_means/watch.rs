//! Tracks which points may have come closer to another centre, and reassigns them.

use crate::analysis::matrix::Matrix;

use super::{
    nearest::Nearest,
    sieve::{Centres, GROUP, LANES, Sieve},
};

/// Bounds that say when a point must be measured again.
pub(super) struct Watch {
    /// For each centre, how much closer another may have come to its points since the first iteration, in units
    /// of the sieve.
    spent: Vec<f64>,
    /// The same, rounded up.
    due: Vec<f32>,
    /// For each point, the value of `spent` of its centre at which another centre may be closer.
    until: Vec<f32>,
}

impl Watch {
    /// Creates the bounds with every point due.
    pub(super) fn new(points: usize, k: usize) -> Self {
        Self { spent: vec![0.0; k], due: vec![0.0; k], until: vec![f32::NEG_INFINITY; points] }
    }

    /// Makes every point due again.
    pub(super) fn forget(&mut self) {
        self.until.fill(f32::NEG_INFINITY);
    }

    /// Accounts for moved centres: another comes closer by at most the move of the own centre plus the greatest
    /// move of the others.
    pub(super) fn moved(&mut self, moved: &[f64], sieve: &Sieve) {
        let (farthest, first, second) = greatest_moves(moved);
        for (own, moved) in moved.iter().enumerate() {
            let other = if own == farthest { second } else { first };
            self.spent[own] += sieve.length(moved + other);
            self.due[own] = self.spent[own] as f32 * (1.0 + 2.0 * f32::EPSILON);
        }
    }

    /// Records a measured point and its margin to the second nearest centre.
    fn set(&mut self, point: usize, own: u32, farther: f32) {
        // Minus the rounding error of four operations.
        let until = farther + self.spent[own as usize] as f32;
        self.until[point] = until * (1.0 - 2.0 * f32::EPSILON);
    }
}

/// Returns the greatest move with its centre, and the greatest of the others.
fn greatest_moves(moved: &[f64]) -> (usize, f64, f64) {
    moved.iter().enumerate().fold((0, 0.0, 0.0), |(who, first, second), (centre, moved)| {
        if *moved > first {
            (centre, *moved, first)
        } else {
            (who, first, f64::max(second, *moved))
        }
    })
}

/// Points processed together: several short passes over a block, each over the output of the previous one,
/// mispredict fewer branches than one pass over everything.
const BLOCK: usize = 256;

/// Working set of the due points of a block.
struct Block {
    /// Their indices in the block.
    open: [u32; BLOCK],
    nearest: [u32; BLOCK],
    /// Lower bound of the margin to the second nearest centre.
    farther: [f32; BLOCK],
    /// Index and previous centre of points that change cluster.
    changed: [(u32, u32); BLOCK],
    tile: Vec<[f32; LANES]>,
}

/// Centres of one of Lloyd's iterations.
pub(super) struct Round<'a> {
    points: &'a Matrix,
    sieve: &'a Sieve,
    centres: &'a [f64],
    rounded: Centres<GROUP>,
}

impl<'a> Round<'a> {
    pub(super) fn new(points: &'a Matrix, sieve: &'a Sieve, centres: &'a [f64]) -> Self {
        Self { points, sieve, centres, rounded: sieve.centres(centres) }
    }

    /// Assigns every due point to its nearest centre; appends those that change cluster to `changed`, each with
    /// its previous centre.
    pub(super) fn reassign(
        &self,
        watch: &mut Watch,
        assignments: &mut [u32],
        changed: &mut Vec<(u32, u32)>,
    ) {
        let mut block = Block {
            open: [0; BLOCK],
            nearest: [0; BLOCK],
            farther: [0.0; BLOCK],
            changed: [(0, 0); BLOCK],
            tile: vec![[0.0; LANES]; self.points.columns()],
        };
        for (at, owns) in assignments.chunks_mut(BLOCK).enumerate() {
            let from = at * BLOCK;
            let open = block.find(owns, &watch.until[from..], &watch.due);
            self.measure(from, &mut block, open);
            let count = self.hand_over(from, &mut block, open, watch, owns);
            let moved = &block.changed[..count];
            changed.extend(moved.iter().map(|(place, own)| (from as u32 + place, *own)));
        }
    }

    /// Finds the nearest centres of the due points of a block.
    #[inline(never)]
    fn measure(&self, from: usize, block: &mut Block, open: usize) {
        let places = block.open[..open].chunks(LANES);
        let nearest = block.nearest.as_chunks_mut::<LANES>().0;
        let farther = block.farther.as_chunks_mut::<LANES>().0;
        for ((places, nearest), farther) in places.zip(nearest).zip(farther) {
            for (lane, place) in places.iter().enumerate() {
                self.sieve.put(from + *place as usize, &mut block.tile, lane);
            }
            (*nearest, *farther) = self.sieve.nearest(&block.tile, &self.rounded);
        }
    }

    /// Assigns the due points of a block and counts those that change cluster.
    #[inline(never)]
    fn hand_over(
        &self,
        from: usize,
        block: &mut Block,
        open: usize,
        watch: &mut Watch,
        owns: &mut [u32],
    ) -> usize {
        let mut count = 0;
        let found = block.nearest.iter().zip(&block.farther);
        for (place, (nearest, farther)) in block.open[..open].iter().zip(found) {
            let at = *place as usize;
            let (nearest, farther) = if *farther > 0.0 {
                (*nearest, *farther)
            } else {
                let exact = Nearest::of(self.points.row(from + at), self.centres);
                let farther = exact.second.sqrt() - exact.first.sqrt();
                (exact.centre, self.sieve.length(farther) as f32)
            };
            watch.set(from + at, nearest, farther);
            block.changed[count] = (*place, owns[at]);
            count += usize::from(owns[at] != nearest);
            owns[at] = nearest;
        }
        count
    }
}

impl Block {
    /// Finds and counts the due points.
    #[inline(never)]
    fn find(&mut self, owns: &[u32], until: &[f32], due: &[f32]) -> usize {
        let mut count = 0;
        for (place, (own, until)) in owns.iter().zip(until).enumerate() {
            self.open[count] = place as u32;
            let is_closed = *until > due[*own as usize];
            count += 1 - usize::from(is_closed);
        }
        count
    }
}
