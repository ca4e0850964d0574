//! Import of survey responses in a worker. The file format is in the exchange room.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    domain::{Id, draft::RecordBlock, survey::Questionnaire},
    exchange::responses::read,
    messages::{Outcome, responses::ResponsesJob},
};

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
