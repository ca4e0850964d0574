//! Sample portfolio, generated in a worker. Its content is in the sample room.

use super::attachments::Computed;
use crate::{
    domain::id::IdSequence,
    messages::{Outcome, import::encode_block, sample::SampleJob},
    sample::portfolio,
};

/// Generates the portfolio; attached to the outcome: the encoded blocks of the draft.
///
/// # Errors
/// [`JobError::Malformed`](crate::messages::JobError::Malformed) if a block cannot be encoded.
pub(super) fn make(job: &SampleJob) -> Computed {
    let draft = portfolio(&job.params, &mut IdSequence::after(job.first_id));
    let blocks = draft.blocks.iter().map(encode_block);
    Ok((Outcome::Sampled, blocks.collect::<Result<_, _>>()?))
}
