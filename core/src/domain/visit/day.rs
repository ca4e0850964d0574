//! Visits of one day: times, conflicts, and free slots.

use std::collections::HashMap;

use jiff::civil::Date;

use super::{Visit, VisitRules, VisitState};
use crate::domain::{Customer, Id, InOrder, Moment, People, Who, calendar::WorkingCalendar};

/// Duration assumed for a visit without one, minutes.
pub const DURATION_MIN: u32 = 60;

/// Scheduling conflict of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Conflict {
    /// Its manager is at another visit at that time.
    Overlap(Id<Visit>),
    /// The customer has another visit on the same day.
    Twice(Id<Visit>),
}

impl Visit {
    /// Returns start and end, minutes after midnight; `None` if only the day is known.
    pub fn span_min(&self) -> Option<(u32, u32)> {
        let minutes =
            |minutes: Option<f64>| minutes.filter(|minutes| (0.0..=1e6).contains(minutes));
        let start = minutes(self.planned_at_min)? as u32;
        let duration = minutes(self.duration_min).map_or(DURATION_MIN, |minutes| minutes as u32);
        Some((start, start + duration))
    }

    /// Returns the day the visit took place or is planned for. `local` converts a moment to the local day.
    pub fn day(&self, local: impl FnOnce(Moment) -> Date) -> Option<Date> {
        self.arrived_at.or(self.left_at).map(local).or(self.planned_on)
    }

    /// Returns `true` if the visit is still to take place or to end.
    pub const fn is_open(&self) -> bool {
        self.left_at.is_none()
            && (self.arrived_at.is_some() || !self.is_cancelled)
            && !self.is_deleted
    }
}

/// Returns the conflicts among the visits of one day, for each visit concerned. Visits without a time overlap
/// none; completed and cancelled visits are ignored.
pub fn conflicts<'a>(
    visits: impl IntoIterator<Item = &'a Visit>,
    people: &People,
) -> Vec<(Id<Visit>, Conflict)> {
    let open: Vec<&Visit> = visits.into_iter().filter(|visit| visit.is_open()).collect();
    let mut found = Vec::new();
    let mut customers: HashMap<Id<Customer>, Id<Visit>> = HashMap::new();
    for visit in &open {
        let Some(customer) = visit.customer else {
            continue;
        };
        match customers.get(&customer) {
            Some(first) => {
                found.push((visit.id, Conflict::Twice(*first)));
                found.push((*first, Conflict::Twice(visit.id)));
            }
            None => drop(customers.insert(customer, visit.id)),
        }
    }
    let mut timed: Vec<_> = open
        .iter()
        .filter_map(|visit| {
            let (start, end) = visit.span_min()?;
            Some((people.id(&visit.account_manager), start, end, visit.id))
        })
        .collect();
    timed.order_by_key(|(manager, start, _, id)| (*manager, *start, *id));
    // Of those that started earlier, the one that ends last.
    let mut latest = None;
    for (manager, start, end, id) in timed {
        match latest {
            Some((of, until, other)) if of == manager && start < until => {
                found.push((id, Conflict::Overlap(other)));
                found.push((other, Conflict::Overlap(id)));
                if end > until {
                    latest = Some((manager, end, id));
                }
            }
            _ => latest = Some((manager, end, id)),
        }
    }
    found.order_by_key(|conflict| *conflict);
    found.dedup();
    found
}

impl VisitRules {
    /// Returns the start of a free slot of `duration_min` minutes between these visits of one manager on one day;
    /// `None` if the day is full. A visit without a time also occupies one of the slots.
    pub fn room<'a>(
        &self,
        visits: impl IntoIterator<Item = &'a Visit>,
        duration_min: u32,
    ) -> Option<u32> {
        let open: Vec<&Visit> = visits.into_iter().filter(|visit| visit.is_open()).collect();
        let taken: Vec<(u32, u32)> = open.iter().filter_map(|visit| visit.span_min()).collect();
        let is_free = |start: &&u32| {
            let end = **start + duration_min;
            taken.iter().all(|(from, to)| end <= *from || *to <= **start)
        };
        let untimed = open.len() - taken.len();
        let free = self.starts_min.iter().filter(is_free);
        let is_full = free.clone().count() <= untimed;
        (!is_full).then(|| free.copied().next()).flatten()
    }
}

/// Number of working days searched for a free slot.
const AHEAD: u32 = 250;

impl VisitRules {
    /// Returns the first working day after `today` with a free slot for a manager's visit to a customer, and the
    /// start; days on which the customer is already visited are skipped. `is_own` recognizes the manager. If
    /// every day is full, returns the next working day without a time.
    pub fn next_room(
        &self,
        today: Date,
        calendar: &WorkingCalendar,
        is_own: impl Fn(&Who) -> bool,
        customer: Id<Customer>,
        visits_on: impl Fn(Date) -> Vec<Visit>,
    ) -> Option<(Date, Option<u32>)> {
        let room = |day: Date| {
            let visits = visits_on(day);
            let is_visited = |visit: &Visit| visit.customer == Some(customer) && visit.is_open();
            if visits.iter().any(is_visited) {
                return None;
            }
            let own = visits.iter();
            let own = own.filter(|visit| is_own(&visit.account_manager));
            Some((day, Some(self.room(own, self.duration_min)?)))
        };
        let next = |n: u32| calendar.nth_working_day(today, n);
        (1..=AHEAD).filter_map(next).find_map(room).or_else(|| Some((next(1)?, None)))
    }
}

/// Sort order of a day's visits: the one in progress first, then those with a time in order, then those without;
/// cancelled ones last.
pub fn order_of_day(visit: &Visit, state: VisitState) -> impl Ord + use<> {
    let at = visit.span_min().map_or(u32::MAX, |(start, _)| start);
    let place = match state {
        VisitState::Underway => 0,
        VisitState::Cancelled => 2,
        _ => 1,
    };
    (place, at, visit.id)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::{Moment, Record};

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    /// Creates a visit by this manager, with start and duration.
    fn visit(n: u128, manager: &str, span: Option<(u32, u32)>) -> Visit {
        Visit {
            customer: Some(id(100 + n)),
            account_manager: manager.into(),
            planned_on: Some(date(2026, 11, 24)),
            planned_at_min: span.map(|(start, _)| f64::from(start)),
            duration_min: span.map(|(_, minutes)| f64::from(minutes)),
            ..Visit::empty(id(n))
        }
    }

    #[test]
    fn who_stands_in_the_way() {
        let nine = Some((540, 60));
        let twice = |n| Visit { customer: Some(id(500)), ..visit(n, "甲", None) };
        let over = Visit { left_at: Some(Moment(1)), ..visit(2, "甲", nine) };
        let off = Visit { is_cancelled: true, ..visit(2, "甲", nine) };
        let overlap = |n| Conflict::Overlap(id(n));
        for (visits, expected) in [
            (vec![visit(1, "甲", nine), visit(2, "甲", Some((600, 60)))], vec![]),
            (
                vec![visit(1, "甲", nine), visit(2, "甲", Some((599, 60)))],
                vec![(id(1), overlap(2)), (id(2), overlap(1))],
            ),
            (vec![visit(1, "甲", nine), visit(2, "乙", nine)], vec![]),
            (vec![visit(1, "甲", nine), visit(2, "甲", None)], vec![]),
            (vec![visit(1, "甲", nine), over], vec![]),
            (vec![visit(1, "甲", nine), off], vec![]),
            (
                vec![twice(1), twice(2)],
                vec![(id(1), Conflict::Twice(id(2))), (id(2), Conflict::Twice(id(1)))],
            ),
            // A long visit conflicts with both that follow.
            (
                vec![
                    visit(1, "甲", Some((540, 180))),
                    visit(2, "甲", Some((560, 20))),
                    visit(3, "甲", Some((640, 30))),
                ],
                vec![
                    (id(1), overlap(2)),
                    (id(1), overlap(3)),
                    (id(2), overlap(1)),
                    (id(3), overlap(1)),
                ],
            ),
        ] {
            assert_eq!(conflicts(&visits, &People::default()), expected, "{visits:?}");
        }
    }

    #[test]
    fn the_visit_under_way_comes_first_and_what_was_called_off_last() {
        let today = date(2026, 11, 24);
        let mut day = [
            Visit { is_cancelled: true, ..visit(1, "甲", Some((480, 60))) },
            visit(2, "甲", None),
            visit(3, "甲", Some((540, 60))),
            Visit { arrived_at: Some(Moment(1)), ..visit(4, "甲", Some((840, 60))) },
        ];
        day.order_by_key(|visit| order_of_day(visit, visit.state(today)));
        assert_eq!(day.map(|visit| visit.id), [4, 3, 2, 1].map(id));
    }

    #[test]
    fn where_there_is_room() {
        let rules = VisitRules::default();
        let at = |n, start| visit(n, "甲", Some((start, 60)));
        for (visits, room) in [
            (vec![], Some(540)),
            (vec![at(1, 540)], Some(630)),
            // From 08:30 to 09:30: the 09:00 slot is taken.
            (vec![at(1, 510)], Some(630)),
            (vec![at(1, 540), at(2, 630), at(3, 840)], Some(930)),
            (vec![at(1, 540), at(2, 630), at(3, 840), at(4, 930)], None),
            (vec![at(1, 540), at(2, 630), at(3, 840), visit(4, "甲", None)], None),
        ] {
            assert_eq!(rules.room(&visits, 60), room, "{visits:?}");
        }
        let never = VisitRules { starts_min: vec![], ..rules };
        assert_eq!(never.room(&[], 60), None);
    }

    #[test]
    fn the_next_day_with_room() {
        // 30 September 2026 is a Wednesday; the National Day holiday lasts until 7 October, and Saturday
        // the 10th is worked.
        let today = date(2026, 9, 30);
        let full: Vec<Visit> = (1..=4).map(|n| visit(n, "甲", None)).collect();
        let calendar = WorkingCalendar::default();
        let rules = VisitRules::default();
        let next = |rules: &VisitRules, manager, customer, on: &dyn Fn(Date) -> Vec<Visit>| {
            let is_own = |who: &Who| *who == Who::named(manager);
            rules.next_room(today, &calendar, is_own, id(customer), on)
        };
        let eighth = |day: Date| {
            if day == date(2026, 10, 8) { full.clone() } else { vec![] }
        };
        let [eight, nine] = [8, 9].map(|day| date(2026, 10, day));
        assert_eq!(next(&rules, "甲", 900, &|_| vec![]), Some((eight, Some(540))));
        assert_eq!(next(&rules, "甲", 900, &eighth), Some((nine, Some(540))));
        assert_eq!(next(&rules, "乙", 900, &eighth), Some((eight, Some(540))));
        // Someone else visits the customer that day.
        assert_eq!(next(&rules, "乙", 103, &eighth), Some((nine, Some(540))));
        let never = VisitRules { starts_min: vec![], ..rules };
        assert_eq!(next(&never, "甲", 900, &eighth), Some((eight, None)));
    }

    #[test]
    fn a_visit_is_of_the_day_it_took_place() {
        let planned = visit(1, "甲", None);
        let local = |moment: Moment| date(2026, 12, moment.0 as i8);
        assert_eq!(planned.day(local), planned.planned_on);
        let done = Visit { arrived_at: Some(Moment(3)), left_at: Some(Moment(4)), ..planned };
        assert_eq!(done.day(local), Some(date(2026, 12, 3)));
    }
}
