//! The day that a form asks for. It is today until a person chooses one, so a form that stays open past
//! midnight does not offer yesterday.

use jiff::civil::Date;
use leptos::prelude::*;

use super::facts::Facts;

/// The chosen day, or today.
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

    /// Returns the day and subscribes to its changes.
    pub fn get(self) -> Date {
        self.chosen.get().unwrap_or_else(|| self.facts.today())
    }

    /// Returns the day, for an event handler.
    pub fn get_untracked(self) -> Date {
        let chosen = self.chosen.get_untracked();
        chosen.unwrap_or_else(|| self.facts.today_untracked())
    }

    /// Returns today and subscribes to its changes.
    pub fn today(self) -> Date {
        self.facts.today()
    }

    /// Chooses a day; `None` goes back to today.
    pub fn set(self, day: Option<Date>) {
        self.chosen.set(day);
    }

    /// Returns the day as a date input shows it.
    pub fn shown(self) -> Signal<Option<Date>> {
        Signal::derive(move || Some(self.get()))
    }
}
