//! Index of visits by day and by customer.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::{
    books::table::{Mark, Table},
    domain::{
        Customer, Id, InOrder, Moment,
        visit::{Visit, VisitState},
    },
};

/// Date of a visit, and its customer.
type Filed = (Date, Option<Id<Customer>>);

/// Visits by day and by customer, as indices in their table. Deleted visits are in neither.
#[derive(Clone, Debug, Default)]
pub struct VisitIndex {
    by_day: BTreeMap<Date, Vec<u32>>,
    by_customer: FxHashMap<Id<Customer>, Vec<(Date, u32)>>,
    /// Index entry of the visit at each position of the table.
    filed: Vec<Option<Filed>>,
    mark: Mark,
    /// Customers whose visits were written since the last rebuild, in order of writing.
    touched: Vec<Id<Customer>>,
    /// Number of rebuilds.
    times_anew: u32,
}

/// State of an index at some time; a later index returns the customers whose visits were written since then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    touched: usize,
    times_anew: u32,
}

impl VisitIndex {
    /// Indexes the visits written since the last call, so that one visit among fifty thousand costs next to nothing.
    /// `local` returns the local day of a moment.
    #[must_use]
    pub fn follow(mut self, visits: &Table<Visit>, mut local: impl FnMut(Moment) -> Date) -> Self {
        let written = visits.written_since(self.mark).map(<[u32]>::to_vec);
        let written = written.filter(|_| self.times_anew > 0);
        let is_anew = written.is_none();
        if is_anew {
            self = Self { times_anew: self.times_anew + 1, ..Self::default() };
        }
        self.filed.resize(visits.len(), None);
        let all = 0..visits.len() as u32;
        for place in written.unwrap_or_else(|| all.collect()) {
            let visit = &visits.rows()[place as usize];
            let now = visit.day(&mut local).filter(|_| !visit.is_deleted);
            let now = now.map(|day| (day, visit.customer));
            let before = self.file(place, now);
            if !is_anew {
                let whose = [before, now].into_iter().flatten();
                self.touched.extend(whose.filter_map(|(_, whose)| whose));
            }
        }
        self.mark = visits.mark();
        self
    }

    /// Indexes a visit, and returns its previous entry.
    fn file(&mut self, place: u32, now: Option<Filed>) -> Option<Filed> {
        let before = std::mem::replace(&mut self.filed[place as usize], now);
        if before == now {
            return before;
        }
        if let Some((day, customer)) = before {
            if let Some(of_day) = self.by_day.get_mut(&day) {
                of_day.retain(|other| *other != place);
                if of_day.is_empty() {
                    self.by_day.remove(&day);
                }
            }
            if let Some(own) = customer.and_then(|id| self.by_customer.get_mut(&id)) {
                own.retain(|(_, other)| *other != place);
            }
        }
        if let Some((day, customer)) = now {
            let of_day = self.by_day.entry(day).or_default();
            of_day.insert(of_day.partition_point(|other| *other < place), place);
            if let Some(id) = customer {
                let own = self.by_customer.entry(id).or_default();
                own.insert(own.partition_point(|other| *other < (day, place)), (day, place));
            }
        }
        before
    }

    /// Returns the current state.
    pub(super) const fn look(&self) -> Look {
        Look { touched: self.touched.len(), times_anew: self.times_anew }
    }

    /// Returns the customers whose visits were written since then, possibly with repetitions; `None` if the index was
    /// rebuilt.
    pub(super) fn touched_since(&self, look: Look) -> Option<&[Id<Customer>]> {
        if self.times_anew == look.times_anew { self.touched.get(look.touched..) } else { None }
    }

    /// Returns the visits of one day, as indices in the table.
    pub fn on(&self, day: Date) -> &[u32] {
        self.by_day.get(&day).map_or(&[], Vec::as_slice)
    }

    /// Returns the days with visits from this one on, with the indices of their visits.
    pub fn from(&self, day: Date) -> impl Iterator<Item = (Date, &[u32])> {
        let days = self.by_day.range(day..);
        days.map(|(day, places)| (*day, places.as_slice()))
    }

    /// Returns the visits to one customer with their dates, earliest first.
    pub fn to(&self, customer: Id<Customer>) -> &[(Date, u32)] {
        self.by_customer.get(&customer).map_or(&[], Vec::as_slice)
    }

    /// Returns the visits that determine whether a customer is due: the date of the last one that took place, and the
    /// open ones. One in progress counts for today.
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
        // Planned for the 20th, done on the 23rd.
        let done =
            Visit { arrived_at: Some(Moment(23)), left_at: Some(Moment(23)), ..visit(1, 7, 20) };
        let gone = Visit { is_deleted: true, ..visit(2, 7, 23) };
        let off = Visit { is_cancelled: true, ..visit(3, 7, 24) };
        let underway = Visit { arrived_at: Some(Moment(22)), ..visit(4, 7, 22) };
        let undated = Visit { planned_on: None, ..visit(5, 7, 1) };
        let mut table = Table::default();
        table.extend([visit(9, 7, 30), done, gone, off, underway, undated, visit(8, 6, 23)]);
        let local = |moment: Moment| date(2026, 11, moment.0 as i8);
        let index = VisitIndex::default().follow(&table, local);
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
    #[test]
    fn what_was_written_since_is_filed_as_if_it_had_been_there() {
        let visit = |n, customer, day: i8| Visit {
            customer: Some(id(customer)),
            planned_on: Some(date(2026, 11, day)),
            ..Visit::empty(id(n))
        };
        let local = |moment: Moment| date(2026, 11, moment.0 as i8);
        let mut table = Table::default();
        table.extend([visit(1, 7, 20), visit(2, 7, 21), visit(3, 8, 21)]);
        let mut kept = VisitIndex::default().follow(&table, local);
        for (turn, touched) in [
            Some(vec![7, 7]),
            Some(vec![7, 8]),
            Some(vec![8]),
            Some(vec![9]),
            Some(vec![9]),
            None,
            Some(vec![]),
        ]
        .into_iter()
        .enumerate()
        {
            let look = kept.look();
            match turn {
                // Postponed, given to another customer, moved back in time, created, deleted.
                0 => table.extend([visit(1, 7, 23)]),
                1 => table.extend([visit(2, 8, 21)]),
                2 => table
                    .apply(Uuid::from_u128(3), [("is_deleted", &crate::domain::Value::Bool(true))]),
                3 => table.extend([visit(4, 9, 20)]),
                4 => {
                    table.apply(Uuid::from_u128(4), [("planned_on", &crate::domain::Value::Empty)])
                }
                5 => table.remove(|gone| gone == Uuid::from_u128(1)),
                _ => {}
            }
            kept = kept.follow(&table, local);
            let anew = VisitIndex::default().follow(&table, local);
            assert_eq!(kept.by_day, anew.by_day, "{turn}");
            let own = |index: &VisitIndex, customer| index.to(id(customer)).to_vec();
            for customer in 7..10 {
                assert_eq!(own(&kept, customer), own(&anew, customer), "{turn}");
            }
            let found = kept.touched_since(look);
            let found = found.map(|all| all.iter().map(|id| id.uuid().as_u128()).collect());
            assert_eq!(found, touched, "{turn}");
        }
    }
}
