//! Changes between two segmentation runs, and the figures, rules and points behind them. Changed parameters are
//! in `param_changes`.

use std::collections::HashMap;

use super::{
    compare::{FigureChange, Move, match_clusters, moves, why},
    key_account::{Gap, KeyAccountRule, ScorePart},
    segmentation::{Grounds, Member, Segmentation},
};
use crate::domain::{
    Customer, Id, InOrder,
    segment::{AbcClass, Feature},
};

/// Changes from one run to the next.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Customers whose class changed.
    pub classes: Vec<Move<AbcClass>>,
    /// Customers that became or ceased to be key accounts. A customer that appeared or disappeared without being
    /// one is not a move.
    pub keys: Vec<Move<bool>>,
    /// Customers whose cluster changed. Former clusters have the number of the cluster that grew out of them; a
    /// number not below the count of current clusters stands for one that disappeared.
    pub clusters: Vec<Move<u32>>,
    /// Customers that remain key accounts under different rules.
    pub rules: Vec<Id<Customer>>,
}

impl Changes {
    /// Returns `true` if nobody moved.
    pub const fn is_empty(&self) -> bool {
        self.classes.is_empty()
            && self.keys.is_empty()
            && self.clusters.is_empty()
            && self.rules.is_empty()
    }
}

/// Compares two runs. Customers missing from one of them count as moves from or to `None`.
pub fn changes(before: &Segmentation, after: &Segmentation) -> Changes {
    fn groups<G>(run: &Segmentation, of: impl Fn(&Member) -> Option<G>) -> Vec<(Id<Customer>, G)> {
        run.members.iter().filter_map(|member| Some((member.customer, of(member)?))).collect()
    }
    let is_key = |member: &Member| Some(member.is_key);
    let old = groups(before, |member| member.cluster);
    let new = groups(after, |member| member.cluster);
    let new_of: HashMap<Id<Customer>, u32> = new.iter().copied().collect();
    let pairs: Vec<(u32, u32)> = old
        .iter()
        .filter_map(|(customer, cluster)| Some((*cluster, *new_of.get(customer)?)))
        .collect();
    let count = after.clustering.as_ref().map_or(0, |clustering| clustering.clusters.len());
    let origins = match_clusters(&pairs, count);
    let heir = |cluster: u32| {
        origins
            .iter()
            .position(|origin| *origin == Some(cluster))
            .map_or(count as u32 + cluster, |heir| heir as u32)
    };
    let renamed: Vec<(Id<Customer>, u32)> =
        old.iter().map(|(customer, cluster)| (*customer, heir(*cluster))).collect();
    let mut keys = moves(&groups(before, is_key), &groups(after, is_key));
    keys.retain(|moved| moved.before == Some(true) || moved.after == Some(true));
    Changes {
        classes: moves(
            &groups(before, |member| member.class),
            &groups(after, |member| member.class),
        ),
        keys,
        clusters: moves(&renamed, &new),
        rules: by_other_rules(before, after),
    }
}

/// Returns the key accounts of both runs that meet different rules than before.
fn by_other_rules(before: &Segmentation, after: &Segmentation) -> Vec<Id<Customer>> {
    fn keys(run: &Segmentation) -> impl Iterator<Item = (Id<Customer>, &Member)> {
        let keys = run.members.iter().filter(|member| member.is_key);
        keys.map(|member| (member.customer, member))
    }
    let old: HashMap<Id<Customer>, &Member> = keys(before).collect();
    let is_other = |(customer, member): &(Id<Customer>, &Member)| {
        let old = old.get(customer);
        old.is_some_and(|old| !rule_changes(old, member).is_empty())
    };
    keys(after).filter(is_other).map(|(customer, _)| customer).collect()
}

/// A rule that a customer newly meets or no longer meets.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RuleChange {
    /// Rule.
    pub rule: KeyAccountRule,
    /// `true` if it is met now.
    pub is_met: bool,
    /// Value and threshold before; `None` if the rule was not evaluated.
    pub before: Option<Gap>,
    /// Value and threshold now.
    pub after: Option<Gap>,
}

/// Returns the rules that a customer newly meets or no longer meets, in rule order. Empty if a run has no stored
/// grounds.
pub fn rule_changes(old: &Member, new: &Member) -> Vec<RuleChange> {
    let Some((old, new)) = old.grounds.as_ref().zip(new.grounds.as_ref()) else {
        return Vec::new();
    };
    let gap = |grounds: &Grounds, rule: KeyAccountRule| -> Option<Gap> {
        let mut rules = grounds.rules.iter();
        rules.find(|gap| gap.rule == rule).copied()
    };
    let mut rules: Vec<KeyAccountRule> =
        old.rules.iter().chain(&new.rules).map(|gap| gap.rule).collect();
    rules.order_by_key(|rule| *rule);
    rules.dedup();
    rules
        .into_iter()
        .filter_map(|rule| {
            let (before, after) = (gap(old, rule), gap(new, rule));
            let is_met = after.is_some_and(|gap| gap.is_met());
            let was_met = before.is_some_and(|gap| gap.is_met());
            (is_met != was_met).then_some(RuleChange { rule, is_met, before, after })
        })
        .collect()
}

/// A part of a customer's score whose points changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointChange {
    /// Part of the score.
    pub part: ScorePart,
    /// Points before; 0 without data.
    pub before: f64,
    /// Points now.
    pub after: f64,
}

/// Returns the parts of a customer's score that changed by at least a tenth of a point, largest change first.
/// Empty if a run has no stored grounds.
pub fn point_changes(old: &Member, new: &Member) -> Vec<PointChange> {
    const LEAST: f64 = 0.1;
    let Some((old, new)) = old.grounds.as_ref().zip(new.grounds.as_ref()) else {
        return Vec::new();
    };
    let points = |grounds: &Grounds, part: ScorePart| {
        let mut all = grounds.points.iter();
        all.find(|points| points.part == part).map_or(0.0, |points| points.points)
    };
    let mut parts: Vec<ScorePart> =
        old.points.iter().chain(&new.points).map(|points| points.part).collect();
    parts.order_by_key(|part| *part);
    parts.dedup();
    let mut changes: Vec<PointChange> = parts
        .into_iter()
        .map(|part| PointChange { part, before: points(old, part), after: points(new, part) })
        .filter(|change| (change.after - change.before).abs() >= LEAST)
        .collect();
    let size = |change: &PointChange| (change.after - change.before).abs();
    changes.order_by(|a, b| size(b).total_cmp(&size(a)));
    changes
}

/// Returns the standard deviation of each figure over all customers of a run, in the order of [`Feature::ALL`];
/// changes are measured in these.
pub fn spreads(run: &Segmentation) -> Vec<f64> {
    (0..Feature::ALL.len()).map(|place| spread(run, place)).collect()
}

/// Returns the figures that moved a customer between two runs, largest change first; `spreads` are those of the
/// later run.
pub fn reasons(old: &Member, new: &Member, spreads: &[f64]) -> Vec<FigureChange<Feature>> {
    let figures: Vec<_> = Feature::ALL
        .iter()
        .zip(spreads)
        .enumerate()
        .map(|(place, (feature, spread))| {
            let get = |member: &Member| member.figures.get(place).copied().flatten();
            (*feature, get(old), get(new), *spread)
        })
        .collect();
    why(&figures)
}

/// Returns the population standard deviation of one figure over all customers.
fn spread(run: &Segmentation, place: usize) -> f64 {
    let known: Vec<f64> = run
        .members
        .iter()
        .filter_map(|member| member.figures.get(place).copied().flatten())
        .collect();
    let count = known.len().max(1) as f64;
    let mean = known.iter().sum::<f64>() / count;
    (known.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count).sqrt()
}

#[cfg(test)]
mod tests {
    use super::{super::segmentation::tests::run, *};

    #[test]
    fn what_changed_and_why() {
        let before = run(&[1000.0, 100.0, 10.0], vec![0, 0, 1]);
        // The clusters were renumbered, and the third customer joined the first customer's cluster.
        let after = run(&[1000.0, 100.0, 5000.0], vec![1, 1, 1]);
        let changes = changes(&before, &after);
        let moved: Vec<_> = changes
            .clusters
            .iter()
            .map(|moved| (moved.customer.uuid().as_u128(), moved.after))
            .collect();
        assert_eq!(moved, [(3, Some(1))]);
        assert!(
            changes
                .classes
                .iter()
                .any(|moved| moved.customer.uuid().as_u128() == 3
                    && moved.after == Some(AbcClass::A))
        );
        let third = |run: &Segmentation| run.members[2].clone();
        let why = reasons(&third(&before), &third(&after), &spreads(&after));
        assert_eq!(why[0].figure, Feature::Energy);
        assert_eq!((why[0].before, why[0].after), (1.0, 5000_f64.log10()));
        // 10 of a mean of 370, and 5000 of a mean of 2033, out of the 60 points at five times the mean.
        let points = point_changes(&third(&before), &third(&after));
        assert_eq!((points.len(), points[0].part), (1, ScorePart::Value));
        assert!((points[0].before - 12.0 * 10.0 / 370.0).abs() < 1e-9);
        assert!((points[0].after - 12.0 * 5000.0 / (6100.0 / 3.0)).abs() < 1e-9);
    }

    #[test]
    fn a_key_account_by_other_rules() {
        let key = |rules: &[(KeyAccountRule, f64, f64)]| {
            let mut run = run(&[1000.0, 100.0, 10.0], vec![0, 0, 1]);
            let first = &mut run.members[0];
            let gap = |(rule, has, needs): &(KeyAccountRule, f64, f64)| Gap {
                rule: *rule,
                has: *has,
                needs: *needs,
            };
            first.grounds.as_mut().unwrap().rules = rules.iter().map(gap).collect();
            first.is_key = true;
            run
        };
        let told = |before: &Segmentation, after: &Segmentation| -> Vec<_> {
            rule_changes(&before.members[0], &after.members[0])
                .into_iter()
                .map(|change| (change.rule, change.is_met, change.before, change.after))
                .collect()
        };
        let before =
            key(&[(KeyAccountRule::Voltage, 35.0, 35.0), (KeyAccountRule::Score, 70.0, 75.0)]);
        assert!(changes(&before, &before).is_empty());
        // The threshold rose, the score reached its own, and a new rule was added.
        let after = key(&[
            (KeyAccountRule::Voltage, 35.0, 110.0),
            (KeyAccountRule::Energy, 5.0, 9.0),
            (KeyAccountRule::Score, 80.0, 75.0),
        ]);
        assert_eq!(changes(&before, &after).rules, [before.members[0].customer]);
        let gap = |rule, has, needs| Some(Gap { rule, has, needs });
        let expected = [
            (
                KeyAccountRule::Voltage,
                false,
                gap(KeyAccountRule::Voltage, 35.0, 35.0),
                gap(KeyAccountRule::Voltage, 35.0, 110.0),
            ),
            (
                KeyAccountRule::Score,
                true,
                gap(KeyAccountRule::Score, 70.0, 75.0),
                gap(KeyAccountRule::Score, 80.0, 75.0),
            ),
        ];
        assert_eq!(told(&before, &after), expected);
        // A rule that is no longer used is met by nobody.
        let after = key(&[(KeyAccountRule::Score, 80.0, 75.0)]);
        assert_eq!(told(&before, &after)[0], (KeyAccountRule::Voltage, false, expected[0].2, None));
        // A run without stored grounds yields no rule changes.
        let mut untold = after.clone();
        untold.members[0].grounds = None;
        assert!(changes(&before, &untold).is_empty());
        assert_eq!(told(&before, &untold), []);
        assert_eq!(point_changes(&untold.members[0], &before.members[0]), []);
    }

    #[test]
    fn only_those_who_were_or_became_key_accounts_changed() {
        let with_keys = |spends: &[f64], keys: &[usize]| {
            let mut run = run(spends, vec![0; spends.len()]);
            for (place, member) in run.members.iter_mut().enumerate() {
                member.is_key = keys.contains(&place);
            }
            run
        };
        let (few, many) = ([30.0, 20.0, 10.0], [30.0, 20.0, 10.0, 5.0, 2.0]);
        // The first three stay; the fourth and fifth appear or disappear.
        type Said = [(u128, Option<bool>, Option<bool>)];
        let came: [(&[usize], &[usize], &Said); 4] = [
            (&[0], &[0], &[]),
            (&[0], &[0, 3], &[(4, None, Some(true))]),
            (&[0], &[1], &[(1, Some(true), Some(false)), (2, Some(false), Some(true))]),
            (&[], &[], &[]),
        ];
        for (before, after, expected) in came {
            let moves = changes(&with_keys(&few, before), &with_keys(&many, after)).keys;
            let said: Vec<_> = moves
                .iter()
                .map(|moved| (moved.customer.uuid().as_u128(), moved.before, moved.after))
                .collect();
            assert_eq!(said, expected, "{before:?} {after:?}");
        }
        let gone = changes(&with_keys(&many, &[3]), &with_keys(&few, &[])).keys;
        assert_eq!(gone.len(), 1);
        assert_eq!((gone[0].before, gone[0].after), (Some(true), None));
    }
}
