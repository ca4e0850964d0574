//! Runs the jobs of the protocol, in a worker or elsewhere.

use std::ops::ControlFlow;

use crate::{
    analysis::{
        k_means::{KMeansError, KMeansProgress},
        key_account::AccountFigures,
        matrix::Matrix,
        segmentation::judge_accounts,
        silhouette::silhouette,
        standardise::{ColumnScale, standardise},
    },
    domain::segment::SegmentParams,
    exchange::calendar as holidays,
    messages::{
        Job, JobError, JobProgress, KMeansJob, KMeansOutcome, Outcome, clusters_to_bytes, encode,
        numbers_of_bytes,
    },
};

pub use super::attachments::{Attachments, Computed};
use super::{attachments::joined, calendar, export, import, pinyin, responses, sample};

/// Runs a job, reporting progress to `observe`; stops early if `observe` breaks.
///
/// # Errors
/// [`JobError`] of the job.
pub fn compute(
    job: &Job,
    attachments: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Computed {
    match job {
        Job::KMeans(job) => k_means(*job, &attachments.read(0)?, observe),
        Job::Inspect(job) => Ok((import::inspect(job, attachments)?, Vec::new())),
        Job::Plan(job) => import::plan(job, attachments, observe),
        Job::Export(job) => export::export(*job, attachments, observe),
        Job::Sample(job) => sample::make(job),
        Job::Responses(job) => Ok((responses::look(job, &attachments.read(0)?), Vec::new())),
        Job::Table(job) => export::table(job, attachments, observe),
        Job::Calendar(job) => Ok(calendar::write(job)),
        Job::Holidays => {
            let days = holidays::read(&attachments.read(0)?);
            Ok((Outcome::Holidays(days), Vec::new()))
        }
        Job::Pinyin => pinyin::make(),
        Job::Judge(params) => judged(params, attachments),
        // They need the store, which the platform provides.
        Job::Archive(_) | Job::Restore(_) | Job::Bundle(_) | Job::Receive(_) => {
            Err(JobError::Malformed)
        }
    }
}

fn judged(params: &SegmentParams, pieces: &dyn Attachments) -> Computed {
    let accounts: Vec<AccountFigures> = joined(pieces)?;
    let judged = encode(&judge_accounts(&accounts, params))?;
    Ok((Outcome::Judged, vec![judged]))
}

fn k_means(
    job: KMeansJob,
    table: &[u8],
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Computed {
    let params = job.params.check()?;
    let table = Matrix::new(job.columns as usize, numbers_of_bytes(table))?;
    let (points, scale) = if job.standardise {
        standardise(&table)?
    } else {
        let scale = ColumnScale::of(&table);
        (table, scale)
    };
    // The silhouette is the last step.
    let mut step = |progress: KMeansProgress| {
        observe(JobProgress {
            done: progress.start as u64,
            of: progress.of as u64 + u64::from(job.silhouette),
        })
    };
    let clusters = params.fit_observed(&points, &mut step).map_err(|error| match error {
        KMeansError::Cancelled => JobError::Cancelled,
        error => error.into(),
    })?;
    let silhouette = job
        .silhouette
        .then(|| silhouette(&points, &clusters.assignments, job.params.seed))
        .flatten();
    let centroids = clusters
        .centroids
        .iter()
        .flat_map(|row| if job.standardise { scale.restore(row) } else { row.to_vec() });
    let outcome = KMeansOutcome {
        k: job.params.k,
        centroids: centroids.collect(),
        sizes: clusters.sizes,
        inertia: clusters.inertia,
        silhouette,
        mean: scale.mean,
        sd: scale.sd,
    };
    Ok((Outcome::KMeans(outcome), vec![clusters_to_bytes(&clusters.assignments)]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            k_means::KMeansParams,
            segmentation::{Judged, Subject, judge},
        },
        domain::Id,
        messages::{JobRequest, clusters_of_bytes, decode},
    };

    fn table(numbers: &[f64]) -> Vec<u8> {
        bytemuck::cast_slice(numbers).to_vec()
    }

    fn job(k: usize) -> Job {
        Job::KMeans(KMeansJob {
            columns: 2,
            params: KMeansParams::new(k).starts(3),
            standardise: true,
            silhouette: true,
        })
    }

    #[test]
    fn a_job_goes_over_and_its_outcome_comes_back() {
        let table = table(&[1., 20., 1., 40., 1., 0., 10., 20., 10., 40., 10., 0.]);
        let head = encode(&JobRequest { id: 7, job: job(2) }).unwrap();
        let request: JobRequest = decode(&head).unwrap();
        let mut steps = Vec::new();
        let (outcome, attachments) = compute(&request.job, &vec![table], &mut |progress| {
            steps.push((progress.done, progress.of));
            ControlFlow::Continue(())
        })
        .unwrap();
        let Outcome::KMeans(outcome) = outcome else {
            panic!("{outcome:?}");
        };
        assert_eq!(clusters_of_bytes(&attachments[0]), [0, 0, 0, 1, 1, 1]);
        assert_eq!(steps, [(1, 4), (2, 4), (3, 4)]);
        for (ours, expected) in outcome.centroids.iter().zip([1.0, 20.0, 10.0, 20.0]) {
            assert!((ours - expected).abs() < 1e-12);
        }
    }

    #[test]
    fn a_file_of_holidays_is_read() {
        let mut go_on = |_| ControlFlow::Continue(());
        let mut read = |file: &str| {
            let (outcome, _) = compute(&Job::Holidays, &vec![file.into()], &mut go_on).unwrap();
            let Outcome::Holidays(days) = outcome else {
                panic!("{outcome:?}");
            };
            let bytes = encode(&days).unwrap();
            assert_eq!(decode(&bytes), Ok(days.clone()));
            days
        };
        assert_eq!(read("2027-01-01,0\n").unwrap().len(), 1);
        assert_eq!(read("2027-02-29,0\n").unwrap_err().total(), 1);
    }

    #[test]
    fn customers_are_judged_as_on_the_page() {
        let subject = |n: u128| Subject {
            account: AccountFigures {
                spend_cny: (!n.is_multiple_of(7)).then_some(n as f64 * 1000.0),
                energy_kwh: Some(n as f64),
                ..AccountFigures::default()
            },
            ..Subject::empty(Id::new(uuid::Uuid::from_u128(n)))
        };
        let subjects: Vec<Subject> = (1..=60).map(subject).collect();
        let params = SegmentParams::default();
        let accounts: Vec<_> = subjects.iter().map(|subject| subject.account).collect();
        let pieces: Vec<_> = accounts.chunks(25).map(|some| encode(&some).unwrap()).collect();
        let mut go_on = |_| ControlFlow::Continue(());
        let job = decode(&encode(&Job::Judge(params.clone())).unwrap()).unwrap();
        let (outcome, judged) = compute(&job, &pieces, &mut go_on).unwrap();
        assert_eq!(outcome, Outcome::Judged);
        let judged: Vec<Judged> = judged.iter().map(|piece| decode(piece).unwrap()).collect();
        assert_eq!(judged, [judge(&subjects, &params)]);
    }

    #[test]
    fn refusals_name_their_cause() {
        let mut go_on = |_| ControlFlow::Continue(());
        assert_eq!(compute(&job(2), &Vec::new(), &mut go_on).unwrap_err(), JobError::Malformed);
        assert_eq!(
            compute(&job(2), &vec![table(&[1.0, 2.0])], &mut go_on).unwrap_err(),
            JobError::KMeans(KMeansError::TooFewPoints { k: 2, distinct: 1 })
        );
        let mut stop = |_| ControlFlow::Break(());
        let table = table(&[1.0, 2.0, 3.0, 5.0]);
        assert_eq!(compute(&job(2), &vec![table], &mut stop).unwrap_err(), JobError::Cancelled);
    }
}
