//! Actions as a signal. [`busbar_core::books::actions`] defines their order.

use std::sync::Arc;

use busbar_core::books::actions::ActionBook;
use leptos::prelude::*;

use super::workspace::Workspace;

/// Actions, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Actions(Memo<Arc<ActionBook>>);

impl Actions {
    /// Follows the workspace and provides itself as context.
    pub fn provide(workspace: Workspace) -> Self {
        let actions = workspace.tables.actions;
        let this = Self(Memo::new_owning(move |before: Option<Arc<ActionBook>>| {
            let before = before.map(Arc::unwrap_or_clone).unwrap_or_default();
            (Arc::new(before.follow(&actions.read(), workspace.facts.today())), true)
        }));
        provide_context(this);
        this
    }

    /// Returns the actions. Subscribes to changes.
    pub fn get(self) -> Arc<ActionBook> {
        self.0.get()
    }
}

/// Returns the actions.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_actions() -> Actions {
    expect_context()
}
