//! Segments: the current judgement of all customers, and a stored run. The judging itself is in
//! [`crate::analysis::segmentation`]; the page decides where it runs and how runs are read.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::facts::{Measured, Summaries};
use crate::{
    analysis::{
        features::CustomerFacts,
        key_account::{KeyAccount, Verdict},
        segmentation::{Judged, Member, Segmentation, Subject, judge},
        tiers::TierScore,
    },
    domain::{
        Customer, Id,
        segment::{AbcClass, SegmentParams, SegmentRun},
    },
};

/// Key of the setting for the segmentation parameters.
pub const PARAMS: &str = "segment.params";

/// Current judgement of all customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// Customers with their known figures.
    pub subjects: Vec<Subject>,
    /// Results, in the same order.
    pub judged: Judged,
    places: FxHashMap<Id<Customer>, usize>,
}

/// Current judgement of one customer.
#[derive(Clone, Copy, Debug)]
pub struct JudgedCustomer<'a> {
    /// Known figures of the customer.
    pub subject: &'a Subject,
    /// ABC class.
    pub class: Option<AbcClass>,
    /// Verdict: key account or not.
    pub verdict: &'a Verdict,
    /// Tier.
    pub tier: Option<TierScore>,
}

impl Judgement {
    /// Judges the customers.
    pub fn of(subjects: Vec<Subject>, params: &SegmentParams) -> Self {
        let judged = judge(&subjects, params);
        Self::new(subjects, judged)
    }

    /// Creates a judgement from results computed elsewhere.
    pub fn new(subjects: Vec<Subject>, judged: Judged) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(subjects.len(), FxBuildHasher);
        places.extend(subjects.iter().map(|subject| subject.customer).zip(0..));
        Self { subjects, judged, places }
    }

    /// Returns the place of a customer among the subjects.
    pub fn place(&self, customer: Id<Customer>) -> Option<usize> {
        self.places.get(&customer).copied()
    }

    /// Returns the judgement of one customer.
    pub fn get(&self, customer: Id<Customer>) -> Option<JudgedCustomer<'_>> {
        let place = self.place(customer)?;
        Some(JudgedCustomer {
            subject: &self.subjects[place],
            class: self.judged.classes[place],
            verdict: &self.judged.verdicts[place],
            tier: self.judged.tiers[place],
        })
    }

    /// Returns the key-account rules that a customer meets and lacks, and its points.
    pub fn key_account(&self, customer: Id<Customer>) -> Option<KeyAccount> {
        let subject = &self.subjects[self.place(customer)?];
        Some(self.judged.key_account(subject))
    }
}

/// A stored run with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRun {
    /// Date and parameters of the run.
    pub run: SegmentRun,
    /// Result of the run.
    pub result: Segmentation,
    places: HashMap<Id<Customer>, usize>,
}

impl StoredRun {
    /// Creates a stored run from the run and its result.
    pub fn new(run: SegmentRun, result: Segmentation) -> Self {
        let members = result.members.iter().enumerate();
        Self {
            places: members.map(|(place, member)| (member.customer, place)).collect(),
            run,
            result,
        }
    }

    /// Returns the result for one customer.
    pub fn member(&self, customer: Id<Customer>) -> Option<&Member> {
        self.result.members.get(*self.places.get(&customer)?)
    }
}

/// Progress of judging all customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgingProgress {
    /// The figures have not loaded.
    Loading,
    /// A worker is judging; the previous result stands until it has finished.
    Judging,
    /// All customers are judged by the current figures.
    Settled,
}

/// Known figures of customers, by customer.
#[derive(Clone, Debug)]
pub struct SegmentFigures {
    /// Summaries of the last twelve months.
    pub summaries: Arc<Summaries>,
    /// Figures computed from meters.
    pub measured: Arc<Measured>,
    /// Satisfaction of each customer, 0 to 100.
    pub satisfied: Arc<BTreeMap<Id<Customer>, f64>>,
}

impl SegmentFigures {
    /// Returns one customer with its known figures.
    pub fn subject(&self, customer: &Customer) -> Subject {
        let about = CustomerFacts {
            meters: Vec::new(),
            contracted_capacity_kva: customer.contracted_capacity_kva,
            satisfaction: self.satisfied.get(&customer.id).copied(),
        };
        let features = self.measured.get(&customer.id).copied().unwrap_or_default();
        let summary = self.summaries.get(&customer.id).copied().unwrap_or_default();
        Subject::of(customer, features.of_customer(&about), &summary)
    }
}

/// Returns the run at `place` in the runs, which are latest first, and the run before it.
pub fn two_from(runs: &[SegmentRun], place: usize) -> [Option<SegmentRun>; 2] {
    [place, place + 1].map(|place| runs.get(place).cloned())
}
