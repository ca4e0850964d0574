//! Due visits, cached between evaluations: only customers affected by a change are evaluated again, so that a tap
//! costs the same with one customer as with ten thousand. The domain decides whether a customer is due.

use std::{collections::HashMap, hash::BuildHasher, sync::Arc};

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use super::{
    events::Events,
    index::{Look, VisitIndex},
};
use crate::books::service::ServiceClasses;
use crate::{
    books::{
        MANY,
        table::{Mark, Table},
    },
    domain::{
        Customer, Id,
        standard::{ServiceClass, ServiceStandard},
        visit::{Due, UrgencyKey, Visit, Visiting},
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

    fn is_large(self) -> bool {
        self.customers.len() > MANY
    }

    /// Returns the inputs as they are now.
    fn seen(self) -> Seen {
        Seen {
            customers: self.customers.mark(),
            visits: self.index.look(),
            classes: Arc::clone(self.classes),
            events: Arc::clone(self.events),
            standard: self.standard.clone(),
            today: self.today,
        }
    }

    fn is_here(self, customer: Id<Customer>) -> bool {
        let customer = self.customers.get(customer);
        customer.is_some_and(Customer::is_here)
    }
}

/// Customers due for a visit.
#[derive(Debug, Default)]
pub struct DueBook {
    list: Arc<Vec<Due>>,
    seen: Option<Seen>,
    is_behind: bool,
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
    /// Returns the customers affected by changes; `None` if too many are, or any could be.
    fn touched(&self, now: Bearing<'_>) -> Option<FxHashSet<Id<Customer>>> {
        if self.today != now.today || self.standard != *now.standard {
            return None;
        }
        let few = now.customers.len() / FEW;
        let written = now.customers.written_since(self.customers)?;
        if written.len() > few {
            return None;
        }
        let written = written.iter().map(|place| now.customers.rows()[*place as usize].id);
        let mut touched: FxHashSet<Id<Customer>> = written.collect();
        touched.extend(now.index.touched_since(self.visits)?);
        if !Arc::ptr_eq(&self.classes, now.classes) {
            // Comparing the classes of many customers would take as long as several slices.
            if now.is_large() {
                return None;
            }
            touched.extend(differing(&self.classes, now.classes));
        }
        if !Arc::ptr_eq(&self.events, now.events) {
            touched.extend(differing(&self.events, now.events));
        }
        (touched.len() <= few).then_some(touched)
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

    /// Returns `true` if the list is outdated: all customers must be evaluated again, by [`DueAsking`].
    pub const fn is_behind(&self) -> bool {
        self.is_behind
    }

    /// Evaluates the affected customers again. If that means all of a large portfolio, only marks the list as outdated.
    #[must_use]
    pub fn follow(mut self, now: Bearing<'_>) -> Self {
        let touched = self.seen.as_ref().and_then(|seen| seen.touched(now));
        self.is_behind = touched.is_none() && now.is_large();
        if self.is_behind {
            return self;
        }
        let Some(touched) = touched else {
            let mut asking = DueAsking::begin(now);
            while !asking.ask(now) {}
            return asking.finish();
        };
        let list = Arc::make_mut(&mut self.list);
        list.retain(|due| !touched.contains(&due.customer));
        let here = touched.into_iter().filter(|id| now.is_here(*id));
        for due in here.filter_map(|id| now.due(id)) {
            let place = list.partition_point(|other| other.urgency(&due).is_lt());
            list.insert(place, due);
        }
        self.seen = Some(now.seen());
        self
    }
}

/// Evaluation of all customers, in steps. The caller starts a new one if the inputs change.
#[derive(Debug)]
pub struct DueAsking {
    list: Vec<Due>,
    /// Sorted runs of the list's keys, each more than twice as long as the next. Merging them as they grow avoids one
    /// long sort at the end.
    runs: Vec<Run>,
    asked: usize,
    seen: Seen,
}

/// Sorted keys with their places in the list.
type Run = Vec<(UrgencyKey, u32)>;

/// Merges two runs.
fn merged(a: &Run, b: &Run) -> Run {
    let mut both = Vec::with_capacity(a.len() + b.len());
    let (mut a, mut b) = (a.iter().copied().peekable(), b.iter().copied().peekable());
    loop {
        let next = match (a.peek(), b.peek()) {
            (Some(one), Some(other)) if other < one => b.next(),
            (Some(_), _) => a.next(),
            (None, _) => b.next(),
        };
        match next {
            Some(next) => both.push(next),
            None => return both,
        }
    }
}

impl DueAsking {
    /// Number of customers in a step.
    const AT_ONCE: usize = 1_024;

    /// Starts an evaluation.
    pub fn begin(now: Bearing<'_>) -> Self {
        Self { list: Vec::new(), runs: Vec::new(), asked: 0, seen: now.seen() }
    }

    /// Evaluates the next customers; returns `true` after the last ones.
    pub fn ask(&mut self, now: Bearing<'_>) -> bool {
        let rows = now.customers.rows();
        let to = rows.len().min(self.asked + Self::AT_ONCE);
        let some = rows.get(self.asked..to).unwrap_or_default().iter();
        let first = self.list.len();
        let here = some.filter(|customer| customer.is_here());
        self.list.extend(here.filter_map(|customer| now.due(customer.id)));
        let keys = self.list[first..].iter().map(Due::urgency_key);
        let mut run: Run = keys.zip(first as u32..).collect();
        run.sort_unstable();
        while let Some(last) = self.runs.pop_if(|last| last.len() <= 2 * run.len()) {
            run = merged(&last, &run);
        }
        self.runs.push(run);
        self.asked = to;
        to == rows.len()
    }

    /// Returns the finished book.
    pub fn finish(self) -> DueBook {
        let Self { list, runs, seen, .. } = self;
        let order = runs.into_iter().rev().reduce(|run, longer| merged(&longer, &run));
        let mut entries: Vec<Option<Due>> = list.into_iter().map(Some).collect();
        let mut list = Vec::with_capacity(entries.len());
        let places = order.unwrap_or_default().into_iter();
        list.extend(places.filter_map(|(_, place)| entries[place as usize].take()));
        DueBook { list: Arc::new(list), seen: Some(seen), is_behind: false }
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
            book.follow(self.bearing())
        }

        fn bearing(&self) -> Bearing<'_> {
            Bearing {
                customers: &self.customers,
                visits: &self.visits,
                index: &self.index,
                classes: &self.classes,
                events: &self.events,
                standard: &self.standard,
                today: self.today,
            }
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
    fn many_are_asked_in_steps_and_the_book_says_that_it_is_behind() {
        let mut made = Made::new();
        made.customers.extend((1_000..1_000 + MANY as u128).rev().map(|n| Customer::empty(id(n))));
        let mut book = made.follow(DueBook::default());
        assert!(book.is_behind() && book.list().is_empty());

        let mut asking = DueAsking::begin(made.bearing());
        let mut steps = 1;
        while !asking.ask(made.bearing()) {
            steps += 1;
        }
        assert_eq!(steps, made.customers.len().div_ceil(DueAsking::AT_ONCE));
        book = made.follow(asking.finish());
        assert!(!book.is_behind());
        assert_eq!(book.list().len(), MANY + 2);
        assert!(book.list().is_sorted_by(|a, b| a.urgency(b).is_lt()));

        // A change of few customers is applied at once, a change of all is not.
        made.visits.extend([visit(300, 1_000, 0)]);
        book = made.follow(book);
        assert!(!book.is_behind());
        assert_eq!(book.list().len(), MANY + 1);
        made.classes = Arc::default();
        book = made.follow(book);
        assert!(book.is_behind());
        assert_eq!(book.list().len(), MANY + 1);
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
