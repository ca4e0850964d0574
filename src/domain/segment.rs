//! Segments of the portfolio: the settings that make them, and the record of a run. The formulas
//! are the analysis room's.

use serde::{Deserialize, Serialize};

use super::record::{Whole, choice, record};

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

/// What makes a customer a key account, and how it is scored [DOMAIN §3]. Any one rule is enough; a
/// rule that is `None` is not asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyAccountRules {
    /// 电压等级 at or above, kV.
    pub voltage_level_kv: Option<f64>,
    /// 合同容量 at or above, kVA.
    pub contracted_capacity_kva: Option<f64>,
    /// 电量 of twelve months at or above, kWh.
    pub energy_kwh: Option<f64>,
    /// 电费 of twelve months at or above, CNY.
    pub spend_cny: Option<f64>,
    /// Whether an importance grade (special, first, second) is enough.
    pub importance: bool,
    /// A score at or above, 0 to 100.
    pub score: Option<f64>,
    /// What the score weighs.
    pub weights: ScoreWeights,
}

impl Default for KeyAccountRules {
    /// 35 kV, 3 150 kVA, an importance grade, or a score of 75; thresholds of energy and spend are
    /// the company's own to set.
    fn default() -> Self {
        Self {
            voltage_level_kv: Some(35.0),
            contracted_capacity_kva: Some(3150.0),
            energy_kwh: None,
            spend_cny: None,
            importance: true,
            score: Some(75.0),
            weights: ScoreWeights::default(),
        }
    }
}

/// What the parts of the score weigh against each other; only their proportions count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreWeights {
    /// Value: the place in the portfolio by spend, or by energy where there are no bills.
    pub value: f64,
    /// Growth of energy.
    pub growth: f64,
    /// Load factor.
    pub load_factor: f64,
    /// Payment in time.
    pub payment: f64,
    /// Strategic importance.
    pub strategic: f64,
}

impl Default for ScoreWeights {
    fn default() -> Self {
        Self {
            value: 40.0,
            growth: 15.0,
            load_factor: 15.0,
            payment: 15.0,
            strategic: 15.0,
        }
    }
}

choice! {
    /// 等级 of a customer by consumption × spend × payment.
    pub enum Tier {
        /// 白金
        Platinum = "platinum",
        /// 黄金
        Gold = "gold",
        /// 白银
        Silver = "silver",
        /// 普通
        Standard = "standard",
    }
}

/// How the portfolio is segmented: a setting, and kept with every run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentParams {
    /// Where the classes end.
    pub cuts: AbcCuts,
    /// What makes a key account.
    pub rules: KeyAccountRules,
    /// The figures that customers are clustered by.
    pub features: Vec<Feature>,
    /// How many clusters; where it is `None`, the silhouette chooses.
    pub k: Option<usize>,
    /// The same seed gives the same clusters.
    pub seed: u64,
    /// How many starts the best clustering is taken of.
    pub starts: usize,
}

impl SegmentParams {
    /// The numbers of clusters that are tried.
    pub const TRIED: std::ops::RangeInclusive<usize> = 2..=8;
}

impl Default for SegmentParams {
    /// Size, shape of use, growth and payment; as many clusters as the silhouette says.
    fn default() -> Self {
        Self {
            cuts: AbcCuts::default(),
            rules: KeyAccountRules::default(),
            features: vec![
                Feature::Energy,
                Feature::LoadFactor,
                Feature::Growth,
                Feature::Seasonality,
                Feature::ValleyShare,
                Feature::PaymentDelay,
            ],
            k: None,
            seed: 42,
            starts: 20,
        }
    }
}

record! {
    /// One segmentation: when, how, and where its result is kept.
    pub struct SegmentRun: "segment_run" {
        /// The day.
        pub ran_on: Option<jiff::civil::Date>,
        /// How it was done.
        pub params: Whole<SegmentParams>,
        /// How many customers it was about.
        pub customers: Option<f64>,
        /// How long it took, milliseconds.
        pub took_ms: Option<f64>,
        /// The attachment that holds the result.
        pub result: String,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}
