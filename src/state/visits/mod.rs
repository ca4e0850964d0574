//! Visits: whom to visit and why, what is planned on which day, and what stands in its way. Everything
//! is found by customer and by day at once, and worked out anew only where what it follows from changed.
//! What calls for a visit is `events`; where a visit is found is `index`; who is due is `due_book`.

mod due_book;
mod events;
mod index;

use std::{collections::HashMap, ops::Deref, sync::Arc, time::Duration};

use busbar_core::domain::{
    Customer, Id, InOrder, Moment, People,
    calendar::WorkingCalendar,
    visit::{Conflict, Due, RULES, Visit, VisitRules, conflicts},
};
use jiff::civil::Date;
use leptos::prelude::*;
use rustc_hash::FxHashMap;

pub use self::index::VisitIndex;
use self::{
    due_book::{Bearing, DueBook},
    events::Sources,
};
use super::{
    facts::changed, requests::Requests, satisfaction::Satisfaction, service::Service, table::Table,
    task, workspace::Workspace,
};
use crate::platform::clock;

/// Delay after all figures have loaded until the visits due are computed.
const ASKED_AFTER: Duration = Duration::from_millis(800);

/// Visits, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    workspace: Workspace,
    /// The rules of planning.
    pub rules: Memo<VisitRules>,
    /// The working days.
    pub calendar: Memo<WorkingCalendar>,
    /// The people with accounts or visits, by name, and the number of their customers.
    pub managers: Memo<Vec<(String, usize)>>,
    /// True once the visits due have been asked for; until then nothing on the first screen waits for them.
    pub was_asked: RwSignal<bool>,
    index: Memo<Arc<VisitIndex>>,
    due: Memo<DueBook>,
    conflicts: Memo<Arc<HashMap<Id<Visit>, Vec<Conflict>>>>,
}

impl Visits {
    /// The day by which somebody who judged low today is called back.
    pub fn call_back_by(self, today: Date) -> Option<Date> {
        let days = self.rules.with_untracked(|rules| rules.call_back_days);
        let calendar = self.calendar;
        calendar.with_untracked(|calendar| calendar.nth_working_day(today, days.max(1)))
    }

    /// Follows the workspace, and offers itself to everything below; once, by the root.
    pub fn provide(
        workspace: Workspace,
        service: Service,
        satisfaction: Satisfaction,
        requests: Requests,
    ) -> Self {
        let tables = workspace.tables;
        let rules: Memo<VisitRules> = workspace.setting(RULES);
        let (calendar, day) = (requests.calendar, workspace.facts.day);
        let index = Memo::new_owning(move |before: Option<Arc<VisitIndex>>| {
            let before = before.map(Arc::unwrap_or_clone).unwrap_or_default();
            let visits = tables.visits.read();
            let local = |moment: Moment| clock::local(moment.0).date();
            (Arc::new(before.follow(&visits, local)), true)
        });
        let sources = Sources { workspace, satisfaction, requests, rules };
        let events = Memo::new_with_compare(move |_| Arc::new(sources.events(day.get())), changed);
        let due = Memo::new_owning(move |before: Option<DueBook>| {
            let today = day.get();
            let book = before.unwrap_or_default().follow(Bearing {
                customers: &tables.customers.read(),
                visits: &tables.visits.read(),
                index: &index.read(),
                classes: &service.classes(),
                events: &events.read(),
                standard: service.standards.read().on(today),
                today,
            });
            (book, true)
        });
        let conflicts = Memo::new_with_compare(
            move |_| {
                let (visits, index) = (tables.visits.read(), index.read());
                let people = workspace.people.read();
                let mut found: HashMap<Id<Visit>, Vec<Conflict>> = HashMap::new();
                for (_, places) in index.from(day.get()) {
                    let of_day = places.iter().map(|place| &visits.rows()[*place as usize]);
                    for (visit, conflict) in conflicts(of_day, &people) {
                        found.entry(visit).or_default().push(conflict);
                    }
                }
                Arc::new(found)
            },
            changed,
        );
        let managers = Memo::new(move |_| {
            let people = workspace.people.read();
            managers(&tables.customers.read(), &tables.visits.read(), &people)
        });
        let this = Self {
            workspace,
            rules,
            calendar,
            managers,
            was_asked: RwSignal::new(false),
            index,
            due,
            conflicts,
        };
        // Everybody is asked behind the first screen, so that no tap waits for it.
        Effect::new(move |_| {
            if workspace.facts.loaded.get() {
                task::detach(async move {
                    clock::sleep(ASKED_AFTER).await;
                    drop(due.try_with_untracked(DueBook::list));
                    clock::breathe().await;
                    let _ = this.was_asked.try_set(true);
                });
            }
        });
        provide_context(this);
        this
    }

    /// The visits by day and by customer, and hears of their changes.
    pub fn index(self) -> Arc<VisitIndex> {
        self.index.get()
    }

    /// Who is due, the most pressing first, and hears of their changes.
    pub fn due(self) -> Arc<Vec<Due>> {
        self.due.with(DueBook::list)
    }

    /// What stands in the way of visits from today on, by visit, and hears of their changes.
    pub fn conflicts(self) -> Arc<HashMap<Id<Visit>, Vec<Conflict>>> {
        self.conflicts.get()
    }

    /// The company's people. Does not subscribe.
    pub fn people(self) -> impl Deref<Target = People> {
        self.workspace.people.read_untracked()
    }

    /// The visits of one day, of everybody, and hears of their changes.
    pub fn on(self, day: Date) -> Vec<Visit> {
        let visits = self.workspace.tables.visits.read();
        let places = self.index.read();
        let of_day = places.on(day).iter();
        of_day.map(|place| visits.rows()[*place as usize].clone()).collect()
    }
}

/// Visits.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_visits() -> Visits {
    expect_context()
}

/// Who has accounts, or visits somebody: name and number of customers, by name.
fn managers(
    customers: &Table<Customer>,
    visits: &Table<Visit>,
    people: &People,
) -> Vec<(String, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for visit in visits.iter().filter(|visit| !visit.is_deleted) {
        counts.entry(people.name(&visit.account_manager)).or_default();
    }
    for customer in customers.iter().filter(|customer| !customer.is_deleted) {
        *counts.entry(people.name(&customer.account_manager)).or_default() += 1;
    }
    let named = counts.into_iter().filter(|(name, _)| !name.is_empty());
    let mut named: Vec<(String, usize)> =
        named.map(|(name, count)| (name.to_owned(), count)).collect();
    named.order_by(|a, b| a.0.cmp(&b.0));
    named
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::date};
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Record, Who};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// So many customers, and visits to them in turn over the last years.
    fn made(count: u128, each: u128, today: Date) -> (Table<Customer>, Table<Visit>) {
        let mut customers = Table::default();
        customers.extend((0..count).map(|n| Customer {
            account_manager: Who::named(&format!("经理{}", n % 3)),
            ..Customer::empty(id(n))
        }));
        let mut visits = Table::default();
        visits.extend((0..count * each).map(|n| {
            let back = SignedDuration::from_hours(24 * (1 + n as i64 % 700));
            Visit {
                customer: Some(id(n % count)),
                account_manager: Who::named(&format!("经理{}", n % 4)),
                planned_on: Some(today - back),
                arrived_at: Some(Moment(n as u64)),
                left_at: Some(Moment(n as u64)),
                ..Visit::empty(id(1_000_000 + n))
            }
        }));
        (customers, visits)
    }

    #[test]
    fn managers_are_those_of_customers_and_of_visits() {
        let (customers, visits) = made(6, 2, date(2026, 11, 24));
        let names = ["经理0", "经理1", "经理2", "经理3"].map(str::to_owned);
        let expected: Vec<_> = names.into_iter().zip([2, 2, 2, 0]).collect();
        assert_eq!(managers(&customers, &visits, &People::default()), expected);
    }
}
