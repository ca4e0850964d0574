//! Segmentation of the portfolio: its settings, and the record of a run. The formulas are in the analysis room.

use serde::{Deserialize, Serialize};

use super::{
    Count,
    record::{Whole, choice, record},
    setting::SettingContent,
};

choice! {
    /// ABC 类 of a customer by value [DOMAIN §3].
    pub enum AbcClass {
        /// The few customers with most of the value.
        A = "A",
        /// The next.
        B = "B",
        /// The rest, and all customers without value.
        C = "C",
    }
}

choice! {
    /// A figure by which customers are compared, scored and clustered.
    pub enum Feature {
        /// log₁₀ of twelve months' 电量, kWh.
        Energy = "energy",
        /// 最大需量 of twelve months, kW.
        PeakDemand = "peak_demand",
        /// 负荷率: mean demand ÷ peak demand, a share.
        LoadFactor = "load_factor",
        /// Change of energy over the previous twelve months, a share.
        Growth = "growth",
        /// Standard deviation ÷ mean of the monthly energy.
        Seasonality = "seasonality",
        /// 尖峰 energy ÷ energy of all periods, a share.
        PeakShare = "peak_share",
        /// 谷 energy ÷ energy of all periods, a share.
        ValleyShare = "valley_share",
        /// 功率因数: kWh ÷ √(kWh² + kvarh²).
        PowerFactor = "power_factor",
        /// Days from due date to payment, mean weighted by amount.
        PaymentDelay = "payment_delay",
        /// Peak demand ÷ contracted capacity, kW per kVA.
        CapacityUse = "capacity_use",
        /// 满意度, 0 to 100.
        Satisfaction = "satisfaction",
        /// 电费 of twelve months, CNY.
        Spend = "spend",
    }
}

/// Invalid class limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cuts must satisfy 0 < A ≤ B ≤ 100, in percent")]
pub struct CutsError;

/// Upper limits of classes A and B, percent of cumulated value. Validated on creation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct AbcCuts {
    a: f64,
    b: f64,
}

impl AbcCuts {
    /// Creates the limits: class A up to `a` percent of value, class B up to `b` percent.
    ///
    /// # Errors
    /// [`CutsError`] unless 0 < `a` ≤ `b` ≤ 100.
    pub fn new(a: f64, b: f64) -> Result<Self, CutsError> {
        if a > 0.0 && a <= b && b <= 100.0 { Ok(Self { a, b }) } else { Err(CutsError) }
    }

    /// Returns the upper limit of class A, percent.
    pub const fn a(self) -> f64 {
        self.a
    }

    /// Returns the upper limit of class B, percent.
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

/// Key-account rules and score weights [DOMAIN §3]. One satisfied rule is enough; a rule that is `None` is not
/// used.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyAccountRules {
    /// Minimum 电压等级, kV.
    pub voltage_level_kv: Option<f64>,
    /// Minimum 合同容量, kVA.
    pub contracted_capacity_kva: Option<f64>,
    /// Minimum 电量 of twelve months, kWh.
    pub energy_kwh: Option<f64>,
    /// Minimum 电费 of twelve months, CNY.
    pub spend_cny: Option<f64>,
    /// `true` if an importance grade (special, first, second) qualifies.
    pub importance: bool,
    /// Minimum score, 0 to 100.
    pub score: Option<f64>,
    /// Weights of the score.
    pub weights: ScoreWeights,
    /// Measure of the value part of the score.
    #[serde(default = "ValueBy::unsaid")]
    pub value_by: ValueBy,
}

choice! {
    /// Measure of the value part of a score.
    pub enum ValueBy {
        /// The rank among all customers, with missing parts replaced by the others; used before amounts counted.
        Rank = "rank",
        /// The amount.
        Amount = "amount",
    }
}

impl ValueBy {
    /// Returns the measure of rules stored before the choice existed.
    const fn unsaid() -> Self {
        Self::Rank
    }
}

impl KeyAccountRules {
    /// Initial score rule of workspaces from the time when value counted by rank.
    const SCORE_BY_RANK: (f64, ScoreWeights) = (
        75.0,
        ScoreWeights {
            value: 40.0,
            growth: 15.0,
            load_factor: 15.0,
            payment: 15.0,
            strategic: 15.0,
        },
    );

    /// Returns the rules as they apply now. A score that was never changed is replaced by the current default;
    /// the company's own settings are kept.
    #[must_use]
    pub fn up_to_date(mut self) -> Self {
        if self.value_by == ValueBy::Rank {
            let (score, weights) = Self::SCORE_BY_RANK;
            if self.score == Some(score) && self.weights == weights {
                let Self { score, weights, .. } = Self::default();
                (self.score, self.weights) = (score, weights);
            }
            self.value_by = ValueBy::Amount;
        }
        self
    }
}

impl Default for KeyAccountRules {
    /// Defaults: 35 kV, 3 150 kVA, an importance grade, or a score of 60, which cannot be reached without value,
    /// and is reached by value alone at five times the mean. Thresholds of energy and spend are left to the
    /// company.
    fn default() -> Self {
        Self {
            voltage_level_kv: Some(35.0),
            contracted_capacity_kva: Some(3150.0),
            energy_kwh: None,
            spend_cny: None,
            importance: true,
            score: Some(60.0),
            weights: ScoreWeights::default(),
            value_by: ValueBy::Amount,
        }
    }
}

/// Relative weights of the parts of the score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreWeights {
    /// Value: spend, or energy where there are no bills, against the mean of the portfolio.
    pub value: f64,
    /// Growth of energy.
    pub growth: f64,
    /// Load factor.
    pub load_factor: f64,
    /// Punctual payment.
    pub payment: f64,
    /// Strategic importance.
    pub strategic: f64,
}

impl Default for ScoreWeights {
    fn default() -> Self {
        Self { value: 60.0, growth: 10.0, load_factor: 10.0, payment: 10.0, strategic: 10.0 }
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

/// Segmentation parameters: a setting, and stored with every run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SegmentParams {
    /// Class limits.
    pub cuts: AbcCuts,
    /// Key-account rules.
    pub rules: KeyAccountRules,
    /// Features used for clustering.
    pub features: Vec<Feature>,
    /// Number of clusters; `None` to choose by silhouette.
    pub k: Option<usize>,
    /// Seed; equal seeds give equal clusters.
    pub seed: u64,
    /// Number of starts, of which the best clustering is kept.
    pub starts: usize,
    /// `true` to cluster also by features that most customers lack.
    pub is_sparse_kept: bool,
}

impl SegmentParams {
    /// Candidate numbers of clusters.
    pub const TRIED: std::ops::RangeInclusive<usize> = 2..=8;
}

impl SettingContent for SegmentParams {
    /// See [`KeyAccountRules::up_to_date`].
    fn up_to_date(mut self) -> Self {
        self.rules = self.rules.up_to_date();
        self
    }
}

impl Default for SegmentParams {
    /// Defaults: size, load shape, growth and payment; the number of clusters by silhouette.
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
            is_sparse_kept: false,
        }
    }
}

record! {
    /// One segmentation run: date, parameters and location of the result.
    pub struct SegmentRun: "segment_run" {
        /// Date of the run.
        pub ran_on: Option<jiff::civil::Date>,
        /// Parameters.
        pub params: Whole<SegmentParams>,
        /// Number of customers.
        pub customers: Option<Count>,
        /// Duration, milliseconds.
        pub took_ms: Option<f64>,
        /// Hash of the attachment that holds the result.
        pub result: String,
        /// Deleted; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Segmentation parameters as stored by a workspace that had changed only k, while value counted by rank.
    /// Fixture, never edited.
    const BY_RANK: &str = r#"{"cuts":[80.0,95.0],"rules":{"voltage_level_kv":35.0,"contracted_capacity_kva":3150.0,"energy_kwh":null,"spend_cny":null,"importance":true,"score":75.0,"weights":{"value":40.0,"growth":15.0,"load_factor":15.0,"payment":15.0,"strategic":15.0}},"features":["energy"],"k":4,"seed":42,"starts":20}"#;

    #[test]
    fn a_rule_that_nobody_changed_is_the_beginning_one() {
        let stored: SegmentParams = serde_json::from_str(BY_RANK).unwrap();
        // The stored form stays as it was when the runs were made.
        assert_eq!((stored.rules.score, stored.rules.value_by), (Some(75.0), ValueBy::Rank));
        let now = stored.up_to_date();
        assert_eq!((now.rules.clone(), now.k), (KeyAccountRules::default(), Some(4)));
        assert_eq!(now.clone().up_to_date(), now);
    }

    #[test]
    fn a_rule_that_the_company_set_stays() {
        let own = BY_RANK.replace("75.0", "80.0").replace("35.0", "110.0");
        let now = serde_json::from_str::<SegmentParams>(&own).unwrap().up_to_date();
        assert_eq!((now.rules.score, now.rules.weights.value), (Some(80.0), 40.0));
        assert_eq!(now.rules.voltage_level_kv, Some(110.0));
        // Set to the old default today, so it is intended.
        let again = KeyAccountRules {
            score: Some(75.0),
            weights: KeyAccountRules::SCORE_BY_RANK.1,
            ..KeyAccountRules::default()
        };
        let stored = serde_json::to_string(&again).unwrap();
        let read: KeyAccountRules = serde_json::from_str(&stored).unwrap();
        assert_eq!(read.up_to_date(), again);
    }
}
