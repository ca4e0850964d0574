//! Taking a request in and taking it on. Where it goes first and by which channel is the workspace's
//! rules; whether a step can be taken is worked out from those before it, when its turn to be written has
//! come, so that two tabs never take the same one.

use std::{cell::Cell, rc::Rc};

use busbar_core::{
    domain::{
        Contact, Customer, Id, Link, Record, Who,
        draft::Draft,
        request::{
            ConnectionKind, Document, Request, RequestKind, RequestProgress, RequestRoute,
            RequestStep, StepError, StepKind,
        },
        rule::Rule,
        standard::{Offer, ServiceClass, ServiceLevel},
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

/// A request as it is taken down.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NewRequest {
    /// By whom.
    pub customer: Option<Id<Customer>>,
    /// By which person.
    pub contact: Option<Id<Contact>>,
    /// What it is about.
    pub kind: Option<RequestKind>,
    /// Where it is a connection: which.
    pub connection: Option<ConnectionKind>,
    /// What is wanted, in a line.
    pub subject: String,
    /// What is wanted.
    pub description: String,
    /// What it follows from: a visit.
    pub source: Option<Link>,
}

/// What has to be said before a request can be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Missing {
    /// Whose it is.
    #[error("a customer is missing")]
    Customer,
    /// What it is about.
    #[error("a kind is missing")]
    Kind,
    /// What is wanted.
    #[error("a subject is missing")]
    Subject,
}

/// Where a request goes by the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Destination {
    /// The class of its customer.
    pub class: Option<ServiceClass>,
    /// Whether it goes by the green channel.
    pub is_priority: bool,
    /// The department that has it first, and who sees it through.
    pub route: RequestRoute,
}

impl Destination {
    /// By the rules: the department of its kind; the green channel where the class is offered it; and
    /// where no rule names a person, the customer's account manager sees it through.
    pub fn of(
        class: Option<ServiceClass>,
        level: &ServiceLevel,
        route: RequestRoute,
        manager: Who,
    ) -> Self {
        let named = Some(route.responsible).filter(|who| !who.is_nobody());
        let responsible = named.unwrap_or(manager);
        Self {
            class,
            is_priority: level.offers.contains(&Offer::GreenChannel),
            route: RequestRoute { responsible, department: route.department },
        }
    }
}

impl NewRequest {
    /// Everything that is missing, in the order of the form.
    pub fn missing(&self) -> Vec<Missing> {
        let wanted = [
            (self.customer.is_none(), Missing::Customer),
            (self.kind.is_none(), Missing::Kind),
            (self.subject.trim().is_empty(), Missing::Subject),
        ];
        let missing = wanted.into_iter().filter(|(is_missing, _)| *is_missing);
        missing.map(|(_, what)| what).collect()
    }

    /// The request that it makes.
    fn taken_in(&self, id: Id<Request>, today: Date, to: Destination) -> Request {
        let is_business = self.kind == Some(RequestKind::Business);
        Request {
            customer: self.customer,
            contact: self.contact,
            kind: self.kind,
            connection: self.connection.filter(|_| is_business),
            subject: self.subject.trim().into(),
            description: self.description.trim().into(),
            is_priority: to.is_priority,
            received_on: Some(today),
            department: to.route.department,
            responsible: to.route.responsible,
            class: to.class,
            source: self.source.clone(),
            ..Request::empty(id)
        }
    }
}

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
    use std::collections::BTreeSet;

    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Value, request::Stage, standard::ServiceStandard, visit::Visit};

    fn asked(kind: RequestKind) -> NewRequest {
        NewRequest {
            customer: Some(Id::new(Uuid::from_u128(1))),
            kind: Some(kind),
            connection: Some(ConnectionKind::LowVoltage),
            subject: " 增容 2000 kVA ".into(),
            source: Some(Link::to(Id::<Visit>::new(Uuid::from_u128(9)))),
            ..NewRequest::default()
        }
    }

    #[test]
    fn what_is_missing_is_said_in_the_order_of_the_form() {
        let whole = asked(RequestKind::Business);
        let cases = [
            (NewRequest::default(), vec![Missing::Customer, Missing::Kind, Missing::Subject]),
            (NewRequest { kind: None, ..whole.clone() }, vec![Missing::Kind]),
            (NewRequest { subject: "  ".into(), ..whole.clone() }, vec![Missing::Subject]),
            (whole, vec![]),
        ];
        for (asked, expected) in cases {
            assert_eq!(asked.missing(), expected, "{asked:?}");
        }
    }

    #[test]
    fn the_rules_say_where_it_goes() {
        let level = |class| ServiceStandard::default().level(class);
        let named = RequestRoute { department: "运检部".into(), responsible: "王工".into() };
        let unnamed = RequestRoute { responsible: Who::default(), ..named.clone() };
        for (class, route, is_priority, responsible) in [
            (ServiceClass::Key, named.clone(), true, "王工"),
            (ServiceClass::Key, unnamed.clone(), true, "李娜"),
            (ServiceClass::C, unnamed, false, "李娜"),
        ] {
            let to = Destination::of(Some(class), &level(class), route, "李娜".into());
            assert_eq!(to.class, Some(class));
            assert_eq!(
                (to.is_priority, to.route.responsible.written()),
                (is_priority, responsible)
            );
            assert_eq!(to.route.department, "运检部");
        }
        // Whoever is offered the channel has it, whatever its class.
        let offered = ServiceLevel {
            offers: BTreeSet::from([Offer::GreenChannel]),
            ..ServiceLevel::default()
        };
        assert!(
            Destination::of(
                Some(ServiceClass::C),
                &offered,
                RequestRoute::default(),
                Who::default()
            )
            .is_priority
        );
        // A class that is not known is none, least of all the last.
        let unknown =
            Destination::of(None, &ServiceLevel::default(), RequestRoute::default(), "李娜".into());
        assert_eq!((unknown.class, unknown.is_priority), (None, false));
    }

    #[test]
    fn one_request_is_made_of_what_is_asked_and_the_rules() {
        let to = Destination {
            class: Some(ServiceClass::Key),
            is_priority: true,
            route: RequestRoute { department: "营销部".into(), responsible: "李娜".into() },
        };
        let today = date(2026, 7, 1);
        let id = Id::new(Uuid::from_u128(2));
        let business = asked(RequestKind::Business);
        let request = business.taken_in(id, today, to.clone());
        assert_eq!(request.subject, "增容 2000 kVA");
        assert_eq!(request.connection, Some(ConnectionKind::LowVoltage));
        assert_eq!(request.received_on, Some(today));
        assert_eq!(
            (request.department.as_str(), request.responsible.written()),
            ("营销部", "李娜")
        );
        assert!(request.is_priority && request.source == business.source);
        // Only what is processed can be a connection.
        let complaint = asked(RequestKind::Complaint).taken_in(id, today, to);
        assert_eq!(complaint.connection, None);
    }

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
