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

/// Every complete set of answers, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Satisfaction {
    /// How the dimensions are weighed.
    pub weighting: Memo<Weighting>,
    ballots: Memo<Arc<Vec<Ballot>>>,
    report: Memo<Arc<SatisfactionReport>>,
    customers: Memo<Arc<BTreeMap<Id<Customer>, f64>>>,
}

impl Satisfaction {
    /// Follows the workspace, and offers itself to everything below; once, by the root.
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

    /// Every complete set of answers, oldest first.
    pub fn ballots(self) -> Arc<Vec<Ballot>> {
        self.ballots.get()
    }

    /// What all of them come to; kept while nobody answers anew.
    pub fn report(self) -> Arc<SatisfactionReport> {
        self.report.get()
    }

    /// The satisfaction of each customer that answered, 0 to 100.
    pub fn by_customer(self) -> Arc<BTreeMap<Id<Customer>, f64>> {
        self.customers.get()
    }
}

/// Satisfaction.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_satisfaction() -> Satisfaction {
    expect_context()
}
