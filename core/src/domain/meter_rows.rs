//! Index of the rows of each meter in blocks of readings or bills. The rows themselves are in `readings` and
//! `bills`.

use rustc_hash::FxHashMap;
use uuid::Uuid;

/// Address of a row: index of the block, and of the row in it.
pub type RowPlace = (u32, u32);

/// The rows of each meter. Almost every meter has a single row, which is stored without a list.
#[derive(Clone, Debug, Default)]
pub struct MeterRows {
    first: FxHashMap<Uuid, RowPlace>,
    later: FxHashMap<Uuid, Vec<RowPlace>>,
}

impl MeterRows {
    /// Adds the rows of a later block: one per meter, in the order of `meters`.
    pub fn push(&mut self, block: usize, meters: &[Uuid]) {
        self.first.reserve(meters.len());
        for (row, meter) in meters.iter().enumerate() {
            let place = (block as u32, row as u32);
            if *self.first.entry(*meter).or_insert(place) != place {
                self.later.entry(*meter).or_default().push(place);
            }
        }
    }

    /// Returns the rows of a meter, from the earliest block to the latest.
    pub fn of(&self, meter: Uuid) -> impl Iterator<Item = RowPlace> + '_ {
        let later = self.later.get(&meter).into_iter().flatten();
        self.first.get(&meter).into_iter().chain(later).copied()
    }

    /// Returns the number of meters.
    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// Returns `true` if a meter has a row.
    pub fn has(&self, meter: Uuid) -> bool {
        self.first.contains_key(&meter)
    }

    /// Returns the meters, in no particular order.
    pub fn meters(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.first.keys().copied()
    }

    /// Returns the meters with several rows, in no particular order.
    pub fn repeated(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.later.keys().copied()
    }
}
