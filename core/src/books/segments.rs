//! Segments: everybody judged as things stand now, and a run that was kept. How one is judged is
//! [`crate::analysis::segmentation`]'s; where it is done, and how runs are read, is the page's.

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

/// The setting that says how to segment.
pub const PARAMS: &str = "segment.params";

/// Everybody as things stand now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judgement {
    /// The customers, with what is known of them.
    pub subjects: Vec<Subject>,
    /// How they are judged, in the same order.
    pub judged: Judged,
    places: FxHashMap<Id<Customer>, usize>,
}

/// One customer as things stand now.
#[derive(Clone, Copy, Debug)]
pub struct JudgedCustomer<'a> {
    /// What is known of it.
    pub subject: &'a Subject,
    /// Its class.
    pub class: Option<AbcClass>,
    /// The verdict on it: a key account or not.
    pub verdict: &'a Verdict,
    /// Its tier.
    pub tier: Option<TierScore>,
}

impl Judgement {
    /// Judges these customers.
    pub fn of(subjects: Vec<Subject>, params: &SegmentParams) -> Self {
        let judged = judge(&subjects, params);
        Self::new(subjects, judged)
    }

    /// These customers, judged elsewhere.
    pub fn new(subjects: Vec<Subject>, judged: Judged) -> Self {
        let mut places = FxHashMap::with_capacity_and_hasher(subjects.len(), FxBuildHasher);
        places.extend(subjects.iter().map(|subject| subject.customer).zip(0..));
        Self { subjects, judged, places }
    }

    /// The place of a customer among the subjects.
    pub fn place(&self, customer: Id<Customer>) -> Option<usize> {
        self.places.get(&customer).copied()
    }

    /// One customer.
    pub fn get(&self, customer: Id<Customer>) -> Option<JudgedCustomer<'_>> {
        let place = self.place(customer)?;
        Some(JudgedCustomer {
            subject: &self.subjects[place],
            class: self.judged.classes[place],
            verdict: &self.judged.verdicts[place],
            tier: self.judged.tiers[place],
        })
    }

    /// The rules that a customer meets and lacks, and its points.
    pub fn key_account(&self, customer: Id<Customer>) -> Option<KeyAccount> {
        let subject = &self.subjects[self.place(customer)?];
        Some(self.judged.key_account(subject))
    }
}

/// A kept run with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredRun {
    /// When and how.
    pub run: SegmentRun,
    /// What came of it.
    pub result: Segmentation,
    places: HashMap<Id<Customer>, usize>,
}

impl StoredRun {
    /// This run, and what came of it.
    pub fn new(run: SegmentRun, result: Segmentation) -> Self {
        let members = result.members.iter().enumerate();
        Self {
            places: members.map(|(place, member)| (member.customer, place)).collect(),
            run,
            result,
        }
    }

    /// What came of it for one customer.
    pub fn member(&self, customer: Id<Customer>) -> Option<&Member> {
        self.result.members.get(*self.places.get(&customer)?)
    }
}

/// Progress of judging all customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgingProgress {
    /// The figures have not loaded.
    Loading,
    /// A worker judges; until it is done, what it found last stands.
    Judging,
    /// Everybody is judged by the figures as they are.
    Settled,
}

/// Known figures of customers, by customer.
#[derive(Clone, Debug)]
pub struct SegmentFigures {
    /// The last twelve months.
    pub summaries: Arc<Summaries>,
    /// What meters tell.
    pub measured: Arc<Measured>,
    /// How satisfied each is, 0 to 100.
    pub satisfied: Arc<BTreeMap<Id<Customer>, f64>>,
}

impl SegmentFigures {
    /// One customer with what is known of it.
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

/// Returns the run at `place` among the runs, the latest first, and the one before it.
pub fn two_from(runs: &[SegmentRun], place: usize) -> [Option<SegmentRun>; 2] {
    [place, place + 1].map(|place| runs.get(place).cloned())
}
