//! Where the visits are found: by day and by customer.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::{
    domain::{
        Customer, Id, InOrder, Moment,
        visit::{Visit, VisitState},
    },
    state::table::Table,
};

/// The visits by day and by customer, as places in their table. Those that were taken out are in neither.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VisitIndex {
    by_day: BTreeMap<Date, Vec<u32>>,
    by_customer: HashMap<Id<Customer>, Vec<(Date, u32)>>,
}

impl VisitIndex {
    /// Puts these visits in order. `local` says which day a moment fell on where the tablet is.
    pub fn of(visits: &Table<Visit>, mut local: impl FnMut(Moment) -> Date) -> Self {
        let mut days: Vec<(Date, u32)> = visits
            .iter()
            .enumerate()
            .filter(|(_, visit)| !visit.is_deleted)
            .filter_map(|(place, visit)| Some((visit.day(&mut local)?, place as u32)))
            .collect();
        days.order_by_key(|day| *day);
        let mut index = Self::default();
        for (day, place) in days {
            index.by_day.entry(day).or_default().push(place);
            if let Some(customer) = visits.rows()[place as usize].customer {
                let of_customer = index.by_customer.entry(customer).or_default();
                of_customer.push((day, place));
            }
        }
        index
    }

    /// The visits of one day, as places in the table.
    pub fn on(&self, day: Date) -> &[u32] {
        self.by_day.get(&day).map_or(&[], Vec::as_slice)
    }

    /// The days from this one on that have visits, and the places of those.
    pub fn from(&self, day: Date) -> impl Iterator<Item = (Date, &[u32])> {
        let days = self.by_day.range(day..);
        days.map(|(day, places)| (*day, places.as_slice()))
    }

    /// The visits to one customer with their days, the earliest first.
    pub fn to(&self, customer: Id<Customer>) -> &[(Date, u32)] {
        self.by_customer.get(&customer).map_or(&[], Vec::as_slice)
    }

    /// What of the visits bears on whether a customer is due: the last that took place, and those that
    /// are open. One under way counts for today.
    pub(super) fn visiting(
        &self,
        customer: Id<Customer>,
        visits: &Table<Visit>,
        today: Date,
    ) -> (Option<Date>, Vec<(Date, Id<Visit>)>) {
        let (mut last, mut open) = (None, Vec::new());
        for (day, place) in self.to(customer) {
            let visit = &visits.rows()[*place as usize];
            match visit.state(today) {
                VisitState::Done => last = Some(*day),
                VisitState::Underway => open.push((today, visit.id)),
                VisitState::Missed | VisitState::Planned => open.push((*day, visit.id)),
                VisitState::Cancelled => {}
            }
        }
        open.order_by_key(|(day, _)| *day);
        (last, open)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Record;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    #[test]
    fn visits_are_found_by_day_and_by_customer() {
        let visit = |n, customer, day: i8| Visit {
            customer: Some(id(customer)),
            planned_on: Some(date(2026, 11, day)),
            ..Visit::empty(id(n))
        };
        // Planned for the 20th, and done on the 23rd.
        let done = Visit {
            arrived_at: Some(Moment(23)),
            left_at: Some(Moment(23)),
            ..visit(1, 7, 20)
        };
        let gone = Visit {
            is_deleted: true,
            ..visit(2, 7, 23)
        };
        let off = Visit {
            is_cancelled: true,
            ..visit(3, 7, 24)
        };
        let underway = Visit {
            arrived_at: Some(Moment(22)),
            ..visit(4, 7, 22)
        };
        let undated = Visit {
            planned_on: None,
            ..visit(5, 7, 1)
        };
        let mut table = Table::default();
        table.extend([
            visit(9, 7, 30),
            done,
            gone,
            off,
            underway,
            undated,
            visit(8, 6, 23),
        ]);
        let index = VisitIndex::of(&table, |moment| date(2026, 11, moment.0 as i8));
        assert_eq!(index.on(date(2026, 11, 23)), [1, 6]);
        assert_eq!(index.on(date(2026, 11, 20)), [0; 0]);
        let days: Vec<i8> = index.to(id(7)).iter().map(|(day, _)| day.day()).collect();
        assert_eq!(days, [22, 23, 24, 30]);
        let later: Vec<Date> = index.from(date(2026, 11, 24)).map(|(day, _)| day).collect();
        assert_eq!(later, [date(2026, 11, 24), date(2026, 11, 30)]);
        let today = date(2026, 11, 25);
        let (last, open) = index.visiting(id(7), &table, today);
        assert_eq!(last, Some(date(2026, 11, 23)));
        assert_eq!(open, [(today, id(4)), (date(2026, 11, 30), id(9))]);
    }
}
