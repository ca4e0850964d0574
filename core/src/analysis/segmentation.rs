//! A segmentation run of the portfolio: classes, key accounts, tiers and clusters together. Its stored form is in
//! `stored_run`, changes between runs in `changes`; each part's formulas are in its own file.

use serde::{Deserialize, Serialize};

use super::{
    cluster_name::{Trait, cluster_traits},
    features::{FeatureTable, Features, Filled, median},
    key_account::{AccountFigures, Gap, KeyAccount, ScorePoints, Verdict, Yardstick},
    matrix::Matrix,
    pareto::{Pareto, pareto},
    silhouette::FitOfK,
    summary::AccountSummary,
    tiers::{TierFigures, TierScore, tiers},
};
use crate::domain::{
    Customer, Id, InOrder,
    segment::{AbcClass, Feature, SegmentParams, Tier},
};

/// Input of segmentation for one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The customer.
    pub customer: Id<Customer>,
    /// Input of the key-account rules.
    pub account: AccountFigures,
    /// Input of clustering.
    pub features: Features,
}

impl Subject {
    /// Creates the input for a customer without any figures.
    pub fn empty(customer: Id<Customer>) -> Self {
        Self { customer, account: AccountFigures::default(), features: Features::default() }
    }

    /// Creates the input from a customer and its figures of twelve months. Value is what lists show: what was
    /// used and billed, not extrapolated to a year.
    pub fn of(customer: &Customer, features: Features, summary: &AccountSummary) -> Self {
        Self {
            customer: customer.id,
            account: AccountFigures {
                voltage_level_kv: customer.voltage_level_kv,
                contracted_capacity_kva: customer.contracted_capacity_kva,
                importance: customer.importance,
                energy_kwh: summary.energy_kwh,
                spend_cny: summary.billed_cny,
                growth: features.get(Feature::Growth),
                load_factor: features.get(Feature::LoadFactor),
                payment_delay_days: features.get(Feature::PaymentDelay),
                strategic_importance: customer.strategic_importance,
            },
            features,
        }
    }

    /// Returns the 电费 of twelve months, CNY, if any customer has bills; otherwise the 电量, kWh.
    pub fn value(&self, is_billed: bool) -> Option<f64> {
        self.account.value(is_billed)
    }
}

/// Classes, key accounts and tiers, in the order of the subjects.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// Customers with a value, ranked; `None` if none has any.
    pub pareto: Option<Pareto>,
    /// Class of each customer.
    pub classes: Vec<Option<AbcClass>>,
    yardstick: Yardstick,
    /// Key-account verdict on each customer.
    pub verdicts: Vec<Verdict>,
    /// Tier of each customer.
    pub tiers: Vec<Option<TierScore>>,
}

impl Judged {
    /// Returns `true` if value is spend rather than energy.
    pub const fn is_billed(&self) -> bool {
        self.yardstick.is_billed()
    }

    /// Returns the rules that a subject meets and lacks, and its points.
    pub fn key_account(&self, subject: &Subject) -> KeyAccount {
        self.yardstick.judge(&subject.account)
    }
}

/// Judges all subjects. In the resulting [`Pareto`], `index` is the index among the subjects.
pub fn judge(subjects: &[Subject], params: &SegmentParams) -> Judged {
    let accounts: Vec<AccountFigures> = subjects.iter().map(|subject| subject.account).collect();
    judge_accounts(&accounts, params)
}

/// Same as [`judge`], with only the figures that it needs: a quarter of the size of the subjects.
pub fn judge_accounts(accounts: &[AccountFigures], params: &SegmentParams) -> Judged {
    let yardstick = Yardstick::new(accounts, &params.rules);
    let valued: Vec<(usize, f64)> = accounts
        .iter()
        .enumerate()
        .filter_map(|(place, account)| Some((place, account.value(yardstick.is_billed())?)))
        .collect();
    let values: Vec<f64> = valued.iter().map(|(_, value)| *value).collect();
    let mut classes = vec![None; accounts.len()];
    let pareto = pareto(&values, params.cuts).ok().map(|mut pareto| {
        for ranked in &mut pareto.ranked {
            ranked.index = valued[ranked.index].0;
        }
        for negative in &mut pareto.negative {
            negative.index = valued[negative.index].0;
        }
        for one in pareto.everybody() {
            classes[one.index] = Some(one.class);
        }
        pareto
    });
    let figures: Vec<TierFigures> = accounts
        .iter()
        .map(|account| TierFigures {
            energy_kwh: account.energy_kwh,
            spend_cny: account.spend_cny,
            payment_delay_days: account.payment_delay_days,
        })
        .collect();
    Judged {
        pareto,
        classes,
        verdicts: yardstick.verdicts(accounts),
        yardstick,
        tiers: tiers(&figures),
    }
}

/// Clusters of the rows of a [`FeatureTable`].
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Number of clusters.
    pub k: usize,
    /// Cluster of each row.
    pub assignments: Vec<u32>,
    /// Centres in the units of the table, concatenated.
    pub centroids: Vec<f64>,
    /// Mean of each column.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column.
    pub sd: Vec<f64>,
    /// Fit of each number of clusters tried.
    pub fits: Vec<FitOfK>,
}

/// One cluster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// Number of customers.
    pub size: usize,
    /// Their share of the positive values of all, 0 to 1.
    pub value_share: f64,
    /// Centre, in the units of the columns.
    pub centre: Vec<f64>,
    /// Centre, in standard deviations from the mean of all.
    pub deviations: Vec<f64>,
    /// Distinguishing traits.
    pub traits: Vec<Trait>,
}

/// Clusters of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clustering {
    /// Features used.
    pub columns: Vec<Feature>,
    /// Mean of each column.
    pub mean: Vec<f64>,
    /// Population standard deviation of each column.
    pub sd: Vec<f64>,
    /// Clusters, largest first.
    pub clusters: Vec<Cluster>,
    /// Fit of each number of clusters tried.
    pub fits: Vec<FitOfK>,
}

impl Clustering {
    /// Returns the fit of the chosen number of clusters.
    pub fn fit(&self) -> Option<&FitOfK> {
        let k = self.clusters.len();
        self.fits.iter().find(|fit| fit.k == k)
    }
}

/// Grounds on which a run judged a customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grounds {
    /// Every rule evaluated, met or not, in rule order.
    pub rules: Vec<Gap>,
    /// Points of the score.
    pub points: Vec<ScorePoints>,
}

impl Grounds {
    fn of(account: KeyAccount) -> Self {
        let mut rules = [account.met, account.lacks].concat();
        rules.order_by_key(|gap| gap.rule);
        Self { rules, points: account.points }
    }
}

/// Result of a run for one customer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The customer.
    pub customer: Id<Customer>,
    /// Value: spend in CNY, or energy in kWh.
    pub value: Option<f64>,
    /// Class.
    pub class: Option<AbcClass>,
    /// `true` for a key account.
    pub is_key: bool,
    /// Score, 0 to 100.
    pub score: f64,
    /// Tier.
    pub tier: Option<Tier>,
    /// Cluster; `None` with too little data.
    pub cluster: Option<u32>,
    /// Figures, in the order of [`Feature::ALL`].
    pub figures: Vec<Option<f64>>,
    /// Grounds; `None` in runs stored before grounds were.
    pub grounds: Option<Grounds>,
}

/// The result of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Segmentation {
    /// `true` if value is spend rather than energy.
    pub is_billed: bool,
    /// Gini coefficient of the value.
    pub gini: Option<f64>,
    /// All customers.
    pub members: Vec<Member>,
    /// Clusters; `None` with too little data.
    pub clustering: Option<Clustering>,
}

/// Missing data in clustering.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaps {
    /// Customers in clusters that lack a feature.
    pub customers: usize,
    /// Columns with gaps, and their fill values.
    pub filled: Vec<Filled>,
    /// Customers with too little data for any cluster.
    pub left_out: usize,
}

/// Maximum number of traits that name a cluster.
const TRAITS: usize = 3;

impl Segmentation {
    /// Assembles the result of a run.
    pub fn assemble(
        subjects: &[Subject],
        judged: &Judged,
        found: Option<(&FeatureTable, Found)>,
    ) -> Self {
        let mut members: Vec<Member> = subjects
            .iter()
            .enumerate()
            .map(|(place, subject)| Member {
                customer: subject.customer,
                value: subject.value(judged.is_billed()),
                class: judged.classes[place],
                is_key: judged.verdicts[place].is_key(),
                score: judged.verdicts[place].score,
                tier: judged.tiers[place].map(|tier| tier.tier),
                cluster: None,
                figures: Feature::ALL
                    .iter()
                    .map(|feature| subject.features.get(*feature))
                    .collect(),
                grounds: Some(Grounds::of(judged.key_account(subject))),
            })
            .collect();
        let clustering = found.map(|(table, found)| {
            for (row, cluster) in table.rows.iter().zip(&found.assignments) {
                members[*row].cluster = Some(*cluster);
            }
            clustering(&members, table, found)
        });
        Self {
            is_billed: judged.is_billed(),
            gini: judged.pareto.as_ref().map(|pareto| pareto.gini),
            members,
            clustering,
        }
    }

    /// Returns the chosen features not used for clustering, because no or too few customers have them, with the
    /// number of customers lacking each, of those with any chosen feature.
    pub fn unused(&self, chosen: &[Feature]) -> Vec<(Feature, usize)> {
        let Some(clustering) = &self.clustering else {
            return Vec::new();
        };
        let has = |member: &Member, feature: &Feature| {
            member.figures.get(*feature as usize).copied().flatten().is_some()
        };
        let counted = || {
            let any = |member: &&Member| chosen.iter().any(|feature| has(member, feature));
            self.members.iter().filter(any)
        };
        let unused = chosen.iter().filter(|feature| !clustering.columns.contains(feature));
        unused
            .map(|feature| (*feature, counted().filter(|member| !has(member, feature)).count()))
            .collect()
    }

    /// Returns the fill values for features that customers in clusters lack. They follow from the figures stored
    /// with every run.
    pub fn gaps(&self) -> Gaps {
        let Some(clustering) = &self.clustering else {
            return Gaps::default();
        };
        let clustered = || self.members.iter().filter(|one| one.cluster.is_some());
        let figure = |member: &Member, feature: Feature| {
            member.figures.get(feature as usize).copied().flatten()
        };
        let lacks = |member: &&Member| {
            let mut columns = clustering.columns.iter();
            columns.any(|feature| figure(member, *feature).is_none())
        };
        let filled = clustering.columns.iter().filter_map(|feature| {
            let mut known: Vec<f64> =
                clustered().filter_map(|member| figure(member, *feature)).collect();
            known.order_by(f64::total_cmp);
            let missing = clustered().count() - known.len();
            (missing > 0).then(|| Filled { feature: *feature, missing, median: median(&known) })
        });
        Gaps {
            customers: clustered().filter(lacks).count(),
            filled: filled.collect(),
            left_out: self.members.len() - clustered().count(),
        }
    }
}

fn clustering(members: &[Member], table: &FeatureTable, found: Found) -> Clustering {
    let columns = table.features.len();
    // Shares refer to positive values: a refund takes nothing from any share.
    let positive = |member: &Member| member.value.filter(|value| *value > 0.0);
    let all: f64 = members.iter().filter_map(positive).sum();
    let deviations: Vec<f64> = found
        .centroids
        .chunks(columns)
        .flat_map(|centre| {
            centre
                .iter()
                .zip(found.mean.iter().zip(&found.sd))
                .map(|(value, (mean, sd))| if *sd > 0.0 { (value - mean) / sd } else { 0.0 })
        })
        .collect();
    let traits = Matrix::new(columns, deviations.clone())
        .map(|centres| cluster_traits(&centres, TRAITS))
        .unwrap_or_default();
    let clusters = (0..found.k)
        .map(|cluster| {
            let own =
                || members.iter().filter(move |member| member.cluster == Some(cluster as u32));
            // An empty sum is −0.
            let value = own().filter_map(positive).sum::<f64>() + 0.0;
            let of = |numbers: &[f64]| numbers[cluster * columns..(cluster + 1) * columns].to_vec();
            Cluster {
                size: own().count(),
                value_share: if all > 0.0 { value / all } else { 0.0 },
                centre: of(&found.centroids),
                deviations: of(&deviations),
                traits: traits.get(cluster).cloned().unwrap_or_default(),
            }
        })
        .collect();
    Clustering {
        columns: table.features.clone(),
        mean: found.mean,
        sd: found.sd,
        clusters,
        fits: found.fits,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::analysis::{
        features::{Sparse, table},
        key_account::KeyAccountRule,
    };

    fn subjects(spends: &[f64]) -> Vec<Subject> {
        spends
            .iter()
            .enumerate()
            .map(|(place, spend)| {
                let mut features = Features::default();
                features.set(Feature::Energy, Some(spend.log10()));
                features.set(Feature::Growth, Some(0.0));
                Subject {
                    customer: Id::new(uuid::Uuid::from_u128(place as u128 + 1)),
                    account: AccountFigures {
                        spend_cny: Some(*spend),
                        ..AccountFigures::default()
                    },
                    features,
                }
            })
            .collect()
    }

    /// Creates a run over customers with these spends and clusters.
    pub fn run(spends: &[f64], assignments: Vec<u32>) -> Segmentation {
        let subjects = subjects(spends);
        let judged = judge(&subjects, &SegmentParams::default());
        let features: Vec<Features> = subjects.iter().map(|subject| subject.features).collect();
        let table = table(&features, &[Feature::Energy], Sparse::LeftOut).unwrap();
        let found = Found {
            k: 2,
            assignments,
            centroids: vec![3.0, 1.0],
            mean: vec![2.0],
            sd: vec![1.0],
            fits: vec![FitOfK { k: 2, inertia: 1.0, silhouette: Some(0.5) }],
        };
        Segmentation::assemble(&subjects, &judged, Some((&table, found)))
    }

    #[test]
    fn a_run_is_kept_whole() {
        let run = run(&[1000.0, 100.0, 10.0], vec![0, 0, 1]);
        let clustering = run.clustering.as_ref().unwrap();
        assert_eq!(clustering.clusters[0].size, 2);
        assert_eq!(clustering.clusters[0].deviations, [1.0]);
        assert!((clustering.clusters[0].value_share - 1100.0 / 1110.0).abs() < 1e-12);
        assert_eq!(run.members[0].class, Some(AbcClass::A));
        let grounds = run.members[0].grounds.as_ref().unwrap();
        let asked: Vec<KeyAccountRule> = grounds.rules.iter().map(|gap| gap.rule).collect();
        assert_eq!(asked, [KeyAccountRule::Score]);
        assert_eq!(grounds.points[0].points, run.members[0].score);
        assert_eq!(Segmentation::from_bytes(&run.to_bytes()), Some(run));
    }

    #[test]
    fn a_run_tells_what_stood_in_for_missing_figures() {
        let mut subjects = subjects(&[1000.0, 100.0, 10.0, 1.0]);
        subjects[1].features.set(Feature::Growth, None);
        subjects[2].features.set(Feature::Growth, Some(0.5));
        subjects[3].features = Features::default();
        let features: Vec<Features> = subjects.iter().map(|subject| subject.features).collect();
        let table = table(&features, &[Feature::Energy, Feature::Growth], Sparse::LeftOut).unwrap();
        let found = Found {
            k: 1,
            assignments: vec![0; 3],
            centroids: vec![2.0, 0.25],
            mean: vec![2.0, 0.25],
            sd: vec![1.0, 0.1],
            fits: vec![],
        };
        let judged = judge(&subjects, &SegmentParams::default());
        let run = Segmentation::assemble(&subjects, &judged, Some((&table, found)));
        let read = Segmentation::from_bytes(&run.to_bytes()).unwrap();
        assert_eq!(
            read.gaps(),
            Gaps {
                customers: 1,
                filled: vec![Filled { feature: Feature::Growth, missing: 1, median: 0.25 }],
                left_out: 1,
            }
        );
        assert_eq!(read.gaps().filled, table.filled);
        let chosen = [Feature::Energy, Feature::Growth, Feature::PaymentDelay];
        assert_eq!(read.unused(&chosen), [(Feature::PaymentDelay, 3)]);
        let whole = self::run(&[1000.0, 100.0, 10.0], vec![0, 0, 1]);
        assert_eq!(whole.gaps(), Gaps::default());
    }
}
