//! Segments of the portfolio: the settings that make them, and the record of a run. The formulas
//! are the analysis room's.

use serde::{Deserialize, Serialize};

use super::{
    Count,
    record::{Whole, choice, record},
};

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
        if a > 0.0 && a <= b && b <= 100.0 { Ok(Self { a, b }) } else { Err(CutsError) }
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

/// The rules that make a customer a key account, and the weights of its score [DOMAIN §3]. Any one rule is
/// enough; a rule that is `None` is not used.
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
    /// True if an importance grade (special, first, second) is enough.
    pub importance: bool,
    /// A score at or above, 0 to 100.
    pub score: Option<f64>,
    /// The weights of the score.
    pub weights: ScoreWeights,
    /// The measure that the value part of the score was set for.
    #[serde(default = "ValueBy::unsaid")]
    pub value_by: ValueBy,
}

choice! {
    /// The measure behind the value part of a score.
    pub enum ValueBy {
        /// The place among all customers, with the missing parts made up for by the others: until amounts
        /// counted.
        Rank = "rank",
        /// The amount.
        Amount = "amount",
    }
}

impl ValueBy {
    /// Returns the measure of rules stored before there was a choice.
    const fn unsaid() -> Self {
        Self::Rank
    }
}

impl KeyAccountRules {
    /// The rule of the score that workspaces began with while value counted by rank.
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

    /// Rules as they hold now. A score that nobody ever changed is the one that a workspace begins with;
    /// what the company set itself stays as it was set.
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
    /// 35 kV, 3 150 kVA, an importance grade, or a score of 60, which nobody reaches without value and
    /// whoever has five times the mean value reaches by it alone; thresholds of energy and spend are the
    /// company's own to set.
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

/// What the parts of the score weigh against each other; only their proportions count.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ScoreWeights {
    /// Value: spend, or energy where there are no bills, against the mean of the portfolio.
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
    /// Figures that most customers lack are clustered by as well.
    pub is_sparse_kept: bool,
}

impl SegmentParams {
    /// The numbers of clusters that are tried.
    pub const TRIED: std::ops::RangeInclusive<usize> = 2..=8;

    /// Returns the parameters as they apply now; see [`KeyAccountRules::up_to_date`].
    #[must_use]
    pub fn up_to_date(mut self) -> Self {
        self.rules = self.rules.up_to_date();
        self
    }
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
            is_sparse_kept: false,
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
        pub customers: Option<Count>,
        /// How long it took, milliseconds.
        pub took_ms: Option<f64>,
        /// The attachment that holds the result.
        pub result: String,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Segmentation parameters as stored by a workspace that had changed only k, while value counted by rank.
    /// Never edited.
    const BY_RANK: &str = r#"{"cuts":[80.0,95.0],"rules":{"voltage_level_kv":35.0,"contracted_capacity_kva":3150.0,"energy_kwh":null,"spend_cny":null,"importance":true,"score":75.0,"weights":{"value":40.0,"growth":15.0,"load_factor":15.0,"payment":15.0,"strategic":15.0}},"features":["energy"],"k":4,"seed":42,"starts":20}"#;

    #[test]
    fn a_rule_that_nobody_changed_is_the_beginning_one() {
        let stored: SegmentParams = serde_json::from_str(BY_RANK).unwrap();
        // The stored form is kept for the runs that were made with it.
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
        // Set to what the old beginning was, today: it is meant.
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
