//! The made-up portfolio, made off the page. What is in it is the sample room's.

use super::attachments::Computed;
use crate::{
    domain::id::IdSequence,
    messages::{Outcome, import::encode_block, sample::SampleJob},
    sample::portfolio,
};

/// Makes it; attached to the outcome: the blocks of the draft, encoded.
///
/// # Errors
/// [`JobError::Malformed`](crate::messages::JobError::Malformed) when a block cannot be written.
pub(super) fn make(job: &SampleJob) -> Computed {
    let draft = portfolio(&job.params, &mut IdSequence::after(job.first_id));
    let blocks = draft.blocks.iter().map(encode_block);
    Ok((Outcome::Sampled, blocks.collect::<Result<_, _>>()?))
}
