//! Sample portfolio, generated in a worker. Its content is in the sample room.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{compute::Computed, import::encode_block, protocol::Outcome};
use crate::{
    domain::id::IdSequence,
    sample::{SampleParams, portfolio},
};

/// Portfolio to generate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleJob {
    /// Size, seed and months.
    pub params: SampleParams,
    /// First id for new records.
    pub first_id: Uuid,
}

/// Generates the portfolio; attached to the outcome: the encoded blocks of the draft.
///
/// # Errors
/// [`JobError::Malformed`](super::protocol::JobError::Malformed) if a block cannot be encoded.
pub(super) fn make(job: &SampleJob) -> Computed {
    let draft = portfolio(&job.params, &mut IdSequence::after(job.first_id));
    let blocks = draft.blocks.iter().map(encode_block);
    Ok((Outcome::Sampled, blocks.collect::<Result<_, _>>()?))
}
