//! The periods of a time-of-use tariff.

use crate::domain::Month;

/// Which period an hour belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TariffPeriod {
    /// Peak, and sharp in the months of the highest load.
    SharpInSeason,
    /// 峰.
    Peak,
    /// 平.
    Flat,
    /// 谷.
    Valley,
}

impl TariffPeriod {
    /// Its place among sharp, peak, flat, valley. Sharp prices hold in July, August, December and
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

/// The period of each hour, 0:00 first.
pub const PERIODS: [TariffPeriod; 24] = {
    use TariffPeriod::{Flat as F, Peak as P, SharpInSeason as S, Valley as V};
    [V, V, V, V, V, V, V, V, F, P, P, V, V, F, F, P, P, P, S, S, P, P, F, V]
};
