//! Answers from a file, read off the page. What a file of answers means is the exchange room's.

use std::collections::{HashMap, HashSet};

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
    /// The questionnaires that can be answered.
    pub questionnaires: Vec<RecordBlock>,
    /// The customers there are, by number.
    pub customers: Vec<(String, Uuid)>,
    /// The answers there are.
    pub known: Vec<Uuid>,
}

/// Reads the file.
pub(super) fn look(job: &ResponsesJob, file: &[u8]) -> Outcome {
    let questionnaires: Vec<Questionnaire> = job
        .questionnaires
        .iter()
        .flat_map(RecordBlock::unpack)
        .collect();
    let customers: HashMap<&str, Uuid> = job
        .customers
        .iter()
        .map(|(number, id)| (number.as_str(), *id))
        .collect();
    let known: HashSet<Uuid> = job.known.iter().copied().collect();
    Outcome::Responses(read(
        file,
        &questionnaires.iter().collect::<Vec<_>>(),
        |number| customers.get(number).copied().map(Id::new),
        |id| known.contains(&id.uuid()),
    ))
}
