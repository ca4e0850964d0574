//! Questionnaires as a signal. [`busbar_core::books::surveys`] determines which are current.

use std::sync::Arc;

use busbar_core::{books::surveys::Questionnaires, exchange::questionnaire::built_in};
use leptos::prelude::*;

use super::workspace::Workspace;

/// Questionnaires, in the root context.
#[derive(Clone, Copy, Debug)]
pub struct Surveys(Memo<Arc<Questionnaires>>);

impl Surveys {
    /// Follows the workspace and provides itself as context.
    pub fn provide(workspace: Workspace) -> Self {
        let tables = workspace.tables;
        let this = Self(Memo::new(move |_| {
            Arc::new(Questionnaires::of(
                built_in(),
                tables.questionnaires.read().iter(),
                tables.responses.read().iter(),
            ))
        }));
        provide_context(this);
        this
    }

    /// Returns the questionnaires. Subscribes to changes.
    pub fn get(self) -> Arc<Questionnaires> {
        self.0.get()
    }

    /// Returns the questionnaires. Does not subscribe.
    pub fn now(self) -> Arc<Questionnaires> {
        self.0.get_untracked()
    }
}

/// Returns the questionnaires.
///
/// # Panics
/// Outside the app, because nothing provides them.
pub fn use_surveys() -> Surveys {
    expect_context()
}
