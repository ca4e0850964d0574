//! The made-up portfolio, made off the page. What is in it is the sample room's.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{compute::Computed, import::encode_block, protocol::Outcome};
use crate::{
    domain::id::IdSequence,
    sample::{SampleParams, portfolio},
};

/// Which portfolio to make.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleJob {
    /// Its size, its seed and its months.
    pub params: SampleParams,
    /// New records are numbered from here.
    pub first_id: Uuid,
}

/// Makes it; attached to the outcome: the blocks of the draft, encoded.
///
/// # Errors
/// [`JobError::Malformed`](super::protocol::JobError::Malformed) when a block cannot be written.
pub(super) fn make(job: &SampleJob) -> Computed {
    let draft = portfolio(&job.params, &mut IdSequence::after(job.first_id));
    let blocks = draft.blocks.iter().map(encode_block);
    Ok((Outcome::Sampled, blocks.collect::<Result<_, _>>()?))
}
