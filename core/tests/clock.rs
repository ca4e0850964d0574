//! Readings of the service clock, counted by hand from the notices of public holidays.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use busbar_core::domain::{
    calendar::WorkingCalendar,
    clock::{Clock, ClockReading, Pause},
    date,
};
use jiff::civil::Date;

fn day(text: &str) -> Date {
    date::read(text).unwrap()
}

/// Parses pauses written `from..to` with spaces between.
fn pauses(text: &str) -> Vec<Pause> {
    let pause = |text: &str| {
        let (from, to) = text.split_once("..").unwrap();
        Pause { from: day(from), to: Some(day(to)) }
    };
    text.split_whitespace().map(pause).collect()
}

fn read(start: &str, limit: u32, on: &str, paused: &str) -> ClockReading {
    let pauses: Vec<Pause> = pauses(paused);
    let clock = Clock::new(day(start), limit, pauses).unwrap();
    clock.read(day(on), &WorkingCalendar::default()).unwrap()
}

/// Start, limit, reading day, pauses → due date, utility, customer, late.
type Case = ((&'static str, u32, &'static str, &'static str), (&'static str, u32, u32, bool));

fn check(cases: &[Case]) {
    for ((start, limit, on, paused), (due, utility, customer, late)) in cases {
        let reading = read(start, *limit, on, paused);
        let what = format!("{start} {limit} {on} {paused}");
        assert_eq!(reading.due, day(due), "{what}");
        assert_eq!(
            (reading.elapsed_utility, reading.elapsed_customer),
            (*utility, *customer),
            "{what}"
        );
        assert_eq!(reading.late, *late, "{what}");
        let left = i64::from(*limit) - i64::from(*utility);
        assert_eq!(reading.remaining, left, "{what}");
    }
}

#[test]
fn over_spring_festival() {
    check(&[
        // 2025: off from Tuesday 28 January to Tuesday 4 February; Sunday 26 January and Saturday
        // 8 February are worked.
        (("2025-01-24", 1, "2025-01-26", ""), ("2025-01-26", 1, 0, false)),
        (("2025-01-24", 2, "2025-01-28", ""), ("2025-01-27", 2, 0, true)),
        (("2025-01-24", 5, "2025-02-05", ""), ("2025-02-07", 3, 0, false)),
        (("2025-01-24", 6, "2025-02-08", ""), ("2025-02-08", 6, 0, false)),
        (("2025-01-30", 1, "2025-02-04", ""), ("2025-02-05", 0, 0, false)),
        // 2026: off from Sunday 15 to Monday 23 February; Saturdays 14 and 28 are worked.
        (("2026-02-12", 5, "2026-02-24", ""), ("2026-02-26", 3, 0, false)),
        (("2026-02-14", 5, "2026-02-28", ""), ("2026-02-28", 5, 0, false)),
        (("2026-02-14", 6, "2026-03-02", ""), ("2026-03-02", 6, 0, false)),
        // The Saturday and the 24th count as the customer's.
        (("2026-02-12", 5, "2026-02-28", "2026-02-14..2026-02-24"), ("2026-02-28", 5, 2, false)),
        // A pause within the holiday changes nothing.
        (("2026-02-12", 5, "2026-02-26", "2026-02-15..2026-02-23"), ("2026-02-26", 5, 0, false)),
    ]);
}

#[test]
fn over_national_day() {
    check(&[
        // 2025: off from Wednesday 1 to Wednesday 8 October; Sunday 28 September and Saturday
        // 11 October are worked.
        (("2025-09-26", 5, "2025-10-08", ""), ("2025-10-10", 3, 0, false)),
        (("2025-09-26", 6, "2025-10-12", ""), ("2025-10-11", 6, 0, true)),
        (("2025-09-30", 15, "2025-10-11", ""), ("2025-10-28", 3, 0, false)),
        // 2026: Mid-Autumn from Friday 25 to Sunday 27 September, off from 1 to 7 October; Sunday
        // 20 September and Saturday 10 October are worked.
        (("2026-09-18", 6, "2026-09-24", ""), ("2026-09-28", 5, 0, false)),
        (("2026-09-28", 22, "2026-11-02", ""), ("2026-11-03", 21, 0, false)),
        (("2026-09-28", 22, "2026-11-04", ""), ("2026-11-03", 23, 0, true)),
        // Two days of September, then Thursday 8 to Saturday 10 and Monday 12 October count as the customer's.
        (("2026-09-28", 22, "2026-11-02", "2026-09-29..2026-10-12"), ("2026-11-11", 15, 6, false)),
        (("2026-09-28", 32, "2026-09-28", ""), ("2026-11-17", 0, 0, false)),
    ]);
}

#[test]
fn over_other_holidays_and_make_up_days() {
    check(&[
        (("2026-04-30", 4, "2026-05-05", ""), ("2026-05-09", 0, 0, false)),
        (("2025-04-25", 1, "2025-04-27", ""), ("2025-04-27", 1, 0, false)),
        (("2025-12-31", 1, "2026-01-04", ""), ("2026-01-04", 1, 0, false)),
        (("2026-04-03", 1, "2026-04-06", ""), ("2026-04-07", 0, 0, false)),
        (("2025-05-30", 1, "2025-06-03", ""), ("2025-06-03", 1, 0, false)),
        (("2026-06-18", 2, "2026-06-22", ""), ("2026-06-23", 1, 0, false)),
    ]);
}

/// Weeks without holidays: July 2026, of which 1 is a Wednesday.
#[test]
fn pauses_in_every_place() {
    check(&[
        (("2026-07-01", 5, "2026-07-08", ""), ("2026-07-08", 5, 0, false)),
        // Overlapping, duplicate and nested pauses count each day once.
        (
            ("2026-07-01", 5, "2026-07-10", "2026-07-02..2026-07-03 2026-07-03..2026-07-06"),
            ("2026-07-13", 4, 3, false),
        ),
        (
            ("2026-07-01", 5, "2026-07-10", "2026-07-02..2026-07-06 2026-07-02..2026-07-06"),
            ("2026-07-13", 4, 3, false),
        ),
        (
            ("2026-07-01", 5, "2026-07-10", "2026-07-03..2026-07-03 2026-07-02..2026-07-06"),
            ("2026-07-13", 4, 3, false),
        ),
        // Adjacent.
        (
            ("2026-07-01", 5, "2026-07-10", "2026-07-06..2026-07-06 2026-07-02..2026-07-03"),
            ("2026-07-13", 4, 3, false),
        ),
        // Before the start, across it, and on it: the start itself never counts.
        (("2026-07-01", 5, "2026-07-08", "2026-06-01..2026-06-30"), ("2026-07-08", 5, 0, false)),
        (("2026-07-01", 5, "2026-07-08", "2026-06-29..2026-07-02"), ("2026-07-09", 4, 1, false)),
        (("2026-07-01", 5, "2026-07-08", "2026-07-01..2026-07-01"), ("2026-07-08", 5, 0, false)),
        // On the due date, which moves; after it, where nothing moves.
        (("2026-07-01", 5, "2026-07-08", "2026-07-08..2026-07-08"), ("2026-07-09", 4, 1, false)),
        (("2026-07-01", 5, "2026-07-10", "2026-07-09..2026-07-10"), ("2026-07-08", 5, 2, true)),
        // A weekend counts neither as ours nor as the customer's.
        (("2026-07-01", 5, "2026-07-08", "2026-07-04..2026-07-05"), ("2026-07-08", 5, 0, false)),
        // A pause known ahead already moves the due date.
        (("2026-07-01", 5, "2026-07-02", "2026-07-03..2026-07-07"), ("2026-07-13", 1, 0, false)),
        // A start on a Saturday, and a limit of zero.
        (("2026-07-04", 1, "2026-07-04", ""), ("2026-07-06", 0, 0, false)),
        (("2026-07-01", 0, "2026-07-02", "2026-07-01..2026-07-03"), ("2026-07-01", 0, 1, true)),
        // The weekend after a due Friday counts as late, though no working day has passed.
        (("2026-07-01", 2, "2026-07-04", ""), ("2026-07-03", 2, 0, true)),
    ]);
}
