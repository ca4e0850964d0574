//! 全程: everything that happened with one customer as one stream, the latest first: visits and what was
//! found, requests and their steps, promises, plans, answers, bills, outages. What was changed in its records is
//! its history's.

use jiff::civil::Date;
use leptos::prelude::*;

use super::tables::Tables;
use crate::{
    domain::{
        Customer, Id, InOrder, Moment,
        action::Action,
        bills::Bill,
        equipment::Outage,
        plan::{PlanReview, ServicePlan},
        record::choice,
        request::{Request, RequestStep},
        survey::Response,
        visit::{DevelopmentNeed, Finding, Visit},
    },
    platform::clock,
};

choice! {
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

/// The day of a moment, where the tablet is.
fn day(moment: Moment) -> Date {
    clock::local(moment.0).date()
}

/// Everything that happened with this customer, the latest first; of one day, in the order of the
/// strands. Reads the tables as signals.
pub fn timeline(tables: Tables, id: Id<Customer>, bills: &[Bill]) -> Vec<(Date, Happening)> {
    let mut stream: Vec<(Date, Happening)> = Vec::new();
    for visit in tables.visits.read().of(id) {
        if let Some(at) = visit.arrived_at.filter(|_| !visit.is_deleted) {
            stream.push((day(at), Happening::Visited(visit.clone())));
        }
    }
    for finding in tables.findings.read().of(id) {
        if let Some(on) = finding.found_on.filter(|_| !finding.is_deleted) {
            stream.push((on, Happening::Found(finding.clone())));
        }
    }
    for need in tables.needs.read().of(id) {
        if let Some(on) = need.learned_on.filter(|_| !need.is_deleted) {
            stream.push((on, Happening::Learned(need.clone())));
        }
    }
    let requests = tables.requests.read();
    let asked: Vec<&Request> = (requests.of(id))
        .filter(|request| !request.is_deleted)
        .collect();
    let received = asked
        .iter()
        .filter_map(|request| Some((request.received_on?, Happening::Asked((*request).clone()))));
    stream.extend(received);
    let steps = tables.request_steps.read();
    for step in steps.iter().filter(|step| !step.is_deleted) {
        let request = asked
            .iter()
            .find(|request| step.request == Some(request.id));
        if let (Some(request), Some(on)) = (request, step.on) {
            stream.push((on, Happening::Stepped((*request).clone(), step.clone())));
        }
    }
    for action in tables.actions.read().of(id) {
        if !action.is_deleted {
            let opened = action
                .opened_on
                .map(|on| (on, Happening::Promised(action.clone())));
            let done = action
                .done_on
                .map(|on| (on, Happening::Kept(action.clone())));
            stream.extend([opened, done].into_iter().flatten());
        }
    }
    for plan in tables.plans.read().of(id).filter(|plan| plan.is_here()) {
        let agreed = plan
            .agreed_on
            .map(|on| (on, Happening::Agreed(plan.clone())));
        let closed = plan
            .closed_on
            .map(|on| (on, Happening::Closed(plan.clone())));
        stream.extend([agreed, closed].into_iter().flatten());
    }
    let reviews = tables.plan_reviews.read();
    for review in reviews.of(id).filter(|review| review.is_here()) {
        if let Some(on) = review.on {
            stream.push((on, Happening::Reviewed(review.clone())));
        }
    }
    for response in tables.responses.read().of(id).filter(|one| one.is_complete) {
        if let Some(on) = response.answered_on.filter(|_| !response.is_deleted) {
            stream.push((on, Happening::Answered(response.clone())));
        }
    }
    for outage in tables.outages.read().of(id) {
        if let Some(at) = outage.began_at.filter(|_| !outage.is_deleted) {
            stream.push((day(at), Happening::Off(outage.clone())));
        }
    }
    let due = bills
        .iter()
        .filter_map(|bill| Some((bill.paid_on.or(bill.due_on)?, *bill)));
    stream.extend(due.map(|(on, bill)| (on, Happening::Billed(bill))));
    stream.order_by_key(|(on, happening)| (std::cmp::Reverse(*on), happening.strand()));
    stream
}
