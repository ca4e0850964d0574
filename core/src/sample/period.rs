//! The periods of a time-of-use tariff.

use crate::domain::Month;

/// Tariff period of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TariffPeriod {
    /// Peak, or sharp in the months of the highest load.
    SharpInSeason,
    /// 峰.
    Peak,
    /// 平.
    Flat,
    /// 谷.
    Valley,
}

impl TariffPeriod {
    /// Returns the index among sharp, peak, flat, valley. Sharp prices apply in July, August, December and
    /// January.
    pub const fn of(self, month: Month) -> usize {
        match self {
            Self::SharpInSeason => match month.month() {
                1 | 7 | 8 | 12 => 0,
                _ => 1,
            },
            Self::Peak => 1,
            Self::Flat => 2,
            Self::Valley => 3,
        }
    }
}

/// Period of each hour, starting at 0:00.
pub const PERIODS: [TariffPeriod; 24] = {
    use TariffPeriod::{Flat as F, Peak as P, SharpInSeason as S, Valley as V};
    [V, V, V, V, V, V, V, V, F, P, P, V, V, F, F, P, P, P, S, S, P, P, F, V]
};
