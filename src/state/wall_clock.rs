//! Wall clock of this tablet, and doubts about it.

use std::rc::Rc;

use busbar_core::domain::{
    Moment,
    wall_clock::{self, ClockDoubt},
};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;

use super::workspace::{BrowserLedger, Workspace};
use crate::platform::clock;

impl Workspace {
    /// Converts a moment to the tablet's local time.
    pub fn wall_clock(self, millis: u64) -> DateTime {
        clock::local(millis)
    }

    /// Returns the tablet's current local time.
    pub fn wall_clock_now(self) -> DateTime {
        clock::local(clock::now_millis())
    }

    /// Converts the tablet's local time to a moment.
    pub fn moment_at(self, shown: DateTime) -> Moment {
        Moment(clock::millis_at(shown))
    }
}

/// Returns the doubt about the clock, if any, checked after every commit and when the day changes.
pub(super) fn doubt(
    ledger: StoredValue<Option<Rc<BrowserLedger>>, LocalStorage>,
    head: RwSignal<u64>,
    day: Memo<Date>,
) -> Memo<Option<ClockDoubt>> {
    Memo::new(move |_| {
        head.track();
        day.track();
        let (last, latest) =
            ledger.with_value(|ledger| ledger.as_ref().map(|open| open.clocks()))?;
        wall_clock::doubt(clock::now_millis(), last, latest.millis)
    })
}
