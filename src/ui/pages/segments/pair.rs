//! Two runs compared, in words: the reasons for a customer's move, and the changed parameters.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        changes::{RuleChange, point_changes, reasons, rule_changes, spreads},
        key_account::KeyAccountRule,
        param_changes::{ParamChange, param_changes},
        segmentation::Member,
    },
    books::segments::StoredRun,
    domain::{
        Customer, Id,
        segment::{AbcClass, Feature, ValueBy},
    },
};

use crate::ui::{format, i18n::*, labels};

/// Maximum number of figures, or parts of a score, given as reasons for a move.
const REASONS: usize = 2;

/// Two runs to compare.
pub struct Pair {
    before: Arc<StoredRun>,
    after: Arc<StoredRun>,
    spreads: Vec<f64>,
}

impl Pair {
    /// Creates a pair from an earlier and a later run.
    pub fn new(before: Arc<StoredRun>, after: Arc<StoredRun>) -> Self {
        Self { spreads: spreads(&after.result), before, after }
    }

    /// Returns the number and name of a cluster numbered as in [`Changes`]: a cluster of the later run, or one of the
    /// earlier run that has no successor.
    ///
    /// [`Changes`]: busbar_core::analysis::changes::Changes
    pub fn cluster(&self, locale: Locale, number: u32) -> String {
        let named = |run: &StoredRun, place: usize| {
            let clustering = run.result.clustering.as_ref()?;
            let cluster = clustering.clusters.get(place)?;
            Some(labels::cluster(locale, &clustering.columns, &cluster.traits))
        };
        let place = number as usize;
        if let Some(name) = named(&self.after, place) {
            return format!("{} {name}", place + 1);
        }
        let now = self.after.result.clustering.as_ref();
        let gone = place.checked_sub(now.map_or(0, |now| now.clusters.len()));
        match gone.and_then(|place| named(&self.before, place)) {
            Some(name) => td_string!(locale, segments.gone_cluster_named, name = name),
            None => td_string!(locale, segments.gone_cluster).to_owned(),
        }
    }

    /// Returns a customer's result in both runs; `None` unless both include it.
    fn members(&self, customer: Id<Customer>) -> Option<[&Member; 2]> {
        let before = self.before.member(customer)?;
        Some([before, self.after.member(customer)?])
    }

    /// Returns the figures that moved a customer, greatest change first.
    pub fn by_figures(&self, locale: Locale, customer: Id<Customer>) -> Vec<String> {
        let Some([before, after]) = self.members(customer) else {
            return Vec::new();
        };
        let changes = reasons(before, after, &self.spreads).into_iter();
        changes
            .take(REASONS)
            .map(|change| {
                let figure = |value| labels::figure(locale, change.figure, value);
                let name = labels::feature(locale, change.figure);
                from_to(locale, name, figure(change.before), figure(change.after))
            })
            .collect()
    }

    /// Returns the rules that a customer newly meets or no longer meets, with the parts that changed its score if the
    /// score rule is among them. Without rules in the runs, returns the figures.
    pub fn by_rules(&self, locale: Locale, customer: Id<Customer>) -> Vec<String> {
        let Some([before, after]) = self.members(customer) else {
            return Vec::new();
        };
        let rules = rule_changes(before, after);
        if rules.is_empty() {
            return self.by_figures(locale, customer);
        }
        let points = rules
            .iter()
            .any(|change| change.rule == KeyAccountRule::Score)
            .then(|| point_changes(before, after));
        let points = points.into_iter().flatten().take(REASONS).map(|change| {
            let points = |points| labels::rule_value(locale, KeyAccountRule::Score, points);
            let name = labels::score_part(locale, change.part);
            from_to(locale, name, points(change.before), points(change.after))
        });
        let rules = rules.iter().map(|change| rule_change(locale, change));
        rules.chain(points).collect()
    }

    /// Returns the changed parameters: name, value before, value now.
    pub fn settings(&self, locale: Locale) -> Vec<[String; 3]> {
        let changes = param_changes(&self.before.run.params.0, &self.after.run.params.0);
        let changes = changes.into_iter();
        changes.map(|change| setting(locale, change)).collect()
    }
}

/// Returns the change of a figure, such as `增长 +3% → +12%`.
fn from_to(locale: Locale, name: &str, before: String, after: String) -> String {
    td_string!(locale, segments.why, name = name, before = before, after = after)
}

/// Returns the change of a rule, such as `电压等级新符合：10 kV → 35 kV，阈值 35 kV`.
fn rule_change(locale: Locale, change: &RuleChange) -> String {
    let rule = labels::rule(locale, change.rule);
    let rule = if change.is_met {
        td_string!(locale, segments.rule_met, rule = rule)
    } else {
        td_string!(locale, segments.rule_lost, rule = rule)
    };
    if change.rule == KeyAccountRule::Importance {
        return rule;
    }
    let both = |of: fn([String; 2]) -> String| {
        let [before, after] = [change.before, change.after].map(|gap| match gap {
            Some(gap) => of(labels::gap_values(locale, &gap)),
            None => td_string!(locale, labels.nothing).to_owned(),
        });
        if before == after {
            after
        } else {
            td_string!(locale, segments.moved, from = before, to = after)
        }
    };
    td_string!(
        locale,
        segments.rule_figures,
        rule = rule,
        has = both(|[has, _]| has),
        needs = both(|[_, needs]| needs)
    )
}

fn setting(locale: Locale, change: ParamChange) -> [String; 3] {
    fn told<T>(
        name: impl Into<String>,
        [before, after]: [T; 2],
        word: impl Fn(T) -> String,
    ) -> [String; 3] {
        [name.into(), word(before), word(after)]
    }
    match change {
        ParamChange::Cut(class, both) => {
            let name = match class {
                AbcClass::A => td_string!(locale, segments.cut_a),
                _ => td_string!(locale, segments.cut_b),
            };
            told(name, both, |cut| format::percent(locale, cut / 100.0, 1))
        }
        ParamChange::Threshold(rule, both) => {
            told(labels::rule(locale, rule), both, |needs| match needs {
                None => td_string!(locale, segments.rule_off).to_owned(),
                Some(_) if rule == KeyAccountRule::Importance => {
                    td_string!(locale, segments.rule_on).to_owned()
                }
                Some(needs) => labels::rule_value(locale, rule, needs),
            })
        }
        ParamChange::Weight(part, both) => {
            let part = labels::score_part(locale, part);
            let name = td_string!(locale, segments.weight_of, part = part);
            told(name, both, |weight| format::rounded(locale, weight))
        }
        ParamChange::Features(both) => {
            told(td_string!(locale, segments.features), both, |features| names(locale, &features))
        }
        ParamChange::Clusters(both) => told(td_string!(locale, segments.k), both, |k| {
            k.map_or_else(|| td_string!(locale, segments.k_auto).to_owned(), |k| k.to_string())
        }),
        ParamChange::Seed(both) => {
            told(td_string!(locale, segments.seed), both, |seed| seed.to_string())
        }
        ParamChange::Starts(both) => {
            told(td_string!(locale, segments.starts), both, |starts| starts.to_string())
        }
        ParamChange::Sparse(both) => {
            told(td_string!(locale, segments.sparse_asked), both, |is_kept| {
                let word = if is_kept {
                    td_string!(locale, segments.used)
                } else {
                    td_string!(locale, segments.not_used)
                };
                word.to_owned()
            })
        }
        ParamChange::ValueBy(both) => told(td_string!(locale, segments.value_by), both, |by| {
            let word = match by {
                ValueBy::Rank => td_string!(locale, segments.by_rank),
                ValueBy::Amount => td_string!(locale, segments.by_amount),
            };
            word.to_owned()
        }),
    }
}

fn names(locale: Locale, features: &[Feature]) -> String {
    let names = features.iter().map(|feature| labels::feature(locale, *feature));
    let names: Vec<&str> = names.collect();
    names.join(td_string!(locale, segments.list_and))
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::{
        analysis::{
            cluster_name::Trait,
            segmentation::{Cluster, Clustering, Segmentation},
        },
        domain::{Record, segment::SegmentRun},
    };

    /// Creates a run whose clusters have these deviations of the first figure from the mean.
    fn kept(deviations: &[f64]) -> Arc<StoredRun> {
        let cluster = |deviation: &f64| Cluster {
            size: 1,
            value_share: 0.0,
            centre: vec![1.0],
            deviations: vec![*deviation],
            traits: vec![Trait { column: 0, deviation: *deviation }],
        };
        let clustering = Clustering {
            columns: vec![Feature::PaymentDelay],
            clusters: deviations.iter().map(cluster).collect(),
            mean: vec![1.0],
            sd: vec![1.0],
            fits: Vec::new(),
        };
        let result = Segmentation {
            is_billed: false,
            gini: None,
            members: Vec::new(),
            clustering: Some(clustering),
        };
        let run = SegmentRun::empty(Id::new(uuid::Uuid::nil()));
        Arc::new(StoredRun::new(run, result))
    }

    #[test]
    fn clusters_are_named_by_the_run_they_are_of() {
        let pair = Pair::new(kept(&[2.0, -2.0, 3.0]), kept(&[-2.0, 2.0]));
        let said = [0, 1, 3, 9].map(|number| pair.cluster(Locale::en, number));
        assert_eq!(
            said,
            [
                "1 Payment delay: low",
                "2 Payment delay: high",
                "Payment delay: low (former cluster)",
                "a former cluster",
            ]
        );
    }
}
