//! Import of a file of answers by a worker, with the existing data that it needs.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::draft::RecordBlock;

/// Import of responses; attached: the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponsesJob {
    /// All versions of all questionnaires.
    pub questionnaires: Vec<RecordBlock>,
    /// Questionnaires currently in use.
    pub current: Vec<Uuid>,
    /// Existing customers, by number.
    pub customers: Vec<(String, Uuid)>,
    /// Existing responses, including deleted ones.
    pub known: Vec<Uuid>,
    /// Current day; later dates are problems.
    #[serde(with = "crate::domain::date::stored")]
    pub today: Date,
}
