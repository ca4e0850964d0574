//! Consumption and payments of one customer, as signals that only the customer's own readings and bills wake.

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

/// Readings and bills of one customer.
#[derive(Clone, Copy, Debug)]
pub struct About {
    id: Id<Customer>,
    workspace: Workspace,
    portfolio: PortfolioNow,
    meters: Memo<Arc<Vec<Uuid>>>,
}

impl About {
    /// Creates the signals of this customer.
    pub fn new(id: Id<Customer>) -> Self {
        let workspace = use_workspace();
        let meters = Memo::new(move |_| {
            let meters = workspace.facts.meters();
            Arc::new(meters.get(&id).map(|own| own.as_slice().to_vec()).unwrap_or_default())
        });
        Self { id, workspace, portfolio: use_portfolio(), meters }
    }

    /// Returns the customer's name; empty if the customer does not exist. Subscribes to changes.
    pub fn name(self) -> String {
        let customers = self.workspace.tables.customers.read();
        let customer = customers.get(self.id);
        customer.map(|customer| customer.name.clone()).unwrap_or_default()
    }

    /// Returns the total of one quantity over all meters of the customer; `None` if none of them has it.
    pub fn series(self, quantity: Quantity) -> Memo<Option<Series>> {
        Memo::new(move |_| {
            let meters = self.meters.get();
            self.workspace.facts.readings.read().total(meters.iter().copied(), quantity)
        })
    }

    /// Returns the bills of all meters of the customer, latest first.
    pub fn bills(self) -> Memo<Vec<Bill>> {
        let bills = self.bills_by_meter();
        Memo::new(move |_| bills.with(|bills| bills.iter().map(|(_, bill)| *bill).collect()))
    }

    /// Returns the bills together with their meters, latest first.
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

    /// Returns the customer's timeline, latest first.
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

    /// Returns the account number of the supply point that a meter belongs to; `None` if the meter is the customer
    /// itself. Subscribes to changes.
    pub fn supply_point(self, meter: Uuid) -> Option<String> {
        let points = self.workspace.tables.supply_points.read();
        Some(points.get(Id::new(meter))?.account_number.clone())
    }

    /// Returns the summary of the last twelve months; empty without data. Subscribes to changes.
    pub fn summary(self) -> AccountSummary {
        self.portfolio.get().summary(self.id).copied().unwrap_or_default()
    }

    /// Returns the customer's position in the portfolio. Subscribes to changes.
    pub fn position(self) -> Option<PortfolioPosition> {
        self.portfolio.get().position(self.id)
    }

    /// Returns the last month of the reported twelve. Subscribes to changes.
    pub fn last_month(self) -> Option<Month> {
        self.workspace.facts.last_month()
    }

    /// Returns today. Subscribes to changes.
    pub fn today(self) -> Date {
        self.workspace.facts.day.get()
    }
}
