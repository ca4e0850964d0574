//! Due visits, cached between evaluations: only customers affected by a change are evaluated again, so that a tap
//! costs the same with one customer as with ten thousand. The domain decides whether a customer is due.

use std::{
    collections::{HashMap, HashSet},
    hash::BuildHasher,
    sync::Arc,
};

use jiff::civil::Date;

use super::{
    events::Events,
    index::{Look, VisitIndex},
};
use crate::books::service::ServiceClasses;
use crate::{
    books::table::{Mark, Table},
    domain::{
        Customer, Id,
        standard::{ServiceClass, ServiceStandard},
        visit::{Due, Visit, Visiting},
    },
};

/// If more than one in `FEW` customers must be evaluated again, all are.
const FEW: usize = 8;

/// Everything that determines whether a customer is due.
#[derive(Clone, Copy, Debug)]
pub struct Bearing<'a> {
    /// Customers.
    pub customers: &'a Table<Customer>,
    /// Visits.
    pub visits: &'a Table<Visit>,
    /// Index of the visits.
    pub index: &'a VisitIndex,
    /// Class of each customer.
    pub classes: &'a Arc<ServiceClasses>,
    /// Events at each customer.
    pub events: &'a Arc<Events>,
    /// Service standard of each class.
    pub standard: &'a ServiceStandard,
    /// Current date.
    pub today: Date,
}

impl Bearing<'_> {
    /// Returns the reasons why a customer is due; `None` if it is not.
    fn due(self, customer: Id<Customer>) -> Option<Due> {
        let class = self.classes.get(&customer).copied();
        let class = class.unwrap_or(ServiceClass::C);
        let (last_on, open) = self.index.visiting(customer, self.visits, self.today);
        let visiting = Visiting {
            customer,
            class,
            every_days: self.standard.visit_every_days(class),
            last_on,
            open,
            events: self.events.get(&customer).cloned().unwrap_or_default(),
        };
        visiting.due(self.today)
    }

    fn is_here(self, customer: Id<Customer>) -> bool {
        let customer = self.customers.get(customer);
        customer.is_some_and(|customer| !customer.is_deleted)
    }
}

/// Customers due for a visit.
#[derive(Debug, Default)]
pub struct DueBook {
    list: Arc<Vec<Due>>,
    seen: Option<Seen>,
}

/// State of the inputs at the last evaluation.
#[derive(Debug)]
struct Seen {
    customers: Mark,
    visits: Look,
    classes: Arc<ServiceClasses>,
    events: Arc<Events>,
    standard: ServiceStandard,
    today: Date,
}

impl Seen {
    /// Returns the customers affected by changes; `None` if any could be.
    fn touched(&self, now: Bearing<'_>) -> Option<HashSet<Id<Customer>>> {
        if self.today != now.today || self.standard != *now.standard {
            return None;
        }
        let written = now.customers.written_since(self.customers)?.iter();
        let written = written.map(|place| now.customers.rows()[*place as usize].id);
        let mut touched: HashSet<Id<Customer>> = written.collect();
        touched.extend(now.index.touched_since(self.visits)?);
        if !Arc::ptr_eq(&self.classes, now.classes) {
            touched.extend(differing(&self.classes, now.classes));
        }
        if !Arc::ptr_eq(&self.events, now.events) {
            touched.extend(differing(&self.events, now.events));
        }
        Some(touched)
    }
}

/// Returns the customers whose value changed or was removed.
fn differing<T: PartialEq, S: BuildHasher>(
    before: &HashMap<Id<Customer>, T, S>,
    now: &HashMap<Id<Customer>, T, S>,
) -> impl Iterator<Item = Id<Customer>> {
    let other = now.iter().filter(|(id, value)| before.get(*id) != Some(*value));
    let gone = before.keys().filter(|id| !now.contains_key(*id));
    other.map(|(id, _)| *id).chain(gone.copied())
}

impl DueBook {
    /// Returns the due customers, most urgent first.
    pub fn list(&self) -> Arc<Vec<Due>> {
        Arc::clone(&self.list)
    }

    /// Evaluates the affected customers again.
    #[must_use]
    pub fn follow(mut self, now: Bearing<'_>) -> Self {
        let touched = self.seen.take().and_then(|seen| seen.touched(now));
        match touched.filter(|touched| touched.len() * FEW <= now.customers.len()) {
            Some(touched) => {
                let list = Arc::make_mut(&mut self.list);
                list.retain(|due| !touched.contains(&due.customer));
                let here = touched.into_iter().filter(|id| now.is_here(*id));
                for due in here.filter_map(|id| now.due(id)) {
                    let place = list.partition_point(|other| other.urgency(&due).is_lt());
                    list.insert(place, due);
                }
            }
            None => {
                let here = now.customers.iter().filter(|customer| !customer.is_deleted);
                let mut list: Vec<Due> = here.filter_map(|customer| now.due(customer.id)).collect();
                list.sort_unstable_by(Due::urgency);
                self.list = Arc::new(list);
            }
        }
        self.seen = Some(Seen {
            customers: now.customers.mark(),
            visits: now.index.look(),
            classes: Arc::clone(now.classes),
            events: Arc::clone(now.events),
            standard: now.standard.clone(),
            today: now.today,
        });
        self
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::date};
    use uuid::Uuid;

    use super::*;
    use crate::domain::{
        Moment, Record, Value,
        visit::{DueReason, Event},
    };

    /// 24 November 2026 is a Tuesday.
    const TODAY: Date = date(2026, 11, 24);

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn visit(n: u128, customer: u128, back: i64) -> Visit {
        Visit {
            customer: Some(id(customer)),
            planned_on: Some(TODAY - SignedDuration::from_hours(24 * back)),
            arrived_at: Some(Moment(n as u64)),
            left_at: Some(Moment(n as u64)),
            ..Visit::empty(id(1_000 + n))
        }
    }

    struct Made {
        customers: Table<Customer>,
        visits: Table<Visit>,
        index: VisitIndex,
        classes: Arc<ServiceClasses>,
        events: Arc<Events>,
        standard: ServiceStandard,
        today: Date,
    }

    impl Made {
        /// Returns forty customers; the last visit to customer n was n + 1 days ago.
        fn new() -> Self {
            let (mut customers, mut visits) = (Table::default(), Table::default());
            customers.extend((0..40).map(|n| Customer::empty(id(n))));
            visits.extend((0..120).map(|n| visit(n, n % 40, 1 + n as i64 % 40)));
            let keys = [(id(20), ServiceClass::Key), (id(35), ServiceClass::Key)];
            Self {
                customers,
                visits,
                index: VisitIndex::default(),
                classes: Arc::new(ServiceClasses::from_iter(keys)),
                events: Arc::default(),
                standard: ServiceStandard::default(),
                today: TODAY,
            }
        }

        fn follow(&mut self, book: DueBook) -> DueBook {
            let days: Vec<Date> = self.visits.iter().filter_map(|one| one.planned_on).collect();
            let day = |moment: Moment| days.get(moment.0 as usize).copied();
            let index = std::mem::take(&mut self.index);
            self.index = index.follow(&self.visits, |moment| day(moment).unwrap_or(TODAY));
            book.follow(Bearing {
                customers: &self.customers,
                visits: &self.visits,
                index: &self.index,
                classes: &self.classes,
                events: &self.events,
                standard: &self.standard,
                today: self.today,
            })
        }
    }

    fn ids(book: &DueBook) -> Vec<Id<Customer>> {
        book.list.iter().map(|due| due.customer).collect()
    }

    #[test]
    fn everybody_is_asked_once_and_the_most_pressing_come_first() {
        let mut made = Made::new();
        let book = made.follow(DueBook::default());
        assert_eq!(ids(&book), [id(35), id(20)]);
        made.customers.extend([
            Customer::empty(id(900)),
            Customer { is_deleted: true, ..Customer::empty(id(35)) },
        ]);
        assert_eq!(ids(&made.follow(book)), [id(900), id(20)]);
    }

    #[test]
    fn what_changed_since_is_asked_as_if_it_had_been_so() {
        let mut made = Made::new();
        let mut kept = made.follow(DueBook::default());
        for turn in 0..9 {
            match turn {
                0 => made.visits.extend([visit(200, 20, 0)]),
                1 => {
                    let classes = [(id(3), ServiceClass::Key), (id(35), ServiceClass::Key)];
                    made.classes = Arc::new(ServiceClasses::from_iter(classes));
                }
                2 | 3 => {
                    let reason = DueReason::Arrears { cny: 10.0, bills: 1, due_on: TODAY };
                    let event = Event { reason, arose_on: TODAY };
                    let events = (turn == 2).then(|| (id(5), vec![event]));
                    made.events = Arc::new(events.into_iter().collect());
                }
                4 => made.customers.extend([Customer::empty(id(901))]),
                5 => made
                    .customers
                    .apply(id::<Customer>(901).uuid(), [("is_deleted", &Value::Bool(true))]),
                6 => made.today = TODAY + SignedDuration::from_hours(24 * 30),
                7 => made.customers.remove(|gone| gone == id::<Customer>(35).uuid()),
                _ => made.visits.remove(|gone| gone == id::<Visit>(1_200).uuid()),
            }
            kept = made.follow(kept);
            let anew = made.follow(DueBook::default());
            assert_eq!(kept.list, anew.list, "{turn}");
        }
    }
}
