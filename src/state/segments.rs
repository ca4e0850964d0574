//! Segments: everybody judged as things stand now, and the runs that were kept.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use leptos::prelude::*;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::{
    facts::{Measured, Summaries},
    satisfaction::Satisfaction,
    table::Table,
    task,
    workers::{Attachment, Stop, Workers},
    workspace::Workspace,
};
use crate::{
    analysis::{
        changes::{Changes, changes},
        features::CustomerFacts,
        key_account::KeyAccount,
        segmentation::{Judged, Member, Segmentation, Subject, judge},
        tiers::TierScore,
    },
    domain::{
        Customer, Id, InOrder,
        segment::{AbcClass, SegmentParams, SegmentRun},
    },
    platform::clock::Slices,
    worker::{
        compute::SUBJECTS_A_PIECE,
        protocol::{Job, Outcome, decode, encode},
    },
};

/// The setting that says how to segment.
pub const PARAMS: &str = "segment.params";

/// Returns the current segmentation parameters.
pub fn params(workspace: Workspace) -> Memo<SegmentParams> {
    let stored: Memo<SegmentParams> = workspace.setting(PARAMS);
    Memo::new(move |_| stored.get().up_to_date())
}

/// Everybody as things stand now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standings {
    /// The customers, with what is known of them.
    pub subjects: Vec<Subject>,
    /// How they are judged, in the same order.
    pub judged: Judged,
    places: FxHashMap<Uuid, usize>,
}

/// One customer as things stand now.
#[derive(Clone, Copy, Debug)]
pub struct StandingOf<'a> {
    /// What is known of it.
    pub subject: &'a Subject,
    /// Its class.
    pub class: Option<AbcClass>,
    /// Its rules and points.
    pub account: &'a KeyAccount,
    /// Its tier.
    pub tier: Option<TierScore>,
}

impl Standings {
    /// Judges these customers.
    pub fn of(subjects: Vec<Subject>, params: &SegmentParams) -> Self {
        let judged = judge(&subjects, params);
        Self::new(subjects, judged)
    }

    fn new(subjects: Vec<Subject>, judged: Judged) -> Self {
        let places = subjects
            .iter()
            .enumerate()
            .map(|(place, subject)| (subject.customer, place))
            .collect();
        Self {
            subjects,
            judged,
            places,
        }
    }

    /// The place of a customer among the subjects.
    pub fn place(&self, customer: Uuid) -> Option<usize> {
        self.places.get(&customer).copied()
    }

    /// One customer.
    pub fn get(&self, customer: Id<Customer>) -> Option<StandingOf<'_>> {
        let place = self.place(customer.uuid())?;
        Some(StandingOf {
            subject: &self.subjects[place],
            class: self.judged.classes[place],
            account: &self.judged.accounts[place],
            tier: self.judged.tiers[place],
        })
    }
}

/// A kept run with its result.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// When and how.
    pub run: SegmentRun,
    /// What came of it.
    pub result: Segmentation,
    places: HashMap<Uuid, usize>,
}

impl Kept {
    /// This run, and what came of it.
    pub fn new(run: SegmentRun, result: Segmentation) -> Self {
        let members = result.members.iter().enumerate();
        Self {
            places: members
                .map(|(place, member)| (member.customer, place))
                .collect(),
            run,
            result,
        }
    }

    /// What came of it for one customer.
    pub fn member(&self, customer: Uuid) -> Option<&Member> {
        self.result.members.get(*self.places.get(&customer)?)
    }
}

/// Segments, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Segments {
    workspace: Workspace,
    /// How to segment.
    pub params: Memo<SegmentParams>,
    /// The kept runs, the latest first.
    pub runs: Memo<Vec<SegmentRun>>,
    /// The latest run; `None` until it is read, or where there is none.
    pub latest: RwSignal<Option<Arc<Kept>>>,
    /// The run before it.
    pub before: RwSignal<Option<Arc<Kept>>>,
    /// The share of a run under way that is done, 0 to 1.
    pub under_way: RwSignal<Option<f64>>,
    jobs: StoredValue<Vec<Stop>, LocalStorage>,
    standings: RwSignal<Arc<Standings>>,
    changes: Memo<Option<Arc<Changes>>>,
}

impl Segments {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(workspace: Workspace, satisfaction: Satisfaction, workers: Workers) -> Self {
        let params = params(workspace);
        let standings = RwSignal::new(Arc::<Standings>::default());
        let turn = StoredValue::new(0_u32);
        Effect::new(move |_| {
            let figures = Figures {
                summaries: workspace.facts.summaries(),
                measured: workspace.facts.measured(),
                satisfied: satisfaction.by_customer(),
            };
            workspace.tables.customers.track();
            let params = params.get();
            let this = turn.get_value().wrapping_add(1);
            turn.set_value(this);
            task::detach(async move {
                let is_latest = move || turn.get_value() == this;
                let subjects = subjects(workspace.tables.customers, figures, is_latest).await;
                let Some(subjects) = subjects else {
                    return;
                };
                let judged = judged(workers, &subjects, params).await;
                // A worker that is lost leaves what was known.
                if let Some(judged) = judged.filter(|_| is_latest()) {
                    standings.set(Arc::new(Standings::new(subjects, judged)));
                }
            });
        });
        let runs = Memo::new(move |_| {
            let mut runs: Vec<SegmentRun> = workspace
                .tables
                .segment_runs
                .read()
                .iter()
                .filter(|run| !run.is_deleted)
                .cloned()
                .collect();
            runs.order_by_key(|run| std::cmp::Reverse(run.id));
            runs
        });
        let latest = RwSignal::new(None::<Arc<Kept>>);
        let before = RwSignal::new(None::<Arc<Kept>>);
        let changes = Memo::new(move |_| {
            let (latest, before) = (latest.get()?, before.get()?);
            Some(Arc::new(changes(&before.result, &latest.result)))
        });
        let this = Self {
            workspace,
            params,
            runs,
            latest,
            before,
            under_way: RwSignal::new(None),
            jobs: StoredValue::new_local(Vec::new()),
            standings,
            changes,
        };
        Effect::new(move |_| {
            let runs = runs.get();
            task::detach(async move {
                latest.set(this.kept(runs.first()).await);
                before.set(this.kept(runs.get(1)).await);
            });
        });
        provide_context(this);
        this
    }

    /// The customers it is about.
    pub fn customers(self) -> RwSignal<Table<Customer>> {
        self.workspace.tables.customers
    }

    /// Everybody as things stand now.
    pub fn standings(self) -> Arc<Standings> {
        self.standings.get()
    }

    /// What changed from the run before to the latest.
    pub fn changes(self) -> Option<Arc<Changes>> {
        self.changes.get()
    }

    /// Stops the run under way.
    pub fn stop(self) {
        self.jobs
            .with_value(|jobs| jobs.iter().for_each(Stop::stop));
    }

    /// A run is under way, as these jobs of the workers.
    pub(super) fn follow(self, jobs: Vec<Stop>) {
        self.jobs.set_value(jobs);
    }

    /// A run with its result. One whose result does not read is passed over: it stays in the store.
    pub async fn kept(self, run: Option<&SegmentRun>) -> Option<Arc<Kept>> {
        let run = run?;
        let held = [self.latest, self.before]
            .into_iter()
            .find_map(|held| held.get_untracked().filter(|held| held.run.id == run.id));
        if held.is_some() {
            return held;
        }
        let bytes = self
            .workspace
            .ledger()
            .ok()?
            .blob(&run.result)
            .await
            .ok()??;
        let result = Segmentation::from_bytes(&bytes)?;
        Some(Arc::new(Kept::new(run.clone(), result)))
    }
}

/// The segments.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_segments() -> Segments {
    expect_context()
}

/// Customers that are judged on the page, where a worker would take longer to be asked.
const FEW: usize = 5_000;

/// Judges these customers, many of them by a worker; `None` where that is lost.
async fn judged(workers: Workers, subjects: &[Subject], params: SegmentParams) -> Option<Judged> {
    if subjects.len() <= FEW {
        return Some(judge(subjects, &params));
    }
    let (mut pieces, mut slices) = (Vec::new(), Slices::begin());
    for some in subjects.chunks(SUBJECTS_A_PIECE) {
        pieces.push(Attachment::Bytes(encode(&some).ok()?));
        slices.pause().await;
    }
    match workers.run(Job::Judge(params), pieces, |_| ()).await {
        Ok((Outcome::Judged, judged)) => {
            let judged = judged.into_iter().next()?.into_bytes();
            decode(&judged).ok()
        }
        _ => None,
    }
}

/// What is known of customers.
struct Figures {
    summaries: Arc<Summaries>,
    measured: Arc<Measured>,
    satisfied: Arc<BTreeMap<Uuid, f64>>,
}

impl Figures {
    fn subject(&self, customer: &Customer) -> Subject {
        let about = CustomerFacts {
            meters: Vec::new(),
            contracted_capacity_kva: customer.contracted_capacity_kva,
            satisfaction: self.satisfied.get(&customer.id.uuid()).copied(),
        };
        let features = self.measured.get(&customer.id).copied().unwrap_or_default();
        let summary = self
            .summaries
            .get(&customer.id)
            .copied()
            .unwrap_or_default();
        Subject::of(customer, features.of_customer(&about), &summary)
    }
}

/// Every customer with what is known of it, in slices; `None` once it is not the latest any more.
async fn subjects(
    customers: RwSignal<Table<Customer>>,
    figures: Figures,
    is_latest: impl Fn() -> bool,
) -> Option<Vec<Subject>> {
    let count = customers.with_untracked(Table::len);
    let (mut subjects, mut slices) = (Vec::with_capacity(count), Slices::begin());
    let mut place = 0;
    loop {
        let is_through = customers.with_untracked(|customers| {
            for customer in customers.rows().iter().skip(place) {
                place += 1;
                if !customer.is_deleted {
                    subjects.push(figures.subject(customer));
                }
                if slices.is_over() {
                    return false;
                }
            }
            true
        });
        if is_through {
            return Some(subjects);
        }
        slices.pause().await;
        if !is_latest() {
            return None;
        }
    }
}
