//! Removal of a planned visit: calendar programs that have it are told that it does not take place.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use busbar_core::{
    domain::{Id, Record, Value, draft::Draft, visit::Visit},
    exchange::icalendar::{Appointment, icalendar},
    storage::{Ledger, Memory, ledger::HistoryEntry, seal::Plain},
    sync::Writer,
};
use icalendar::{Calendar, CalendarComponent, Component};
use jiff::civil::date;
use pollster::block_on;
use uuid::Uuid;

type Books = Ledger<Memory, Plain>;

fn id() -> Id<Visit> {
    Id::new(Uuid::from_u128(1))
}

fn planned() -> Visit {
    Visit {
        customer: Some(Id::new(Uuid::from_u128(9))),
        planned_on: Some(date(2026, 11, 25)),
        planned_at_min: Some(540.0),
        ..Visit::empty(id())
    }
}

/// Returns the appointment of a visit in its file: status, sequence, start.
fn told(visit: &Visit, sequence: usize) -> [String; 3] {
    let appointment = Appointment { sequence: sequence as u32, ..Appointment::of(visit).unwrap() };
    let file = String::from_utf8(icalendar(&[appointment], "走访", 0)).unwrap();
    let calendar: Calendar = file.parse().unwrap();
    let event = calendar.components.iter().find_map(CalendarComponent::as_event);
    let event = event.unwrap();
    assert_eq!(event.get_uid(), Some(&*id().to_string()));
    ["STATUS", "SEQUENCE", "DTSTART"].map(|name| event.property_value(name).unwrap().to_owned())
}

/// Returns the removed visit from its history, and the number of its changes.
async fn removed(ledger: &Books) -> (Visit, usize) {
    let history = ledger.history(Visit::KIND, id().uuid()).await.unwrap();
    let changes = history.iter().map(HistoryEntry::written);
    (Visit::last_planned(id(), changes).unwrap(), history.len())
}

#[test]
fn a_removed_visit_is_cancelled_in_calendars_that_have_it() {
    block_on(async {
        let today = date(2026, 11, 24);
        for is_deleted in [true, false] {
            let writer = Writer(Uuid::from_u128(5));
            let ledger = Ledger::open(Memory::default(), Plain, writer).await.unwrap();
            let made = Draft::new("visit.plan").create(&planned());
            let made = ledger.write(made, "李", 10).await.unwrap().unwrap();
            let before = told(&planned(), 1);
            assert_eq!(before, ["CONFIRMED", "1", "20261125T090000"]);

            if is_deleted {
                let gone = Value::Bool(true);
                let delete = Draft::new("visit.delete").edit(id(), "is_deleted", gone);
                ledger.write(delete, "李", 20).await.unwrap();
            } else {
                ledger.undo(made.change, "李", 20).await.unwrap();
            }
            let (visit, sequence) = removed(&ledger).await;
            assert!(visit.is_told(today), "{visit:?}");
            assert_eq!(told(&visit, sequence), ["CANCELLED", "2", "20261125T090000"]);
        }
    });
}
