//! 一户一策 as signals. [`busbar_core::books::plans`] computes the progress of plans and finds the customers without a
//! required one.

use std::sync::Arc;

use busbar_core::{
    analysis::features::metered,
    books::plans::{PlanBook, PlanDetail, PlanSources, open_hazards},
    domain::{
        Customer, Id, Link,
        plan::{
            Known, LinkedState, PlanItem, PlanTemplate, ServicePlan, TEMPLATES, TemplateHistory,
        },
        segment::Feature,
        standard::ServiceClass,
    },
};
use leptos::prelude::*;

use super::{
    requests::Requests,
    satisfaction::{Satisfaction, use_satisfaction},
    service::Service,
    visits::Visits,
    workspace::Workspace,
};

/// Plans, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Plans {
    signals: Signals,
    workspace: Workspace,
    service: Service,
    /// History of the plan templates of each class.
    pub templates: Memo<TemplateHistory>,
    book: Memo<Arc<PlanBook>>,
}

impl Plans {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(
        workspace: Workspace,
        service: Service,
        requests: Requests,
        visits: Visits,
    ) -> Self {
        let signals = Signals { workspace, requests, visits, satisfaction: use_satisfaction() };
        let this = Self {
            signals,
            workspace,
            service,
            templates: workspace.setting(TEMPLATES),
            book: Memo::new(move |_| {
                Arc::new(PlanBook::of(signals.look(|sources| sources.summaries())))
            }),
        };
        provide_context(this);
        this
    }

    /// Returns all plans. Subscribes to changes.
    pub fn get(self) -> Arc<PlanBook> {
        self.book.get()
    }

    /// Returns the current calendar year. Subscribes to changes.
    pub fn year(self) -> i16 {
        self.workspace.facts.today().year()
    }

    /// Returns the template valid today for a plan of this class. Subscribes to changes.
    pub fn template(self, class: ServiceClass) -> PlanTemplate {
        let today = self.workspace.facts.today();
        self.templates.with(|templates| templates.on(today).of(class))
    }

    /// Returns a customer's figures from which the goals of its plan start. Subscribes to changes.
    pub fn known(self, customer: Id<Customer>) -> Known {
        let today = self.workspace.facts.today();
        let findings = self.workspace.tables.findings;
        let hazards = findings.with(|findings| open_hazards(customer, findings, today));
        let facts = self.workspace.facts;
        let power_factor = facts.last_month().and_then(|last| {
            let meters = facts.meters();
            let (readings, bills) = (facts.readings.read(), facts.bills.read());
            let own = meters.get(&customer)?.as_slice();
            let figures = metered(&readings, &bills, own, last, facts.today());
            figures.get(Feature::PowerFactor)
        });
        Known {
            power_factor,
            satisfaction: (self.signals.satisfaction.by_customer().get(&customer)).copied(),
            hazards,
        }
    }

    /// Returns the customers without a plan for a year whose class is offered one, key accounts first. Subscribes
    /// to changes.
    pub fn missing(self, year: i16) -> Vec<(ServiceClass, Id<Customer>)> {
        let customers = self.workspace.tables.customers.read();
        let standards = self.service.standards.read();
        let standard = standards.on(self.workspace.facts.today());
        self.get().missing(year, &customers, &self.service.classes(), standard)
    }

    /// Returns all data of one plan as a signal; `None` if it does not exist.
    pub fn detail(self, id: Id<ServicePlan>) -> Memo<Option<PlanDetail>> {
        let tables = self.workspace.tables;
        Memo::new(move |_| {
            let (reviews, customers) = (tables.plan_reviews.read(), tables.customers.read());
            self.signals.look(|sources| sources.detail(id, &reviews, &customers))
        })
    }

    /// Returns the records that can be linked to a plan of a customer for a year: the customer's visits, actions
    /// and requests that are open or belong to the year, without cancelled ones. Subscribes to changes.
    pub fn linkable(self, customer: Id<Customer>, year: i16) -> Vec<(Link, LinkedState)> {
        self.signals.look(|sources| sources.linkable(customer, year))
    }

    /// Returns the lines that records can be linked to, from the customer's plans that are not closed. Subscribes
    /// to changes.
    pub fn open_lines(self, customer: Id<Customer>) -> Vec<PlanItem> {
        self.get().open_lines(customer, &self.workspace.tables.plan_items.read())
    }
}

/// Sources of plan figures, as signals.
#[derive(Clone, Copy, Debug)]
struct Signals {
    workspace: Workspace,
    requests: Requests,
    visits: Visits,
    satisfaction: Satisfaction,
}

impl Signals {
    fn look<R>(self, look: impl FnOnce(PlanSources<'_>) -> R) -> R {
        let tables = self.workspace.tables;
        self.requests.look(|book, requests, _| {
            look(PlanSources {
                plans: &tables.plans.read(),
                items: &tables.plan_items.read(),
                links: &tables.plan_links.read(),
                visits: (&tables.visits.read(), &self.visits.index()),
                actions: &tables.actions.read(),
                requests: (requests, book),
                outages: &tables.outages.read(),
                satisfied: &self.satisfaction.by_customer(),
                people: &self.workspace.people.read(),
                today: self.workspace.facts.today(),
                day: &|moment| self.workspace.wall_clock(moment.0).date(),
            })
        })
    }
}

/// Returns the plans.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_plans() -> Plans {
    expect_context()
}
