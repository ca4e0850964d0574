//! 服务兑现: what every customer was promised in a period against what was done. What counts as promised
//! is [`crate::analysis::service_kept`]'s; what is looked up for it is [`asked`]'s; here it is put together.

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

/// What was promised in a period, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceKept {
    /// The period.
    pub period: Period,
    /// The day on which it was looked at.
    pub today: Date,
    /// Every promise, the latest due first.
    pub owed: Vec<Commitment>,
    /// Counted by class.
    pub by_class: BTreeMap<ServiceClass, Tallies>,
    /// Counted by the manager that the customer has now; empty where it has none.
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
            customer.map_or("", |customer| people.name(&customer.account_manager)).to_owned()
        };
        let by_manager = tally(&owed, manager);
        Self { period, today, by_class, by_manager, owed }
    }

    /// All together.
    pub fn all(&self) -> Tallies {
        let all = tally(&self.owed, |_| ());
        all.into_values().next().unwrap_or_default()
    }
}

/// Where it is looked up.
#[derive(Clone, Copy, Debug)]
pub struct CommitmentSources<'a> {
    /// The customers.
    pub customers: &'a Table<Customer>,
    /// The company's people.
    pub people: &'a People,
    /// The visits, and where they are found.
    pub visits: (&'a Table<Visit>, &'a VisitIndex),
    /// The requests with their steps, and how each stands.
    pub requests: (&'a Table<Request>, &'a Table<RequestStep>, &'a RequestBook),
    /// What was promised.
    pub actions: &'a Table<Action>,
    /// The plans.
    pub plans: &'a Table<ServicePlan>,
    /// Their lines.
    pub items: &'a Table<PlanItem>,
    /// What is linked to those.
    pub links: &'a Table<PlanLink>,
    /// The outages.
    pub outages: &'a Table<Outage>,
    /// The limits there were.
    pub limits: &'a LimitHistory,
}

impl CommitmentSources<'_> {
    /// What was promised in a period, as it is known on a day. `day_of` says on which day a moment was.
    pub fn report(
        self,
        period: Period,
        today: Date,
        classes: &Classes<'_>,
        day_of: impl Fn(Moment) -> Option<Date>,
    ) -> ServiceKept {
        let asked = Asked { period, today };
        let is_here = |id| self.customers.get(id).is_some_and(|it| !it.is_deleted);
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

/// Takes the classes of a kept run into the history; a run without a day says nothing.
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
