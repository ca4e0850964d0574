//! The PIN that leads from the customer's screen back to the manager's: storage, limits on attempts, and recovery
//! if it was forgotten.
//!
//! Its only purpose is to keep a customer who holds the tablet away from the manager's pages. It encrypts nothing:
//! anyone who copies the browser profile can find four digits, whatever the derivation, and the count of attempts
//! is on the same device. Data at rest is protected by other means.

use serde::{Deserialize, Serialize};

use crate::platform::{clock, crypto, preferences, random};

/// Rounds of PBKDF2-HMAC-SHA-256 [OWASP Password Storage Cheat Sheet 2023].
const ROUNDS: u32 = 600_000;
/// Allowed number of digits.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Number of wrong attempts before the first wait.
const FREE: u32 = 5;
/// First wait, milliseconds; each further wrong attempt doubles it.
const WAIT: u64 = 30_000;
/// Longest wait, milliseconds.
const LONGEST: u64 = 3_600_000;
/// Time from the report that the PIN was forgotten until the lock opens without it, milliseconds.
pub const FORGOTTEN_WAIT: u64 = 30 * 60_000;

const LOCK: &str = "pin";
const TRIES: &str = "pin_tries";

/// Lock between the customer's screen and the manager's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// Not decided yet.
    #[default]
    Undecided,
    /// No PIN, by the user's choice.
    Without,
    /// Hash of a PIN.
    Pin(Hashed),
}

/// A PIN as stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hashed {
    salt: [u8; 16],
    rounds: u32,
    hash: [u8; 32],
}

/// Number of wrong attempts, and the time at which the PIN was reported as forgotten.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tries {
    wrong: u32,
    /// Time of the last wrong attempt, milliseconds since 1970.
    at: u64,
    forgotten_at: Option<u64>,
}

/// State of the PIN at a given time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PinState {
    /// Time until the next attempt is allowed, milliseconds.
    pub wait: u64,
    /// Number of attempts left before the first wait.
    pub left: u32,
    /// `true` if there was a wrong attempt.
    pub was_wrong: bool,
    /// Time until the lock opens without the PIN, if it was reported as forgotten, milliseconds.
    pub until_open: Option<u64>,
}

impl PinState {
    /// Returns the stored state at `now`, in milliseconds since 1970.
    pub fn at(now: u64) -> Self {
        let tries = Tries::load();
        Self {
            wait: tries.wait(now),
            left: tries.left(),
            was_wrong: tries.wrong > 0,
            until_open: tries.until_open(now),
        }
    }
}

/// Reason why a PIN cannot be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PinError {
    /// Too short, too long, or with characters other than digits.
    NoPin,
    /// The browser cannot hash it, for example on a page served over plain HTTP.
    Unavailable,
}

/// Result of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tried {
    /// The PIN is right, or there is none.
    Right,
    /// The PIN is wrong, or the wait is not over.
    Wrong(Tries),
}

impl Tries {
    /// Returns the time until the next attempt is allowed, milliseconds.
    pub fn wait(self, now: u64) -> u64 {
        let Some(doubled) = self.wrong.checked_sub(FREE) else {
            return 0;
        };
        let wait = WAIT.saturating_mul(1 << doubled.min(16)).min(LONGEST);
        // A clock that was set back does not extend the wait.
        (self.at.saturating_add(wait)).saturating_sub(now).min(wait)
    }

    /// Returns the number of attempts left before the first wait.
    pub const fn left(self) -> u32 {
        FREE.saturating_sub(self.wrong)
    }

    /// Returns the value after another wrong attempt.
    #[must_use]
    pub const fn wrong(self, now: u64) -> Self {
        Self { wrong: self.wrong.saturating_add(1), at: now, ..self }
    }

    /// Returns the value after the PIN was reported as forgotten. Further reports change nothing.
    #[must_use]
    pub fn forgotten(self, now: u64) -> Self {
        Self { forgotten_at: self.forgotten_at.or(Some(now)), ..self }
    }

    /// Returns the time until the lock opens without a PIN, milliseconds; `None` if it was not reported as
    /// forgotten.
    pub fn until_open(self, now: u64) -> Option<u64> {
        let open = self.forgotten_at?.saturating_add(FORGOTTEN_WAIT);
        Some(open.saturating_sub(now).min(FORGOTTEN_WAIT))
    }

    /// Reads the stored value.
    pub fn load() -> Self {
        read(TRIES)
    }

    /// Stores the value, so that it survives a reload.
    pub fn save(self) {
        write(TRIES, &self);
    }
}

impl Lock {
    /// Reads the stored value.
    pub fn load() -> Self {
        read(LOCK)
    }

    fn keep(self) -> Self {
        write(LOCK, &self);
        preferences::forget(TRIES);
        self
    }

    /// Stores the choice to have no PIN, and returns it.
    pub fn without() -> Self {
        Self::Without.keep()
    }

    /// Stores that nothing is decided, so that the next hand-over asks, and returns it.
    pub fn undecided() -> Self {
        Self::Undecided.keep()
    }

    /// Stores a PIN, and returns the lock.
    ///
    /// # Errors
    /// [`PinError`]; the previous PIN remains valid.
    pub async fn pin(typed: &str) -> Result<Self, PinError> {
        let digits = digits(typed).ok_or(PinError::NoPin)?;
        let salt = random::bytes();
        let hash = crypto::slow_hash(&digits, &salt, ROUNDS).await;
        let hash = hash.ok_or(PinError::Unavailable)?;
        let kept = Hashed { salt, rounds: ROUNDS, hash };
        Ok(Self::Pin(kept).keep())
    }

    /// Checks a PIN. During a wait the attempt is rejected without a check.
    pub async fn try_pin(&self, typed: &str) -> Tried {
        let Self::Pin(kept) = self else {
            return Tried::Right;
        };
        let tries = Tries::load();
        if tries.wait(clock::now_millis()) > 0 {
            return Tried::Wrong(tries);
        }
        let hash = match digits(typed) {
            Some(digits) => crypto::slow_hash(&digits, &kept.salt, kept.rounds).await,
            None => None,
        };
        if hash == Some(kept.hash) {
            preferences::forget(TRIES);
            return Tried::Right;
        }
        // The stored count is read again, because another tab may have counted an attempt meanwhile.
        let tries = Tries::load().wrong(clock::now_millis());
        tries.save();
        Tried::Wrong(tries)
    }
}

/// Returns the digits of the input, with full-width digits converted; `None` if it is not a valid PIN.
fn digits(typed: &str) -> Option<String> {
    const FULL_ZERO: u32 = 0xff10;
    let digit = |sign: char| match sign {
        '0'..='9' => Some(sign),
        '\u{ff10}'..='\u{ff19}' => char::from_digit(sign as u32 - FULL_ZERO, 10),
        _ => None,
    };
    let digits: Option<String> = typed.trim().chars().map(digit).collect();
    digits.filter(|digits| DIGITS.contains(&digits.len()))
}

fn read<T: for<'de> Deserialize<'de> + Default>(name: &str) -> T {
    let kept = preferences::load(name);
    kept.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn write<T: Serialize>(name: &str, value: &T) {
    preferences::save(name, &serde_json::to_string(value).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: u64 = 60_000;

    #[test]
    fn after_five_tries_the_wait_grows() {
        let mut tries = Tries::default();
        let mut now = 1_000_000;
        for left in [4, 3, 2, 1] {
            tries = tries.wrong(now);
            assert_eq!((tries.left(), tries.wait(now)), (left, 0));
        }
        for wait in [30_000, MINUTE, 2 * MINUTE, 4 * MINUTE] {
            tries = tries.wrong(now);
            assert_eq!((tries.left(), tries.wait(now)), (0, wait));
            assert_eq!(tries.wait(now + wait - 1), 1);
            now += wait;
            assert_eq!(tries.wait(now), 0);
        }
        for _ in 0..100 {
            tries = tries.wrong(now);
        }
        assert_eq!(tries.wait(now), LONGEST);
        // The clock was set back or forward.
        assert_eq!(tries.wait(0), LONGEST);
        assert_eq!(tries.wait(u64::MAX), 0);
    }

    #[test]
    fn forgotten_it_opens_after_half_an_hour_and_not_later_for_pressing_again() {
        let tries = Tries::default();
        assert_eq!(tries.until_open(5), None);
        let said = tries.forgotten(1000);
        assert_eq!(said.until_open(1000), Some(FORGOTTEN_WAIT));
        let again = said.forgotten(2000).wrong(3000);
        assert_eq!(again.until_open(1000 + FORGOTTEN_WAIT - 1), Some(1));
        assert_eq!(again.until_open(1000 + FORGOTTEN_WAIT), Some(0));
        // A clock that was set back does not lock for ever.
        assert_eq!(again.until_open(0), Some(FORGOTTEN_WAIT));
    }

    #[test]
    fn four_to_eight_digits_of_either_width_are_a_pin() {
        for (typed, expected) in [
            ("1234", Some("1234")),
            (" 12345678 ", Some("12345678")),
            ("１２３４", Some("1234")),
            ("123", None),
            ("123456789", None),
            ("12a4", None),
            ("", None),
        ] {
            assert_eq!(digits(typed).as_deref(), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        for lock in [
            Lock::Undecided,
            Lock::Without,
            Lock::Pin(Hashed { salt: [7; 16], rounds: 9, hash: [8; 32] }),
        ] {
            let json = serde_json::to_string(&lock).unwrap();
            assert_eq!(serde_json::from_str::<Lock>(&json).unwrap(), lock);
        }
    }
}
