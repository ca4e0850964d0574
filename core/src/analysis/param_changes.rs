//! Differences between the parameters of two runs. Differences between their results are in `changes`.

use super::key_account::{KeyAccountRule, ScorePart, part_weights, thresholds};
use crate::domain::{
    InOrder,
    segment::{AbcClass, Feature, SegmentParams, ValueBy},
};

/// A changed parameter, with its old and new value.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamChange {
    /// Upper limit of a class, percent of the value.
    Cut(AbcClass, [f64; 2]),
    /// Threshold of a rule, in its unit; `None` if the rule is not used.
    Threshold(KeyAccountRule, [Option<f64>; 2]),
    /// Weight of a part of the score.
    Weight(ScorePart, [f64; 2]),
    /// Features used for clustering, in order.
    Features([Vec<Feature>; 2]),
    /// Number of clusters; `None` if chosen by silhouette.
    Clusters([Option<usize>; 2]),
    /// Seed.
    Seed([u64; 2]),
    /// Number of starts.
    Starts([usize; 2]),
    /// `true` if clustering includes features that most customers lack.
    Sparse([bool; 2]),
    /// The measure behind the value part of the score.
    ValueBy([ValueBy; 2]),
}

/// Returns every parameter that differs, old and new, in the order of the settings.
///
/// ```
/// use busbar_core::{analysis::param_changes::{ParamChange, param_changes}, domain::segment::SegmentParams};
/// let before = SegmentParams::default();
/// let after = SegmentParams { k: Some(4), ..before.clone() };
/// assert_eq!(param_changes(&before, &after), [ParamChange::Clusters([None, Some(4)])]);
/// assert_eq!(param_changes(&before, &before), []);
/// ```
pub fn param_changes(before: &SegmentParams, after: &SegmentParams) -> Vec<ParamChange> {
    let both = [before, after];
    let cuts = [
        ParamChange::Cut(AbcClass::A, both.map(|params| params.cuts.a())),
        ParamChange::Cut(AbcClass::B, both.map(|params| params.cuts.b())),
    ];
    let [old, new] = both.map(|params| thresholds(&params.rules));
    let rules = old.into_iter().zip(new);
    let rules = rules.map(|((rule, old), (_, new))| ParamChange::Threshold(rule, [old, new]));
    let [old, new] = both.map(|params| part_weights(&params.rules.weights));
    let weights = old.into_iter().zip(new);
    let weights = weights.map(|((part, old), (_, new))| ParamChange::Weight(part, [old, new]));
    let features = both.map(|params| {
        let mut features = params.features.clone();
        features.order_by_key(|feature| *feature as usize);
        features
    });
    let rest = [
        ParamChange::Features(features),
        ParamChange::Clusters(both.map(|params| params.k)),
        ParamChange::Seed(both.map(|params| params.seed)),
        ParamChange::Starts(both.map(|params| params.starts)),
        ParamChange::Sparse(both.map(|params| params.is_sparse_kept)),
        ParamChange::ValueBy(both.map(|params| params.rules.value_by)),
    ];
    let all = cuts.into_iter().chain(rules).chain(weights).chain(rest);
    all.filter(ParamChange::is_change).collect()
}

impl ParamChange {
    fn is_change(&self) -> bool {
        fn differ<T: PartialEq>([before, after]: &[T; 2]) -> bool {
            before != after
        }
        match self {
            Self::Cut(_, both) | Self::Weight(_, both) => differ(both),
            Self::Threshold(_, both) => differ(both),
            Self::Features(both) => differ(both),
            Self::Clusters(both) => differ(both),
            Self::Seed(both) => differ(both),
            Self::Starts(both) => differ(both),
            Self::Sparse(both) => differ(both),
            Self::ValueBy(both) => differ(both),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::segment::{AbcCuts, KeyAccountRules, ScoreWeights};

    #[test]
    fn every_setting_is_compared() {
        let before = SegmentParams::default();
        let after = SegmentParams {
            cuts: AbcCuts::new(70.0, 90.0).unwrap(),
            rules: KeyAccountRules {
                voltage_level_kv: Some(110.0),
                contracted_capacity_kva: None,
                energy_kwh: Some(1e6),
                spend_cny: Some(5e5),
                importance: false,
                score: Some(80.0),
                weights: ScoreWeights {
                    value: 50.0,
                    growth: 15.0,
                    load_factor: 15.0,
                    payment: 20.0,
                    strategic: 15.0,
                },
                value_by: ValueBy::Rank,
            },
            features: vec![Feature::Growth, Feature::Energy],
            k: Some(3),
            seed: 1,
            starts: 5,
            is_sparse_kept: true,
        };
        let changes = param_changes(&before, &after);
        assert_eq!(changes.len(), 2 + 6 + 5 + 6);
        assert_eq!(changes[1], ParamChange::Cut(AbcClass::B, [95.0, 90.0]));
        let capacity = ParamChange::Threshold(KeyAccountRule::Capacity, [Some(3150.0), None]);
        assert_eq!(changes[3], capacity);
        let importance = ParamChange::Threshold(KeyAccountRule::Importance, [Some(1.0), None]);
        assert!(changes.contains(&importance));
        let chosen = vec![Feature::Energy, Feature::Growth];
        assert_eq!(changes[13], ParamChange::Features([before.features, chosen]));
    }

    #[test]
    fn the_order_of_figures_is_no_change() {
        let before = SegmentParams::default();
        let mut after = before.clone();
        after.features.reverse();
        assert_eq!(param_changes(&before, &after), []);
    }

    #[test]
    fn a_run_by_rank_is_told_from_one_by_amount() {
        let after = SegmentParams::default();
        let mut before = after.clone();
        before.rules.value_by = ValueBy::Rank;
        let told = ParamChange::ValueBy([ValueBy::Rank, ValueBy::Amount]);
        assert_eq!(param_changes(&before, &after), [told]);
    }
}
