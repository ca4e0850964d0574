//! What is known of one customer's use and payment, as signals that only its own readings wake.

use std::sync::Arc;

use busbar_core::{
    analysis::summary::AccountSummary,
    books::{
        portfolio::PortfolioPosition,
        timeline::{Happening, TimelineSources, timeline},
    },
    domain::{
        Customer, Id, InOrder, Moment, Month, bills::Bill, readings::Quantity, series::Series,
    },
};
use jiff::civil::Date;
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    portfolio::{PortfolioNow, use_portfolio},
    requests::use_requests,
    workspace::{Workspace, use_workspace},
};
use crate::platform::clock;

/// One customer's readings and bills.
#[derive(Clone, Copy, Debug)]
pub struct About {
    id: Id<Customer>,
    workspace: Workspace,
    portfolio: PortfolioNow,
    meters: Memo<Arc<Vec<Uuid>>>,
}

impl About {
    /// About this customer.
    pub fn new(id: Id<Customer>) -> Self {
        let workspace = use_workspace();
        let meters = Memo::new(move |_| {
            let meters = workspace.facts.meters();
            Arc::new(meters.get(&id).map(|own| own.as_slice().to_vec()).unwrap_or_default())
        });
        Self { id, workspace, portfolio: use_portfolio(), meters }
    }

    /// The customer's name.
    pub fn name(self) -> String {
        let customers = self.workspace.tables.customers.read();
        let customer = customers.get(self.id);
        customer.map(|customer| customer.name.clone()).unwrap_or_default()
    }

    /// One quantity, all its meters together; `None` when none of them has it.
    pub fn series(self, quantity: Quantity) -> Memo<Option<Series>> {
        Memo::new(move |_| {
            let meters = self.meters.get();
            self.workspace.facts.readings.read().total(meters.iter().copied(), quantity)
        })
    }

    /// The bills of all its meters, the latest first.
    pub fn bills(self) -> Memo<Vec<Bill>> {
        let bills = self.bills_by_meter();
        Memo::new(move |_| bills.with(|bills| bills.iter().map(|(_, bill)| *bill).collect()))
    }

    /// The same, each with its meter.
    pub fn bills_by_meter(self) -> Memo<Vec<(Uuid, Bill)>> {
        Memo::new(move |_| {
            let bills = self.workspace.facts.bills.read();
            let meters = self.meters.get();
            let of = |meter: &Uuid| {
                let meter = *meter;
                bills.of(meter).into_iter().map(move |bill| (meter, bill))
            };
            let mut all: Vec<(Uuid, Bill)> = meters.iter().flat_map(of).collect();
            all.order_by_key(|(_, bill)| std::cmp::Reverse(bill.month));
            all
        })
    }

    /// Returns everything that happened to it, latest first.
    pub fn timeline(self) -> Memo<Vec<(Date, Happening)>> {
        let (bills, tables, requests) = (self.bills(), self.workspace.tables, use_requests());
        Memo::new(move |_| {
            requests.look(|book, requests, steps| {
                let sources = TimelineSources {
                    visits: &tables.visits.read(),
                    findings: &tables.findings.read(),
                    needs: &tables.needs.read(),
                    requests: (requests, book),
                    steps,
                    actions: &tables.actions.read(),
                    plans: &tables.plans.read(),
                    reviews: &tables.plan_reviews.read(),
                    responses: &tables.responses.read(),
                    outages: &tables.outages.read(),
                };
                let day = |moment: Moment| clock::local(moment.0).date();
                timeline(sources, self.id, &bills.read(), day)
            })
        })
    }

    /// The number of the supply point that a meter is; `None` where it is the customer itself.
    pub fn supply_point(self, meter: Uuid) -> Option<String> {
        let points = self.workspace.tables.supply_points.read();
        Some(points.get(Id::new(meter))?.account_number.clone())
    }

    /// The last twelve months in figures; empty ones when nothing is known.
    pub fn summary(self) -> AccountSummary {
        self.portfolio.get().summary(self.id).copied().unwrap_or_default()
    }

    /// What it weighs in the portfolio.
    pub fn position(self) -> Option<PortfolioPosition> {
        self.portfolio.get().position(self.id)
    }

    /// The last month that the portfolio is known to.
    pub fn last_month(self) -> Option<Month> {
        self.workspace.facts.last_month()
    }

    /// Today.
    pub fn today(self) -> Date {
        self.workspace.facts.day.get()
    }
}
