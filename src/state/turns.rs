//! Work that a later change makes pointless: each begins a turn, and an answer to an earlier one is dropped.

use leptos::prelude::*;

/// Customers above which figures are not worked out at once but in slices or by a worker.
pub const MANY: usize = 5_000;

/// Counts what was begun.
#[derive(Clone, Copy, Debug)]
pub struct Turns(StoredValue<u32>);

impl Default for Turns {
    fn default() -> Self {
        Self(StoredValue::new(0))
    }
}

/// One piece of work.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    turns: Turns,
    number: u32,
}

impl Turns {
    /// Begins another piece of work, which ends the earlier ones.
    pub fn next(self) -> Turn {
        let number = self.0.get_value().wrapping_add(1);
        self.0.set_value(number);
        Turn {
            turns: self,
            number,
        }
    }
}

impl Turn {
    /// Returns `true` until another is begun.
    pub fn is_latest(self) -> bool {
        self.turns.0.try_get_value() == Some(self.number)
    }
}
