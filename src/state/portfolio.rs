//! The portfolio as a signal. [`busbar_core::books::portfolio`] computes its totals.

use std::sync::Arc;

use busbar_core::books::portfolio::Portfolio;
use leptos::prelude::*;

use super::{segments::params, workspace::Workspace};

/// The portfolio as a signal, in context below the root; computed when first looked at, and again
/// when records or readings change.
#[derive(Clone, Copy, Debug)]
pub struct PortfolioNow(Memo<Arc<Portfolio>>);

impl PortfolioNow {
    /// Follows the workspace, and offers itself to everything below.
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

    /// The portfolio, and hears of its changes.
    pub fn get(self) -> Arc<Portfolio> {
        self.0.get()
    }
}

/// The portfolio.
///
/// # Panics
/// Outside the app, where nothing provides it.
pub fn use_portfolio() -> PortfolioNow {
    expect_context()
}
