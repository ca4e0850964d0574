//! The questionnaires as a signal. [`busbar_core::books::surveys`] determines which are current.

use std::sync::Arc;

use busbar_core::{books::surveys::Questionnaires, exchange::questionnaire::built_in};
use leptos::prelude::*;

use super::workspace::Workspace;

/// The questionnaires as a signal, in context below the root.
#[derive(Clone, Copy, Debug)]
pub struct Surveys(Memo<Arc<Questionnaires>>);

impl Surveys {
    /// Follows the workspace, and offers itself to everything below.
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

    /// The questionnaires, and hears of their changes.
    pub fn get(self) -> Arc<Questionnaires> {
        self.0.get()
    }

    /// The questionnaires as they are now.
    pub fn now(self) -> Arc<Questionnaires> {
        self.0.get_untracked()
    }
}

/// The questionnaires.
///
/// # Panics
/// Outside the app, where nothing provides them.
pub fn use_surveys() -> Surveys {
    expect_context()
}
