//! Date chosen in a form. It is today until the user chooses one, so that a form left open past midnight does not
//! offer yesterday.

use jiff::civil::Date;
use leptos::prelude::*;

use super::facts::Facts;

/// The chosen date, or today.
#[derive(Clone, Copy, Debug)]
pub struct ChosenDay {
    facts: Facts,
    chosen: RwSignal<Option<Date>>,
}

impl ChosenDay {
    /// Starts with `chosen`; `None` for today.
    pub fn new(facts: Facts, chosen: Option<Date>) -> Self {
        Self { facts, chosen: RwSignal::new(chosen) }
    }

    /// Returns the date. Subscribes to changes.
    pub fn get(self) -> Date {
        self.chosen.get().unwrap_or_else(|| self.facts.today())
    }

    /// Returns the date, for event handlers. Does not subscribe.
    pub fn get_untracked(self) -> Date {
        let chosen = self.chosen.get_untracked();
        chosen.unwrap_or_else(|| self.facts.today_untracked())
    }

    /// Returns today. Subscribes to changes.
    pub fn today(self) -> Date {
        self.facts.today()
    }

    /// Chooses a date; `None` resets it to today.
    pub fn set(self, day: Option<Date>) {
        self.chosen.set(day);
    }

    /// Returns the date as a signal for a date input.
    pub fn shown(self) -> Signal<Option<Date>> {
        Signal::derive(move || Some(self.get()))
    }
}
