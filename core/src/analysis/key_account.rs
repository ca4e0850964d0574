//! Key accounts: the rules a customer meets, its score with reasons, and what the next in line lack. Rules and
//! weights are settings; `rules_reach` counts how many customers a set of rules selects.

use serde::{Deserialize, Serialize};

use crate::domain::{
    Importance, InOrder,
    segment::{KeyAccountRules, ScoreWeights},
};

/// Input of the rules and the score; `None` where unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
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
    /// Change of energy year over year, a share.
    pub growth: Option<f64>,
    /// 负荷率, a share.
    pub load_factor: Option<f64>,
    /// Days from due date to payment.
    pub payment_delay_days: Option<f64>,
    /// 战略重要性, 0 to 100.
    pub strategic_importance: Option<f64>,
}

impl AccountFigures {
    /// Returns the value: spend in CNY if any customer has bills, otherwise energy in kWh.
    pub const fn value(&self, is_billed: bool) -> Option<f64> {
        if is_billed { self.spend_cny } else { self.energy_kwh }
    }
}

/// A key-account rule. The order is part of the stored format and grows only at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyAccountRule {
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

/// A part of the score. The order is part of the stored format and grows only at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScorePart {
    /// Value, by amount.
    Value,
    /// Growth of energy.
    Growth,
    /// Load factor.
    LoadFactor,
    /// Punctual payment.
    Payment,
    /// Strategic importance.
    Strategic,
    /// Rank in the portfolio by value, from which scores were computed before amounts counted; in stored runs.
    Rank,
}

/// Points of one part.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePoints {
    /// Part of the score.
    pub part: ScorePart,
    /// The underlying figure, in the unit of [`AccountFigures`]; for value, the multiple of the portfolio's mean;
    /// for a rank, the share of customers with less.
    pub figure: f64,
    /// Points, 0 to `most`.
    pub points: f64,
    /// Maximum number of points of this part.
    pub most: f64,
}

/// Distance of a customer from a rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gap {
    /// Rule.
    pub rule: KeyAccountRule,
    /// Value of the customer, in the rule's unit.
    pub has: f64,
    /// Threshold of the rule.
    pub needs: f64,
}

impl Gap {
    /// Returns `true` if the rule is met, allowing for rounding.
    pub fn is_met(&self) -> bool {
        const ROUNDING: f64 = 1e-12;
        self.has >= self.needs * (1.0 - ROUNDING)
    }

    /// Returns the closeness, from 0 to 1.
    pub fn nearness(&self) -> f64 {
        (self.has / self.needs).clamp(0.0, 1.0)
    }
}

/// Assessment of a customer: reasons for being a key account, or distance from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyAccount {
    /// Rules met; empty if it is not a key account.
    pub met: Vec<Gap>,
    /// Rules not met, closest first.
    pub lacks: Vec<Gap>,
    /// Score, 0 to 100.
    pub score: f64,
    /// Points that make up the score. Parts without data are left out and bring no points.
    pub points: Vec<ScorePoints>,
}

impl KeyAccount {
    /// Returns `true` if it meets at least one rule.
    pub const fn is_key(&self) -> bool {
        !self.met.is_empty()
    }

    /// Returns the unmet rule it is closest to.
    pub fn nearest(&self) -> Option<Gap> {
        self.lacks.first().copied()
    }
}

/// A set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleSet(u8);

impl RuleSet {
    /// Returns the number of rules.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Returns `true` if the set is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns `true` if the set contains the rule.
    pub const fn has(self, rule: KeyAccountRule) -> bool {
        self.0 & 1 << rule as u8 != 0
    }
}

impl FromIterator<KeyAccountRule> for RuleSet {
    fn from_iter<I: IntoIterator<Item = KeyAccountRule>>(rules: I) -> Self {
        Self(rules.into_iter().fold(0, |set, rule| set | 1 << rule as u8))
    }
}

/// Summary of a [`KeyAccount`], small enough to store for every customer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Score, 0 to 100.
    pub score: f64,
    /// Rules met.
    pub met: RuleSet,
    /// Rules evaluated, met or not.
    pub asked: RuleSet,
    /// Closest unmet rule, except importance: a grade is assigned, not grown into.
    pub next: Option<Gap>,
}

impl Verdict {
    /// Returns `true` for a key account: at least one rule is met.
    pub const fn is_key(&self) -> bool {
        !self.met.is_empty()
    }
}

impl From<&KeyAccount> for Verdict {
    fn from(account: &KeyAccount) -> Self {
        let rule = |gap: &Gap| gap.rule;
        let met: RuleSet = account.met.iter().map(rule).collect();
        let lacks = &account.lacks;
        Self {
            score: account.score,
            met,
            asked: account.met.iter().chain(lacks).map(rule).collect(),
            next: lacks.iter().find(|gap| gap.rule != KeyAccountRule::Importance).copied(),
        }
    }
}

/// Rules and mean value of a portfolio, by which its customers are judged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Yardstick {
    rules: KeyAccountRules,
    /// `true` if value is spend rather than energy.
    is_billed: bool,
    /// Mean of the positive values.
    mean_value: f64,
}

/// Returns the threshold of each rule, in its unit; `None` if it is not used.
pub fn thresholds(rules: &KeyAccountRules) -> [(KeyAccountRule, Option<f64>); 6] {
    [
        (KeyAccountRule::Voltage, rules.voltage_level_kv),
        (KeyAccountRule::Capacity, rules.contracted_capacity_kva),
        (KeyAccountRule::Energy, rules.energy_kwh),
        (KeyAccountRule::Spend, rules.spend_cny),
        (KeyAccountRule::Importance, rules.importance.then_some(1.0)),
        (KeyAccountRule::Score, rules.score),
    ]
}

/// Returns the weight of each part of the score.
pub fn part_weights(weights: &ScoreWeights) -> [(ScorePart, f64); 5] {
    [
        (ScorePart::Value, weights.value),
        (ScorePart::Growth, weights.growth),
        (ScorePart::LoadFactor, weights.load_factor),
        (ScorePart::Payment, weights.payment),
        (ScorePart::Strategic, weights.strategic),
    ]
}

/// Growth at which the part has no points, and all of its points.
const GROWTH: (f64, f64) = (-0.2, 0.2);
/// Load factor at which the part has no points, and all of its points.
const LOAD_FACTOR: (f64, f64) = (0.2, 0.8);
/// Days late at which the part has no points, and all of its points.
const DELAY_DAYS: (f64, f64) = (30.0, 0.0);
/// Multiple of the mean value at which the part has no points, and all of its points. At most a fifth of the
/// customers can have five times the mean (Markov's inequality), whatever the distribution.
const VALUE_TIMES: (f64, f64) = (0.0, 5.0);

/// Returns the position of `value` between `none` (0) and `all` (1), clamped.
fn part_of(value: f64, (none, all): (f64, f64)) -> f64 {
    ((value - none) / (all - none)).clamp(0.0, 1.0)
}

impl Yardstick {
    /// Builds the yardstick of a portfolio.
    pub fn new(figures: &[AccountFigures], rules: &KeyAccountRules) -> Self {
        let is_billed = figures.iter().any(|figures| figures.spend_cny.is_some());
        let values = figures.iter().filter_map(|figures| figures.value(is_billed));
        let positive = values.filter(|value| *value > 0.0);
        let (sum, count) =
            positive.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
        Self { rules: rules.clone(), is_billed, mean_value: sum / f64::from(count.max(1)) }
    }

    /// Returns `true` if value is spend rather than energy.
    pub const fn is_billed(&self) -> bool {
        self.is_billed
    }

    /// Judges one customer of the portfolio.
    ///
    /// Score = 100 · Σ wᵢ sᵢ ÷ Σ wᵢ over all parts, with s in 0 to 1: value (spend, or energy where nobody has
    /// bills) from nothing to five times the mean of the positive values; growth from −20 % to +20 %; load factor
    /// from 0.2 to 0.8; payment from 30 days late to none; strategic importance ÷ 100. A part without data brings
    /// no points, and the others bring no more for it. The scale is this product's own; the parts are those of
    /// DOMAIN §3. The score rule is not evaluated for customers without data for any part, the importance rule
    /// not for customers whose grade is unknown.
    ///
    /// ```
    /// use busbar_core::{analysis::key_account::{AccountFigures, KeyAccountRule, Yardstick}, domain::segment::KeyAccountRules};
    /// let figures = AccountFigures {
    ///     voltage_level_kv: Some(35.0),
    ///     load_factor: Some(0.5),
    ///     growth: Some(0.2),
    ///     ..AccountFigures::default()
    /// };
    /// let account = Yardstick::new(&[figures], &KeyAccountRules::default()).judge(&figures);
    /// assert_eq!(account.met[0].rule, KeyAccountRule::Voltage);
    /// // Half of the 10 points of load factor and all 10 of growth.
    /// assert_eq!(account.score.round(), 15.0);
    /// // The positive values 5 and 1 have the mean 3, so 5 is 1.67 times the mean: a third of the 60 points of value.
    /// let spends = [5.0, 1.0, 0.0].map(|spend| AccountFigures { spend_cny: Some(spend), ..AccountFigures::default() });
    /// let account = Yardstick::new(&spends, &KeyAccountRules::default()).judge(&spends[0]);
    /// assert_eq!(account.score.round(), 20.0);
    /// ```
    pub fn judge(&self, figures: &AccountFigures) -> KeyAccount {
        let mean = self.mean_value;
        let times = |value: f64| if mean > 0.0 { value / mean } else { 0.0 };
        let times = figures.value(self.is_billed).map(times);
        let points = score_points(figures, times, &self.rules.weights);
        // An empty sum is −0.
        let score = points.iter().map(|points| points.points).sum::<f64>() + 0.0;
        let graded = matches!(
            figures.importance,
            Some(Importance::Special | Importance::First | Importance::Second)
        );
        let has = |rule: KeyAccountRule| match rule {
            KeyAccountRule::Voltage => figures.voltage_level_kv,
            KeyAccountRule::Capacity => figures.contracted_capacity_kva,
            KeyAccountRule::Energy => figures.energy_kwh,
            KeyAccountRule::Spend => figures.spend_cny,
            KeyAccountRule::Importance => figures.importance.map(|_| f64::from(u8::from(graded))),
            KeyAccountRule::Score => (!points.is_empty()).then_some(score),
        };
        let (met, mut lacks): (Vec<Gap>, Vec<Gap>) = thresholds(&self.rules)
            .into_iter()
            .filter_map(|(rule, needs)| Some(Gap { rule, has: has(rule)?, needs: needs? }))
            .partition(Gap::is_met);
        lacks.order_by(|a, b| b.nearness().total_cmp(&a.nearness()));
        KeyAccount { met, lacks, score, points }
    }

    /// Returns the verdicts on these customers, in their order.
    pub fn verdicts(&self, figures: &[AccountFigures]) -> Vec<Verdict> {
        let judged = figures.iter().map(|figures| self.judge(figures));
        judged.map(|account| Verdict::from(&account)).collect()
    }
}

/// Returns the figures at which a part has no points and all of its points; in between, points grow linearly.
///
/// ```
/// use busbar_core::analysis::key_account::{ScorePart, scale};
/// assert_eq!(scale(ScorePart::Growth), (-0.2, 0.2));
/// assert_eq!(scale(ScorePart::Payment), (30.0, 0.0));
/// ```
pub const fn scale(part: ScorePart) -> (f64, f64) {
    match part {
        ScorePart::Value => VALUE_TIMES,
        ScorePart::Growth => GROWTH,
        ScorePart::LoadFactor => LOAD_FACTOR,
        ScorePart::Payment => DELAY_DAYS,
        ScorePart::Strategic => (0.0, 100.0),
        ScorePart::Rank => (0.0, 1.0),
    }
}

/// Returns the points of each part that has data.
fn score_points(
    figures: &AccountFigures,
    times: Option<f64>,
    weights: &ScoreWeights,
) -> Vec<ScorePoints> {
    let figure = |part: ScorePart| match part {
        ScorePart::Value => times,
        ScorePart::Growth => figures.growth,
        ScorePart::LoadFactor => figures.load_factor,
        ScorePart::Payment => figures.payment_delay_days,
        ScorePart::Strategic => figures.strategic_importance,
        ScorePart::Rank => None,
    };
    let parts = part_weights(weights);
    let all: f64 = parts.iter().map(|(_, weight)| weight.max(0.0)).sum();
    let weighed = parts.into_iter().filter(|(_, weight)| *weight > 0.0);
    weighed
        .filter_map(|(part, weight)| {
            let (figure, most) = (figure(part)?, 100.0 * weight / all);
            let points = most * part_of(figure, scale(part));
            Some(ScorePoints { part, figure, points, most })
        })
        .collect()
}

/// Returns the indices of the customers next in line: not key accounts, closest to a rule first, ties by higher
/// score.
pub fn next_in_line(judged: &[Verdict], count: usize) -> Vec<(usize, Gap)> {
    let mut next: Vec<(usize, Gap)> = judged
        .iter()
        .enumerate()
        .filter(|(_, account)| !account.is_key())
        .filter_map(|(place, account)| Some((place, account.next?)))
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
    use proptest::prelude::*;

    use super::*;

    fn figures(kv: f64, kva: f64, spend: f64) -> AccountFigures {
        AccountFigures {
            voltage_level_kv: Some(kv),
            contracted_capacity_kva: Some(kva),
            spend_cny: Some(spend),
            ..AccountFigures::default()
        }
    }

    fn key_accounts(figures: &[AccountFigures], rules: &KeyAccountRules) -> Vec<KeyAccount> {
        let yardstick = Yardstick::new(figures, rules);
        figures.iter().map(|figures| yardstick.judge(figures)).collect()
    }

    fn verdicts(figures: &[AccountFigures], rules: &KeyAccountRules) -> Vec<Verdict> {
        Yardstick::new(figures, rules).verdicts(figures)
    }

    #[test]
    fn any_one_rule_is_enough() {
        let rules = KeyAccountRules { score: None, ..KeyAccountRules::default() };
        let graded = |importance| AccountFigures {
            importance: Some(importance),
            ..figures(10.0, 500.0, 1.0)
        };
        for (figures, expected) in [
            (figures(35.0, 500.0, 1.0), vec![KeyAccountRule::Voltage]),
            (figures(10.0, 3150.0, 1.0), vec![KeyAccountRule::Capacity]),
            (
                figures(110.0, 40_000.0, 1.0),
                vec![KeyAccountRule::Voltage, KeyAccountRule::Capacity],
            ),
            (graded(Importance::Second), vec![KeyAccountRule::Importance]),
            (graded(Importance::Temporary), vec![]),
            (figures(10.0, 3149.0, 1.0), vec![]),
            (AccountFigures::default(), vec![]),
        ] {
            let judged = key_accounts(&[figures], &rules);
            let met: Vec<KeyAccountRule> = judged[0].met.iter().map(|gap| gap.rule).collect();
            assert_eq!(met, expected, "{figures:?}");
        }
    }

    #[test]
    fn the_next_in_line_is_the_nearest_to_a_rule() {
        let rules = KeyAccountRules::default();
        let portfolio =
            [figures(10.0, 500.0, 1.0), figures(10.0, 3000.0, 2.0), figures(35.0, 10.0, 3.0)];
        let judged = verdicts(&portfolio, &rules);
        let next = next_in_line(&judged, 5);
        assert_eq!(next[0].0, 1);
        assert_eq!(next[0].1, Gap { rule: KeyAccountRule::Capacity, has: 3000.0, needs: 3150.0 });
        assert_eq!(next.len(), 2);
    }

    #[test]
    fn a_verdict_says_in_short_what_the_account_says() {
        let rules = KeyAccountRules::default();
        let portfolio =
            [figures(35.0, 500.0, 9.0), figures(10.0, 4000.0, 1.0), figures(10.0, 1.0, 2.0)];
        for (account, verdict) in
            key_accounts(&portfolio, &rules).iter().zip(verdicts(&portfolio, &rules))
        {
            assert_eq!((verdict.score, verdict.is_key()), (account.score, account.is_key()));
            for (rule, _) in thresholds(&rules) {
                let is_in = |gaps: &[Gap]| gaps.iter().any(|gap| gap.rule == rule);
                assert_eq!(verdict.met.has(rule), is_in(&account.met), "{rule:?}");
                assert_eq!(
                    verdict.asked.has(rule),
                    is_in(&account.met) || is_in(&account.lacks),
                    "{rule:?}"
                );
            }
            assert_eq!(verdict.met.len(), account.met.len());
            assert_eq!(verdict.next, account.nearest());
        }
    }

    #[test]
    fn of_whom_nothing_is_known_has_no_score() {
        let judged = key_accounts(&[AccountFigures::default()], &KeyAccountRules::default());
        assert_eq!(judged[0].score.to_string(), "0");
        // Neither the score nor a grade is known, so neither rule is evaluated.
        assert_eq!((&judged[0].met, &judged[0].lacks), (&vec![], &vec![]));
    }

    #[test]
    fn importance_is_asked_only_where_it_is_known() {
        let of = |importance| AccountFigures { importance, ..AccountFigures::default() };
        let portfolio = [of(None), of(Some(Importance::None)), of(Some(Importance::First))];
        let judged = verdicts(&portfolio, &KeyAccountRules::default());
        let asked: Vec<usize> = judged.iter().map(|account| account.asked.len()).collect();
        assert_eq!(asked, [0, 1, 1]);
        // A grade is not grown into.
        assert!(judged.iter().all(|account| account.next.is_none()));
    }

    #[test]
    fn points_add_up_to_the_score_and_a_missing_part_raises_nothing() {
        let known = AccountFigures {
            growth: Some(0.2),
            load_factor: Some(0.8),
            payment_delay_days: Some(0.0),
            strategic_importance: Some(100.0),
            ..figures(10.0, 1.0, 9.0)
        };
        let rules = KeyAccountRules::default();
        let score = |figures: AccountFigures| {
            let account = &key_accounts(&[figures], &rules)[0];
            let sum: f64 = account.points.iter().map(|points| points.points).sum();
            assert_eq!(sum, account.score);
            account.score.round()
        };
        // Alone in the portfolio, its value equals the mean: a fifth of the 60 points.
        assert_eq!(score(known), 52.0);
        assert_eq!(score(AccountFigures { spend_cny: None, ..known }), 40.0);
        assert_eq!(score(AccountFigures { growth: None, ..known }), 42.0);
        assert_eq!(score(figures(10.0, 1.0, 9.0)), 12.0);
        let growing = AccountFigures { growth: Some(0.2), ..AccountFigures::default() };
        assert_eq!(score(growing), 10.0);
    }

    #[test]
    fn without_value_the_beginning_rule_scores_nobody_high_enough() {
        let best = AccountFigures {
            growth: Some(1.0),
            load_factor: Some(1.0),
            payment_delay_days: Some(0.0),
            strategic_importance: Some(100.0),
            ..AccountFigures::default()
        };
        assert!(!key_accounts(&[best], &KeyAccountRules::default())[0].is_key());
    }

    #[test]
    fn what_only_rounding_keeps_below_a_rule_meets_it() {
        let gap = |has| Gap { rule: KeyAccountRule::Score, has, needs: 60.0 };
        assert!(gap(60.0 - 1e-12).is_met());
        assert!(!gap(59.999).is_met());
    }

    proptest! {
        /// Markov: at most one of five has five times the mean or more, whatever the distribution.
        #[test]
        fn value_alone_makes_few_key_accounts(
            spends in prop::collection::vec(0.0..1e9_f64, 1..200),
            tail in 0.2..4.0_f64,
        ) {
            let figures: Vec<AccountFigures> = spends
                .iter()
                .map(|spend| AccountFigures { spend_cny: Some(spend.powf(tail)), ..AccountFigures::default() })
                .collect();
            let judged = key_accounts(&figures, &KeyAccountRules::default());
            let keys = judged.iter().filter(|account| account.is_key()).count();
            prop_assert!(5 * keys <= spends.len(), "{} of {}", keys, spends.len());
        }
    }
}
