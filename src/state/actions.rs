//! 行动 as a signal. [`busbar_core::books::actions`] defines their order.

use std::sync::Arc;

use busbar_core::books::actions::ActionBook;
use leptos::prelude::*;

use super::workspace::Workspace;

/// The actions as a signal, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Actions(Memo<Arc<ActionBook>>);

impl Actions {
    /// Follows the workspace, and offers itself to everything below.
    pub fn provide(workspace: Workspace) -> Self {
        let actions = workspace.tables.actions;
        let this = Self(Memo::new_owning(move |before: Option<Arc<ActionBook>>| {
            let before = before.map(Arc::unwrap_or_clone).unwrap_or_default();
            (Arc::new(before.follow(&actions.read(), workspace.facts.today())), true)
        }));
        provide_context(this);
        this
    }

    /// The actions, and hears of their changes.
    pub fn get(self) -> Arc<ActionBook> {
        self.0.get()
    }
}

/// The actions.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_actions() -> Actions {
    expect_context()
}
