//! Segmentation results of the listed customers: score, tier, cluster and the figures behind them. Customers are
//! judged only if a column needs it.

use std::sync::Arc;

use crate::{
    books::segments::{Judgement, StoredRun},
    domain::{
        Customer, Id,
        segment::{Feature, Tier},
    },
};

/// Columns that need a current judgement of all customers.
const AS_IT_STANDS: [&str; 4] = ["score", "tier", "load_factor", "power_factor"];

/// Segmentation results needed by the columns.
#[derive(Clone, Debug, Default)]
pub struct JudgedColumns {
    judgement: Option<Arc<Judgement>>,
    run: Option<Arc<StoredRun>>,
}

/// Two results are equal if they are the same allocation: a hundred thousand customers are not compared one by one.
impl PartialEq for JudgedColumns {
    fn eq(&self, other: &Self) -> bool {
        let is_same = |pair: (&Arc<Judgement>, &Arc<Judgement>)| Arc::ptr_eq(pair.0, pair.1);
        let judgement = self.judgement.as_ref().zip(other.judgement.as_ref());
        let run = self.run.as_ref().zip(other.run.as_ref());
        self.judgement.is_some() == other.judgement.is_some()
            && self.run.is_some() == other.run.is_some()
            && judgement.is_none_or(is_same)
            && run.is_none_or(|(one, other)| Arc::ptr_eq(one, other))
    }
}

impl JudgedColumns {
    /// Returns the results needed by these columns; the others are not read.
    pub fn for_columns<'a>(
        keys: impl IntoIterator<Item = &'a str>,
        judgement: impl Fn() -> Arc<Judgement>,
        run: impl Fn() -> Option<Arc<StoredRun>>,
    ) -> Self {
        let mut judged = Self::default();
        for key in keys {
            if AS_IT_STANDS.contains(&key) && judged.judgement.is_none() {
                judged.judgement = Some(judgement());
            }
            if key == "cluster" {
                judged.run = run();
            }
        }
        judged
    }

    /// Returns the tier of a customer.
    pub fn tier(&self, customer: Id<Customer>) -> Option<Tier> {
        let judgement = self.judgement.as_ref()?;
        Some(judgement.get(customer)?.tier?.tier)
    }

    /// Returns the number of a customer's cluster in the latest run; 1 is the largest.
    pub fn cluster(&self, customer: Id<Customer>) -> Option<u32> {
        let member = self.run.as_ref()?.member(customer)?;
        Some(member.cluster? + 1)
    }

    /// Returns the figure of a column, as shown and sorted.
    pub fn figure(&self, key: &str, customer: Id<Customer>) -> Option<f64> {
        if key == "cluster" {
            return self.cluster(customer).map(f64::from);
        }
        let judged = self.judgement.as_ref()?.get(customer)?;
        match key {
            "score" => Some(judged.verdict.score),
            // The highest tier has rank 1.
            "tier" => {
                let tier = judged.tier?.tier;
                let place = Tier::ALL.iter().position(|one| *one == tier)?;
                Some(place as f64)
            }
            "load_factor" => judged.subject.features.get(Feature::LoadFactor),
            "power_factor" => judged.subject.features.get(Feature::PowerFactor),
            _ => None,
        }
    }
}

/// Customers for tests, judged by the default rules.
#[cfg(test)]
pub mod made {
    use super::*;
    use crate::{
        analysis::{features::Features, segmentation::Subject, summary::AccountSummary},
        domain::segment::SegmentParams,
    };

    /// Returns the judgement of these customers with their load factors.
    pub fn judged(customers: &[(Customer, f64)]) -> JudgedColumns {
        let subject = |(customer, load_factor): &(Customer, f64)| {
            let mut features = Features::default();
            features.set(Feature::LoadFactor, Some(*load_factor));
            Subject::of(customer, features, &AccountSummary::default())
        };
        let subjects = customers.iter().map(subject).collect();
        JudgedColumns {
            judgement: Some(Arc::new(Judgement::of(subjects, &SegmentParams::default()))),
            run: None,
        }
    }
}
