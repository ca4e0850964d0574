//! A file of answers that a worker is to read, and what it is told of what is known.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::draft::RecordBlock;

/// What a file of answers would add; attached: the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponsesJob {
    /// Every version of every questionnaire.
    pub questionnaires: Vec<RecordBlock>,
    /// Those that are handed over now.
    pub current: Vec<Uuid>,
    /// The customers there are, by number.
    pub customers: Vec<(String, Uuid)>,
    /// The answers there are, those taken out as well.
    pub known: Vec<Uuid>,
    /// The day it is; later ones are problems.
    #[serde(with = "crate::domain::date::stored")]
    pub today: Date,
}
