//! Customers listed in each tab, in order, for its table and its export.

use busbar_core::{
    analysis::{
        pareto::{Pareto, Ranked},
        segmentation::Segmentation,
    },
    books::{segments::Judgement, table::Table},
    domain::{Customer, InOrder, segment::AbcClass},
};

/// Returns rank (from 1) and value of every customer, by place; `None` without a value.
pub fn ranks(judgement: &Judgement) -> Vec<Option<(usize, Ranked)>> {
    let mut ranks = vec![None; judgement.subjects.len()];
    if let Some(pareto) = &judgement.judged.pareto {
        for (ranked, rank) in pareto.everybody().zip(1..) {
            ranks[ranked.index] = Some((rank, ranked));
        }
    }
    ranks
}

/// Returns each customer's share of the total positive value, by place; 0 for refunds and without a value.
pub fn value_shares(judgement: &Judgement) -> Vec<f64> {
    let mut shares = vec![0.0; judgement.subjects.len()];
    for one in judgement.judged.pareto.iter().flat_map(Pareto::everybody) {
        shares[one.index] = one.share;
    }
    shares
}

/// Returns the places of the customers with a value, or of those in one class, highest value first.
pub fn by_value(judgement: &Judgement, class: Option<AbcClass>) -> Vec<usize> {
    let ranked = judgement.judged.pareto.iter().flat_map(Pareto::everybody);
    ranked
        .filter(|ranked| class.is_none_or(|class| class == ranked.class))
        .map(|ranked| ranked.index)
        .collect()
}

/// Returns the places of the key accounts, highest score first, then by value and account number.
pub fn key_accounts(judgement: &Judgement, customers: &Table<Customer>) -> Vec<usize> {
    let verdicts = &judgement.judged.verdicts;
    let keys = (0..verdicts.len()).filter(|place| verdicts[*place].is_key());
    by_score(judgement, customers, keys.collect())
}

/// Filter of a run's customers by cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InCluster {
    /// Customers in the cluster with this number, from 1.
    Of(u32),
    /// Customers in no cluster.
    No,
}

impl InCluster {
    /// Stable name of [`InCluster::No`].
    const NO: &'static str = "none";

    /// Returns the filter with this stable name, as used in the address; `None` if the name is not valid.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            Self::NO => Some(Self::No),
            number => number.parse().ok().map(Self::Of),
        }
    }

    /// Returns the stable name.
    pub fn name(self) -> String {
        match self {
            Self::Of(number) => number.to_string(),
            Self::No => Self::NO.to_owned(),
        }
    }

    fn holds(self, cluster: Option<u32>) -> bool {
        match self {
            Self::Of(number) => cluster.map(|cluster| cluster + 1) == Some(number),
            Self::No => cluster.is_none(),
        }
    }
}

/// Returns the places of a run's customers that still exist, or of those admitted by the filter, in the order of
/// [`key_accounts`].
pub fn in_cluster(
    judgement: &Judgement,
    customers: &Table<Customer>,
    run: &Segmentation,
    chosen: Option<InCluster>,
) -> Vec<usize> {
    let members = run
        .members
        .iter()
        .filter(|member| chosen.is_none_or(|chosen| chosen.holds(member.cluster)));
    let places = members.filter_map(|member| judgement.place(member.customer));
    by_score(judgement, customers, places.collect())
}

fn by_score(
    judgement: &Judgement,
    customers: &Table<Customer>,
    mut places: Vec<usize>,
) -> Vec<usize> {
    let judged = &judgement.judged;
    let score = |place: &usize| judged.verdicts[*place].score;
    // An unknown value comes last.
    let value = |place: &usize| {
        let value = judgement.subjects[*place].value(judged.is_billed());
        value.unwrap_or(f64::NEG_INFINITY)
    };
    let number = |place: &usize| {
        let customer = customers.get(judgement.subjects[*place].customer);
        customer.map(|customer| customer.account_number.as_str())
    };
    places.order_by(|a, b| {
        score(b)
            .total_cmp(&score(a))
            .then_with(|| value(b).total_cmp(&value(a)))
            .then_with(|| number(a).cmp(&number(b)))
    });
    places
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use busbar_core::{
        analysis::{key_account::AccountFigures, segmentation::Subject},
        domain::{Id, Record, segment::SegmentParams},
    };

    #[test]
    fn equal_scores_are_in_the_order_of_value_then_of_number() {
        let id = |n: u128| Id::new(Uuid::from_u128(n));
        let mut customers = Table::default();
        let numbers = ["A1", "A2", "A4", "A3", "A5"];
        customers.extend((0..).zip(numbers).map(|(n, number)| Customer {
            account_number: number.into(),
            ..Customer::empty(id(n))
        }));
        // Only strategic importance is scored, so that all but the last are equal.
        let subjects = [Some(10.0), Some(30.0), None, None, Some(1.0)]
            .into_iter()
            .zip([0.0, 0.0, 0.0, 0.0, 100.0])
            .zip(0..)
            .map(|((spend_cny, strategic), n)| Subject {
                account: AccountFigures {
                    spend_cny,
                    voltage_level_kv: Some(110.0),
                    strategic_importance: Some(strategic),
                    ..AccountFigures::default()
                },
                ..Subject::empty(Id::new(Uuid::from_u128(n)))
            })
            .collect();
        let mut params = SegmentParams::default();
        params.rules.weights.value = 0.0;
        let judgement = Judgement::of(subjects, &params);
        assert_eq!(key_accounts(&judgement, &customers), [4, 1, 0, 3, 2]);
    }

    #[test]
    fn a_filter_narrows_what_is_listed() {
        let subjects = [Some(10.0), None, Some(1000.0), Some(100.0)]
            .into_iter()
            .zip([0.0, 110.0, 35.0, 10.0])
            .enumerate()
            .map(|(place, (spend_cny, voltage))| Subject {
                account: AccountFigures {
                    spend_cny,
                    voltage_level_kv: Some(voltage),
                    ..AccountFigures::default()
                },
                ..Subject::empty(Id::new(Uuid::from_u128(place as u128)))
            })
            .collect();
        let judgement = Judgement::of(subjects, &SegmentParams::default());
        assert_eq!(by_value(&judgement, None), [2, 3, 0]);
        assert_eq!(by_value(&judgement, Some(AbcClass::A)), [2]);
        let ranks: Vec<_> =
            ranks(&judgement).iter().map(|ranked| ranked.map(|(rank, _)| rank)).collect();
        assert_eq!(ranks, [Some(3), None, Some(1), Some(2)]);
        let mut keys = key_accounts(&judgement, &Table::default());
        assert!(
            judgement.judged.verdicts[keys[0]].score > judgement.judged.verdicts[keys[1]].score
        );
        keys.sort_unstable();
        assert_eq!(keys, [1, 2]);

        let mut run = Segmentation::assemble(&judgement.subjects, &judgement.judged, None);
        run.members[0].cluster = Some(0);
        run.members[3].cluster = Some(1);
        run.members[2].customer = Id::new(Uuid::from_u128(99));
        assert_eq!(in_cluster(&judgement, &Table::default(), &run, None).len(), 3);
        assert_eq!(in_cluster(&judgement, &Table::default(), &run, Some(InCluster::Of(2))), [3]);
        // The third customer no longer exists; the second is in no cluster.
        assert_eq!(in_cluster(&judgement, &Table::default(), &run, Some(InCluster::No)), [1]);
        for chosen in [InCluster::Of(2), InCluster::No] {
            assert_eq!(InCluster::named(&chosen.name()), Some(chosen));
        }
        assert_eq!(InCluster::named("x"), None);
    }
}
