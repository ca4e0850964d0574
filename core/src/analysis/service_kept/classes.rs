//! Service class of a customer on a day, from the stored segmentation runs: a class is in force from the day of
//! its run to the day of the next. Before the first run that includes a customer, that run's class applies; a
//! customer in no run has its current class throughout. A promise made in March is thus judged by the class of
//! March, and a run changes nothing retroactively.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::domain::{Customer, Id, standard::ServiceClass};

/// Classes with the day from which each is in force, earliest first; the first also applies before its day.
pub type ClassSpans = [(Date, ServiceClass)];

/// Class history of all customers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClassHistory {
    changes: HashMap<Id<Customer>, Vec<(Date, ServiceClass)>>,
}

impl ClassHistory {
    /// Adds the classes of a run. Runs are added in order of date; the later of two on one day wins.
    pub fn take_run(
        &mut self,
        on: Date,
        members: impl IntoIterator<Item = (Id<Customer>, ServiceClass)>,
    ) {
        for (customer, class) in members {
            let held = self.changes.entry(customer).or_default();
            held.retain(|(from, _)| *from < on);
            if held.last().is_none_or(|(_, last)| *last != class) {
                held.push((on, class));
            }
        }
    }

    /// Returns the classes of a customer; `now` if no run includes it.
    pub fn held(&self, customer: Id<Customer>, now: ServiceClass) -> Vec<(Date, ServiceClass)> {
        let held = self.changes.get(&customer).filter(|held| !held.is_empty());
        held.cloned().unwrap_or_else(|| vec![(Date::MIN, now)])
    }

    /// Returns the class of a customer on a day; `now` if no run includes it.
    pub fn on(&self, customer: Id<Customer>, now: ServiceClass, day: Date) -> ServiceClass {
        let held = self.changes.get(&customer);
        held.and_then(|held| on(held, day)).unwrap_or(now)
    }
}

/// Returns the class in force on a day.
pub(super) fn on(held: &ClassSpans, day: Date) -> Option<ServiceClass> {
    let holds = held.iter().rev().find(|(from, _)| *from <= day);
    Some(holds.or(held.first())?.1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_class_holds_from_its_run_to_the_next() {
        use ServiceClass::{A, B, C, Key};
        let id = |n| Id::new(Uuid::from_u128(n));
        let (march, june, september) = (date(2026, 3, 10), date(2026, 6, 10), date(2026, 9, 10));
        let mut history = ClassHistory::default();
        history.take_run(march, [(id(1), B), (id(2), A)]);
        history.take_run(june, [(id(1), B), (id(2), Key), (id(3), C)]);
        history.take_run(september, [(id(1), Key), (id(2), Key)]);
        // Second run on the same day: the first was a trial.
        history.take_run(september, [(id(1), A), (id(2), Key)]);
        for (customer, day, class) in [
            (1, date(2026, 1, 1), B),
            (1, date(2026, 9, 9), B),
            (1, september, A),
            (2, date(2026, 6, 9), A),
            (2, june, Key),
            (3, date(2026, 1, 1), C),
            (3, date(2026, 12, 1), C),
            // In no run.
            (4, date(2026, 1, 1), Key),
        ] {
            assert_eq!(history.on(id(customer), Key, day), class, "{customer} {day}");
        }
        assert_eq!(history.held(id(1), Key), [(march, B), (september, A)]);
        assert_eq!(history.held(id(4), Key), [(Date::MIN, Key)]);
    }
}
