//! Visits: whom to visit and why, what is planned on which day, and what stands in its way. Everything
//! is found by customer and by day at once, and worked out anew only where what it follows from changed.
//! What calls for a visit is `events`; where a visit is found is `index`.

mod events;
mod index;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use jiff::civil::Date;
use leptos::prelude::*;

use self::events::{Events, Sources};
pub use self::index::VisitIndex;
use super::{
    requests::Requests,
    satisfaction::Satisfaction,
    service::{Service, ServiceClasses},
    table::Table,
    workspace::Workspace,
};
use crate::{
    domain::{
        Customer, Id, InOrder, Moment,
        calendar::WorkingCalendar,
        standard::{ServiceClass, ServiceStandard},
        visit::{Conflict, Due, RULES, Visit, VisitRules, Visiting, conflicts},
    },
    platform::clock,
};

/// Who is due, the most pressing first.
fn due_list(
    customers: &Table<Customer>,
    classes: &ServiceClasses,
    standard: &ServiceStandard,
    visits: (&Table<Visit>, &VisitIndex),
    events: &Events,
    today: Date,
) -> Vec<Due> {
    let rhythms: HashMap<ServiceClass, Option<u32>> = ServiceClass::ALL
        .iter()
        .map(|class| (*class, standard.level(*class).visit_every_days))
        .collect();
    let (visits, index) = visits;
    let visiting = |customer: &Customer| {
        let class = classes.get(&customer.id).copied();
        let class = class.unwrap_or(ServiceClass::C);
        let (last_on, open) = index.visiting(customer.id, visits, today);
        Visiting {
            customer: customer.id,
            class,
            every_days: rhythms.get(&class).copied().flatten(),
            last_on,
            open,
            events: events.get(&customer.id).cloned().unwrap_or_default(),
        }
    };
    let mut list: Vec<Due> = customers
        .iter()
        .filter(|customer| !customer.is_deleted)
        .filter_map(|customer| visiting(customer).due(today))
        .collect();
    list.order_by(Due::urgency);
    list
}

/// Visits, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Visits {
    workspace: Workspace,
    /// The rules of planning.
    pub rules: Memo<VisitRules>,
    /// The working days.
    pub calendar: Memo<WorkingCalendar>,
    /// Who has accounts or visits, by name, and how many customers.
    pub managers: Memo<Vec<(String, usize)>>,
    index: Memo<Arc<VisitIndex>>,
    due: Memo<Arc<Vec<Due>>>,
    conflicts: Memo<Arc<HashMap<Id<Visit>, Vec<Conflict>>>>,
}

impl Visits {
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
        // Asking the browser which day a moment was takes longer than all the rest.
        let days: StoredValue<HashMap<Moment, Date>> = StoredValue::default();
        let index = Memo::new_with_compare(
            move |_| {
                let local = |moment: Moment| clock::local(moment.0).date();
                let visits = tables.visits.read();
                let index = days.try_update_value(|days| {
                    VisitIndex::of(&visits, |moment| {
                        *days.entry(moment).or_insert_with(|| local(moment))
                    })
                });
                Arc::new(index.unwrap_or_default())
            },
            changed,
        );
        let sources = Sources {
            workspace,
            satisfaction,
            requests,
            rules,
        };
        let events = Memo::new_with_compare(move |_| Arc::new(sources.events(day.get())), changed);
        let due = Memo::new_with_compare(
            move |_| {
                let today = day.get();
                Arc::new(due_list(
                    &tables.customers.read(),
                    &service.classes(),
                    service.standards.read().on(today),
                    (&tables.visits.read(), &index.read()),
                    &events.read(),
                    today,
                ))
            },
            changed,
        );
        let conflicts = Memo::new_with_compare(
            move |_| {
                let (visits, index) = (tables.visits.read(), index.read());
                let mut found: HashMap<Id<Visit>, Vec<Conflict>> = HashMap::new();
                for (_, places) in index.from(day.get()) {
                    let of_day = places.iter().map(|place| &visits.rows()[*place as usize]);
                    for (visit, conflict) in conflicts(of_day) {
                        found.entry(visit).or_default().push(conflict);
                    }
                }
                Arc::new(found)
            },
            changed,
        );
        let managers =
            Memo::new(move |_| managers(&tables.customers.read(), &tables.visits.read()));
        let this = Self {
            workspace,
            rules,
            calendar,
            managers,
            index,
            due,
            conflicts,
        };
        provide_context(this);
        this
    }

    /// The visits by day and by customer, and hears of their changes.
    pub fn index(self) -> Arc<VisitIndex> {
        self.index.get()
    }

    /// Who is due, the most pressing first, and hears of their changes.
    pub fn due(self) -> Arc<Vec<Due>> {
        self.due.get()
    }

    /// What stands in the way of visits from today on, by visit, and hears of their changes.
    pub fn conflicts(self) -> Arc<HashMap<Id<Visit>, Vec<Conflict>>> {
        self.conflicts.get()
    }

    /// The visits of one day, of everybody, and hears of their changes.
    pub fn on(self, day: Date) -> Vec<Visit> {
        let visits = self.workspace.tables.visits.read();
        let places = self.index.read();
        let of_day = places.on(day).iter();
        of_day
            .map(|place| visits.rows()[*place as usize].clone())
            .collect()
    }
}

/// Visits.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_visits() -> Visits {
    expect_context()
}

/// Two results of a computation that runs only when its inputs changed are never the same.
fn changed<T>(_: Option<&T>, _: Option<&T>) -> bool {
    true
}

/// Who has accounts, or visits somebody: name and number of customers, by name.
fn managers(customers: &Table<Customer>, visits: &Table<Visit>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for visit in visits.iter().filter(|visit| !visit.is_deleted) {
        counts.entry(&visit.account_manager).or_default();
    }
    for customer in customers.iter().filter(|customer| !customer.is_deleted) {
        *counts.entry(&customer.account_manager).or_default() += 1;
    }
    let named = counts.into_iter().filter(|(name, _)| !name.is_empty());
    named
        .map(|(name, count)| (name.to_owned(), count))
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::date};
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// So many customers, and visits to them in turn over the last years.
    fn made(count: u128, each: u128, today: Date) -> (Table<Customer>, Table<Visit>) {
        let mut customers = Table::default();
        customers.extend((0..count).map(|n| Customer {
            account_manager: format!("经理{}", n % 3),
            ..Customer::empty(id(n))
        }));
        let mut visits = Table::default();
        visits.extend((0..count * each).map(|n| {
            let back = SignedDuration::from_hours(24 * (1 + n as i64 % 700));
            Visit {
                customer: Some(id(n % count)),
                account_manager: format!("经理{}", n % 4),
                planned_on: Some(today - back),
                arrived_at: Some(Moment(n as u64)),
                left_at: Some(Moment(n as u64)),
                ..Visit::empty(id(1_000_000 + n))
            }
        }));
        (customers, visits)
    }

    #[test]
    fn everybody_is_asked_once_and_the_most_pressing_come_first() {
        let today = date(2026, 11, 24);
        let (mut customers, visits) = made(40, 3, today);
        let planned = |visit: &Visit| visit.planned_on;
        let index = VisitIndex::of(&visits, |moment| {
            visits
                .rows()
                .get(moment.0 as usize)
                .and_then(planned)
                .unwrap_or(today)
        });
        let classes =
            ServiceClasses::from([(id(20), ServiceClass::Key), (id(35), ServiceClass::Key)]);
        let events = Events::new();
        let list = |customers: &Table<Customer>| {
            let standard = ServiceStandard::default();
            due_list(
                customers,
                &classes,
                &standard,
                (&visits, &index),
                &events,
                today,
            )
        };
        // The last visit to a customer is one day more ago than its number says.
        let due = list(&customers);
        let key: Vec<_> = due.iter().map(|due| (due.customer, due.class)).collect();
        assert_eq!(
            key,
            [(id(35), ServiceClass::Key), (id(20), ServiceClass::Key)]
        );
        customers.extend([
            Customer::empty(id(900)),
            Customer {
                is_deleted: true,
                ..Customer::empty(id(35))
            },
        ]);
        let due = list(&customers);
        assert_eq!(
            due.iter().map(|due| due.customer).collect::<Vec<_>>(),
            [id(900), id(20)]
        );
    }

    #[test]
    fn managers_are_those_of_customers_and_of_visits() {
        let (customers, visits) = made(6, 2, date(2026, 11, 24));
        let names = ["经理0", "经理1", "经理2", "经理3"].map(str::to_owned);
        let expected: Vec<_> = names.into_iter().zip([2, 2, 2, 0]).collect();
        assert_eq!(managers(&customers, &visits), expected);
    }
}
