//! 全程: everything that happened with one customer as one stream, the latest first: visits and what was
//! found, requests and their steps, promises, plans, answers, bills, outages. What was changed in its records is
//! its history's.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::table::Table;
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

/// What happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Happening {
    /// Somebody was there.
    Visited(Visit),
    /// Something was found.
    Found(Finding),
    /// A need was learned.
    Learned(DevelopmentNeed),
    /// It asked for something.
    Asked(Request),
    /// Something was done with what it asked for.
    Stepped(Request, RequestStep),
    /// Something was promised.
    Promised(Action),
    /// What was promised was done.
    Kept(Action),
    /// A plan was agreed with it.
    Agreed(ServicePlan),
    /// A plan was looked at together.
    Reviewed(PlanReview),
    /// A plan was closed.
    Closed(ServicePlan),
    /// It answered.
    Answered(Response),
    /// A bill fell due, was paid late, or is owed.
    Billed(Bill),
    /// Its supply was off.
    Off(Outage),
}

impl Happening {
    /// The strand it belongs to.
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

/// When a record was made, by its id; `None` where the id does not say.
fn made_at(id: Uuid) -> Option<Moment> {
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    Some(Moment(seconds * 1000 + u64::from(nanos / 1_000_000)))
}

/// Something that happened, with what puts it before or after others of its day.
struct Dated {
    on: Date,
    /// When on that day, where it is known.
    at: Option<Moment>,
    /// Its place among what happened to the same thing.
    step: usize,
    what: Happening,
}

impl Dated {
    /// The latest first; of one day by the time of it, and of one thing by its steps.
    fn latest_first(mut stream: Vec<Self>) -> Vec<(Date, Happening)> {
        use std::cmp::Reverse;
        stream
            .order_by_key(|one| (Reverse((one.on, one.at)), one.what.strand(), Reverse(one.step)));
        stream.into_iter().map(|one| (one.on, one.what)).collect()
    }
}

/// Puts what happened on its day, at the time that its record was made where that was on the same day.
struct Stream<D> {
    all: Vec<Dated>,
    day: D,
}

impl<D: Fn(Moment) -> Date> Stream<D> {
    fn add(&mut self, on: Option<Date>, id: Uuid, step: usize, what: Happening) {
        if let Some(on) = on {
            let at = made_at(id).filter(|at| (self.day)(*at) == on);
            self.all.push(Dated { on, at, step, what });
        }
    }

    fn add_at(&mut self, at: Option<Moment>, what: Happening) {
        if let Some(at) = at {
            let on = (self.day)(at);
            self.all.push(Dated { on, at: Some(at), step: 0, what });
        }
    }

    /// A request and its steps, in the order they were taken.
    fn add_request(&mut self, request: &Request, mut steps: Vec<&RequestStep>) {
        let asked = Happening::Asked(request.clone());
        self.add(request.received_on, request.id.uuid(), 0, asked);
        steps.order_by_key(|step| (step.on, step.id));
        for (step, place) in steps.into_iter().zip(1..) {
            let stepped = Happening::Stepped(request.clone(), step.clone());
            self.add(step.on, step.id.uuid(), place, stepped);
        }
    }
}

/// Where it is looked up.
#[derive(Clone, Copy, Debug)]
pub struct TimelineSources<'a> {
    /// The visits.
    pub visits: &'a Table<Visit>,
    /// What was found at them.
    pub findings: &'a Table<Finding>,
    /// What was learned at them.
    pub needs: &'a Table<DevelopmentNeed>,
    /// The requests.
    pub requests: &'a Table<Request>,
    /// Their steps.
    pub steps: &'a Table<RequestStep>,
    /// What was promised.
    pub actions: &'a Table<Action>,
    /// The plans.
    pub plans: &'a Table<ServicePlan>,
    /// Their reviews.
    pub reviews: &'a Table<PlanReview>,
    /// The answers.
    pub responses: &'a Table<Response>,
    /// The outages.
    pub outages: &'a Table<Outage>,
}

/// Everything that happened with this customer, the latest first; of one day too, as far as times are known.
/// `day` says on which day a moment was.
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
    let (requests, steps) = (tables.requests, tables.steps);
    let mut own: HashMap<Id<Request>, (&Request, Vec<&RequestStep>)> = requests
        .of(id)
        .filter(|request| !request.is_deleted)
        .map(|request| (request.id, (request, Vec::new())))
        .collect();
    for step in steps.iter().filter(|step| !step.is_deleted) {
        if let Some((_, taken)) = step.request.and_then(|id| own.get_mut(&id)) {
            taken.push(step);
        }
    }
    for request in requests.of(id) {
        if let Some((request, steps)) = own.remove(&request.id) {
            stream.add_request(request, steps);
        }
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

    /// An id that was made at this millisecond of 24 November 2026, or on another day.
    fn made(at: u64, n: u64) -> Uuid {
        let millis = u128::from(1_795_478_400_000 + at);
        // Version 7, without chance.
        Uuid::from_u128(millis << 80 | 7 << 76 | 2 << 62 | u128::from(n))
    }

    fn stream() -> Stream<fn(Moment) -> Date> {
        // Every moment of the test lies on one day.
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
        // Received, answered and settled on one day, handed over in any order.
        let steps = [step(3, 3000, today), step(2, 2000, today)];
        stream.add_request(&request, steps.iter().collect());
        let visit = Visit::empty(Id::new(made(500, 4)));
        stream.add_at(Some(made_at(made(2500, 0)).unwrap()), Happening::Visited(visit));
        assert_eq!(told(stream), [3, 4, 2, 1]);
    }

    #[test]
    fn what_was_entered_later_keeps_the_order_of_its_steps() {
        let before = date(2026, 11, 3);
        let mut stream = stream();
        let request =
            Request { received_on: Some(before), ..Request::empty(Id::new(made(1000, 1))) };
        let steps = [step(2, 1000, before), step(3, 1000, before)];
        stream.add_request(&request, steps.iter().collect());
        let action = Action::empty(Id::new(made(9000, 7)));
        stream.add(Some(before), action.id.uuid(), 1, Happening::Kept(action.clone()));
        stream.add(Some(before), action.id.uuid(), 0, Happening::Promised(action));
        assert_eq!(told(stream), [3, 2, 1, 107, 7]);
    }
}
