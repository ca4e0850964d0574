//! Next year's plan: unfinished lines carry over, recurring lines start anew, finished lines are left out.

use jiff::{ToSpan, civil::Date};

use super::{Gauge, ItemProgress, PlanItem, PlanItemKind, ServicePlan};
use crate::domain::{Id, Record, Year, standard::ServiceClass};

/// Default treatment of a line in next year's plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Carry {
    /// Unfinished: carried over.
    Over,
    /// Recurring every year: starts anew.
    Anew,
    /// Finished: left out.
    Left,
}

impl Carry {
    /// Returns the treatment of a line with this progress.
    pub fn of(item: &PlanItem, progress: &ItemProgress) -> Self {
        match item.kind {
            Some(PlanItemKind::Duty | PlanItemKind::Budget) => Self::Anew,
            // Services offered to a class are offered every year.
            Some(PlanItemKind::Service) if item.has_rhythm() => Self::Anew,
            Some(PlanItemKind::Service) if item.offer.is_some() && progress.is_done() => Self::Anew,
            _ if progress.is_done() => Self::Left,
            _ => Self::Over,
        }
    }
}

/// Returns the follow-up plan, neither approved nor agreed yet. `None` if there is no next year.
pub fn next_plan(
    plan: &ServicePlan,
    id: Id<ServicePlan>,
    class: Option<ServiceClass>,
) -> Option<ServicePlan> {
    let year = plan.calendar_year()? + 1;
    Some(ServicePlan {
        customer: plan.customer,
        year: Year::new(year),
        class: class.or(plan.class),
        situation: plan.situation.clone(),
        responsible: plan.responsible.clone(),
        budget_cny: plan.budget_cny,
        note: plan.note.clone(),
        copied_from: Some(plan.id),
        ..ServicePlan::empty(id)
    })
}

/// Returns a line for the next plan: due a year later, with no progress and no spending. A carried-over line
/// refers to its source and starts from its value.
pub fn next_item(
    item: &PlanItem,
    carry: Carry,
    plan: Id<ServicePlan>,
    id: Id<PlanItem>,
) -> PlanItem {
    let is_over = carry == Carry::Over;
    let is_entered = item.gauge.is_none_or(|gauge| gauge == Gauge::Entered);
    let stands = is_over && is_entered && !item.is_at_most;
    PlanItem {
        id,
        plan: Some(plan),
        reached: item.reached.filter(|_| stands && item.kind == Some(PlanItemKind::Goal)),
        due_on: item.due_on.and_then(a_year_later),
        done_on: None,
        spent_cny: None,
        carried_from: is_over.then_some(item.id),
        is_deleted: false,
        ..item.clone()
    }
}

fn a_year_later(day: Date) -> Option<Date> {
    day.checked_add(1.year()).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::domain::standard::Offer;

    fn id<T>(n: u128) -> Id<T> {
        Id::new(Uuid::from_u128(n))
    }

    fn item(kind: PlanItemKind) -> PlanItem {
        PlanItem { plan: Some(id(1)), kind: Some(kind), ..PlanItem::empty(id(2)) }
    }

    #[test]
    fn what_is_unfinished_goes_over() {
        use PlanItemKind::{Budget, Duty, Goal, Service};
        let offered = PlanItem { offer: Some(Offer::EquipmentCheck), ..item(Service) };
        let often = PlanItem { times: Some(4.0), ..item(Service) };
        for (name, item, share, carry) in [
            ("a goal", item(Goal), Some(0.5), Carry::Over),
            ("a goal of which nothing is known", item(Goal), None, Carry::Over),
            ("a goal reached", item(Goal), Some(1.0), Carry::Left),
            ("a service", item(Service), Some(0.0), Carry::Over),
            ("a service done", item(Service), Some(1.0), Carry::Left),
            ("an offer not done", offered.clone(), Some(0.0), Carry::Over),
            ("an offer done", offered, Some(1.0), Carry::Anew),
            ("a rhythm half done", often.clone(), Some(0.5), Carry::Anew),
            ("a rhythm done", often, Some(1.0), Carry::Anew),
            ("a duty", item(Duty), None, Carry::Anew),
            ("a budget", item(Budget), None, Carry::Anew),
        ] {
            let progress = ItemProgress { share, ..ItemProgress::default() };
            assert_eq!(Carry::of(&item, &progress), carry, "{name}");
        }
    }

    #[test]
    fn a_line_begins_again_and_says_where_it_comes_from() {
        let goal = PlanItem {
            target: Some(0.95),
            reached: Some(0.91),
            due_on: Some(date(2024, 2, 29)),
            done_on: Some(date(2024, 1, 1)),
            budget_cny: Some(900.0),
            spent_cny: Some(800.0),
            owner: "王".into(),
            position: Some(3.0),
            ..item(PlanItemKind::Goal)
        };
        let over = next_item(&goal, Carry::Over, id(7), id(8));
        let expected = PlanItem {
            id: id(8),
            plan: Some(id(7)),
            due_on: Some(date(2025, 2, 28)),
            done_on: None,
            spent_cny: None,
            carried_from: Some(goal.id),
            ..goal.clone()
        };
        assert_eq!(over, expected);
        let anew = next_item(&goal, Carry::Anew, id(7), id(8));
        assert_eq!((anew.reached, anew.carried_from), (None, None));
        // An upper limit counts from zero.
        let limit = PlanItem { is_at_most: true, ..goal };
        assert_eq!(next_item(&limit, Carry::Over, id(7), id(8)).reached, None);
        let service = PlanItem { reached: Some(0.0), ..item(PlanItemKind::Service) };
        assert_eq!(next_item(&service, Carry::Over, id(7), id(8)).reached, None);
    }

    #[test]
    fn the_next_plan_is_not_agreed_yet() {
        let plan = ServicePlan {
            customer: Some(id(9)),
            year: Year::new(2026),
            class: Some(ServiceClass::A),
            responsible: "王".into(),
            budget_cny: Some(5_000.0),
            approved_on: Some(date(2026, 1, 5)),
            agreed_on: Some(date(2026, 1, 20)),
            next_review_on: Some(date(2026, 12, 1)),
            outcome: "完成".into(),
            is_sample: true,
            ..ServicePlan::empty(id(1))
        };
        let next = next_plan(&plan, id(3), Some(ServiceClass::Key));
        let expected = ServicePlan {
            customer: Some(id(9)),
            year: Year::new(2027),
            class: Some(ServiceClass::Key),
            responsible: "王".into(),
            budget_cny: Some(5_000.0),
            copied_from: Some(id(1)),
            ..ServicePlan::empty(id(3))
        };
        assert_eq!(next, Some(expected));
        assert_eq!(next_plan(&ServicePlan::empty(id(1)), id(3), None), None);
    }
}
