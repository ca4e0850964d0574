//! Making questionnaires, and keeping what customers answer.

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

/// No questionnaire is larger, bytes: some hundred questions are a tenth of it.
const LARGEST: f64 = 1_048_576.0;

/// Makes a questionnaire of this title and consent line, with no question yet, under the id that its form
/// made for it.
///
/// # Errors
/// As [`Workspace::act`].
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

/// Why a file brings no questionnaire.
#[derive(Debug)]
pub enum NoQuestionnaire {
    /// It cannot be read any more.
    File,
    /// It is as large as no questionnaire is.
    TooLarge,
    /// It holds none that can be used.
    Wrong(QuestionnaireError),
}

/// What a file of a questionnaire would be here.
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
    // What is no text is no questionnaire either.
    let json = String::from_utf8_lossy(&bytes);
    let read = read(&json, Id::new(random::uuid())).map_err(NoQuestionnaire::Wrong)?;
    Ok(surveys.now().place(read))
}

/// Puts a questionnaire from a file in. It is placed again when its turn to be written has come, so
/// that its number is no other's.
///
/// # Errors
/// As [`Workspace::act`].
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

/// Changes a questionnaire, after all changes that were asked for before. Where the version was
/// answered, came with the product or is not the last, a new one is made, because what was answered
/// never changes and what is handed over is the last; `which` is the new one then, so that changes
/// which are still waiting are made to it as well.
///
/// # Errors
/// As [`Workspace::act`].
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

/// Takes a questionnaire out; its answers stay, and undo brings it back.
pub fn remove(workspace: Workspace, id: Id<Questionnaire>) {
    workspace.act_detached(Draft::new("questionnaire.delete").edit(
        id,
        Questionnaire::IS_DELETED,
        Value::Bool(true),
    ));
}

/// Keeps answers as they stand now: makes the record with the first, and then changes it. Answers that were
/// handed in, in another tab perhaps, are not changed any more.
///
/// # Errors
/// [`Rule::HandedIn`], and those of [`Workspace::act`]; the answers stay on the screen then.
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

/// Returns the draft that writes answers over the stored ones; `None` if those were handed in and differ.
fn kept(before: Option<&Response>, response: &Response) -> Option<Draft> {
    match before {
        None => Some(Draft::new("response.add").create(response)),
        Some(before) if before.is_complete && before.answers != response.answers => None,
        Some(before) if before.is_complete => Some(Draft::default()),
        Some(before) => Some(Draft::new("response.edit").change(before, response)),
    }
}

/// Opens a promise to call back because of these answers, with this text; only once, even if the promise was
/// undone or removed before.
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

/// Returns the person who calls back: the visitor, else the customer's manager, else the person
/// working here.
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

/// Takes answers out; they are kept, and undo brings them back.
pub fn discard(workspace: Workspace, id: Id<Response>) {
    workspace.act_detached(Draft::new("response.delete").edit(
        id,
        Response::IS_DELETED,
        Value::Bool(true),
    ));
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
    let surveys = surveys.now();
    let tables = workspace.tables;
    let customers = tables.customers.with_untracked(|customers| {
        let here = customers.iter().filter(|customer| !customer.is_deleted);
        here.map(number_and_id).collect()
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
