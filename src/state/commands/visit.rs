//! Commands for visits: check-in, agenda, findings, needs and actions, check-out, and the customer's signature.

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

/// Returns the number of days proposed for an action by severity; the user can change the date.
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

/// Changes a visit. Errors are reported by [`Workspace::saving`].
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

/// Records the check-in at the current time. An earlier check-in is kept.
pub fn arrive(workspace: Workspace, id: Id<Visit>) {
    let now = Moment(clock::now_millis());
    change_visit("visit.arrive", workspace, id, move |visit| {
        visit.arrived_at.get_or_insert(now);
    });
}

/// Records the tablet's position as the location of the check-in.
///
/// # Errors
/// [`PositionError`]; the visit continues without a location.
pub async fn locate(workspace: Workspace, id: Id<Visit>) -> Result<(), PositionError> {
    let here = position::now().await?;
    change_visit("visit.locate", workspace, id, move |visit| {
        visit.latitude = Some(here.latitude);
        visit.longitude = Some(here.longitude);
        visit.accuracy_m = Some(here.accuracy_m.round());
    });
    Ok(())
}

/// Records the end of the visit at the current time. An earlier end is kept.
pub fn leave(workspace: Workspace, id: Id<Visit>) {
    let now = Moment(clock::now_millis());
    change_visit("visit.leave", workspace, id, move |visit| {
        visit.left_at.get_or_insert(now);
    });
}

/// Resumes a visit that was ended.
pub fn go_on(workspace: Workspace, id: Id<Visit>) {
    change_visit("visit.go_on", workspace, id, |visit| visit.left_at = None);
}

/// Adds items to the agenda, except those already on it.
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

/// Sets whether an agenda item is internal, hidden from the customer.
pub fn keep_internal(workspace: Workspace, id: Id<Visit>, text: String, is_internal: bool) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        let item = visit.agenda.0.iter_mut().find(|item| item.text == text);
        if let Some(item) = item {
            item.is_internal = is_internal;
        }
    });
}

/// Marks an agenda item as done, or as not done.
pub fn tick(workspace: Workspace, id: Id<Visit>, text: String, is_done: bool) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        let item = visit.agenda.0.iter_mut().find(|item| item.text == text);
        if let Some(item) = item {
            item.is_done = is_done;
        }
    });
}

/// Removes an item from the agenda.
pub fn leave_out(workspace: Workspace, id: Id<Visit>, text: String) {
    change_visit("visit.agenda", workspace, id, move |visit| {
        visit.agenda.0.retain(|item| item.text != text);
    });
}

/// Adds a finding of this kind; its other fields are entered later.
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

/// Turns a finding into a hazard, to be rectified by a date derived from its severity.
pub fn to_be_rectified(workspace: Workspace, finding: Id<Finding>) {
    let today = clock::today();
    change_detached(workspace, finding, move |finding| {
        finding.rectify_by = later(today, days_for(finding.severity))
    });
}

/// Adds a development need; its fields are entered later.
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

/// Basis of an action that follows from a record of a visit.
#[derive(Clone, Debug, PartialEq)]
pub struct FollowUp {
    /// Source record.
    pub from: Link,
    /// Text of the action; may be entered later.
    pub text: String,
    /// Severity.
    pub severity: Option<Severity>,
    /// Due date, if known.
    pub due_on: Option<Date>,
}

impl FollowUp {
    /// Returns the follow-up of a finding.
    pub fn of_finding(finding: &Finding) -> Self {
        Self {
            from: Link::to(finding.id),
            text: finding.text.clone(),
            severity: finding.severity,
            due_on: finding.rectify_by,
        }
    }

    /// Returns the follow-up of a need.
    pub fn of_need(need: &DevelopmentNeed) -> Self {
        Self { from: Link::to(need.id), text: need.text.clone(), severity: None, due_on: None }
    }

    /// Returns a follow-up of the visit itself, without text.
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

/// Adds the action of a follow-up, owned by the visit's account manager.
pub fn promise(workspace: Workspace, visit: &Visit, what: FollowUp) {
    add_detached(workspace, &what.action(fresh(), visit, clock::today()));
}

/// Adds a contact of this name, and sets it as the person met.
pub fn meet(workspace: Workspace, visit: &Visit, name: String) {
    let contact = Contact { customer: visit.customer, name, ..Contact::empty(fresh()) };
    let after = Visit { contact: Some(contact.id), ..visit.clone() };
    let draft = Draft::new("contact.add").create(&contact);
    workspace.act_detached(draft.change(visit, &after));
}

/// Records the customer's signature under `report`, as it was shown; `signature` is the id of its attachment.
///
/// # Errors
/// Same as [`Workspace::act`]; nothing is signed.
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
            // Found long ago: the date has passed.
            (Some(Severity::Minor), Some(date(2026, 11, 23)), date(2026, 12, 9)),
        ];
        for (severity, rectify_by, day) in cases {
            let due = due(severity, rectify_by);
            assert_eq!(due, Some(day), "{severity:?} {rectify_by:?}");
        }
    }
}
