//! Keeping and closing promises: an action is done by its owner and closed by somebody who confirms it.
//! Taking one down is [`super::record::add`].

use busbar_core::{
    domain::{Id, action::Action},
    storage::LedgerError,
};
use jiff::civil::Date;

use super::record::change;
use crate::state::workspace::Workspace;

/// It is done, and what came of it.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn done(
    workspace: Workspace,
    id: Id<Action>,
    on: Date,
    result: String,
) -> Result<(), LedgerError> {
    change(workspace, id, move |action| {
        action.done_on = Some(on);
        action.result.clone_from(&result);
    })
    .await
}

/// Somebody confirms that it is done: it is closed.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn confirm(
    workspace: Workspace,
    id: Id<Action>,
    on: Date,
    by: String,
) -> Result<(), LedgerError> {
    change(workspace, id, move |action| {
        // What nobody has done cannot be confirmed; another tab may have opened it again.
        if action.done_on.is_some() {
            action.confirmed_on = Some(on);
            action.confirmed_by.clone_from(&by);
        }
    })
    .await
}

/// It is not done after all: open again.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn reopen(workspace: Workspace, id: Id<Action>) -> Result<(), LedgerError> {
    change(workspace, id, |action| {
        action.done_on = None;
        action.confirmed_on = None;
        action.confirmed_by.clear();
    })
    .await
}
