//! Commands to plan visits: on the next day with room or on a chosen day, moving and cancelling them, ordering a
//! day, and exporting them for calendar programs. The page supplies the texts of a visit.

use std::{cell::Cell, rc::Rc};

use busbar_core::{
    books::table::Table,
    domain::{
        Contact, Customer, Id, Record, Value, Who,
        draft::Draft,
        record::Whole,
        visit::{AgendaItem, Visit, VisitRules, VisitState},
    },
    exchange::icalendar::Appointment,
    messages::{Job, Outcome, calendar::CalendarJob},
    storage::{LedgerError, ledger::HistoryEntry},
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    platform::{clock, files},
    state::{
        visits::Visits,
        workers::{JobError, WorkError, Workers},
        workspace::Workspace,
    },
};

/// Texts of a planned visit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Purpose, in one line.
    pub purpose: String,
    /// Agenda.
    pub agenda: Vec<AgendaItem>,
}

/// Requested time of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// On the next working day with room.
    Next,
    /// On this day, at a time with room if there is one.
    On(Date),
    /// On this day, at this minute after midnight, or without a time.
    At(Date, Option<u32>),
}

/// Plans a visit to a customer, under this id. If a missed visit or one planned too late exists, that one is moved
/// instead. Returns the planned or moved visit and its date; `None` if the customer does not exist or no day is
/// found.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn plan(
    workspace: Workspace,
    visits: Visits,
    (id, customer): (Id<Visit>, Id<Customer>),
    when: When,
    words: Words,
) -> Result<Option<(Id<Visit>, Date)>, LedgerError> {
    let planned = Rc::new(Cell::new(None));
    let found = Rc::clone(&planned);
    let draft = move || {
        untrack(|| {
            let customers = workspace.tables.customers.read();
            let Some(customer) = customers.get(customer).filter(|one| one.is_here()) else {
                return Draft::default();
            };
            let due = visits.due();
            let due = due.iter().find(|due| due.customer == customer.id);
            let table = workspace.tables.visits.read();
            if let Some((_, visit)) = due.and_then(|due| due.visit) {
                let Some(before) = table.get(visit) else {
                    return Draft::default();
                };
                let after = placed(visits, before, when);
                found.set(after.planned_on.map(|day| (visit, day)));
                return Draft::new("visit.move").change(before, &after);
            }
            let me = workspace.me();
            let visit = made(id, customer, me, contact(visits, &table, customer.id), &words);
            let visit = placed(visits, &visit, when);
            found.set(visit.planned_on.map(|day| (id, day)));
            Draft::new("visit.plan").create(&visit)
        })
    };
    workspace.act_in_turn(draft).await?;
    Ok(planned.get())
}

/// Moves a visit that has not begun.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn shift(
    workspace: Workspace,
    visits: Visits,
    id: Id<Visit>,
    when: When,
) -> Result<(), LedgerError> {
    let draft = move || {
        untrack(|| {
            let table = workspace.tables.visits.read();
            let before = table.get(id).filter(|visit| can_move(visit));
            before.map_or_else(Draft::default, |before| {
                Draft::new("visit.move").change(before, &placed(visits, before, when))
            })
        })
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Cancels a visit, with the reason.
pub fn cancel(workspace: Workspace, id: Id<Visit>, reason: &str) {
    let reason = Value::Text(reason.to_owned());
    workspace.act_detached(
        Draft::new("visit.cancel").edit(id, Visit::IS_CANCELLED, Value::Bool(true)).edit(
            id,
            Visit::CANCEL_REASON,
            reason,
        ),
    );
}

/// Reinstates a cancelled visit.
pub fn restore(workspace: Workspace, id: Id<Visit>) {
    workspace.act_detached(
        Draft::new("visit.restore").edit(id, Visit::IS_CANCELLED, Value::Bool(false)).edit(
            id,
            Visit::CANCEL_REASON,
            Value::Empty,
        ),
    );
}

/// Assigns the start times of a day's visits in this order: the first visit gets the earliest.
pub fn reorder(workspace: Workspace, visits: Visits, order: &[Id<Visit>]) {
    let draft = workspace.tables.visits.with_untracked(|table| {
        let before: Vec<&Visit> = order.iter().filter_map(|id| table.get(*id)).collect();
        let starts = in_turn(&before, &visits.rules.read_untracked());
        let mut draft = Draft::new("visit.order");
        for (before, start) in before.into_iter().zip(starts) {
            let after = Visit { planned_at_min: start.map(f64::from), ..before.clone() };
            draft = draft.change(before, &after);
        }
        draft
    });
    workspace.act_detached(draft);
}

/// Returns the deleted visits from today on, each as last planned: calendar programs may still have them.
///
/// # Errors
/// [`LedgerError`] if the store cannot be read.
pub async fn removed(workspace: Workspace) -> Result<Vec<Visit>, LedgerError> {
    let today = workspace.facts.today_untracked();
    let gone: Vec<Id<Visit>> = workspace.tables.visits.with_untracked(|visits| {
        let is_past = |visit: &Visit| visit.planned_on.is_some_and(|day| day < today);
        let gone = visits.iter().filter(|visit| visit.is_removed());
        gone.filter(|visit| !is_past(visit)).map(|visit| visit.id).collect()
    });
    let mut removed = Vec::new();
    for id in gone {
        let history = workspace.history(Visit::RECORD_KIND, id.uuid()).await?;
        let changes = history.iter().map(HistoryEntry::written);
        removed.extend(Visit::last_planned(id, changes));
    }
    removed.retain(|visit| visit.is_told(today));
    Ok(removed)
}

/// Saves visits as a calendar file, written by a worker.
///
/// # Errors
/// [`WorkError`]; nothing is saved.
pub async fn save_calendar(
    workspace: Workspace,
    workers: Workers,
    mut appointments: Vec<Appointment>,
    name: String,
) -> Result<(), WorkError> {
    for appointment in &mut appointments {
        // All changes count, by any author; an undo is another change.
        let history = workspace.history(Visit::RECORD_KIND, appointment.id).await?;
        appointment.sequence = u32::try_from(history.len()).unwrap_or(u32::MAX);
    }
    let file = format!("{name}.ics");
    let job = Job::Calendar(CalendarJob { appointments, name, stamp: clock::now_millis() });
    let (Outcome::Exported, mut written) = workers.run(job, Vec::new(), |_| ()).await? else {
        return Err(JobError::Malformed.into());
    };
    let bytes = written.pop().ok_or(JobError::Malformed)?.into_bytes();
    files::save(&file, "text/calendar", &bytes);
    Ok(())
}

/// Returns `true` if a visit can be moved: it has not begun and is neither cancelled nor deleted.
pub fn can_move(visit: &Visit) -> bool {
    let state = visit.state(Date::MIN);
    !visit.is_deleted && matches!(state, VisitState::Planned | VisitState::Missed)
}

/// Creates a visit to a customer, without a date.
fn made(
    id: Id<Visit>,
    customer: &Customer,
    me: Who,
    contact: Option<Id<Contact>>,
    words: &Words,
) -> Visit {
    let manager = Some(customer.account_manager.clone()).filter(|who| !who.is_nobody());
    Visit {
        customer: Some(customer.id),
        account_manager: manager.unwrap_or(me),
        purpose: words.purpose.clone(),
        contact,
        agenda: Whole(words.agenda.clone()),
        ..Visit::empty(id)
    }
}

/// Returns the contact of the latest visit that has one.
fn contact(visits: Visits, table: &Table<Visit>, customer: Id<Customer>) -> Option<Id<Contact>> {
    let index = visits.index();
    let visits = index.to(customer).iter().rev();
    visits.map(|(_, place)| &table.rows()[*place as usize]).find_map(|visit| visit.contact)
}

/// Returns a visit with the requested date and time.
fn placed(visits: Visits, visit: &Visit, when: When) -> Visit {
    let rules = visits.rules.read();
    let people = visits.people();
    let is_own = |who: &Who| people.same(who, &visit.account_manager);
    let duration = visit.duration_min.unwrap_or(f64::from(rules.duration_min));
    let others_on = |day: Date| -> Vec<Visit> {
        let mut others = visits.on(day);
        others.retain(|other| other.id != visit.id);
        others
    };
    let (day, start) = match when {
        When::At(day, start) => (Some(day), start),
        // A chosen time is kept; the page shows any conflict.
        When::On(day) if visit.planned_at_min.is_some() => {
            (Some(day), visit.span_min().map(|(start, _)| start))
        }
        When::On(day) => {
            let mut own = others_on(day);
            own.retain(|other| is_own(&other.account_manager));
            (Some(day), rules.room(&own, duration as u32))
        }
        When::Next => {
            let calendar = visits.calendar.read();
            let customer = visit.customer.unwrap_or(Id::new(uuid::Uuid::nil()));
            let today = clock::today();
            let next = rules.next_room(today, &calendar, is_own, customer, others_on);
            next.map_or((None, None), |(day, start)| (Some(day), start))
        }
    };
    Visit {
        planned_on: day,
        planned_at_min: start.map(f64::from),
        duration_min: Some(duration),
        ..visit.clone()
    }
}

/// Returns the start times of visits held in this order: their own times, supplemented by those of the rules if
/// there are too few. No visit starts before the previous one has ended.
fn in_turn(visits: &[&Visit], rules: &VisitRules) -> Vec<Option<u32>> {
    let mut starts: Vec<u32> =
        visits.iter().filter_map(|visit| visit.span_min()).map(|(start, _)| start).collect();
    let more = rules.starts_min.iter().filter(|start| !starts.contains(start));
    let more: Vec<u32> = more.copied().take(visits.len().saturating_sub(starts.len())).collect();
    starts.extend(more);
    starts.sort_unstable();
    let mut free_from = 0;
    let mut starts = starts.into_iter();
    visits
        .iter()
        .map(|visit| {
            let start = starts.next()?.max(free_from);
            let minutes = visit.duration_min.unwrap_or(f64::from(rules.duration_min));
            free_from = start + minutes as u32;
            Some(start)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::Moment;

    fn visit(n: u128, start: Option<u32>, minutes: u32) -> Visit {
        Visit {
            planned_on: Some(date(2026, 11, 24)),
            planned_at_min: start.map(f64::from),
            duration_min: Some(f64::from(minutes)),
            ..Visit::empty(Id::new(Uuid::from_u128(n)))
        }
    }

    #[test]
    fn hours_are_handed_out_in_turn() {
        let rules = VisitRules::default();
        for (visits, expected) in [
            // The times stay, and the visits exchange them.
            (vec![visit(2, Some(840), 60), visit(1, Some(540), 60)], vec![Some(540), Some(840)]),
            // A long visit is first: the next one waits for its end.
            (vec![visit(2, Some(630), 180), visit(1, Some(540), 60)], vec![Some(540), Some(720)]),
            // Too few times: the rules supply more.
            (
                vec![visit(1, None, 60), visit(2, Some(600), 30), visit(3, None, 60)],
                vec![Some(540), Some(600), Some(630)],
            ),
            (
                (1..=6).map(|n| visit(n, None, 60)).collect(),
                vec![Some(540), Some(630), Some(840), Some(930), None, None],
            ),
        ] {
            let visits: Vec<&Visit> = visits.iter().collect();
            assert_eq!(in_turn(&visits, &rules), expected, "{visits:?}");
        }
    }

    #[test]
    fn only_what_has_not_begun_can_be_moved() {
        let planned = visit(1, None, 60);
        assert!(can_move(&planned));
        let begun = Visit { arrived_at: Some(Moment(1)), ..planned.clone() };
        let off = Visit { is_cancelled: true, ..planned.clone() };
        let gone = Visit { is_deleted: true, ..planned };
        assert!(![begun, off, gone].iter().any(can_move));
    }

    #[test]
    fn a_visit_is_made_for_the_manager_of_the_customer() {
        let customer = Customer {
            account_manager: "陈立".into(),
            ..Customer::empty(Id::new(Uuid::from_u128(9)))
        };
        let words = Words {
            purpose: "欠费".into(),
            agenda: vec![AgendaItem { text: "核对账单".into(), ..AgendaItem::default() }],
        };
        let made = |customer: &Customer| {
            made(Id::new(Uuid::from_u128(1)), customer, "我".into(), None, &words)
        };
        let visit = made(&customer);
        assert_eq!((visit.customer, &*visit.purpose), (Some(customer.id), "欠费"));
        assert_eq!(visit.agenda.0.len(), 1);
        assert_eq!(visit.account_manager, "陈立".into());
        let nobodys = Customer { account_manager: Who::default(), ..customer };
        assert_eq!(made(&nobodys).account_manager, "我".into());
    }
}
