//! 一户一策: every plan with its progress, those behind schedule first; customers that should have a plan and have
//! none; and one plan with everything that belongs to it.

mod detail;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

pub use self::detail::{Linked, PlanDetail, PlanLine};
use super::{requests::RequestBook, service::ServiceClasses, table::Table, visits::VisitIndex};
use crate::domain::{
    Customer, Id, InOrder, Link, Moment, People, Person,
    action::{Action, ActionState},
    equipment::{Outage, OutageKind},
    plan::{
        Counted, ItemProgress, LinkedState, PlanItem, PlanItemKind, PlanLink, PlanProgress,
        PlanReview, PlanState, ServicePlan,
    },
    request::{Phase, Request, Urgency},
    signed::Parties,
    standard::{Offer, ServiceClass, ServiceStandard},
    visit::{Finding, FindingState, Visit, VisitState},
};

/// Summary of one plan.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanSummary {
    /// Plan.
    pub id: Id<ServicePlan>,
    /// Customer of the plan.
    pub customer: Id<Customer>,
    /// Calendar year.
    pub year: i16,
    /// State.
    pub state: PlanState,
    /// Class whose template it was created from.
    pub class: Option<ServiceClass>,
    /// Mean progress of its goals and services, 0 to 1.
    pub share: Option<f64>,
    /// Number of goals.
    pub goals: usize,
    /// Number of lines behind schedule.
    pub behind: usize,
    /// Date since which a review has been due.
    pub review_due: Option<Date>,
    /// Date of the next review.
    pub next_review_on: Option<Date>,
    /// Name of the person responsible.
    pub responsible: String,
    /// Id of the person responsible.
    pub of: Option<Id<Person>>,
}

impl PlanSummary {
    /// Returns `true` if the plan needs attention.
    pub const fn is_pressing(&self) -> bool {
        self.behind > 0 || self.review_due.is_some()
    }
}

/// Every plan, those that need attention first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanBook {
    plans: Vec<PlanSummary>,
    of: HashMap<Id<Customer>, Vec<usize>>,
}

impl PlanBook {
    /// Sorts the plans.
    pub fn of(mut plans: Vec<PlanSummary>) -> Self {
        plans.order_by_key(|plan| {
            let pressing = (plan.behind, plan.review_due.is_some());
            (std::cmp::Reverse(plan.year), std::cmp::Reverse(pressing), plan.state, plan.id)
        });
        let mut of: HashMap<Id<Customer>, Vec<usize>> = HashMap::new();
        for (place, plan) in plans.iter().enumerate() {
            of.entry(plan.customer).or_default().push(place);
        }
        Self { plans, of }
    }

    /// Returns all plans: the latest year first, and within a year those that need attention.
    pub fn plans(&self) -> &[PlanSummary] {
        &self.plans
    }

    /// Returns the plans of a customer, the latest year first.
    pub fn to(&self, customer: Id<Customer>) -> impl Iterator<Item = &PlanSummary> {
        let places = self.of.get(&customer).map_or(&[][..], Vec::as_slice);
        places.iter().filter_map(|place| self.plans.get(*place))
    }

    /// Returns the plan of a customer for a year; of two plans created on two tablets, the more advanced one.
    pub fn for_year(&self, customer: Id<Customer>, year: i16) -> Option<&PlanSummary> {
        let of_year = self.to(customer).filter(|plan| plan.year == year);
        of_year.max_by_key(|plan| plan.state)
    }

    /// Returns the years that have plans, latest first.
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.plans.iter().map(|plan| plan.year).collect();
        years.dedup();
        years
    }

    /// Returns the customers whose class is offered a plan by the standard and that have none for a year, key
    /// accounts first.
    pub fn missing(
        &self,
        year: i16,
        customers: &Table<Customer>,
        classes: &ServiceClasses,
        standard: &ServiceStandard,
    ) -> Vec<(ServiceClass, Id<Customer>)> {
        let offered: HashSet<ServiceClass> = (ServiceClass::ALL.iter().copied())
            .filter(|class| standard.level(*class).offers.contains(&Offer::ServicePlan))
            .collect();
        let mut missing: Vec<_> = (customers.iter().filter(|one| one.is_here()))
            .filter_map(|one| Some((*classes.get(&one.id)?, one.id)))
            .filter(|(class, _)| offered.contains(class))
            .filter(|(_, id)| self.for_year(*id, year).is_none())
            .collect();
        missing.order_by_key(|key| *key);
        missing
    }

    /// Returns the lines of a customer's plans that records can be linked to: those of plans that are not closed.
    pub fn open_lines(&self, customer: Id<Customer>, items: &Table<PlanItem>) -> Vec<PlanItem> {
        let open: HashSet<Id<ServicePlan>> = (self.to(customer))
            .filter(|plan| plan.state != PlanState::Closed)
            .map(|plan| plan.id)
            .collect();
        let is_open = |item: &&PlanItem| {
            item.is_here()
                && item.plan.is_some_and(|plan| open.contains(&plan))
                && matches!(item.kind, Some(PlanItemKind::Goal | PlanItemKind::Service))
        };
        items.iter().filter(is_open).cloned().collect()
    }
}

/// Returns the number of findings of a customer that are not closed on a day; `None` if there has never been a
/// finding.
pub fn open_hazards(
    customer: Id<Customer>,
    findings: &Table<Finding>,
    today: Date,
) -> Option<usize> {
    let own = findings.of(customer).filter(|one| !one.is_deleted);
    own.fold(None, |open: Option<usize>, one| {
        let is_open = one.state(today) != FindingState::Closed;
        Some(open.unwrap_or_default() + usize::from(is_open))
    })
}

/// Tables that the figures come from.
#[derive(Clone, Copy)]
pub struct PlanSources<'a> {
    /// Plans.
    pub plans: &'a Table<ServicePlan>,
    /// Lines of the plans.
    pub items: &'a Table<PlanItem>,
    /// Links of the lines.
    pub links: &'a Table<PlanLink>,
    /// Visits, and their index.
    pub visits: (&'a Table<Visit>, &'a VisitIndex),
    /// Promises.
    pub actions: &'a Table<Action>,
    /// Requests, and their states.
    pub requests: (&'a Table<Request>, &'a RequestBook),
    /// Outages.
    pub outages: &'a Table<Outage>,
    /// Satisfaction of each customer, 0 to 100.
    pub satisfied: &'a BTreeMap<Id<Customer>, f64>,
    /// People of the company.
    pub people: &'a People,
    /// Current date.
    pub today: Date,
    /// Conversion of a moment to the local date of the tablet.
    pub day: &'a dyn Fn(Moment) -> Date,
}

impl PlanSources<'_> {
    /// Returns the summaries of all plans.
    pub fn summaries(self) -> Vec<PlanSummary> {
        let today = self.today;
        let (plans, items) = (self.plans, self.items);
        let mut items_of: HashMap<Id<ServicePlan>, Vec<&PlanItem>> = HashMap::new();
        for item in items.iter().filter(|item| item.is_here()) {
            if let Some(plan) = item.plan {
                items_of.entry(plan).or_default().push(item);
            }
        }
        let mut links_of: HashMap<Id<PlanItem>, Vec<LinkedState>> = HashMap::new();
        for link in self.links {
            if let Some((item, linked)) = link.item.zip(self.linked(link)) {
                links_of.entry(item).or_default().push(linked.state);
            }
        }
        let summary = |plan: &ServicePlan| {
            let (customer, year) = (plan.customer?, plan.calendar_year()?);
            let counted = self.counted(customer, year);
            let items = items_of.get(&plan.id).map_or(&[][..], Vec::as_slice);
            let lines = items.iter().map(|item| {
                let links = links_of.get(&item.id).map_or(&[][..], Vec::as_slice);
                (*item, ItemProgress::of(plan, item, links, counted, today))
            });
            let progress = PlanProgress::of(lines);
            Some(PlanSummary {
                id: plan.id,
                customer,
                year,
                state: plan.state(),
                class: plan.class,
                share: progress.share,
                goals: progress.goals,
                behind: progress.behind,
                review_due: plan.review_due(today),
                next_review_on: plan.next_review_on,
                responsible: self.people.name(&plan.responsible).to_owned(),
                of: self.people.id(&plan.responsible),
            })
        };
        let here = plans.iter().filter(|plan| plan.is_here());
        here.filter_map(summary).collect()
    }

    /// Returns everything about one plan; `None` if it has been deleted.
    pub fn detail(
        self,
        id: Id<ServicePlan>,
        reviews: &Table<PlanReview>,
        customers: &Table<Customer>,
    ) -> Option<PlanDetail> {
        let today = self.today;
        let plan = self.plans.get(id).cloned()?;
        if !plan.is_here() {
            return None;
        }
        let (customer, year) = (plan.customer?, plan.calendar_year()?);
        let mut items: Vec<PlanItem> = (self.items.iter())
            .filter(|item| item.plan == Some(id) && item.is_here())
            .cloned()
            .collect();
        items.order_by(|a, b| {
            let place = |item: &PlanItem| item.position.unwrap_or(f64::MAX);
            place(a).total_cmp(&place(b)).then(a.id.cmp(&b.id))
        });
        let counted = self.counted(customer, year);
        let mut links_of: HashMap<Id<PlanItem>, Vec<Linked>> =
            items.iter().map(|item| (item.id, Vec::new())).collect();
        for link in self.links {
            if let Some(own) = link.item.and_then(|item| links_of.get_mut(&item)) {
                own.extend(self.linked(link));
            }
        }
        let lines: Vec<PlanLine> = (items.into_iter())
            .map(|item| {
                let links = links_of.remove(&item.id).unwrap_or_default();
                let states: Vec<LinkedState> = links.iter().map(|link| link.state).collect();
                PlanLine {
                    progress: ItemProgress::of(&plan, &item, &states, counted, today),
                    item,
                    links,
                }
            })
            .collect();
        let mut reviews: Vec<PlanReview> = (reviews.iter())
            .filter(|review| review.plan == Some(id) && review.is_here())
            .cloned()
            .collect();
        reviews.order_by_key(|review| std::cmp::Reverse((review.on, review.id)));
        let parties = |customer| {
            let one = customers.get(customer)?;
            Some(Parties {
                customer: one.name.clone(),
                account_number: one.account_number.clone(),
                ..Parties::default()
            })
        };
        let written = self.plans.written_customer(id).unwrap_or(customer);
        Some(PlanDetail {
            parties: parties(customer).unwrap_or_default(),
            written_parties: parties(written).unwrap_or_default(),
            progress: PlanProgress::of(lines.iter().map(|line| (&line.item, line.progress))),
            plan,
            lines,
            reviews,
        })
    }

    /// Returns a link with the state of its target; `None` if the link or its target has been deleted.
    fn linked(self, link: &PlanLink) -> Option<Linked> {
        if !link.is_here() {
            return None;
        }
        let of = link.of.clone()?;
        let state = self.stands(&of)?;
        Some(Linked { id: link.id, of, state })
    }

    fn stands(self, link: &Link) -> Option<LinkedState> {
        let today = self.today;
        if let Some(id) = link.of::<Visit>() {
            let visit = self.visits.0.get(id).filter(|visit| !visit.is_deleted)?;
            return Some(visit_stands(visit.state(today)));
        }
        if let Some(id) = link.of::<Action>() {
            let action = self.actions.get(id).filter(|action| !action.is_deleted)?;
            return Some(action_stands(action.state(today)));
        }
        let id = link.of::<Request>()?;
        let (requests, book) = self.requests;
        let status = book.at(requests.place(id)?)?;
        Some(request_stands(status.phase, status.urgency))
    }

    /// Returns the records that can be linked to a plan of a customer for a year: its open visits, actions and
    /// requests, and those of the year. Cancelled ones are left out.
    pub fn linkable(self, customer: Id<Customer>, year: i16) -> Vec<(Link, LinkedState)> {
        let is_of_year = |day: Option<Date>| day.is_some_and(|day| day.year() == year);
        let mut found: Vec<(Link, bool)> = Vec::new();
        let (visits, index) = self.visits;
        for (day, place) in index.to(customer) {
            if let Some(visit) = visits.rows().get(*place as usize) {
                found.push((Link::to(visit.id), is_of_year(Some(*day))));
            }
        }
        for action in self.actions.of(customer) {
            let day = action.done_on.or(action.due_on).or(action.opened_on);
            found.push((Link::to(action.id), is_of_year(day)));
        }
        for request in self.requests.0.of(customer) {
            found.push((Link::to(request.id), is_of_year(request.received_on)));
        }
        let stands = |(of, is_of_year): (Link, bool)| {
            let state = self.stands(&of)?;
            let is_wanted = match state {
                LinkedState::Late | LinkedState::Open => true,
                LinkedState::Done => is_of_year,
                LinkedState::Dropped => false,
            };
            is_wanted.then_some((of, state))
        };
        found.into_iter().filter_map(stands).collect()
    }

    /// Counts the interruptions of supply without notice at a customer in a year.
    fn sudden_outages(self, customer: Id<Customer>, year: i16) -> usize {
        let own = self.outages.of(customer);
        let sudden = own.filter(|one| one.kind == Some(OutageKind::Unplanned) && !one.is_deleted);
        sudden.filter_map(|one| one.began_at).filter(|at| (self.day)(*at).year() == year).count()
    }

    fn counted(self, customer: Id<Customer>, year: i16) -> Counted {
        let (visits, index) = self.visits;
        let took_place = index.to(customer).iter().filter(|(day, place)| {
            let visit = visits.rows().get(*place as usize);
            day.year() == year && visit.is_some_and(|one| one.state(self.today) == VisitState::Done)
        });
        Counted {
            visits: took_place.count(),
            outages: self.sudden_outages(customer, year),
            satisfaction: self.satisfied.get(&customer).copied(),
        }
    }
}

const fn visit_stands(state: VisitState) -> LinkedState {
    match state {
        VisitState::Done => LinkedState::Done,
        VisitState::Missed => LinkedState::Late,
        VisitState::Planned | VisitState::Underway => LinkedState::Open,
        VisitState::Cancelled => LinkedState::Dropped,
    }
}

/// Returns the state of a linked action; one done by its owner counts as done even before confirmation.
const fn action_stands(state: ActionState) -> LinkedState {
    match state {
        ActionState::Closed | ActionState::Unconfirmed => LinkedState::Done,
        ActionState::Overdue => LinkedState::Late,
        ActionState::Open => LinkedState::Open,
    }
}

/// Returns the state of a linked request; a settled one counts as done even before the customer confirms it.
const fn request_stands(phase: Phase, urgency: Urgency) -> LinkedState {
    match (phase, urgency) {
        (Phase::Closed | Phase::Unconfirmed, _) => LinkedState::Done,
        (_, Urgency::Late) => LinkedState::Late,
        _ => LinkedState::Open,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn summary(n: u128, customer: u128, year: i16, state: PlanState) -> PlanSummary {
        PlanSummary {
            id: Id::new(Uuid::from_u128(n)),
            customer: Id::new(Uuid::from_u128(customer)),
            year,
            state,
            class: None,
            share: None,
            goals: 0,
            behind: 0,
            review_due: None,
            next_review_on: None,
            responsible: String::new(),
            of: None,
        }
    }

    fn order<'a>(plans: impl IntoIterator<Item = &'a PlanSummary>) -> Vec<u128> {
        let ids = plans.into_iter().map(|plan| plan.id.uuid().as_u128());
        ids.collect()
    }

    #[test]
    fn the_latest_year_is_first_and_in_it_what_presses() {
        let mut behind = summary(3, 3, 2026, PlanState::Running);
        behind.behind = 2;
        let mut due = summary(4, 4, 2026, PlanState::Running);
        due.review_due = Some(date(2026, 6, 1));
        let book = PlanBook::of(vec![
            summary(1, 1, 2025, PlanState::Closed),
            summary(2, 2, 2026, PlanState::Running),
            due,
            behind,
            summary(5, 1, 2027, PlanState::Drafted),
        ]);
        assert_eq!(order(book.plans()), [5, 3, 4, 2, 1]);
        assert_eq!(book.years(), [2027, 2026, 2025]);
        let customer = Id::new(Uuid::from_u128(1));
        assert_eq!(order(book.to(customer)), [5, 1]);
        let found = book.for_year(customer, 2025);
        assert_eq!(order(found), [1]);
        assert_eq!(book.for_year(customer, 2026), None);
    }

    #[test]
    fn of_two_plans_for_a_year_the_one_that_runs_counts() {
        let book = PlanBook::of(vec![
            summary(1, 1, 2026, PlanState::Drafted),
            summary(2, 1, 2026, PlanState::Running),
            summary(3, 1, 2026, PlanState::Approved),
        ]);
        let found = book.for_year(Id::new(Uuid::from_u128(1)), 2026);
        assert_eq!(order(found), [2]);
    }

    #[test]
    fn what_is_done_counts_before_it_is_confirmed() {
        for (state, stands) in [
            (ActionState::Overdue, LinkedState::Late),
            (ActionState::Open, LinkedState::Open),
            (ActionState::Unconfirmed, LinkedState::Done),
            (ActionState::Closed, LinkedState::Done),
        ] {
            assert_eq!(action_stands(state), stands, "{state:?}");
        }
        for (phase, urgency, stands) in [
            (Phase::InWork, Urgency::InTime, LinkedState::Open),
            (Phase::InWork, Urgency::Late, LinkedState::Late),
            (Phase::Unconfirmed, Urgency::Late, LinkedState::Done),
            (Phase::Closed, Urgency::Kept, LinkedState::Done),
        ] {
            assert_eq!(request_stands(phase, urgency), stands, "{phase:?}");
        }
        for (state, stands) in [
            (VisitState::Missed, LinkedState::Late),
            (VisitState::Planned, LinkedState::Open),
            (VisitState::Underway, LinkedState::Open),
            (VisitState::Done, LinkedState::Done),
            (VisitState::Cancelled, LinkedState::Dropped),
        ] {
            assert_eq!(visit_stands(state), stands, "{state:?}");
        }
    }
}
