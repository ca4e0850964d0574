//! The portfolio as a signal. [`busbar_core::books::portfolio`] computes its totals.

use std::sync::Arc;

use busbar_core::books::portfolio::{Portfolio, present};
use leptos::prelude::*;

use super::{segments::params, turns::follow, workspace::Workspace};
use crate::platform::clock::Slices;

/// Portfolio, in the root context; computed when first read, and again after a change of records or readings. A large
/// one is computed in slices, shortly after the change.
#[derive(Clone, Copy, Debug)]
pub struct PortfolioNow(Memo<Arc<Portfolio>>);

impl PortfolioNow {
    /// Follows the workspace and provides itself as context.
    pub fn provide(workspace: Workspace) -> Self {
        let params = params(workspace);
        let (customers, facts) = (workspace.tables.customers, workspace.facts);
        let is_large = workspace.tables.is_large();
        let sliced = RwSignal::new(None::<Arc<Portfolio>>);
        follow(
            move || {
                let cuts = params.read().cuts;
                customers.track();
                (is_large.get().then(|| facts.summaries()), cuts, facts.are_summed.get())
            },
            move |(summaries, cuts, are_summed)| async move {
                let Some(summaries) = summaries else {
                    return Some((None, are_summed));
                };
                let mut slices = Slices::begin();
                let present = customers.with_untracked(present);
                let pause = async || slices.pause().await;
                let portfolio = Portfolio::of_present(present, summaries, cuts, pause).await;
                Some((Some(Arc::new(portfolio)), are_summed))
            },
            move |(portfolio, are_summed)| {
                sliced.set(portfolio);
                if facts.loaded.get_untracked() != are_summed {
                    facts.loaded.set(are_summed);
                }
            },
        );
        let this = Self(Memo::new(move |_| {
            let summaries = match is_large.get() {
                true => match sliced.get() {
                    Some(portfolio) => return portfolio,
                    // Not computed yet: only the number of customers is known.
                    None => Arc::default(),
                },
                false => facts.summaries(),
            };
            Arc::new(Portfolio::of(&customers.read(), summaries, params.read().cuts))
        }));
        provide_context(this);
        this
    }

    /// Returns the portfolio. Subscribes to changes.
    pub fn get(self) -> Arc<Portfolio> {
        self.0.get()
    }
}

/// Returns the portfolio.
///
/// # Panics
/// Outside the app, because nothing provides it.
pub fn use_portfolio() -> PortfolioNow {
    expect_context()
}
