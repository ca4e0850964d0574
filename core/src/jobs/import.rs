//! Import off the page: a first look at a file, and what files would change. What a file means is the
//! exchange room's; who writes the draft is the ledger's.

use std::ops::ControlFlow;

use super::attachments::Attachments;
use crate::{
    domain::{draft::Block, id::IdSequence},
    exchange::{
        PortfolioRecords,
        plan::{self, Cancelled, ImportInput},
        source::open_owned,
    },
    messages::{
        JobError, JobProgress, Outcome,
        import::{
            ImportEdit, InspectJob, PlanJob, PlannedImport, UnopenedFile, decode_block,
            encode_block,
        },
    },
};

/// Looks at a file.
pub(super) fn inspect(job: &InspectJob, file: &[u8]) -> Outcome {
    let remembered = |kind| {
        let of_kind = job.remembered.iter().find(|(of, _)| *of == kind);
        of_kind.map(|(_, known)| known.clone()).unwrap_or_default()
    };
    Outcome::Inspected(crate::exchange::inspect(file, &job.opening, job.kind, remembered))
}

/// Works out what the files would change. A file is in memory only while it is read; the first that does
/// not open ends it.
///
/// # Errors
/// [`JobError::Cancelled`] when `observe` breaks; [`JobError::Malformed`] for attachments of another
/// version; [`JobError::File`] for a file that is not there any more.
pub(super) fn plan(
    job: &PlanJob,
    attachments: &dyn Attachments,
    observe: &mut dyn FnMut(JobProgress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut step = |done, of| observe(JobProgress { done, of });
    let mut portfolio = PortfolioRecords::default();
    for place in job.files.len()..attachments.count() {
        // A block that does not read is told of on the page; an import goes on without it.
        if let Ok(block) = decode_block(&attachments.read(place)?) {
            portfolio.take(block);
        }
    }
    let files = job.files.iter().enumerate();
    let inputs: Vec<_> = files
        .map(|(file, (opening, mapping))| ImportInput {
            open: Box::new(move || {
                let refused = |reason| Stopped::Refused(UnopenedFile { file: file as u32, reason });
                open_owned(attachments.read(file)?, opening).map_err(refused)
            }),
            mapping,
        })
        .collect();
    let mut ids = IdSequence::after(job.first_id);
    let planned = match plan::plan(&inputs, &portfolio, job.options, &mut ids, &mut step) {
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
    // Each gives its room back once it is written.
    let blocks =
        blocks.into_iter().map(|block| encode_block(&block)).collect::<Result<Vec<_>, _>>()?;
    Ok((Outcome::Planned(Ok(outcome)), blocks))
}

/// Why files were not looked through to the end.
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
