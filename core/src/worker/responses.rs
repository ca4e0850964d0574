//! Answers from a file, read off the page. What a file of answers means is the exchange room's.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::protocol::Outcome;
use crate::{
    domain::{Id, draft::RecordBlock, survey::Questionnaire},
    exchange::responses::read,
};

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
