//! Commands for questionnaires and for customers' responses.

use std::{cell::Cell, rc::Rc};

use busbar_core::{
    books::surveys::Incoming,
    domain::{
        Count, Customer, Id, Record, Value, Who,
        action::Action,
        draft::{Draft, RecordBlock},
        record::Whole,
        rule::Rule,
        survey::{Questionnaire, Response, Wording},
    },
    exchange::{
        Reason,
        questionnaire::{QuestionnaireError, is_built_in, read},
        responses::ResponsePlan,
    },
    messages::{Job, Outcome, responses::ResponsesJob},
    storage::LedgerError,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    platform::{
        clock,
        files::{self, File},
        random,
    },
    state::{
        surveys::Surveys,
        workers::{JobAttachment, JobError, Workers},
        workspace::Workspace,
    },
};

/// Maximum size of a questionnaire's file, bytes: a hundred questions take about a tenth of it.
const LARGEST: f64 = 1_048_576.0;

/// Creates a questionnaire with this title and consent text and no questions, under the id created by its form.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn make(
    workspace: Workspace,
    id: Id<Questionnaire>,
    title: Wording,
    consent: Wording,
) -> Result<(), LedgerError> {
    let questionnaire = Questionnaire {
        title: Whole(title),
        consent: Whole(consent),
        version: Some(Count(1)),
        ..Questionnaire::empty(id)
    };
    let draft = Draft::new("questionnaire.add").create(&questionnaire);
    workspace.act(draft).await.map(drop)
}

/// Reason why a file contains no usable questionnaire.
#[derive(Debug)]
pub enum NoQuestionnaire {
    /// The file can no longer be read.
    File,
    /// The file is too large for a questionnaire.
    TooLarge,
    /// The content is not a valid questionnaire.
    Wrong(QuestionnaireError),
}

/// Reads a questionnaire from a file, and determines whether it is new here.
///
/// # Errors
/// [`NoQuestionnaire`].
pub async fn look_at_questionnaire(
    surveys: Surveys,
    file: File,
) -> Result<Incoming, NoQuestionnaire> {
    if file.size() > LARGEST {
        return Err(NoQuestionnaire::TooLarge);
    }
    let bytes = files::read(&file).await.ok_or(NoQuestionnaire::File)?;
    // A file that is not text is not a questionnaire either.
    let json = String::from_utf8_lossy(&bytes);
    let read = read(&json, Id::new(random::uuid())).map_err(NoQuestionnaire::Wrong)?;
    Ok(surveys.now().place(read))
}

/// Adds a questionnaire from a file. Its version is determined again when the write's turn has come, so that it is
/// unique.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn take_in(
    workspace: Workspace,
    surveys: Surveys,
    questionnaire: Questionnaire,
) -> Result<(), LedgerError> {
    let draft = move || match surveys.now().place(questionnaire.clone()) {
        Incoming::New(one) | Incoming::Next(one) => Draft::new("questionnaire.import").create(&one),
        Incoming::Known(_) => Draft::default(),
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Changes a questionnaire, after all changes requested before. If the version has responses, is built in or is not
/// the last, a new version is created, because an answered version never changes and the last one is handed over.
/// `which` is then set to the new version, so that pending changes apply to it as well.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn revise(
    workspace: Workspace,
    surveys: Surveys,
    which: ArcStoredValue<Id<Questionnaire>>,
    change: impl Fn(&mut Questionnaire) + 'static,
) -> Result<(), LedgerError> {
    let next = Id::new(random::uuid());
    let revised = which.clone();
    let draft = move || {
        let surveys = surveys.now();
        let before = surveys.get(revised.get_value());
        let Some(before) = before.filter(|one| !one.is_deleted) else {
            return Draft::default();
        };
        let mut after = before.clone();
        change(&mut after);
        if after == *before {
            Draft::default()
        } else if is_built_in(before.id)
            || surveys.answered(before.id) > 0
            || before.last_version(surveys.all()) > before.number()
        {
            Draft::new("questionnaire.version").create(&after.next_version(next, surveys.all()))
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

/// Deletes a questionnaire. Its responses remain; undo restores it.
pub fn remove(workspace: Workspace, id: Id<Questionnaire>) {
    workspace.act_detached(Draft::new("questionnaire.delete").edit(
        id,
        Questionnaire::IS_DELETED,
        Value::Bool(true),
    ));
}

/// Stores the current answers: creates the response with the first, and changes it afterwards. Answers of a
/// submitted response, perhaps submitted in another tab, are no longer changed.
///
/// # Errors
/// [`Rule::HandedIn`], and those of [`Workspace::act`]; the answers then remain on the screen.
pub async fn keep(workspace: Workspace, response: &Response) -> Result<(), LedgerError> {
    let response = response.clone();
    let is_late = Rc::new(Cell::new(false));
    let late = Rc::clone(&is_late);
    let draft = move || {
        workspace.tables.responses.with_untracked(|responses| {
            let kept = kept(responses.get(response.id), &response);
            late.set(kept.is_none());
            kept.unwrap_or_default()
        })
    };
    workspace.act_in_turn(draft).await?;
    match is_late.get() {
        true => Err(Rule::HandedIn.at("answers").into()),
        false => Ok(()),
    }
}

/// Returns the draft that replaces the stored answers; `None` if they have been submitted and differ.
fn kept(before: Option<&Response>, response: &Response) -> Option<Draft> {
    match before {
        None => Some(Draft::new("response.add").create(response)),
        Some(before) if before.is_complete && before.answers != response.answers => None,
        Some(before) if before.is_complete => Some(Draft::default()),
        Some(before) => Some(Draft::new("response.edit").change(before, response)),
    }
}

/// Creates an action to call the respondent back, with this text. Does nothing if it was created before, even if it
/// was undone or deleted.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn call_back(
    workspace: Workspace,
    response: &Response,
    due_on: Option<jiff::civil::Date>,
    text: String,
) -> Result<(), LedgerError> {
    let (tables, today, response) = (workspace.tables, clock::today(), response.clone());
    let draft = move || {
        let is_known = (tables.actions)
            .with_untracked(|all| all.get(Action::call_back_id(response.id)).is_some());
        let owner = untrack(|| owner(workspace, &response));
        let promise = Action::call_back(&response, text.clone(), owner, today, due_on);
        match promise.filter(|_| !is_known) {
            Some(promise) => Draft::new("action.call_back").create(&promise),
            None => Draft::default(),
        }
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Returns the owner of the callback: the visitor, else the customer's account manager, else the current user.
fn owner(workspace: Workspace, response: &Response) -> Who {
    let tables = workspace.tables;
    let visited = response.visit.and_then(|id| {
        let visits = tables.visits.read();
        visits.get(id).map(|visit| visit.account_manager.clone())
    });
    let own = response.customer.and_then(|id| {
        let customers = tables.customers.read();
        customers.get(id).map(|one| one.account_manager.clone())
    });
    let named = |who: &Who| !who.is_nobody();
    visited.filter(named).or(own.filter(named)).unwrap_or_else(|| workspace.me())
}

/// Deletes a response; undo restores it.
pub fn discard(workspace: Workspace, id: Id<Response>) {
    workspace.act_detached(Draft::new("response.delete").edit(
        id,
        Response::IS_DELETED,
        Value::Bool(true),
    ));
}

/// Returns the responses that a file would add, read by a worker; the inner `Err` if the file contains none.
///
/// # Errors
/// [`JobError`] if the worker failed.
pub async fn look(
    workspace: Workspace,
    surveys: Surveys,
    workers: Workers,
    file: File,
) -> Result<Result<ResponsePlan, Reason>, JobError> {
    let surveys = surveys.now();
    let tables = workspace.tables;
    let customers = tables.customers.with_untracked(|customers| {
        let merged = customers.iter().filter(|one| one.merged_into.is_some());
        let here = customers.iter().filter(|customer| customer.is_here());
        // Responses with the number of a merged customer follow the merge like all its records. A number that another
        // customer has as well is that of the other: the last one counts.
        merged.chain(here).map(number_and_id).collect()
    });
    let known = tables
        .responses
        .with_untracked(|responses| responses.iter().map(|one| one.id.uuid()).collect());
    let job = Job::Responses(ResponsesJob {
        questionnaires: RecordBlock::pack(surveys.all().to_vec()),
        current: surveys.current().iter().map(|one| one.id.uuid()).collect(),
        customers,
        known,
        today: clock::today(),
    });
    let file = JobAttachment::File(file.into());
    match workers.run(job, vec![file], |_| ()).await? {
        (Outcome::Responses(found), _) => Ok(found),
        _ => Err(JobError::Malformed),
    }
}

fn number_and_id(customer: &Customer) -> (String, Uuid) {
    (customer.account_number.clone(), customer.id.uuid())
}

#[cfg(test)]
mod tests {
    use super::*;
    use busbar_core::domain::survey::{Answer, Answers};

    #[test]
    fn answers_that_were_handed_in_stay_as_they_are() {
        let response = |ticked: f64, is_complete| Response {
            answers: Whole(Answers::from([("q1".into(), Answer::Number(ticked))])),
            is_complete,
            ..Response::empty(Id::new(Uuid::from_u128(1)))
        };
        let (two, five) = (2.0, 5.0);
        let handed_in = response(five, true);
        let cases = [
            (None, response(two, false), Some("response.add")),
            (Some(response(two, false)), handed_in.clone(), Some("response.edit")),
            (Some(handed_in.clone()), response(two, false), None),
            (Some(handed_in.clone()), response(two, true), None),
            (Some(handed_in.clone()), handed_in, Some("")),
        ];
        for (before, now, expected) in cases {
            let draft = kept(before.as_ref(), &now);
            assert_eq!(draft.map(|draft| draft.action), expected, "{before:?} {now:?}");
        }
    }
}
