//! Segmentation of the portfolio: workers find the clusters for several values of k at once; the run and its result
//! are stored.

use std::{cell::RefCell, rc::Rc};

use busbar_core::{
    analysis::{
        features::{Features, Sparse, table},
        k_means::{KMeansError, KMeansParams},
        matrix::MatrixError,
        segmentation::{Found, Segmentation},
        silhouette::{FitOfK, best_by_silhouette},
    },
    books::segments::PARAMS,
    domain::{
        Count, Id, Record,
        draft::Draft,
        record::Whole,
        segment::{SegmentParams, SegmentRun},
    },
    messages::{Job, JobError, KMeansJob, KMeansOutcome, Outcome, clusters_of_bytes},
    storage::LedgerError,
};
use leptos::prelude::*;

use crate::{
    platform::{clock, random},
    state::{
        segments::Segments,
        workers::{JobAttachment, Running, Workers},
        workspace::Workspace,
    },
};

/// Reason why a run failed.
#[derive(Debug)]
pub enum RunError {
    /// The figures do not form a valid table. If none of the chosen figures are known, or too few values differ,
    /// the run has no clusters instead.
    TooLittle,
    /// The user stopped it.
    Stopped,
    /// A worker failed.
    Job(JobError),
    /// The run could not be stored.
    Ledger(LedgerError),
}

impl From<LedgerError> for RunError {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

/// Changes the segmentation parameters.
pub fn change_params(workspace: Workspace, change: impl Fn(&mut SegmentParams) + 'static) {
    workspace.change_setting(PARAMS, change);
}

/// Segments the current portfolio and stores the run.
///
/// # Errors
/// [`RunError`]; nothing is stored.
pub async fn run(
    workspace: Workspace,
    workers: Workers,
    segments: Segments,
) -> Result<Id<SegmentRun>, RunError> {
    let started = clock::now_millis();
    let judgement = segments.settled().await;
    let params = segments.params.get_untracked();
    let features: Vec<Features> =
        judgement.subjects.iter().map(|subject| subject.features).collect();
    segments.under_way.set(Some(0.0));
    let sparse = Sparse::kept(params.is_sparse_kept);
    let clusters = match table(&features, &params.features, sparse) {
        Ok(table) => find(workers, segments, &params, &table.table)
            .await
            .map(|found| found.map(|found| (table, found))),
        Err(MatrixError::NoColumns) => Ok(None),
        Err(_) => Err(RunError::TooLittle),
    };
    segments.under_way.set(None);
    let clusters = clusters?;
    let result = Segmentation::assemble(
        &judgement.subjects,
        &judgement.judged,
        clusters.as_ref().map(|(table, found)| (table, found.clone())),
    );
    let (draft, result) = Draft::new("segment.run").with_blob(result.to_bytes());
    let kept = SegmentRun {
        ran_on: Some(clock::today()),
        params: Whole(params),
        customers: Some(Count(judgement.subjects.len() as u32)),
        took_ms: Some((clock::now_millis() - started) as f64),
        result,
        ..SegmentRun::empty(Id::new(random::uuid()))
    };
    workspace.act(draft.create(&kept)).await?;
    Ok(kept.id)
}

/// Finds the clusters for every k to be tried, and selects one.
async fn find(
    workers: Workers,
    segments: Segments,
    params: &SegmentParams,
    table: &busbar_core::analysis::matrix::Matrix,
) -> Result<Option<Found>, RunError> {
    let distinct = table.distinct(*SegmentParams::TRIED.end());
    let tried: Vec<usize> = SegmentParams::TRIED.filter(|k| *k <= distinct).collect();
    if tried.is_empty() {
        return Ok(None);
    }
    let numbers = Rc::new(table.values().to_vec());
    let done = Rc::new(RefCell::new(vec![0.0; tried.len()]));
    let jobs: Vec<_> = tried
        .iter()
        .enumerate()
        .map(|(place, k)| {
            let job = Job::KMeans(KMeansJob {
                columns: table.columns() as u32,
                params: KMeansParams::new(*k).seed(params.seed).starts(params.starts),
                standardise: true,
                silhouette: true,
            });
            let done = done.clone();
            workers.run(job, vec![JobAttachment::Numbers(numbers.clone())], move |progress| {
                let mut done = done.borrow_mut();
                done[place] = progress.done as f64 / progress.of.max(1) as f64;
                let share = done.iter().sum::<f64>() / done.len() as f64;
                segments.under_way.set(Some(share));
            })
        })
        .collect();
    segments.follow(jobs.iter().map(Running::stop).collect());
    let mut outcomes: Vec<(KMeansOutcome, Vec<u32>)> = Vec::new();
    for job in jobs {
        match job.await {
            Ok((Outcome::KMeans(outcome), attachments)) => {
                let assignments = attachments.into_iter().next();
                let assignments = assignments.map(|piece| clusters_of_bytes(&piece.into_bytes()));
                outcomes.push((outcome, assignments.unwrap_or_default()));
            }
            Ok(_) => return Err(RunError::Job(JobError::Malformed)),
            Err(JobError::Cancelled) => return Err(RunError::Stopped),
            Err(JobError::KMeans(KMeansError::TooFewPoints { .. })) => {}
            Err(error) => return Err(RunError::Job(error)),
        }
    }
    let fits: Vec<FitOfK> = outcomes
        .iter()
        .map(|(outcome, _)| FitOfK {
            k: outcome.k,
            inertia: outcome.inertia,
            silhouette: outcome.silhouette,
        })
        .collect();
    let wanted = params.k.or_else(|| best_by_silhouette(&fits));
    Ok(outcomes.into_iter().find(|(outcome, _)| Some(outcome.k) == wanted).map(
        |(outcome, assignments)| Found {
            k: outcome.k,
            assignments,
            centroids: outcome.centroids,
            mean: outcome.mean,
            sd: outcome.sd,
            fits,
        },
    ))
}
