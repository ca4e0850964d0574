//! Which points may have come nearer to another centre, and to which.

use crate::analysis::matrix::Matrix;

use super::{
    nearest::Nearest,
    sieve::{Centres, GROUP, LANES, Sieve},
};

/// What has to happen before a point has to be measured again.
pub(super) struct Watch {
    /// By centre, how much nearer another may have come to its points since the first iteration, in
    /// units of the sieve.
    spent: Vec<f64>,
    /// The same, rounded up.
    due: Vec<f32>,
    /// By point, what its own centre may spend before another is nearer.
    until: Vec<f32>,
}

impl Watch {
    /// Every point is to be measured.
    pub(super) fn new(points: usize, k: usize) -> Self {
        Self { spent: vec![0.0; k], due: vec![0.0; k], until: vec![f32::NEG_INFINITY; points] }
    }

    /// Every point is to be measured again.
    pub(super) fn forget(&mut self) {
        self.until.fill(f32::NEG_INFINITY);
    }

    /// The centres moved so far: another comes nearer by its own centre's move and the greatest other's.
    pub(super) fn moved(&mut self, moved: &[f64], sieve: &Sieve) {
        let (farthest, first, second) = greatest_moves(moved);
        for (own, moved) in moved.iter().enumerate() {
            let other = if own == farthest { second } else { first };
            self.spent[own] += sieve.length(moved + other);
            self.due[own] = self.spent[own] as f32 * (1.0 + 2.0 * f32::EPSILON);
        }
    }

    /// A point was measured: every other centre is so much farther than its own.
    fn set(&mut self, point: usize, own: u32, farther: f32) {
        // Less what four roundings make of it.
        let until = farther + self.spent[own as usize] as f32;
        self.until[point] = until * (1.0 - 2.0 * f32::EPSILON);
    }
}

/// The greatest move and the greatest of the others, and whose the greatest is.
fn greatest_moves(moved: &[f64]) -> (usize, f64, f64) {
    moved.iter().enumerate().fold((0, 0.0, 0.0), |(who, first, second), (centre, moved)| {
        if *moved > first {
            (centre, *moved, first)
        } else {
            (who, first, f64::max(second, *moved))
        }
    })
}

/// Points looked at together: a few quick passes over a block, each over what the one before left, guess
/// fewer branches wrong than one pass over all.
const BLOCK: usize = 256;

/// What is known of the points of a block that are open, one after the other.
struct Block {
    /// Their places in the block.
    open: [u32; BLOCK],
    nearest: [u32; BLOCK],
    /// By how much farther the second nearest centre is at least.
    farther: [f32; BLOCK],
    /// Place and centre so far of those that change over.
    changed: [(u32, u32); BLOCK],
    tile: Vec<[f32; LANES]>,
}

/// The centres of one of Lloyd's iterations.
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

    /// Gives every point that is open to its nearest centre; adds those that change over to `changed`,
    /// each with its centre so far.
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

    /// Finds the nearest centres of the open points of a block.
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

    /// Gives the open points of a block to their centres and counts those that change over.
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
    /// Finds the points that are open and counts them.
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
