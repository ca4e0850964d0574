//! Plausibility check of the device clock, from what is known offline: the date of the build, and the times of
//! earlier changes. The order of changes does not depend on it.

/// Milliseconds of a day.
const DAY: u64 = 86_400_000;
/// First moment of 2026 in China; the app is not older.
const WRITTEN: u64 = 1_767_196_800_000;
/// Limit after [`WRITTEN`] beyond which a clock is not plausible: ten years.
const LIFE: u64 = 3_653 * DAY;
/// Longest plausible gap between two changes of a workspace: two years.
const PAUSE: u64 = 731 * DAY;

/// Reason to doubt the clock. Times are milliseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockDoubt {
    /// It shows a time before the app was built.
    TooEarly,
    /// It shows a time implausibly long after everything seen so far.
    TooLate,
    /// The last change has a time more than a day ahead of the clock: the clock was wrong then, or it is wrong
    /// now.
    SetBack {
        /// Time of that change.
        seen: u64,
    },
    /// It seems right now but was ahead earlier: changes made then have that time.
    WasAhead {
        /// Latest of those times.
        seen: u64,
    },
}

impl ClockDoubt {
    /// Returns `true` if the clock may be wrong now, rather than only in the past.
    pub const fn is_now(self) -> bool {
        !matches!(self, Self::WasAhead { .. })
    }
}

/// Returns the doubt about a clock that shows `now`, given the time `last` of the last change and the latest time
/// stamp `latest`.
///
/// ```
/// use busbar_core::domain::wall_clock::{ClockDoubt, doubt};
/// let day = 86_400_000;
/// let (monday, in_2099) = (1_795_000_000_000, 4_083_000_000_000);
/// assert_eq!(doubt(monday, Some(monday - day), monday), None);
/// assert_eq!(doubt(in_2099, Some(monday), monday), Some(ClockDoubt::TooLate));
/// // Set right again: it is said once more, until a change was made by the right clock.
/// let back = Some(ClockDoubt::WasAhead { seen: in_2099 });
/// assert_eq!(doubt(monday, Some(in_2099), in_2099), back);
/// assert_eq!(doubt(monday, Some(monday), in_2099), back);
/// ```
pub fn doubt(now: u64, last: Option<u64>, latest: u64) -> Option<ClockDoubt> {
    let is_possible = |millis: u64| millis <= WRITTEN + LIFE;
    if now + DAY < WRITTEN {
        return Some(ClockDoubt::TooEarly);
    }
    let last = last.filter(|last| is_possible(*last));
    if !is_possible(now) || last.is_some_and(|last| now > last.max(WRITTEN) + PAUSE) {
        return Some(ClockDoubt::TooLate);
    }
    match last {
        Some(seen) if seen > now + DAY => Some(ClockDoubt::SetBack { seen }),
        _ => (latest > now + DAY).then_some(ClockDoubt::WasAhead { seen: latest }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_doubted_by_what_was_seen() {
        let now = 1_795_000_000_000;
        let years = |count: u64| 365 * count * DAY;
        let cases = [
            (now, None, 0, None),
            (now, Some(now + DAY / 2), now + DAY / 2, None),
            (0, None, 0, Some(ClockDoubt::TooEarly)),
            (now - years(2), Some(now), now, Some(ClockDoubt::TooEarly)),
            (
                now,
                Some(now + 2 * DAY),
                now + 2 * DAY,
                Some(ClockDoubt::SetBack { seen: now + 2 * DAY }),
            ),
            (now + years(3), Some(now), now, Some(ClockDoubt::TooLate)),
            // A new workspace on a tablet whose clock is ahead, and one that stays ahead.
            (now + years(30), None, 0, Some(ClockDoubt::TooLate)),
            (now + years(30), Some(now + years(30)), now + years(30), Some(ClockDoubt::TooLate)),
            // A long absence.
            (now + years(1), Some(now), now, None),
            (now, Some(now), now + years(3), Some(ClockDoubt::WasAhead { seen: now + years(3) })),
        ];
        for (now, last, latest, doubted) in cases {
            assert_eq!(doubt(now, last, latest), doubted, "{now} {last:?} {latest}");
        }
    }
}
