//! Import in a worker: first look at a file, and planning of changes. File formats are in the exchange room; the
//! ledger writes the draft.

use std::ops::ControlFlow;

use super::attachments::{AttachedFile, Attachments, portfolio};
use crate::{
    domain::draft::Block,
    exchange::{
        inspect_slices,
        opening::open_slices,
        plan::{self, Cancelled, ImportInput},
    },
    messages::{
        JobError, JobProgress, Outcome,
        import::{ImportEdit, InspectJob, PlanJob, PlannedImport, UnopenedFile, encode_block},
    },
};

/// Inspects a file.
///
/// # Errors
/// Same as [`Attachments::read`].
pub(super) fn inspect(
    job: &InspectJob,
    attachments: &dyn Attachments,
) -> Result<Outcome, JobError> {
    let file = AttachedFile::of(attachments, 0)?;
    let remembered = |kind| {
        let of_kind = job.remembered.iter().find(|(of, _)| *of == kind);
        of_kind.map(|(_, known)| known.clone()).unwrap_or_default()
    };
    let seen = inspect_slices(&file, &job.opening, job.kind, remembered);
    file.check()?;
    Ok(Outcome::Inspected(seen))
}

/// Plans what the files would change. A file is in memory only while it is read, a large text only in slices; the
/// first that cannot be opened ends the job.
///
/// # Errors
/// [`JobError::Cancelled`] if `observe` breaks; [`JobError::Malformed`] for attachments of another version;
/// [`JobError::File`] for a file that no longer exists.
pub(super) fn plan(
    job: &PlanJob,
    attachments: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut step = |done, of| observe(JobProgress { done, of });
    let portfolio = portfolio(attachments, job.files.len())?;
    let attached = (0..job.files.len()).map(|place| AttachedFile::of(attachments, place));
    let attached = attached.collect::<Result<Vec<_>, _>>()?;
    let files = job.files.iter().zip(&attached).enumerate();
    let inputs: Vec<_> = files
        .map(|(place, ((opening, mapping), file))| ImportInput {
            open: Box::new(move || {
                let refused =
                    |reason| Stopped::Refused(UnopenedFile { file: place as u32, reason });
                open_slices(file, opening, usize::MAX).map_err(refused)
            }),
            mapping,
        })
        .collect();
    let planned = plan::plan(&inputs, &portfolio, job.options, job.secret, &mut step);
    attached.iter().try_for_each(AttachedFile::check)?;
    let planned = match planned {
        Ok(planned) => planned,
        Err(Stopped::Refused(refused)) => return Ok((Outcome::Planned(Err(refused)), vec![])),
        Err(Stopped::Job(error)) => return Err(error),
    };
    drop(portfolio);
    let blocks = planned.draft.blocks;
    let mut new_records: Vec<(String, u64)> = Vec::new();
    for block in &blocks {
        if let Block::Records(block) = block {
            let count = block.ids.len() as u64;
            match new_records.iter_mut().find(|(kind, _)| *kind == block.kind) {
                Some((_, so_far)) => *so_far += count,
                None => new_records.push((block.kind.clone(), count)),
            }
        }
    }
    let outcome = PlannedImport {
        counts: planned.counts,
        problems: planned.problems,
        differences: planned.differences,
        new_records,
        edits: planned.draft.edits.into_iter().map(ImportEdit::from).collect(),
    };
    // Each block is freed once it is encoded.
    let blocks =
        blocks.into_iter().map(|block| encode_block(&block)).collect::<Result<Vec<_>, _>>()?;
    Ok((Outcome::Planned(Ok(outcome)), blocks))
}

/// Reason why planning stopped.
enum Stopped {
    Job(JobError),
    Refused(UnopenedFile),
}

impl From<Cancelled> for Stopped {
    fn from(_: Cancelled) -> Self {
        Self::Job(JobError::Cancelled)
    }
}

impl From<JobError> for Stopped {
    fn from(error: JobError) -> Self {
        Self::Job(error)
    }
}
