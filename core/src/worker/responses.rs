//! Import of survey responses in a worker. The file format is in the exchange room.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::protocol::Outcome;
use crate::{
    domain::{Id, draft::RecordBlock, survey::Questionnaire},
    exchange::responses::read,
};

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

/// Reads the file.
pub(super) fn look(job: &ResponsesJob, file: &[u8]) -> Outcome {
    let questionnaires: Vec<Questionnaire> =
        job.questionnaires.iter().cloned().flat_map(RecordBlock::unpack).collect();
    let customers: HashMap<&str, Uuid> =
        job.customers.iter().map(|(number, id)| (number.as_str(), *id)).collect();
    let known: HashSet<Uuid> = job.known.iter().copied().collect();
    Outcome::Responses(read(
        file,
        &questionnaires,
        |id| job.current.contains(&id.uuid()),
        |number| customers.get(number).copied().map(Id::new),
        |id| known.contains(&id.uuid()),
        job.today,
    ))
}
