//! Visits: [`events`] has the events that call for one, [`index`] finds visits, [`due_book`] has the customers due;
//! this module has conflicts between visits, and the account managers.

pub mod calendar;
mod due_book;
mod events;
mod index;

use std::collections::HashMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use self::{
    due_book::{Bearing, DueAsking, DueBook},
    events::{EventSources, Events},
    index::VisitIndex,
};
use super::table::Table;
use crate::domain::{
    Customer, Id, InOrder, People,
    visit::{Conflict, Visit, conflicts},
};

/// Returns the conflicts of visits from a day on, by visit.
pub fn conflicts_from(
    day: Date,
    index: &VisitIndex,
    visits: &Table<Visit>,
    people: &People,
) -> HashMap<Id<Visit>, Vec<Conflict>> {
    let mut found: HashMap<Id<Visit>, Vec<Conflict>> = HashMap::new();
    for (_, places) in index.from(day) {
        let of_day = places.iter().map(|place| &visits.rows()[*place as usize]);
        for (visit, conflict) in conflicts(of_day, people) {
            found.entry(visit).or_default().push(conflict);
        }
    }
    found
}

/// Returns the account managers of customers and visits: name and number of customers, by name.
pub fn managers(
    customers: &Table<Customer>,
    visits: &Table<Visit>,
    people: &People,
) -> Vec<(String, usize)> {
    let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
    for visit in visits.iter().filter(|visit| !visit.is_deleted) {
        counts.entry(people.name(&visit.account_manager)).or_default();
    }
    for customer in customers.iter().filter(|customer| customer.is_here()) {
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
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Record, Who};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    #[test]
    fn managers_are_those_of_customers_and_of_visits() {
        let (mut customers, mut visits) = (Table::default(), Table::default());
        customers.extend((0..6).map(|n| Customer {
            account_manager: Who::named(&format!("经理{}", n % 3)),
            ..Customer::empty(id(n))
        }));
        visits.extend((0..12).map(|n| Visit {
            customer: Some(id(n % 6)),
            account_manager: Who::named(&format!("经理{}", n % 4)),
            ..Visit::empty(id(1_000_000 + n))
        }));
        let names = ["经理0", "经理1", "经理2", "经理3"].map(str::to_owned);
        let expected: Vec<_> = names.into_iter().zip([2, 2, 2, 0]).collect();
        assert_eq!(managers(&customers, &visits, &People::default()), expected);
    }
}
