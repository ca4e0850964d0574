//! The way out, off the page: files of what is known. What stands in them is the exchange room's.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};

use super::{
    import::decode_block,
    protocol::{JobError, Outcome, Progress},
};
use crate::exchange::{
    Kind, Portfolio,
    outgoing::{Language, Outgoing, OutgoingError},
};

/// Files of what is known; attached: what is known, as encoded blocks.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportJob {
    /// The language of headings and words.
    pub language: Language,
    /// One kind as CSV; without, all kinds as an archive.
    pub kind: Option<Kind>,
}

/// Writes the file.
///
/// # Errors
/// [`JobError::Cancelled`] when `observe` breaks; [`JobError::Malformed`] for attachments of another
/// version; [`JobError::Write`].
pub(super) fn export(
    job: ExportJob,
    known: &[Vec<u8>],
    observe: &mut dyn FnMut(Progress) -> ControlFlow<()>,
) -> Result<(Outcome, Vec<Vec<u8>>), JobError> {
    let mut portfolio = Portfolio::default();
    // A block that does not read is told of on the page; the rest goes out.
    for block in known.iter().filter_map(|block| decode_block(block).ok()) {
        portfolio.take(block);
    }
    let outgoing = Outgoing::new(&portfolio, job.language);
    let mut step = |done, of| observe(Progress { done, of });
    let file = match job.kind {
        Some(kind) => outgoing.csv(kind, &mut step),
        None => outgoing.archive(&mut step),
    };
    Ok((Outcome::Exported, vec![file?]))
}

impl From<OutgoingError> for JobError {
    fn from(error: OutgoingError) -> Self {
        match error {
            OutgoingError::Cancelled => Self::Cancelled,
            OutgoingError::Write(error) => Self::Write(error.to_string()),
        }
    }
}
