//! 行动 as a signal. Their order is [`busbar_core::books::actions`]'.

use std::sync::Arc;

use busbar_core::books::actions::Promises;
use leptos::prelude::*;

use super::workspace::Workspace;

/// The actions as a signal, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Actions(Memo<Arc<Promises>>);

impl Actions {
    /// Follows the workspace, and offers itself to everything below.
    pub fn provide(workspace: Workspace) -> Self {
        let actions = workspace.tables.actions;
        let this = Self(Memo::new(move |_| {
            let today = workspace.facts.today();
            Arc::new(Promises::of(actions.read().iter(), today))
        }));
        provide_context(this);
        this
    }

    /// The actions, and hears of their changes.
    pub fn get(self) -> Arc<Promises> {
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
