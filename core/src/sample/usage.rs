//! Monthly figures of one supply point: energy by period, peak demand, reactive energy. Costs are in `tariff`.

use super::{calendar::festival_share, industry::Industry, period::PERIODS};
use crate::{analysis::seeded::Seeded, domain::Month};

/// Consumption pattern of a customer.
#[derive(Clone, Copy, Debug)]
pub struct Habit {
    /// Industry.
    pub industry: &'static Industry,
    /// Yearly growth, as a share.
    pub growth: f64,
    /// Event in its history.
    pub event: UsageEvent,
    /// Power factor.
    pub power_factor: f64,
    /// Load factor.
    pub load_factor: f64,
}

/// A lasting change of a customer's consumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum UsageEvent {
    /// No change.
    None,
    /// A new production line: consumption rises by a share, some months before the last.
    Expansion {
        /// Months before the last month.
        months_ago: i32,
        /// Increase, as a share.
        by: f64,
    },
    /// Falling orders, month by month, starting some months before the last.
    Decline {
        /// Months before the last month.
        months_ago: i32,
        /// Monthly decrease, as a share.
        by: f64,
    },
}

/// One month of a supply point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MonthOfUse {
    /// 电量, kWh.
    pub energy_kwh: f64,
    /// Energy by period, kWh: sharp, peak, flat, valley.
    pub periods_kwh: [f64; 4],
    /// 最大需量, kW.
    pub peak_demand_kw: f64,
    /// 无功电量, kvarh.
    pub reactive_kvarh: f64,
}

impl MonthOfUse {
    /// Returns the figures in the order of the sample's readings.
    pub const fn values(&self) -> [f64; 7] {
        let [sharp, peak, flat, valley] = self.periods_kwh;
        [self.energy_kwh, sharp, peak, flat, valley, self.peak_demand_kw, self.reactive_kvarh]
    }
}

/// Returns a month of a supply point that uses `annual_energy_kwh` in the last year, `back` months before the
/// last.
pub fn month(
    habit: &Habit,
    annual_energy_kwh: f64,
    month: Month,
    back: i32,
    chance: &mut Seeded,
) -> MonthOfUse {
    let days = f64::from(month.days());
    let usual = annual_energy_kwh / 365.25 * days;
    let level = season(habit.industry, month)
        * (1.0 - habit.industry.festival_rest * festival_share(month))
        * (1.0 + habit.growth).powf(-f64::from(back) / 12.0)
        * habit.event.factor(back);
    let energy = (usual * level * around(0.05, chance)).max(1.0).round();
    let shares = period_shares(habit.industry, month);
    let shifted = around(0.04, chance);
    let sharp = (energy * shares[0] * shifted).round();
    let peak = (energy * shares[1] * shifted).round();
    let flat = (energy * shares[2]).round().min(energy - sharp - peak).max(0.0);
    let valley = energy - sharp - peak - flat;
    let mean_kw = energy / (days * 24.0);
    let power_factor = (habit.power_factor * around(0.01, chance)).clamp(0.6, 0.999);
    MonthOfUse {
        energy_kwh: energy,
        periods_kwh: [sharp, peak, flat, valley],
        peak_demand_kw: tenths(
            (mean_kw / habit.load_factor * around(0.06, chance)).max(mean_kw * 1.04),
        ) + 0.1,
        reactive_kvarh: (energy * power_factor.acos().tan()).round(),
    }
}

/// Returns the seasonal factor of a month: heat peaks in July and August, cold in December and January.
fn season(industry: &Industry, month: Month) -> f64 {
    const HEAT: [f64; 12] = [0.0, 0.0, 0.0, 0.0, 0.15, 0.55, 1.0, 1.0, 0.5, 0.0, 0.0, 0.0];
    const COLD: [f64; 12] = [1.0, 0.8, 0.3, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 0.9];
    let place = (month.month() - 1) as usize;
    let at = |heat: f64, cold: f64| 1.0 + industry.summer * heat + industry.winter * cold;
    let mean = at(HEAT.iter().sum::<f64>() / 12.0, COLD.iter().sum::<f64>() / 12.0);
    at(HEAT[place], COLD[place]) / mean
}

/// Returns the share of a day's energy in each period.
fn period_shares(industry: &Industry, month: Month) -> [f64; 4] {
    let mut shares = [0.0; 4];
    for (hour, use_of_hour) in industry.rhythm.hours().into_iter().enumerate() {
        shares[PERIODS[hour].of(month)] += use_of_hour / 24.0;
    }
    shares
}

impl UsageEvent {
    fn factor(self, back: i32) -> f64 {
        match self {
            Self::None => 1.0,
            // The yearly energy is that at the end, so later changes are removed from earlier months.
            Self::Expansion { months_ago, by } if back > months_ago => 1.0 / (1.0 + by),
            Self::Expansion { .. } => 1.0,
            Self::Decline { months_ago, by } => {
                (1.0 - by).powi((months_ago - back).clamp(0, months_ago))
            }
        }
    }
}

/// Returns a random factor around 1, almost always within three times `spread` (from the sum of four uniform
/// variables).
pub fn around(spread: f64, chance: &mut Seeded) -> f64 {
    let sum = chance.unit() + chance.unit() + chance.unit() + chance.unit();
    // The sum of four uniform variables has mean 2 and variance 1/3.
    1.0 + spread * (sum - 2.0) * 1.732
}

fn tenths(number: f64) -> f64 {
    (number * 10.0).round() / 10.0
}
