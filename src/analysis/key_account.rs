//! Key accounts: which rules a customer meets, what it scores and why, and what those next in line
//! lack. The rules and weights are settings.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Importance, InOrder,
    segment::{KeyAccountRules, ScoreWeights},
};

/// What the rules and the score look at; `None` where it is not known.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct AccountFigures {
    /// 电压等级, kV.
    pub voltage_level_kv: Option<f64>,
    /// 合同容量, kVA.
    pub contracted_capacity_kva: Option<f64>,
    /// 重要用户等级.
    pub importance: Option<Importance>,
    /// 电量 of twelve months, kWh.
    pub energy_kwh: Option<f64>,
    /// 电费 of twelve months, CNY.
    pub spend_cny: Option<f64>,
    /// Energy against the year before, a share.
    pub growth: Option<f64>,
    /// 负荷率, a share.
    pub load_factor: Option<f64>,
    /// Days bills were paid after their due day.
    pub payment_delay_days: Option<f64>,
    /// 战略重要性, 0 to 100.
    pub strategic_importance: Option<f64>,
}

/// A rule that makes a key account. The order is part of the stored format and only grows at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Voltage, kV.
    Voltage,
    /// Contracted capacity, kVA.
    Capacity,
    /// Energy of twelve months, kWh.
    Energy,
    /// Spend of twelve months, CNY.
    Spend,
    /// An importance grade.
    Importance,
    /// The score.
    Score,
}

/// A part of the score. The order is part of the stored format and only grows at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScorePart {
    /// The place in the portfolio by value.
    Value,
    /// Growth of energy.
    Growth,
    /// Load factor.
    LoadFactor,
    /// Payment in time.
    Payment,
    /// Strategic importance.
    Strategic,
}

/// What one part brought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePoints {
    /// The part.
    pub part: ScorePart,
    /// The figure it was made of, in the unit of [`AccountFigures`]; for value the share of customers
    /// with less.
    pub figure: f64,
    /// Points, 0 to `most`.
    pub points: f64,
    /// The most this part can bring this customer.
    pub most: f64,
}

/// How far a customer is from a rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// The rule.
    pub rule: Rule,
    /// What the customer has, in the rule's unit.
    pub has: f64,
    /// What the rule asks.
    pub needs: f64,
}

impl Gap {
    /// Whether the rule is met.
    pub fn is_met(&self) -> bool {
        self.has >= self.needs
    }

    /// How near, from 0 to 1.
    pub fn nearness(&self) -> f64 {
        (self.has / self.needs).clamp(0.0, 1.0)
    }
}

/// Why a customer is a key account, or how near it is.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyAccount {
    /// The rules it meets; none for one that is no key account.
    pub met: Vec<Gap>,
    /// The rules it does not meet, nearest first.
    pub lacks: Vec<Gap>,
    /// Its score, 0 to 100; of too few parts to make a key account where [`Rule::Score`] is neither met
    /// nor lacked.
    pub score: f64,
    /// What the score is made of; parts of which nothing is known are left out.
    pub points: Vec<ScorePoints>,
}

impl KeyAccount {
    /// It meets at least one rule.
    pub const fn is_key(&self) -> bool {
        !self.met.is_empty()
    }

    /// The rule it comes nearest to.
    pub fn nearest(&self) -> Option<Gap> {
        self.lacks.first().copied()
    }
}

/// What each rule asks, in its unit; `None` where it is not asked.
pub fn thresholds(rules: &KeyAccountRules) -> [(Rule, Option<f64>); 6] {
    [
        (Rule::Voltage, rules.voltage_level_kv),
        (Rule::Capacity, rules.contracted_capacity_kva),
        (Rule::Energy, rules.energy_kwh),
        (Rule::Spend, rules.spend_cny),
        (Rule::Importance, rules.importance.then_some(1.0)),
        (Rule::Score, rules.score),
    ]
}

/// What each part of the score weighs.
pub fn part_weights(weights: &ScoreWeights) -> [(ScorePart, f64); 5] {
    [
        (ScorePart::Value, weights.value),
        (ScorePart::Growth, weights.growth),
        (ScorePart::LoadFactor, weights.load_factor),
        (ScorePart::Payment, weights.payment),
        (ScorePart::Strategic, weights.strategic),
    ]
}

/// Growth of which a part earns nothing and all of its points.
const GROWTH: (f64, f64) = (-0.2, 0.2);
/// Load factor of which a part earns nothing and all of its points.
const LOAD_FACTOR: (f64, f64) = (0.2, 0.8);
/// Days late of which a part earns nothing and all of its points.
const DELAY_DAYS: (f64, f64) = (30.0, 0.0);
/// The part of the weight of which something must be known before the score makes a key account: one
/// figure alone can be 100.
const KNOWN: f64 = 0.5;

/// Where `value` lies from `none` (0) to `all` (1).
fn part_of(value: f64, (none, all): (f64, f64)) -> f64 {
    ((value - none) / (all - none)).clamp(0.0, 1.0)
}

/// Judges every customer of a portfolio.
///
/// Score = 100 · Σ wᵢ sᵢ ÷ Σ wᵢ over the parts that are known, with s in 0 to 1: value = share of
/// customers with less value (spend, or energy where nobody has bills); growth from −20 % to +20 %;
/// load factor from 0.2 to 0.8; payment from 30 days late to none; strategic importance ÷ 100. The
/// scale is this product's own; the parts are those of DOMAIN §3. The rule of the score is asked of
/// those only of whom parts of at least half of the weight are known.
///
/// ```
/// use busbar::{analysis::key_account::{AccountFigures, Rule, key_accounts}, domain::segment::KeyAccountRules};
/// let figures = AccountFigures {
///     voltage_level_kv: Some(35.0),
///     load_factor: Some(0.5),
///     growth: Some(0.2),
///     ..AccountFigures::default()
/// };
/// let judged = key_accounts(&[figures], &KeyAccountRules::default());
/// assert_eq!(judged[0].met[0].rule, Rule::Voltage);
/// // Half of the 15 points of load factor and all 15 of growth, of 30 that could be earned; of 100
/// // that is too little to go by.
/// assert_eq!(judged[0].score.round(), 75.0);
/// assert!(judged[0].met.iter().all(|gap| gap.rule != Rule::Score));
/// ```
pub fn key_accounts(figures: &[AccountFigures], rules: &KeyAccountRules) -> Vec<KeyAccount> {
    let places = value_places(figures);
    figures
        .iter()
        .zip(places)
        .map(|(figures, place)| judge(figures, place, rules))
        .collect()
}

/// The share of customers with less value than each, of those that have a value.
fn value_places(figures: &[AccountFigures]) -> Vec<Option<f64>> {
    let billed = figures.iter().any(|figures| figures.spend_cny.is_some());
    let value = |figures: &AccountFigures| {
        if billed {
            figures.spend_cny
        } else {
            figures.energy_kwh
        }
    };
    let mut known: Vec<f64> = figures.iter().filter_map(value).collect();
    known.order_by(f64::total_cmp);
    let others = known.len().saturating_sub(1).max(1) as f64;
    figures
        .iter()
        .map(|figures| {
            value(figures)
                .map(|value| known.partition_point(|other| *other < value) as f64 / others)
        })
        .collect()
}

fn judge(figures: &AccountFigures, place: Option<f64>, rules: &KeyAccountRules) -> KeyAccount {
    let Score {
        score,
        points,
        is_known,
    } = score(figures, place, &rules.weights);
    let graded = matches!(
        figures.importance,
        Some(Importance::Special | Importance::First | Importance::Second)
    );
    let has = |rule: Rule| match rule {
        Rule::Voltage => figures.voltage_level_kv,
        Rule::Capacity => figures.contracted_capacity_kva,
        Rule::Energy => figures.energy_kwh,
        Rule::Spend => figures.spend_cny,
        Rule::Importance => Some(f64::from(u8::from(graded))),
        Rule::Score => is_known.then_some(score),
    };
    let (met, mut lacks): (Vec<Gap>, Vec<Gap>) = thresholds(rules)
        .into_iter()
        .filter_map(|(rule, needs)| {
            Some(Gap {
                rule,
                has: has(rule)?,
                needs: needs?,
            })
        })
        .partition(Gap::is_met);
    lacks.order_by(|a, b| b.nearness().total_cmp(&a.nearness()));
    KeyAccount {
        met,
        lacks,
        score,
        points,
    }
}

/// What a customer scores, and whether enough is known of it.
struct Score {
    score: f64,
    points: Vec<ScorePoints>,
    is_known: bool,
}

fn score(figures: &AccountFigures, place: Option<f64>, weights: &ScoreWeights) -> Score {
    let figure = |part: ScorePart| match part {
        ScorePart::Value => (place, (0.0, 1.0)),
        ScorePart::Growth => (figures.growth, GROWTH),
        ScorePart::LoadFactor => (figures.load_factor, LOAD_FACTOR),
        ScorePart::Payment => (figures.payment_delay_days, DELAY_DAYS),
        ScorePart::Strategic => (figures.strategic_importance, (0.0, 100.0)),
    };
    let weighed = || {
        let parts = part_weights(weights).into_iter();
        parts.filter(|(_, weight)| *weight > 0.0)
    };
    let known = || {
        weighed().filter_map(|(part, weight)| {
            let (figure, range) = figure(part);
            Some((part, weight, figure?, range))
        })
    };
    let whole: f64 = weighed().map(|(_, weight, ..)| weight).sum();
    let all: f64 = known().map(|(_, weight, ..)| weight).sum();
    let points: Vec<ScorePoints> = known()
        .map(|(part, weight, figure, range)| {
            let most = 100.0 * weight / all;
            ScorePoints {
                part,
                figure,
                points: most * part_of(figure, range),
                most,
            }
        })
        .collect();
    Score {
        // The sum of nothing is −0.
        score: points.iter().map(|points| points.points).sum::<f64>() + 0.0,
        is_known: !points.is_empty() && all >= KNOWN * whole,
        points,
    }
}

/// The places of the customers next in line: no key accounts, the nearest to a rule first, of equally
/// near ones the higher score. An importance grade is given, not grown into, so it does not count.
pub fn next_in_line(judged: &[KeyAccount], count: usize) -> Vec<(usize, Gap)> {
    let mut next: Vec<(usize, Gap)> = judged
        .iter()
        .enumerate()
        .filter(|(_, account)| !account.is_key())
        .filter_map(|(place, account)| {
            let gap = account
                .lacks
                .iter()
                .find(|gap| gap.rule != Rule::Importance)?;
            Some((place, *gap))
        })
        .collect();
    next.order_by(|(a, a_gap), (b, b_gap)| {
        b_gap
            .nearness()
            .total_cmp(&a_gap.nearness())
            .then(judged[*b].score.total_cmp(&judged[*a].score))
    });
    next.truncate(count);
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(kv: f64, kva: f64, spend: f64) -> AccountFigures {
        AccountFigures {
            voltage_level_kv: Some(kv),
            contracted_capacity_kva: Some(kva),
            spend_cny: Some(spend),
            ..AccountFigures::default()
        }
    }

    #[test]
    fn any_one_rule_is_enough() {
        let rules = KeyAccountRules {
            score: None,
            ..KeyAccountRules::default()
        };
        let graded = |importance| AccountFigures {
            importance: Some(importance),
            ..figures(10.0, 500.0, 1.0)
        };
        for (figures, expected) in [
            (figures(35.0, 500.0, 1.0), vec![Rule::Voltage]),
            (figures(10.0, 3150.0, 1.0), vec![Rule::Capacity]),
            (
                figures(110.0, 40_000.0, 1.0),
                vec![Rule::Voltage, Rule::Capacity],
            ),
            (graded(Importance::Second), vec![Rule::Importance]),
            (graded(Importance::Temporary), vec![]),
            (figures(10.0, 3149.0, 1.0), vec![]),
            (AccountFigures::default(), vec![]),
        ] {
            let judged = key_accounts(&[figures], &rules);
            let met: Vec<Rule> = judged[0].met.iter().map(|gap| gap.rule).collect();
            assert_eq!(met, expected, "{figures:?}");
        }
    }

    #[test]
    fn the_next_in_line_is_the_nearest_to_a_rule() {
        let rules = KeyAccountRules::default();
        let portfolio = [
            figures(10.0, 500.0, 1.0),
            figures(10.0, 3000.0, 2.0),
            figures(35.0, 10.0, 3.0),
        ];
        let judged = key_accounts(&portfolio, &rules);
        let next = next_in_line(&judged, 5);
        assert_eq!(next[0].0, 1);
        assert_eq!(
            next[0].1,
            Gap {
                rule: Rule::Capacity,
                has: 3000.0,
                needs: 3150.0
            }
        );
        assert_eq!(next.len(), 2);
    }

    #[test]
    fn of_whom_nothing_is_known_has_no_score() {
        let judged = key_accounts(&[AccountFigures::default()], &KeyAccountRules::default());
        assert_eq!(judged[0].score.to_string(), "0");
    }

    #[test]
    fn points_add_up_to_the_score() {
        let portfolio = [figures(10.0, 1.0, 5.0), figures(10.0, 1.0, 9.0)];
        for account in key_accounts(&portfolio, &KeyAccountRules::default()) {
            let most: f64 = account.points.iter().map(|points| points.most).sum();
            let sum: f64 = account.points.iter().map(|points| points.points).sum();
            assert!((most - 100.0).abs() < 1e-9);
            assert_eq!(sum, account.score);
        }
    }

    #[test]
    fn a_score_of_too_few_parts_makes_no_key_account() {
        let weights = ScoreWeights::default();
        assert_eq!(weights.value + weights.growth + weights.strategic, 70.0);
        let strategic = AccountFigures {
            strategic_importance: Some(100.0),
            ..AccountFigures::default()
        };
        let spending = AccountFigures {
            spend_cny: Some(9.0),
            ..AccountFigures::default()
        };
        let both = AccountFigures {
            strategic_importance: Some(100.0),
            ..spending
        };
        let without_value = AccountFigures {
            growth: Some(0.3),
            load_factor: Some(0.9),
            payment_delay_days: Some(0.0),
            ..strategic
        };
        let rich = ScoreWeights {
            value: 60.0,
            ..weights
        };
        // Of 100: 15, 40, 55 and 60 are known; of 120: 60.
        for (figures, weights, is_key) in [
            (strategic, weights, false),
            (spending, weights, false),
            (both, weights, true),
            (without_value, weights, true),
            (without_value, rich, true),
            (spending, rich, true),
            (strategic, rich, false),
        ] {
            let rules = KeyAccountRules {
                weights,
                ..KeyAccountRules::default()
            };
            let poor = AccountFigures {
                spend_cny: Some(1.0),
                ..AccountFigures::default()
            };
            let judged = &key_accounts(&[figures, poor], &rules)[0];
            assert_eq!(judged.score.round(), 100.0, "{figures:?}");
            assert_eq!(judged.is_key(), is_key, "{figures:?} {weights:?}");
            let asked = judged.met.iter().chain(&judged.lacks);
            assert_eq!(
                asked.filter(|gap| gap.rule == Rule::Score).count(),
                usize::from(is_key)
            );
        }
        let nothing = KeyAccountRules {
            score: Some(0.0),
            ..KeyAccountRules::default()
        };
        assert!(!key_accounts(&[AccountFigures::default()], &nothing)[0].is_key());
    }
}
