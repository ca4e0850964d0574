//! Taking a request in and taking it on. Where it goes first and by which channel is the workspace's
//! rules; whether a step can be taken is worked out from those before it, when its turn to be written has
//! come, so that two tabs never take the same one.

use std::{cell::Cell, rc::Rc};

use busbar_core::{
    books::requests::{Destination, NewRequest},
    domain::{
        Id,
        draft::Draft,
        request::{Document, Request, RequestProgress, RequestStep, StepError, StepKind},
        rule::Rule,
    },
    storage::LedgerError,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::record::change;
use crate::{
    platform::clock,
    state::{requests::Requests, service::Service, workspace::Workspace},
};

/// Returns the destination of a request of this customer and kind today. Its class is `None` until the customer's
/// class is known.
pub fn destination(
    workspace: Workspace,
    requests: Requests,
    service: Service,
    asked: &NewRequest,
) -> Destination {
    let (Some(customer), Some(kind)) = (asked.customer, asked.kind) else {
        return Destination::default();
    };
    let class = service.known_class(customer);
    let level = class.map(|class| service.level(class, workspace.facts.today()));
    let manager = workspace
        .tables
        .customers
        .with(|customers| customers.get(customer).map(|customer| customer.account_manager.clone()));
    let route = requests.routing.with(|routing| routing.of(kind));
    Destination::of(class, &level.unwrap_or_default(), route, manager.unwrap_or_default())
}

/// Takes a request in, with its department and channel by the rules, under the id that its form made for it,
/// so that it is recorded only once however often it is sent. Waits a while for a class that is not known yet, and
/// then records none. What is missing was asked before, by
/// [`NewRequest::check`].
///
/// # Errors
/// As [`Workspace::act`].
pub async fn take_in(
    workspace: Workspace,
    requests: Requests,
    service: Service,
    id: Id<Request>,
    asked: NewRequest,
) -> Result<(), LedgerError> {
    if let Some(customer) = asked.customer {
        service.wait_for_class(customer).await;
    }
    let to = untrack(|| destination(workspace, requests, service, &asked));
    let request = asked.taken_in(id, workspace.facts.today_untracked(), to);
    let draft = Draft::new("request.add").create(&request);
    workspace.act(draft).await.map(drop)
}

/// Why a step was not taken.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Refused {
    /// It does not fit those before it.
    #[error(transparent)]
    Step(#[from] StepError),
    /// It could not be written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// The draft of a step after those before it.
fn plan(request: &Request, before: &[RequestStep], step: &RequestStep) -> Result<Draft, StepError> {
    let mut progress = RequestProgress::of(request, before).ok_or(StepError::Incomplete)?;
    progress.take(step)?;
    Ok(Draft::new(action(step.kind.ok_or(StepError::Incomplete)?)).create(step))
}

/// A step as an action.
const fn action(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Responded => "request.responded",
        StepKind::Routed => "request.routed",
        StepKind::Paused => "request.paused",
        StepKind::Resumed => "request.resumed",
        StepKind::StageDone => "request.stage_done",
        StepKind::Resolved => "request.resolved",
        StepKind::Reopened => "request.reopened",
        StepKind::Confirmed => "request.confirmed",
    }
}

/// Takes a step of a request: answers, gives it to a department, pauses, goes on, ends a stage, settles,
/// opens again or closes it. A stage of a connection that ends while not one paper has come in is doubtful:
/// it is taken where a person `is_sure`.
///
/// # Errors
/// [`Refused`]; nothing is written then.
pub async fn take(
    workspace: Workspace,
    requests: Requests,
    id: Id<Request>,
    step: RequestStep,
    is_sure: bool,
) -> Result<(), Refused> {
    let step = RequestStep {
        request: Some(id),
        department: step.department.trim().into(),
        reason: step.reason.trim().into(),
        by: workspace.me(),
        ..step
    };
    let refused = Rc::new(Cell::new(None));
    let why = Rc::clone(&refused);
    let draft = move || {
        let request = requests.table().with_untracked(|requests| requests.get(id).cloned());
        let before = untrack(|| requests.steps(id));
        let planned = request.ok_or(Refused::Step(StepError::Incomplete)).and_then(|request| {
            let draft = plan(&request, &before, &step)?;
            check(&request, &before, &step, clock::today(), is_sure)?;
            Ok(draft)
        });
        planned.unwrap_or_else(|error| {
            why.set(Some(error));
            Draft::default()
        })
    };
    workspace.act_in_turn(draft).await?;
    refused.take().map_or(Ok(()), Err)
}

/// Checks that a step is plausible: its day has come, unless this tablet's clock is behind the step before
/// it, and a stage of a connection ends with a document at hand, unless somebody `is_sure` of the contrary.
fn check(
    request: &Request,
    before: &[RequestStep],
    step: &RequestStep,
    today: Date,
    is_sure: bool,
) -> Result<(), LedgerError> {
    let last = before.iter().filter_map(|step| step.on).max();
    let latest = last.map_or(today, |last| last.max(today));
    if let Some(on) = step.on.filter(|on| *on > latest) {
        return Err(Rule::NotYet(on).at("on").into());
    }
    let ends_a_stage = step.kind == Some(StepKind::StageDone) && request.connection.is_some();
    if ends_a_stage && !is_sure && request.documents.0.is_empty() {
        return Err(Rule::NoPapers.at("stage").into());
    }
    Ok(())
}

/// A paper came on this day, or, without a day, is missing again.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn mark_document(
    workspace: Workspace,
    id: Id<Request>,
    document: Document,
    on: Option<Date>,
) -> Result<(), LedgerError> {
    change(workspace, workspace.tables.requests, id, move |request| {
        request.documents.0.set(document, on);
    })
    .await
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{
        Record, Value,
        request::{ConnectionKind, RequestKind, Stage},
    };

    #[test]
    fn a_step_is_of_a_day_that_has_come_and_a_stage_has_papers() {
        let id = Id::new(Uuid::from_u128(2));
        let connection =
            Request { connection: Some(ConnectionKind::LowVoltage), ..Request::empty(id) };
        let mut with_paper = connection.clone();
        with_paper.documents.0.set(Document::Application, Some(date(2026, 7, 1)));
        let step = |kind, on| RequestStep {
            kind: Some(kind),
            on: Some(on),
            ..RequestStep::empty(Id::new(Uuid::from_u128(3)))
        };
        let (today, next_year) = (date(2026, 7, 1), date(2027, 7, 1));
        let paused = |on| step(StepKind::Paused, on);
        let stage = || step(StepKind::StageDone, today);
        let ahead = [paused(next_year)];
        let cases: [(&Request, &[RequestStep], RequestStep, bool, Option<Rule>); 7] = [
            (&connection, &[], paused(today), false, None),
            (&connection, &[], paused(next_year), true, Some(Rule::NotYet(next_year))),
            // Another tablet, whose clock is right, was ahead of this one.
            (&connection, &ahead, paused(next_year), false, None),
            (&connection, &[], stage(), false, Some(Rule::NoPapers)),
            (&connection, &[], stage(), true, None),
            (&with_paper, &[], stage(), false, None),
            (&Request::empty(id), &[], stage(), false, None),
        ];
        for (request, before, step, is_sure, expected) in cases {
            let expected = expected.map(|rule| match rule {
                Rule::NoPapers => rule.at("stage"),
                rule => rule.at("on"),
            });
            let found = check(request, before, &step, today, is_sure).err();
            assert_eq!(found, expected.map(LedgerError::Refused), "{step:?}");
        }
    }

    #[test]
    fn a_step_is_planned_against_those_before_it() {
        let request = Request {
            kind: Some(RequestKind::Complaint),
            received_on: Some(date(2026, 7, 1)),
            ..Request::empty(Id::new(Uuid::from_u128(2)))
        };
        let step = |n: u128, kind, day| RequestStep {
            request: Some(request.id),
            kind: Some(kind),
            on: Some(date(2026, 7, day)),
            reason: "已电话答复".into(),
            ..RequestStep::empty(Id::new(Uuid::from_u128(n)))
        };
        let answered = step(10, StepKind::Responded, 2);
        let draft = plan(&request, &[], &answered).unwrap();
        assert_eq!(draft.action, "request.responded");
        let fields: Vec<_> = draft.edits.iter().map(|edit| edit.field).collect();
        assert_eq!(fields, ["request", "kind", "on", "reason", "is_deleted"]);
        assert_eq!(draft.edits[1].value, Value::Text("responded".into()));

        let before = [answered.clone()];
        let cases = [
            (step(11, StepKind::Responded, 2), Err(StepError::Responded)),
            (step(11, StepKind::Confirmed, 3), Err(StepError::NotResolved)),
            (step(11, StepKind::Resolved, 1), Err(StepError::BeforeLast(date(2026, 7, 2)))),
            (
                RequestStep { stage: Some(Stage::SupplyPlan), ..step(11, StepKind::StageDone, 3) },
                Err(StepError::OtherStage(None)),
            ),
            (step(11, StepKind::Resolved, 3), Ok("request.resolved")),
        ];
        for (step, expected) in cases {
            let planned = plan(&request, &before, &step).map(|draft| draft.action);
            assert_eq!(planned, expected, "{:?}", step.kind);
        }
        let undated = Request { received_on: None, ..request };
        assert_eq!(plan(&undated, &[], &answered), Err(StepError::Incomplete));
    }
}
