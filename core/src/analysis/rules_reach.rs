//! Number of customers that a set of rules selects as key accounts, and the customers that a change of rules adds
//! or removes.

use super::key_account::{KeyAccountRule, Verdict, thresholds};
use crate::domain::segment::KeyAccountRules;

/// The customers that a set of rules, one rule or one change of rules selects: number and share of value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reach {
    /// Number of customers.
    pub customers: usize,
    /// Their share of the positive values of all, 0 to 1.
    pub share: f64,
}

impl Reach {
    /// Counts the customers for which `is_of` holds and sums their shares of the value.
    pub fn of(shares: &[f64], is_of: impl Fn(usize) -> bool) -> Self {
        (0..shares.len()).filter(|place| is_of(*place)).fold(Self::default(), |sum, place| Self {
            customers: sum.customers + 1,
            // Rounding can push the sum above 1.
            share: (sum.share + shares[place]).min(1.0),
        })
    }
}

/// The customers that these rules select as key accounts, and those that only one of the rules selects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RulesReach {
    /// Key accounts.
    pub all: Reach,
    /// Each active rule: the customers that meet it, and those that meet no other.
    pub rules: Vec<(KeyAccountRule, Reach, Reach)>,
}

/// Returns the number of key accounts under these rules, the number that each rule adds, and their share of
/// the value, for display before a rule is adopted. `shares` are the customers' shares of the value, in the
/// same order.
///
/// ```
/// use busbar_core::{analysis::{key_account::{AccountFigures, KeyAccountRule, Yardstick}, rules_reach::rules_reach}, domain::segment::KeyAccountRules};
/// let rules = KeyAccountRules { score: None, ..KeyAccountRules::default() };
/// let figures = [(35.0, 100.0), (35.0, 4000.0), (10.0, 4000.0), (10.0, 100.0)].map(|(kv, kva)| AccountFigures {
///     voltage_level_kv: Some(kv),
///     contracted_capacity_kva: Some(kva),
///     ..AccountFigures::default()
/// });
/// let verdicts = Yardstick::new(&figures, &rules).verdicts(&figures);
/// let reach = rules_reach(&verdicts, &rules, &[0.1, 0.5, 0.25, 0.15]);
/// assert_eq!((reach.all.customers, reach.all.share), (3, 0.85));
/// let (rule, met, alone) = reach.rules[1];
/// assert_eq!((rule, met.customers, met.share), (KeyAccountRule::Capacity, 2, 0.75));
/// assert_eq!((alone.customers, alone.share), (1, 0.25));
/// ```
pub fn rules_reach(judged: &[Verdict], rules: &KeyAccountRules, shares: &[f64]) -> RulesReach {
    let meets = |place: usize, rule: KeyAccountRule| judged[place].met.has(rule);
    let asked = thresholds(rules).into_iter().filter(|(_, needs)| needs.is_some());
    RulesReach {
        all: Reach::of(shares, |place| judged[place].is_key()),
        rules: asked
            .map(|(rule, _)| {
                let alone = |place: usize| judged[place].met.len() == 1 && meets(place, rule);
                (rule, Reach::of(shares, |place| meets(place, rule)), Reach::of(shares, alone))
            })
            .collect(),
    }
}

/// The effect of a change of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RulesChange {
    /// Key accounts by the new rules.
    pub all: Reach,
    /// Customers that become key accounts.
    pub added: Reach,
    /// Customers that are no longer key accounts.
    pub removed: Reach,
}

/// Returns the changes from the current key accounts to those of the new rules.
pub fn rules_change(now: &[Verdict], then: &[Verdict], shares: &[f64]) -> RulesChange {
    let (was, is) = (|place: usize| now[place].is_key(), |place: usize| then[place].is_key());
    RulesChange {
        all: Reach::of(shares, is),
        added: Reach::of(shares, |place| is(place) && !was(place)),
        removed: Reach::of(shares, |place| was(place) && !is(place)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::key_account::{AccountFigures, Yardstick};

    fn figures(kv: f64, kva: f64, spend: f64) -> AccountFigures {
        AccountFigures {
            voltage_level_kv: Some(kv),
            contracted_capacity_kva: Some(kva),
            spend_cny: Some(spend),
            ..AccountFigures::default()
        }
    }

    #[test]
    fn a_change_of_rules_says_whom_it_adds_and_whom_it_drops() {
        let portfolio =
            [figures(35.0, 10.0, 1.0), figures(10.0, 4000.0, 1.0), figures(10.0, 10.0, 2.0)];
        let shares = [0.25, 0.25, 0.5];
        let rules = KeyAccountRules { score: None, ..KeyAccountRules::default() };
        let other =
            KeyAccountRules { voltage_level_kv: None, spend_cny: Some(2.0), ..rules.clone() };
        let verdicts = |rules| Yardstick::new(&portfolio, rules).verdicts(&portfolio);
        let change = rules_change(&verdicts(&rules), &verdicts(&other), &shares);
        let reach = |customers, share| Reach { customers, share };
        assert_eq!(
            (change.all, change.added, change.removed),
            (reach(2, 0.75), reach(1, 0.5), reach(1, 0.25))
        );
    }
}
