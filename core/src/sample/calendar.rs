//! Idle time around the Spring Festival, when factories close. The dates are real, from the lunar calendar; other
//! holidays affect a month too little to matter here.

use jiff::civil::{Date, date};

use crate::domain::Month;

/// First day of the lunar year.
const SPRING_FESTIVALS: [Date; 21] = [
    date(2015, 2, 19),
    date(2016, 2, 8),
    date(2017, 1, 28),
    date(2018, 2, 16),
    date(2019, 2, 5),
    date(2020, 1, 25),
    date(2021, 2, 12),
    date(2022, 2, 1),
    date(2023, 1, 22),
    date(2024, 2, 10),
    date(2025, 1, 29),
    date(2026, 2, 17),
    date(2027, 2, 6),
    date(2028, 1, 26),
    date(2029, 2, 13),
    date(2030, 2, 3),
    date(2031, 1, 23),
    date(2032, 2, 11),
    date(2033, 1, 31),
    date(2034, 2, 19),
    date(2035, 2, 8),
];

/// Number of days before and after the first day of the year during which factories empty and fill again.
const DAYS_BEFORE: i32 = 7;
const DAYS_AFTER: i32 = 12;

/// Returns the share of a month's days within the idle time of the festival; 0 outside 2015 to 2035.
///
/// ```
/// use busbar_core::{domain::Month, sample::calendar::festival_share};
/// let share = |year, month| festival_share(Month::new(year, month).unwrap());
/// // In 2026 the year began on 17 February; in 2023 on 22 January.
/// assert!(share(2026, 2) > 0.6 && share(2026, 1) == 0.0);
/// assert!(share(2023, 1) > 0.5 && share(2023, 2) < 0.15);
/// ```
pub fn festival_share(month: Month) -> f64 {
    let Ok(first) = Date::new(month.year() as i16, month.month() as i8, 1) else {
        return 0.0;
    };
    let days = month.days();
    SPRING_FESTIVALS
        .iter()
        .filter(|festival| i32::from(festival.year()) == month.year())
        .map(|festival| {
            let day = (*festival - first).get_days();
            let from = (day - DAYS_BEFORE).clamp(0, days);
            let to = (day + DAYS_AFTER).clamp(0, days);
            f64::from(to - from) / f64::from(days)
        })
        .sum()
}
