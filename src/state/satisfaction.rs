//! Satisfaction as signals. [`busbar_core::books::satisfaction`] determines the measures that answers count towards
//! and the weighting of the dimensions.

use std::{collections::BTreeMap, sync::Arc};

use busbar_core::{
    analysis::satisfaction::{Ballot, SatisfactionReport, by_customer},
    books::satisfaction::{WEIGHTS, Weighting, ballots as read_ballots},
    domain::{Customer, Id},
};
use leptos::prelude::*;

use super::{surveys::Surveys, workspace::Workspace};

/// Satisfaction computed from all complete responses, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Satisfaction {
    /// Weighting of the dimensions.
    pub weighting: Memo<Weighting>,
    ballots: Memo<Arc<Vec<Ballot>>>,
    report: Memo<Arc<SatisfactionReport>>,
    customers: Memo<Arc<BTreeMap<Id<Customer>, f64>>>,
}

impl Satisfaction {
    /// Follows the workspace and provides itself as context; called once, by the root.
    pub fn provide(workspace: Workspace, surveys: Surveys) -> Self {
        let ballots = Memo::new(move |_| {
            let responses = workspace.tables.responses.read();
            Arc::new(read_ballots(responses.rows(), &surveys.get()))
        });
        let report = Memo::new(move |_| {
            let ballots = ballots.read();
            Arc::new(SatisfactionReport::of(&ballots.iter().collect::<Vec<_>>()))
        });
        let customers = Memo::new(move |_| Arc::new(by_customer(ballots.read().iter())));
        let this = Self { weighting: workspace.setting(WEIGHTS), ballots, report, customers };
        provide_context(this);
        this
    }

    /// Returns all complete responses, oldest first. Subscribes to changes.
    pub fn ballots(self) -> Arc<Vec<Ballot>> {
        self.ballots.get()
    }

    /// Returns the report on all responses, cached until the responses change. Subscribes to changes.
    pub fn report(self) -> Arc<SatisfactionReport> {
        self.report.get()
    }

    /// Returns the satisfaction of each customer with responses, 0 to 100. Subscribes to changes.
    pub fn by_customer(self) -> Arc<BTreeMap<Id<Customer>, f64>> {
        self.customers.get()
    }
}

/// Returns the satisfaction.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_satisfaction() -> Satisfaction {
    expect_context()
}
