//! Going to a customer: arriving, what is spoken about, found and promised there,
//! leaving, and the customer's signature.

use busbar_core::{
    domain::{
        Contact, Id, Link, Moment, Record,
        action::Action,
        attachment::{Attachment, AttachmentKind},
        draft::Draft,
        visit::{
            AgendaItem, CustomerReport, DevelopmentNeed, Finding, FindingKind, Severity, Visit,
        },
    },
    storage::LedgerError,
};
use jiff::civil::Date;

use super::{
    attachment::{Place, attach, handwriting},
    record::{add_detached, change_as, change_detached, fresh},
};
pub use crate::platform::position::PositionError;
use crate::{
    platform::{clock, position},
    state::{task, workspace::Workspace},
};

/// Days that a promise is given, by how much it matters: a beginning, changed where it stands.
const fn days_for(severity: Option<Severity>) -> i64 {
    match severity {
        Some(Severity::Critical) => 3,
        Some(Severity::Major) => 7,
        Some(Severity::Minor) | None => 15,
    }
}

fn later(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::SignedDuration::from_hours(24 * days)).ok()
}

/// Changes the visit; what went wrong is told by [`Workspace::saving`].
fn change_visit(
    action: &'static str,
    workspace: Workspace,
    id: Id<Visit>,
    how: impl Fn(&mut Visit) + 'static,
) {
    task::detach(async move {
        let _ = change_as(action, workspace, id, how).await;
    });
}

/// Check-in, now. What was begun stays begun when it was.
pub fn arrive(workspace: Workspace, id: Id<Visit>) {
    let now = Moment(clock::now_millis());
    change_visit("visit.arrive", workspace, id, move |visit| {
        visit.arrived_at.get_or_insert(now);
    });
}

/// Keeps where the tablet is as the place of the check-in.
///
/// # Errors
/// [`PositionError`]; the visit goes on without one.
pub async fn locate(workspace: Workspace, id: Id<Visit>) -> Result<(), PositionError> {
    let here = position::now().await?;
    change_visit("visit.locate", workspace, id, move |visit| {
        visit.latitude = Some(here.latitude);
        visit.longitude = Some(here.longitude);
        visit.accuracy_m = Some(here.accuracy_m.round());
    });
    Ok(())
}

/// The end of the visit, now.
pub fn leave(workspace: Workspace, id: Id<Visit>) {
    let now = Moment(clock::now_millis());
    change_visit("visit.leave", workspace, id, move |visit| {
        visit.left_at.get_or_insert(now);
    });
}

/// The visit goes on after it was ended.
pub fn go_on(workspace: Workspace, id: Id<Visit>) {
    change_visit("visit.go_on", workspace, id, |visit| visit.left_at = None);
}

/// Puts these on the agenda, except those that are on it.
pub fn speak_about(workspace: Workspace, id: Id<Visit>, items: Vec<AgendaItem>) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        for item in &items {
            put_on(&mut visit.agenda.0, item);
        }
    });
}

fn put_on(agenda: &mut Vec<AgendaItem>, item: &AgendaItem) {
    let text = item.text.trim();
    if !text.is_empty() && agenda.iter().all(|item| item.text != text) {
        agenda.push(AgendaItem { text: text.to_owned(), ..item.clone() });
    }
}

/// Shows a line of the agenda to the customer, or keeps it for the company alone.
pub fn keep_internal(workspace: Workspace, id: Id<Visit>, text: String, is_internal: bool) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        let item = visit.agenda.0.iter_mut().find(|item| item.text == text);
        if let Some(item) = item {
            item.is_internal = is_internal;
        }
    });
}

/// Ticks an item of the agenda off, or on again.
pub fn tick(workspace: Workspace, id: Id<Visit>, text: String, is_done: bool) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        let item = visit.agenda.0.iter_mut().find(|item| item.text == text);
        if let Some(item) = item {
            item.is_done = is_done;
        }
    });
}

/// Takes an item off the agenda.
pub fn leave_out(workspace: Workspace, id: Id<Visit>, text: String) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        visit.agenda.0.retain(|item| item.text != text);
    });
}

/// Something of this kind was found; the rest is entered where it stands.
pub fn found(workspace: Workspace, visit: &Visit, kind: FindingKind) {
    add_detached(
        workspace,
        &Finding {
            customer: visit.customer,
            visit: Some(visit.id),
            found_on: Some(clock::today()),
            kind: Some(kind),
            severity: Some(Severity::Minor),
            ..Finding::empty(fresh())
        },
    );
}

/// Makes a finding a hazard, to be rectified by a day that its severity gives.
pub fn to_be_rectified(workspace: Workspace, finding: Id<Finding>) {
    let today = clock::today();
    change_detached(workspace, finding, move |finding| {
        finding.rectify_by = later(today, days_for(finding.severity))
    });
}

/// Something will be needed; what, is entered where it stands.
pub fn learned(workspace: Workspace, visit: &Visit) {
    add_detached(
        workspace,
        &DevelopmentNeed {
            customer: visit.customer,
            visit: Some(visit.id),
            learned_on: Some(clock::today()),
            ..DevelopmentNeed::empty(fresh())
        },
    );
}

/// What follows from something that was captured.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// From what.
    pub from: Link,
    /// What is to be done; may be said later.
    pub text: String,
    /// How much it matters.
    pub severity: Option<Severity>,
    /// By when, where that is known already.
    pub due_on: Option<Date>,
}

impl FollowUp {
    /// What follows from a finding.
    pub fn of_finding(finding: &Finding) -> Self {
        Self {
            from: Link::to(finding.id),
            text: finding.text.clone(),
            severity: finding.severity,
            due_on: finding.rectify_by,
        }
    }

    /// What follows from a need.
    pub fn of_need(need: &DevelopmentNeed) -> Self {
        Self { from: Link::to(need.id), text: need.text.clone(), severity: None, due_on: None }
    }

    /// What was promised at a visit, whatever for.
    pub fn of_visit(visit: Id<Visit>) -> Self {
        Self { from: Link::to(visit), text: String::new(), severity: None, due_on: None }
    }

    fn action(self, id: Id<Action>, visit: &Visit, today: Date) -> Action {
        let due_on = self.due_on.filter(|day| *day >= today);
        Action {
            customer: visit.customer,
            source: Some(self.from),
            text: self.text,
            owner: visit.account_manager.clone(),
            opened_on: Some(today),
            due_on: due_on.or_else(|| later(today, days_for(self.severity))),
            ..Action::empty(id)
        }
    }
}

/// Promises what follows, in the name of whoever visits.
pub fn promise(workspace: Workspace, visit: &Visit, what: FollowUp) {
    add_detached(workspace, &what.action(fresh(), visit, clock::today()));
}

/// Meets a person who was not known, and makes that person known.
pub fn meet(workspace: Workspace, visit: &Visit, name: String) {
    let contact = Contact { customer: visit.customer, name, ..Contact::empty(fresh()) };
    let after = Visit { contact: Some(contact.id), ..visit.clone() };
    let draft = Draft::new("contact.add").create(&contact);
    workspace.act_detached(draft.change(visit, &after));
}

/// The customer signs what stands in `report`, which is what was shown; the signature gets this id.
///
/// # Errors
/// As [`Workspace::act`]; nothing is signed then.
pub async fn sign(
    workspace: Workspace,
    before: &Visit,
    report: &CustomerReport,
    signed_by: String,
    (signature, svg): (Id<Attachment>, String),
) -> Result<(), LedgerError> {
    let Some(customer) = before.customer else {
        return Ok(());
    };
    let after = Visit {
        signed_by: signed_by.clone(),
        signed_at: Some(Moment(clock::now_millis())),
        signed_digest: report.digest(),
        ..before.clone()
    };
    let to = Place { customer, of: Link::to(before.id) };
    let signature = handwriting(signature, AttachmentKind::Signature, signed_by);
    let draft = Draft::new("visit.sign").change(before, &after);
    let draft = attach(draft, to, signature, svg.into_bytes());
    workspace.act(draft).await.map(drop)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn the_agenda_holds_a_thing_once() {
        let mut agenda = Vec::new();
        for (text, is_internal) in [("欠费", true), (" 欠费 ", false), ("", false), ("增容", false)]
        {
            let item = AgendaItem { text: text.into(), is_internal, ..AgendaItem::default() };
            put_on(&mut agenda, &item);
        }
        let lines: Vec<_> =
            (agenda.iter()).map(|item| (item.text.as_str(), item.is_internal)).collect();
        assert_eq!(lines, [("欠费", true), ("增容", false)]);
    }

    #[test]
    fn a_promise_is_due_by_what_it_follows_from() {
        let today = date(2026, 11, 24);
        let visit = Visit::empty(Id::new(Uuid::from_u128(1)));
        let due = |severity, rectify_by| {
            let finding =
                Finding { severity, rectify_by, ..Finding::empty(Id::new(Uuid::from_u128(2))) };
            let action = Id::new(Uuid::from_u128(3));
            let action = FollowUp::of_finding(&finding).action(action, &visit, today);
            action.due_on
        };
        let cases = [
            (Some(Severity::Critical), None, date(2026, 11, 27)),
            (Some(Severity::Major), None, date(2026, 12, 1)),
            (None, None, date(2026, 12, 9)),
            (Some(Severity::Minor), Some(date(2026, 11, 25)), date(2026, 11, 25)),
            // Found long ago: the day has passed.
            (Some(Severity::Minor), Some(date(2026, 11, 23)), date(2026, 12, 9)),
        ];
        for (severity, rectify_by, day) in cases {
            let due = due(severity, rectify_by);
            assert_eq!(due, Some(day), "{severity:?} {rectify_by:?}");
        }
    }
}
