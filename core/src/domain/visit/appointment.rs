//! Visits as calendar appointments: selection of the visits that an external calendar must know, and whether each
//! takes place. The file format is in the exchange room.

use jiff::civil::Date;

use super::{Visit, VisitState};
use crate::domain::{Id, Record, Value};

impl Visit {
    /// Returns `true` if the visit was removed: deleted, or emptied by an undo of what planned it.
    pub const fn is_removed(&self) -> bool {
        self.is_deleted || self.customer.is_none() || self.planned_on.is_none() && !self.is_begun()
    }

    const fn is_begun(&self) -> bool {
        self.arrived_at.is_some() || self.left_at.is_some()
    }

    /// Returns `true` if the visit does not take place: cancelled or removed.
    pub const fn is_off(&self) -> bool {
        self.is_removed() || self.is_cancelled && !self.is_begun()
    }

    /// Returns `true` if the external calendar must be told of the visit: it is upcoming, or was upcoming and
    /// does not take place, because the calendar may already have it.
    pub fn is_told(&self, today: Date) -> bool {
        match self.state(today) {
            VisitState::Planned | VisitState::Underway if !self.is_off() => true,
            _ => self.is_off() && self.planned_on.is_some_and(|day| day >= today),
        }
    }

    /// Returns a removed visit as it was last planned, marked as deleted; `None` if it never was planned.
    /// `changes` are the fields written by each change, oldest first, because an undo leaves the visit's fields
    /// empty.
    pub fn last_planned<'a, Fields>(
        id: Id<Self>,
        changes: impl IntoIterator<Item = Fields>,
    ) -> Option<Self>
    where
        Fields: IntoIterator<Item = (&'a str, &'a Value)>,
    {
        let (mut visit, mut planned) = (Self::empty(id), None);
        for fields in changes {
            for (field, value) in fields {
                // Fields of other versions are ignored.
                let _ = visit.set(field, value.clone());
            }
            if !visit.is_removed() && visit.planned_on.is_some() {
                planned = Some(visit.clone());
            }
        }
        planned.map(|visit| Self { is_deleted: true, ..visit })
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::Moment;

    fn visit(day: i8) -> Visit {
        Visit {
            customer: Some(Id::new(Uuid::from_u128(9))),
            planned_on: Some(date(2026, 11, day)),
            ..Visit::empty(Id::new(Uuid::from_u128(1)))
        }
    }

    #[test]
    fn a_visit_that_is_off_is_told_while_its_day_is_to_come() {
        let today = date(2026, 11, 24);
        let off = |day| Visit { is_cancelled: true, ..visit(day) };
        let removed = |day| Visit { is_deleted: true, ..visit(day) };
        let begun = |day, left: Option<u64>| Visit {
            arrived_at: Some(Moment(1)),
            left_at: left.map(Moment),
            ..visit(day)
        };
        let emptied = Visit::empty(Id::new(Uuid::from_u128(1)));
        for (visit, is_told, is_off) in [
            (visit(24), true, false),
            (off(24), true, true),
            (off(25), true, true),
            (off(23), false, true),
            (removed(24), true, true),
            (removed(23), false, true),
            (visit(23), false, false),
            (begun(23, None), true, false),
            (begun(24, Some(2)), false, false),
            // Takes place after all.
            (Visit { is_cancelled: true, ..begun(24, None) }, true, false),
            (emptied, false, true),
        ] {
            assert_eq!(visit.is_told(today), is_told, "{visit:?}");
            assert_eq!(visit.is_off(), is_off, "{visit:?}");
        }
    }

    #[test]
    fn a_removed_visit_is_known_by_its_history() {
        let id = Id::new(Uuid::from_u128(1));
        let written = |visit: &Visit| -> Vec<(&'static str, Value)> {
            let fields = Visit::FIELDS.iter().copied().zip(visit.values());
            fields.filter(|(_, value)| *value != Value::Empty).collect()
        };
        let made = written(&visit(25));
        let moved = vec![("planned_on", Value::Date(date(2026, 11, 27)))];
        let emptied: Vec<_> = made.iter().map(|(field, _)| (*field, Value::Empty)).collect();
        let deleted = vec![("is_deleted", Value::Bool(true))];
        let unknown = vec![("mood", Value::Bool(true))];
        let day = |changes: &[&Vec<(&'static str, Value)>]| {
            let changes = changes.iter();
            let changes = changes.map(|fields| fields.iter().map(|(field, value)| (*field, value)));
            let visit = Visit::last_planned(id, changes)?;
            assert!(visit.is_removed() && visit.customer.is_some());
            visit.planned_on.map(Date::day)
        };
        assert_eq!(day(&[&made, &emptied]), Some(25));
        assert_eq!(day(&[&made, &moved, &unknown, &emptied]), Some(27));
        assert_eq!(day(&[&made, &moved, &deleted]), Some(27));
        assert_eq!(day(&[&unknown]), None);
        assert_eq!(day(&[]), None);
    }
}
