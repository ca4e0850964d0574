//! Making questionnaires, and keeping what customers answer.

use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    domain::{
        Customer, Id, Record, Value,
        draft::{Draft, RecordBlock},
        record::Whole,
        survey::{Questionnaire, Response, Wording},
    },
    exchange::{Reason, questionnaire::is_built_in, responses::ResponsePlan},
    platform::{files::File, random},
    state::{
        surveys::Surveys,
        workers::{Attachment, JobError, Workers},
        workspace::Workspace,
    },
    storage::LedgerError,
    worker::{
        protocol::{Job, Outcome},
        responses::ResponsesJob,
    },
};

/// Makes an empty questionnaire of this title and answers its id.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn make(workspace: Workspace, title: Wording) -> Result<Id<Questionnaire>, LedgerError> {
    let questionnaire = Questionnaire {
        title: Whole(title),
        version: Some(1.0),
        ..Questionnaire::empty(Id::new(random::uuid()))
    };
    workspace
        .act(Draft::new("questionnaire.add").create(&questionnaire))
        .await?;
    Ok(questionnaire.id)
}

/// Changes a questionnaire, after all changes that were asked for before. Where the version was
/// answered or came with the product, a new one is made, because what was answered never changes;
/// `which` is the new one then, so that changes which are still waiting are made to it as well.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn revise(
    workspace: Workspace,
    surveys: Surveys,
    which: ArcStoredValue<Id<Questionnaire>>,
    change: impl Fn(&mut Questionnaire),
) -> Result<(), LedgerError> {
    let next = Id::new(random::uuid());
    let draft = || {
        let surveys = surveys.now();
        let before = surveys.get(which.get_value());
        let Some(before) = before.filter(|one| !one.is_deleted) else {
            return Draft::default();
        };
        let mut after = before.clone();
        change(&mut after);
        if after == *before {
            Draft::default()
        } else if is_built_in(before.id) || surveys.answered(before.id) > 0 {
            Draft::new("questionnaire.version").create(&after.next_version(next))
        } else {
            Draft::new("questionnaire.edit").change(before, &after)
        }
    };
    workspace.act_in_turn(draft).await?;
    if surveys.now().get(next).is_some() {
        which.set_value(next);
    }
    Ok(())
}

/// Takes a questionnaire out; its answers stay, and undo brings it back.
pub fn remove(workspace: Workspace, id: Id<Questionnaire>) {
    workspace.act_detached(Draft::new("questionnaire.delete").edit(
        id,
        "is_deleted",
        Value::Bool(true),
    ));
}

/// Keeps answers as they stand now: makes the record with the first, and then changes it.
///
/// # Errors
/// As [`Workspace::act`]; the answers stay on the screen then.
pub async fn keep(workspace: Workspace, response: &Response) -> Result<(), LedgerError> {
    let before = workspace
        .tables
        .responses
        .with_untracked(|responses| responses.get(response.id).cloned());
    let draft = match &before {
        Some(before) => Draft::new("response.edit").change(before, response),
        None => Draft::new("response.add").create(response),
    };
    if draft.is_empty() {
        return Ok(());
    }
    workspace.act(draft).await.map(drop)
}

/// Takes answers out; they are kept, and undo brings them back.
pub fn discard(workspace: Workspace, id: Id<Response>) {
    workspace.act_detached(Draft::new("response.delete").edit(id, "is_deleted", Value::Bool(true)));
}

/// What a file of answers would add, read by a worker; `Err` inside for a file that holds none.
///
/// # Errors
/// [`JobError`] when the worker brought nothing.
pub async fn look(
    workspace: Workspace,
    surveys: Surveys,
    workers: Workers,
    file: File,
) -> Result<Result<ResponsePlan, Reason>, JobError> {
    let questionnaires = surveys.now().current().into_iter().cloned().collect();
    let tables = workspace.tables;
    let customers = tables.customers.with_untracked(|customers| {
        let here = customers.iter().filter(|customer| !customer.is_deleted);
        here.map(number_and_id).collect()
    });
    let known = tables.responses.with_untracked(|responses| {
        let here = responses.iter().filter(|response| !response.is_deleted);
        here.map(|response| response.id.uuid()).collect()
    });
    let job = Job::Responses(ResponsesJob {
        questionnaires: RecordBlock::pack::<Questionnaire>(questionnaires),
        customers,
        known,
    });
    let file = Attachment::File(file.into());
    match workers.run(job, vec![file], |_| ()).await? {
        (Outcome::Responses(found), _) => Ok(found),
        _ => Err(JobError::Malformed),
    }
}

fn number_and_id(customer: &Customer) -> (String, Uuid) {
    (customer.account_number.clone(), customer.id.uuid())
}
