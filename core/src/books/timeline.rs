//! 全程: everything that happened with one customer as one stream, latest first: visits with their findings and
//! needs, requests and their steps, promises, plans, survey responses, bills, outages. Changes to its records are
//! in its history.

use jiff::civil::Date;
use uuid::Uuid;

use super::{requests::RequestBook, table::Table};
use crate::domain::{
    Customer, Id, InOrder, Moment,
    action::Action,
    bills::Bill,
    equipment::Outage,
    plan::{PlanReview, ServicePlan},
    record::named,
    request::{Request, RequestStep},
    survey::Response,
    visit::{DevelopmentNeed, Finding, Visit},
};

named! {
    /// A strand of the stream.
    pub enum Strand {
        /// 走访, with findings and needs.
        Visits = "visits",
        /// 诉求.
        Requests = "requests",
        /// 承诺.
        Promises = "promises",
        /// 一户一策.
        Plans = "plans",
        /// 满意度.
        Surveys = "surveys",
        /// 电费.
        Bills = "bills",
        /// 停电.
        Outages = "outages",
    }
}

/// An event in the stream.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// A visit took place.
    Visited(Visit),
    /// A finding was made.
    Found(Finding),
    /// A need was learned.
    Learned(DevelopmentNeed),
    /// The customer made a request.
    Asked(Request),
    /// A step was taken on a request.
    Stepped(Request, RequestStep),
    /// Something was promised.
    Promised(Action),
    /// A promise was fulfilled.
    Kept(Action),
    /// A plan was agreed with the customer.
    Agreed(ServicePlan),
    /// A plan was reviewed with the customer.
    Reviewed(PlanReview),
    /// A plan was closed.
    Closed(ServicePlan),
    /// The customer answered a survey.
    Answered(Response),
    /// A bill fell due, was paid late, or is owed.
    Billed(Bill),
    /// The supply was interrupted.
    Off(Outage),
}

impl Happening {
    /// Returns the strand that the event belongs to.
    pub const fn strand(&self) -> Strand {
        match self {
            Self::Visited(_) | Self::Found(_) | Self::Learned(_) => Strand::Visits,
            Self::Asked(_) | Self::Stepped(..) => Strand::Requests,
            Self::Promised(_) | Self::Kept(_) => Strand::Promises,
            Self::Agreed(_) | Self::Reviewed(_) | Self::Closed(_) => Strand::Plans,
            Self::Answered(_) => Strand::Surveys,
            Self::Billed(_) => Strand::Bills,
            Self::Off(_) => Strand::Outages,
        }
    }
}

/// An event with its position among others of the same day.
struct Dated {
    on: Date,
    /// Time on that day, if known.
    at: Option<Moment>,
    /// Position among the events of the same record.
    step: usize,
    what: Happening,
}

impl Dated {
    /// Sorts events latest first; within a day by time, and for the same record by step.
    fn latest_first(mut stream: Vec<Self>) -> Vec<(Date, Happening)> {
        use std::cmp::Reverse;
        stream
            .order_by_key(|one| (Reverse((one.on, one.at)), one.what.strand(), Reverse(one.step)));
        stream.into_iter().map(|one| (one.on, one.what)).collect()
    }
}

/// Collects events under their day, with the creation time of the record if it was created on that day.
struct Stream<D> {
    all: Vec<Dated>,
    day: D,
}

impl<D: Fn(Moment) -> Date> Stream<D> {
    fn add(&mut self, on: Option<Date>, id: Uuid, step: usize, what: Happening) {
        if let Some(on) = on {
            let at = Id::<Customer>::new(id).made_at().filter(|at| (self.day)(*at) == on);
            self.all.push(Dated { on, at, step, what });
        }
    }

    fn add_at(&mut self, at: Option<Moment>, what: Happening) {
        if let Some(at) = at {
            let on = (self.day)(at);
            self.all.push(Dated { on, at: Some(at), step: 0, what });
        }
    }

    /// Adds a request and its steps, which are ordered by date.
    fn add_request(&mut self, request: &Request, steps: Vec<RequestStep>) {
        let asked = Happening::Asked(request.clone());
        self.add(request.received_on, request.id.uuid(), 0, asked);
        for (step, place) in steps.into_iter().zip(1..) {
            let (on, id) = (step.on, step.id.uuid());
            self.add(on, id, place, Happening::Stepped(request.clone(), step));
        }
    }
}

/// Tables that the timeline is built from.
#[derive(Clone, Copy, Debug)]
pub struct TimelineSources<'a> {
    /// Visits.
    pub visits: &'a Table<Visit>,
    /// Findings of the visits.
    pub findings: &'a Table<Finding>,
    /// Needs learned at the visits.
    pub needs: &'a Table<DevelopmentNeed>,
    /// Requests, and the book that finds their steps.
    pub requests: (&'a Table<Request>, &'a RequestBook),
    /// Steps of the requests.
    pub steps: &'a Table<RequestStep>,
    /// Promises.
    pub actions: &'a Table<Action>,
    /// Plans.
    pub plans: &'a Table<ServicePlan>,
    /// Reviews of the plans.
    pub reviews: &'a Table<PlanReview>,
    /// Survey responses.
    pub responses: &'a Table<Response>,
    /// Outages.
    pub outages: &'a Table<Outage>,
}

/// Returns everything that happened with a customer, latest first, also within a day where times are known. `day`
/// returns the day of a moment.
pub fn timeline(
    tables: TimelineSources<'_>,
    id: Id<Customer>,
    bills: &[Bill],
    day: impl Fn(Moment) -> Date,
) -> Vec<(Date, Happening)> {
    let mut stream = Stream { all: Vec::new(), day };
    for visit in tables.visits.of(id).filter(|one| !one.is_deleted) {
        stream.add_at(visit.arrived_at, Happening::Visited(visit.clone()));
    }
    for finding in tables.findings.of(id).filter(|one| !one.is_deleted && !one.is_blank()) {
        let (on, id) = (finding.found_on, finding.id.uuid());
        stream.add(on, id, 0, Happening::Found(finding.clone()));
    }
    for need in tables.needs.of(id).filter(|one| !one.is_deleted && !one.is_blank()) {
        stream.add(need.learned_on, need.id.uuid(), 0, Happening::Learned(need.clone()));
    }
    let (requests, book) = tables.requests;
    for request in requests.of(id).filter(|request| !request.is_deleted) {
        stream.add_request(request, book.steps(request.id, tables.steps));
    }
    for action in tables.actions.of(id).filter(|one| !one.is_deleted) {
        let id = action.id.uuid();
        stream.add(action.opened_on, id, 0, Happening::Promised(action.clone()));
        stream.add(action.done_on, id, 1, Happening::Kept(action.clone()));
    }
    for plan in tables.plans.of(id).filter(|plan| plan.is_here()) {
        let id = plan.id.uuid();
        stream.add(plan.agreed_on, id, 0, Happening::Agreed(plan.clone()));
        stream.add(plan.closed_on, id, 1, Happening::Closed(plan.clone()));
    }
    for review in tables.reviews.of(id).filter(|review| review.is_here()) {
        stream.add(review.on, review.id.uuid(), 0, Happening::Reviewed(review.clone()));
    }
    for response in tables.responses.of(id) {
        if response.is_complete && !response.is_deleted {
            let (on, id) = (response.answered_on, response.id.uuid());
            stream.add(on, id, 0, Happening::Answered(response.clone()));
        }
    }
    for outage in tables.outages.of(id).filter(|one| !one.is_deleted) {
        stream.add_at(outage.began_at, Happening::Off(outage.clone()));
    }
    for bill in bills {
        let on = bill.paid_on.or(bill.due_on);
        stream.add(on, Uuid::nil(), 0, Happening::Billed(*bill));
    }
    Dated::latest_first(stream.all)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Record;

    /// Returns an id created `at` milliseconds after the start of 24 November 2026, UTC; this can be on another
    /// day.
    fn made(at: u64, n: u64) -> Uuid {
        let millis = u128::from(1_795_478_400_000 + at);
        // Version 7, without random bits.
        Uuid::from_u128(millis << 80 | 7 << 76 | 2 << 62 | u128::from(n))
    }

    fn stream() -> Stream<fn(Moment) -> Date> {
        // All moments of the test are on one day.
        Stream { all: Vec::new(), day: |_| date(2026, 11, 24) }
    }

    fn step(n: u64, at: u64, on: Date) -> RequestStep {
        RequestStep { on: Some(on), ..RequestStep::empty(Id::new(made(at, n))) }
    }

    fn told(stream: Stream<fn(Moment) -> Date>) -> Vec<u128> {
        let id = |what: Happening| match what {
            Happening::Asked(request) => request.id.uuid(),
            Happening::Stepped(_, step) => step.id.uuid(),
            Happening::Promised(action) => action.id.uuid(),
            Happening::Kept(action) => Uuid::from_u128(action.id.uuid().as_u128() + 100),
            Happening::Visited(visit) => visit.id.uuid(),
            _ => Uuid::nil(),
        };
        let all = Dated::latest_first(stream.all).into_iter();
        all.map(|(_, what)| id(what).as_u128() & 0xffff).collect()
    }

    #[test]
    fn of_one_day_the_latest_comes_first() {
        let today = date(2026, 11, 24);
        let mut stream = stream();
        let request =
            Request { received_on: Some(today), ..Request::empty(Id::new(made(1000, 1))) };
        // Received, answered and settled on one day.
        stream.add_request(&request, vec![step(2, 2000, today), step(3, 3000, today)]);
        let visit = Visit::empty(Id::new(made(500, 4)));
        stream.add_at(Id::<Visit>::new(made(2500, 0)).made_at(), Happening::Visited(visit));
        assert_eq!(told(stream), [3, 4, 2, 1]);
    }

    #[test]
    fn what_was_entered_later_keeps_the_order_of_its_steps() {
        let before = date(2026, 11, 3);
        let mut stream = stream();
        let request =
            Request { received_on: Some(before), ..Request::empty(Id::new(made(1000, 1))) };
        stream.add_request(&request, vec![step(2, 1000, before), step(3, 1000, before)]);
        let action = Action::empty(Id::new(made(9000, 7)));
        stream.add(Some(before), action.id.uuid(), 1, Happening::Kept(action.clone()));
        stream.add(Some(before), action.id.uuid(), 0, Happening::Promised(action));
        assert_eq!(told(stream), [3, 2, 1, 107, 7]);
    }
}
