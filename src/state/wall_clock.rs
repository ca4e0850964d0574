//! The wall clock of this tablet, as pages ask for it, and whether it can be right.

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
    /// A moment as the tablet's wall clock shows it.
    pub fn wall_clock(self, millis: u64) -> DateTime {
        clock::local(millis)
    }

    /// Returns the time the tablet's wall clock shows now.
    pub fn wall_clock_now(self) -> DateTime {
        clock::local(clock::now_millis())
    }

    /// The moment at which the tablet's wall clock shows this.
    pub fn moment_at(self, shown: DateTime) -> Moment {
        Moment(clock::millis_at(shown))
    }
}

/// Returns the doubt about the clock, if any, checked after every change and every day.
pub(super) fn doubt(
    ledger: StoredValue<Option<Rc<BrowserLedger>>, LocalStorage>,
    head: RwSignal<u64>,
    day: Memo<Date>,
) -> Memo<Option<ClockDoubt>> {
    Memo::new(move |_| {
        head.track();
        day.track();
        let (last, latest) = ledger.with_value(|ledger| ledger.as_ref().map(|open| open.seen()))?;
        wall_clock::doubt(clock::now_millis(), last, latest.millis)
    })
}
