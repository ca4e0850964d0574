//! 服务兑现: promises to every customer in a period compared with what was done. [`crate::analysis::service_kept`]
//! defines what counts as promised; [`asked`] reads the records; this module combines the results.

mod asked;

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use self::asked::Asked;
pub use self::asked::Classes;
use super::{requests::RequestBook, segments::StoredRun, table::Table, visits::VisitIndex};
use crate::{
    analysis::{
        segmentation::Member,
        service_kept::{Commitment, Period, Tallies, classes::ClassHistory, tally},
    },
    domain::{
        Customer, Id, InOrder, Moment, People,
        action::Action,
        equipment::Outage,
        plan::{PlanItem, PlanLink, ServicePlan},
        request::{LimitHistory, Request, RequestStep},
        standard::ServiceClass,
        visit::Visit,
    },
};

/// Promises of a period and their outcomes.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceKept {
    /// Period.
    pub period: Period,
    /// Date of the evaluation.
    pub today: Date,
    /// All promises, latest due date first.
    pub owed: Vec<Commitment>,
    /// Tallies by class.
    pub by_class: BTreeMap<ServiceClass, Tallies>,
    /// Tallies by the customer's current manager; empty key if it has none.
    pub by_manager: BTreeMap<String, Tallies>,
}

impl ServiceKept {
    fn new(
        period: Period,
        today: Date,
        mut owed: Vec<Commitment>,
        (customers, people): (&Table<Customer>, &People),
    ) -> Self {
        owed.order_by(|a, b| {
            let key = |one: &Commitment| (one.due_on, one.matter.kind() as usize, one.customer);
            key(b).cmp(&key(a))
        });
        let by_class = tally(&owed, |one| one.class);
        let manager = |one: &Commitment| {
            let customer = customers.get(one.customer);
            customer.map_or("", |customer| people.name(&customer.account_manager))
        };
        let by_manager = tally(&owed, manager).into_iter();
        let by_manager = by_manager.map(|(name, tallies)| (name.to_owned(), tallies)).collect();
        Self { period, today, by_class, by_manager, owed }
    }

    /// Returns the totals.
    pub fn all(&self) -> Tallies {
        let all = tally(&self.owed, |_| ());
        all.into_values().next().unwrap_or_default()
    }
}

/// Records from which the report is computed.
#[derive(Clone, Copy, Debug)]
pub struct CommitmentSources<'a> {
    /// Customers.
    pub customers: &'a Table<Customer>,
    /// People of the company.
    pub people: &'a People,
    /// Visits, with their index.
    pub visits: (&'a Table<Visit>, &'a VisitIndex),
    /// Requests with their steps, and the status of each.
    pub requests: (&'a Table<Request>, &'a Table<RequestStep>, &'a RequestBook),
    /// Actions.
    pub actions: &'a Table<Action>,
    /// Plans.
    pub plans: &'a Table<ServicePlan>,
    /// Lines of the plans.
    pub items: &'a Table<PlanItem>,
    /// Links of the lines.
    pub links: &'a Table<PlanLink>,
    /// Outages.
    pub outages: &'a Table<Outage>,
    /// History of the service limits.
    pub limits: &'a LimitHistory,
}

impl CommitmentSources<'_> {
    /// Returns the report of a period as known on a day. `day_of` returns the local day of a moment.
    pub fn report(
        self,
        period: Period,
        today: Date,
        classes: &Classes<'_>,
        day_of: impl Fn(Moment) -> Option<Date>,
    ) -> ServiceKept {
        let asked = Asked { period, today };
        let is_here = |id| self.customers.get(id).is_some_and(Customer::is_here);
        let made_on = |id: Id<Customer>| day_of(id.made_at()?);
        let linked: HashSet<Id<PlanItem>> = {
            let here = self.links.iter().filter(|link| !link.is_deleted);
            here.filter_map(|link| link.item).collect()
        };
        let is_linked = |item| linked.contains(&item);
        let owed = [
            asked.visits(self.customers, self.visits, classes, made_on),
            asked.requests(self.requests, is_here, classes),
            asked.actions(self.actions.iter(), is_here, classes),
            asked.plans(self.customers, self.plans, classes),
            asked.outages(self.outages.iter(), self.limits, is_here, &day_of, classes),
            asked.measures((self.items, self.plans), is_linked, is_here, classes),
        ]
        .concat();
        ServiceKept::new(period, today, owed, (self.customers, self.people))
    }
}

/// Adds the classes of a stored run to the history; a run without a date is ignored.
pub fn take_run(history: &mut ClassHistory, kept: &StoredRun) {
    if let Some(on) = kept.run.ran_on {
        let members = kept.result.members.iter();
        let class = |member: &Member| {
            let class = ServiceClass::of(member.is_key, member.class);
            (member.customer, class)
        };
        history.take_run(on, members.map(class));
    }
}
