//! Which portfolio a worker is to make up.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::sample::SampleParams;

/// Which portfolio to make.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SampleJob {
    /// Its size, its seed and its months.
    pub params: SampleParams,
    /// New records are numbered from here.
    pub first_id: Uuid,
}
