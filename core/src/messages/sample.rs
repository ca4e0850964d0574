//! Generation of a sample portfolio by a worker.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::sample::SampleParams;

/// Portfolio to generate.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleJob {
    /// Size, seed and months.
    pub params: SampleParams,
    /// First id for new records.
    pub first_id: Uuid,
}
