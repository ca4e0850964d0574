//! Segments: the current judgement of all customers, and the stored runs.

use std::sync::Arc;

use busbar_core::{
    analysis::{
        changes::{Changes, changes},
        key_account::AccountFigures,
        segmentation::{Judged, Segmentation, Subject, judge},
    },
    books::{
        segments::{Judgement, JudgingProgress, PARAMS, SegmentFigures, StoredRun, two_from},
        table::Table,
    },
    domain::{
        Customer, InOrder,
        segment::{SegmentParams, SegmentRun},
    },
    messages::{ACCOUNTS_A_PIECE, Job, Outcome, decode, encode},
};
use leptos::prelude::*;

use super::{
    satisfaction::Satisfaction,
    task,
    turns::{Turns, follow},
    workers::{JobAttachment, Piece, Stop, Workers},
    workspace::Workspace,
};
use crate::platform::clock::{self, Slices};

/// Returns the current segmentation parameters.
pub fn params(workspace: Workspace) -> Memo<SegmentParams> {
    workspace.setting(PARAMS)
}

/// Segments, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Segments {
    workspace: Workspace,
    /// Segmentation parameters.
    pub params: Memo<SegmentParams>,
    /// Stored runs, latest first.
    pub runs: Memo<Vec<SegmentRun>>,
    /// Latest run; `None` until it has been read, or if there is none.
    pub latest: RwSignal<Option<Arc<StoredRun>>>,
    /// The run before the latest.
    pub before: RwSignal<Option<Arc<StoredRun>>>,
    /// Completed fraction of a run in progress, 0 to 1.
    pub under_way: RwSignal<Option<f64>>,
    jobs: StoredValue<Vec<Stop>, LocalStorage>,
    judgement: Memo<Arc<Judgement>>,
    is_settled: RwSignal<bool>,
    changes: Memo<Option<Arc<Changes>>>,
}

impl Segments {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, satisfaction: Satisfaction, workers: Workers) -> Self {
        let params = params(workspace);
        let customers = workspace.tables.customers;
        let figures = move || SegmentFigures {
            summaries: workspace.facts.summaries(),
            measured: workspace.facts.measured(),
            satisfied: satisfaction.by_customer(),
        };
        let is_large = workspace.tables.is_large();
        let sent = RwSignal::new(Arc::<Judgement>::default());
        let (turns, is_settled) = (Turns::default(), RwSignal::new(true));
        Effect::new(move |_| {
            let turn = turns.next();
            // A portfolio that is not large is judged by the memo below.
            is_settled.set(!is_large.get());
            if !is_large.get() || !workspace.facts.loaded.get() {
                return;
            }
            let (figures, params) = (figures(), params.get());
            customers.track();
            let judging = async move {
                let subjects = subjects(customers, &figures).await;
                let judged = judged(workers, &subjects, params).await;
                Judgement::new(subjects, judged)
            };
            task::detach(async move {
                if let Some(judgement) = turn.run(judging).await {
                    sent.set(Arc::new(judgement));
                    is_settled.set(true);
                }
            });
        });
        let judgement = Memo::new(move |_| {
            if is_large.get() {
                return sent.get();
            }
            let (figures, customers) = (figures(), customers.read());
            let here = customers.iter().filter(|customer| customer.is_here());
            let subjects = here.map(|customer| figures.subject(customer)).collect();
            Arc::new(Judgement::of(subjects, &params.read()))
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
        let latest = RwSignal::new(None::<Arc<StoredRun>>);
        let before = RwSignal::new(None::<Arc<StoredRun>>);
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
            judgement,
            is_settled,
            changes,
        };
        let read = move |run: Option<SegmentRun>| async move { this.kept(run.as_ref()).await };
        follow_two(move || two_from(&runs.read(), 0), read, [latest, before]);
        provide_context(this);
        this
    }

    /// Returns the customers. Does not subscribe.
    pub fn customers(self) -> RwSignal<Table<Customer>> {
        self.workspace.tables.customers
    }

    /// Returns the current judgement of all customers; for a large portfolio, that of the last completed job.
    /// Subscribes to changes.
    pub fn judgement(self) -> Arc<Judgement> {
        self.judgement.get()
    }

    /// Returns the progress of the judgement in [`Segments::judgement`]. Subscribes to changes.
    pub fn progress(self) -> JudgingProgress {
        if !self.workspace.facts.loaded.get() {
            JudgingProgress::Loading
        } else if self.is_settled.get() {
            JudgingProgress::Settled
        } else {
            JudgingProgress::Judging
        }
    }

    /// Waits until the judgement is up to date, and returns it.
    pub async fn settled(self) -> Arc<Judgement> {
        while !self.is_settled.get_untracked() {
            clock::breathe().await;
        }
        self.judgement.get_untracked()
    }

    /// Returns the changes from the previous run to the latest. Subscribes to changes.
    pub fn changes(self) -> Option<Arc<Changes>> {
        self.changes.get()
    }

    /// Stops the run in progress.
    pub fn stop(self) {
        self.jobs.with_value(|jobs| jobs.iter().for_each(Stop::stop));
    }

    /// Stores the worker jobs of the run in progress, so that [`Segments::stop`] can stop them.
    pub(super) fn follow(self, jobs: Vec<Stop>) {
        self.jobs.set_value(jobs);
    }

    /// Returns a run with its result; `None` if the result cannot be read. It remains in the store.
    pub async fn kept(self, run: Option<&SegmentRun>) -> Option<Arc<StoredRun>> {
        let run = run?;
        let held = [self.latest, self.before]
            .into_iter()
            .find_map(|held| held.get_untracked().filter(|held| held.run.id == run.id));
        if held.is_some() {
            return held;
        }
        let bytes = self.workspace.ledger().ok()?.blob(&run.result).await.ok()??;
        let result = Segmentation::from_bytes(&bytes)?;
        Some(Arc::new(StoredRun::new(run.clone(), result)))
    }
}

/// Returns the segments.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_segments() -> Segments {
    expect_context()
}

/// Reads both runs whenever they change. Both are shown at once, so that changes are never computed between runs
/// that do not follow each other.
fn follow_two<F>(
    two: impl Fn() -> [Option<SegmentRun>; 2] + 'static,
    read: impl Fn(Option<SegmentRun>) -> F + Clone + 'static,
    shown: [RwSignal<Option<Arc<StoredRun>>>; 2],
) where
    F: Future<Output = Option<Arc<StoredRun>>> + 'static,
{
    follow(
        two,
        move |two| read_two(two, read.clone()),
        move |kept| {
            for (shown, kept) in shown.into_iter().zip(kept) {
                shown.set(kept);
            }
        },
    );
}

/// Reads a run and the run before it.
pub async fn read_two<F>(
    [run, before]: [Option<SegmentRun>; 2],
    read: impl Fn(Option<SegmentRun>) -> F,
) -> Option<[Option<Arc<StoredRun>>; 2]>
where
    F: Future<Output = Option<Arc<StoredRun>>>,
{
    Some([read(run).await, read(before).await])
}

/// Judges customers in a worker, or on the page if that fails.
async fn judged(workers: Workers, subjects: &[Subject], params: SegmentParams) -> Judged {
    let by_worker = async {
        let (mut pieces, mut slices) = (Vec::new(), Slices::begin());
        for some in subjects.chunks(ACCOUNTS_A_PIECE) {
            let accounts: Vec<AccountFigures> = some.iter().map(|one| one.account).collect();
            pieces.push(JobAttachment::Bytes(encode(&accounts).ok()?));
            slices.pause().await;
        }
        match workers.run(Job::Judge(params.clone()), pieces, |_| ()).await {
            Ok((Outcome::Judged, pieces)) => {
                let judged = pieces.into_iter().map(Piece::into_bytes).next()?;
                let judged: Judged = decode(&judged).ok()?;
                (judged.verdicts.len() == subjects.len()).then_some(judged)
            }
            _ => None,
        }
    };
    by_worker.await.unwrap_or_else(|| judge(subjects, &params))
}

/// Returns every customer with its figures; works in slices.
async fn subjects(customers: RwSignal<Table<Customer>>, figures: &SegmentFigures) -> Vec<Subject> {
    let count = customers.with_untracked(Table::len);
    let (mut subjects, mut slices) = (Vec::with_capacity(count), Slices::begin());
    let mut place = 0;
    loop {
        let is_through = customers.with_untracked(|customers| {
            for customer in customers.rows().iter().skip(place) {
                place += 1;
                if customer.is_here() {
                    subjects.push(figures.subject(customer));
                }
                if slices.is_over() {
                    return false;
                }
            }
            true
        });
        if is_through {
            return subjects;
        }
        slices.pause().await;
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use busbar_core::domain::{Id, Record};
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::state::turns::by_hand::{Asked, page, settle};

    /// Returns a run of this number, with one member of the same number.
    pub(crate) fn kept(number: u128) -> Arc<StoredRun> {
        let run = SegmentRun {
            ran_on: Some(date(2026, 1, number as i8)),
            ..SegmentRun::empty(Id::new(Uuid::from_u128(number)))
        };
        let member = Subject::empty(Id::new(Uuid::from_u128(number)));
        let judgement = Judgement::of(vec![member], &SegmentParams::default());
        let result = Segmentation::assemble(&judgement.subjects, &judgement.judged, None);
        Arc::new(StoredRun::new(run, result))
    }

    #[test]
    fn runs_that_are_read_late_do_not_take_the_place_of_the_latest() {
        let _page = page();
        let [first, second, third] = [1, 2, 3].map(kept);
        let run = |kept: &Arc<StoredRun>| kept.run.clone();
        let runs = RwSignal::new(vec![run(&second), run(&first)]);
        let [latest, before] = [(); 2].map(|()| RwSignal::new(None));
        let store = Asked::new();
        let read = {
            let store = store.clone();
            move |run: Option<SegmentRun>| store.ask(run.map(|run| run.id))
        };
        follow_two(move || two_from(&runs.read(), 0), read, [latest, before]);
        settle();
        runs.set(vec![run(&third)]);
        settle();
        store.answer(&Some(third.run.id), Some(third.clone()));
        // There is no second run.
        store.answer(&None, None);
        assert_eq!(latest.get_untracked(), Some(third.clone()));
        store.answer(&Some(second.run.id), Some(second));
        assert_eq!(latest.get_untracked(), Some(third.clone()));
        assert_eq!(before.get_untracked(), None);

        // Both runs are shown at once.
        runs.set(vec![run(&third), run(&first)]);
        settle();
        store.answer(&Some(third.run.id), Some(third.clone()));
        assert_eq!(before.get_untracked(), None);
        store.answer(&Some(first.run.id), Some(first.clone()));
        let shown = [latest, before].map(|one| one.get_untracked());
        assert_eq!(shown, [Some(third), Some(first)]);
    }
}
