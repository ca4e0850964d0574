//! The portfolio as a signal. [`busbar_core::books::portfolio`] computes its totals.

use std::sync::Arc;

use busbar_core::books::portfolio::Portfolio;
use leptos::prelude::*;

use super::{segments::params, workspace::Workspace};

/// Portfolio, in the root context; computed when first read, and again after a change of records or readings.
#[derive(Clone, Copy, Debug)]
pub struct PortfolioNow(Memo<Arc<Portfolio>>);

impl PortfolioNow {
    /// Follows the workspace and provides itself as context.
    pub fn provide(workspace: Workspace) -> Self {
        let params = params(workspace);
        let this = Self(Memo::new(move |_| {
            Arc::new(Portfolio::of(
                &workspace.tables.customers.read(),
                workspace.facts.summaries(),
                params.read().cuts,
            ))
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
