//! The service clock: readings counted by hand, and the command-line program from files to its answer.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod by_hand;
#[path = "../../examples/clock.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod program;
mod program_answers;
#[path = "../programs/mod.rs"]
mod programs;

use busbar::domain::{clock::Pause, date};
use jiff::civil::Date;

fn day(text: &str) -> Date {
    date::read(text).unwrap()
}

/// Pauses written `from..to`, or `from..` while open, with spaces between.
fn pauses(text: &str) -> Vec<Pause> {
    let pause = |text: &str| {
        let (from, to) = text.split_once("..").unwrap();
        let (from, to) = (day(from), (!to.is_empty()).then(|| day(to)));
        Pause { from, to }
    };
    text.split_whitespace().map(pause).collect()
}
