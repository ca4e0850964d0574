//! Segments of the portfolio: the settings that make them, and the record of a run. The formulas
//! are the analysis room's.

use serde::{Deserialize, Serialize};

use super::record::choice;

choice! {
    /// ABC 类 of a customer by value [DOMAIN §3].
    pub enum AbcClass {
        /// The few that make most of the value.
        A = "A",
        /// The next.
        B = "B",
        /// The rest, and everybody without value.
        C = "C",
    }
}

choice! {
    /// A figure of one customer that customers are compared, scored and clustered by.
    pub enum Feature {
        /// log₁₀ of the 电量 of twelve months, kWh.
        Energy = "energy",
        /// 最大需量 of twelve months, kW.
        PeakDemand = "peak_demand",
        /// 负荷率: mean demand ÷ peak demand, a share.
        LoadFactor = "load_factor",
        /// Energy against the twelve months before, a share.
        Growth = "growth",
        /// Standard deviation ÷ mean of the months' energy.
        Seasonality = "seasonality",
        /// 尖峰 energy ÷ energy of all periods, a share.
        PeakShare = "peak_share",
        /// 谷 energy ÷ energy of all periods, a share.
        ValleyShare = "valley_share",
        /// 功率因数: kWh ÷ √(kWh² + kvarh²).
        PowerFactor = "power_factor",
        /// Days that bills were paid after their due day, mean weighted by amount.
        PaymentDelay = "payment_delay",
        /// Peak demand ÷ contracted capacity, kW per kVA.
        CapacityUse = "capacity_use",
        /// 满意度, 0 to 100.
        Satisfaction = "satisfaction",
        /// 电费 of twelve months, CNY.
        Spend = "spend",
    }
}

/// Cuts that no portfolio can be classed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cuts must satisfy 0 < A ≤ B ≤ 100, in percent")]
pub struct CutsError;

/// Where class A and class B end, in percent of the cumulated value. Checked when made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct AbcCuts {
    a: f64,
    b: f64,
}

impl AbcCuts {
    /// Class A up to `a` percent of the value, class B up to `b` percent.
    ///
    /// # Errors
    /// [`CutsError`] unless 0 < `a` ≤ `b` ≤ 100.
    pub fn new(a: f64, b: f64) -> Result<Self, CutsError> {
        if a > 0.0 && a <= b && b <= 100.0 {
            Ok(Self { a, b })
        } else {
            Err(CutsError)
        }
    }

    /// Where class A ends, percent.
    pub const fn a(self) -> f64 {
        self.a
    }

    /// Where class B ends, percent.
    pub const fn b(self) -> f64 {
        self.b
    }
}

impl Default for AbcCuts {
    /// 80 and 95 percent [DOMAIN §3].
    fn default() -> Self {
        Self { a: 80.0, b: 95.0 }
    }
}

impl TryFrom<(f64, f64)> for AbcCuts {
    type Error = CutsError;

    fn try_from((a, b): (f64, f64)) -> Result<Self, CutsError> {
        Self::new(a, b)
    }
}

impl From<AbcCuts> for (f64, f64) {
    fn from(cuts: AbcCuts) -> Self {
        (cuts.a, cuts.b)
    }
}
