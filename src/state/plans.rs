//! 一户一策 as signals. [`busbar_core::books::plans`] computes their progress and the customers who should have one.

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

/// The plans, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Plans {
    signals: Signals,
    workspace: Workspace,
    service: Service,
    /// What the plans of a class begin from, and from when.
    pub templates: Memo<TemplateHistory>,
    book: Memo<Arc<PlanBook>>,
}

impl Plans {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
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

    /// Every plan, and hears of changes.
    pub fn get(self) -> Arc<PlanBook> {
        self.book.get()
    }

    /// The calendar year of today.
    pub fn year(self) -> i16 {
        self.workspace.facts.today().year()
    }

    /// What a plan of this class begins from as things stand now.
    pub fn template(self, class: ServiceClass) -> PlanTemplate {
        let today = self.workspace.facts.today();
        self.templates.with(|templates| templates.on(today).of(class))
    }

    /// The figures of a customer that the goals of its plan begin with.
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

    /// The customers whose class is offered a plan and who have none for a year, key accounts first.
    pub fn missing(self, year: i16) -> Vec<(ServiceClass, Id<Customer>)> {
        let customers = self.workspace.tables.customers.read();
        let standards = self.service.standards.read();
        let standard = standards.on(self.workspace.facts.today());
        self.get().missing(year, &customers, &self.service.classes(), standard)
    }

    /// Everything about one plan, and hears of changes; `None` once it is gone.
    pub fn detail(self, id: Id<ServicePlan>) -> Memo<Option<PlanDetail>> {
        let tables = self.workspace.tables;
        Memo::new(move |_| {
            let (reviews, customers) = (tables.plan_reviews.read(), tables.customers.read());
            self.signals.look(|sources| sources.detail(id, &reviews, &customers))
        })
    }

    /// What can be linked to a plan of a customer for a year: its visits, actions and requests that are open,
    /// and those of the year. What was called off is none of them.
    pub fn linkable(self, customer: Id<Customer>, year: i16) -> Vec<(Link, LinkedState)> {
        self.signals.look(|sources| sources.linkable(customer, year))
    }

    /// The lines of the plans of a customer that something can be linked to: those of plans that are not
    /// closed.
    pub fn open_lines(self, customer: Id<Customer>) -> Vec<PlanItem> {
        self.get().open_lines(customer, &self.workspace.tables.plan_items.read())
    }
}

/// Sources of the figures of plans, as signals.
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
