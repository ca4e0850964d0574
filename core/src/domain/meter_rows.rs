//! Index of the rows of each meter in blocks of readings or bills. The content of a row is left to `readings` and
//! `bills`.

use rustc_hash::FxHashMap;
use uuid::Uuid;

/// A row of a block: the place of the block among the blocks, and of the row in it.
pub type RowPlace = (u32, u32);

/// The rows of each meter. Almost every meter has a single row, kept without a list.
#[derive(Clone, Debug, Default)]
pub struct MeterRows {
    first: FxHashMap<Uuid, RowPlace>,
    later: FxHashMap<Uuid, Vec<RowPlace>>,
}

impl MeterRows {
    /// Adds the rows of a later block: one a meter, in the order of `meters`.
    pub fn push(&mut self, block: usize, meters: &[Uuid]) {
        self.first.reserve(meters.len());
        for (row, meter) in meters.iter().enumerate() {
            let place = (block as u32, row as u32);
            if *self.first.entry(*meter).or_insert(place) != place {
                self.later.entry(*meter).or_default().push(place);
            }
        }
    }

    /// The rows of a meter, from the earliest block to the latest.
    pub fn of(&self, meter: Uuid) -> impl Iterator<Item = RowPlace> + '_ {
        let later = self.later.get(&meter).into_iter().flatten();
        self.first.get(&meter).into_iter().chain(later).copied()
    }

    /// Number of meters.
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// Returns `true` if a meter has a row.
    pub fn has(&self, meter: Uuid) -> bool {
        self.first.contains_key(&meter)
    }

    /// The meters, in no order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.first.keys().copied()
    }

    /// The meters with several rows, in no order.
    pub fn repeated(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.later.keys().copied()
    }
}
