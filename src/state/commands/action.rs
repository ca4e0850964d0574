//! Commands that complete and close actions: the owner marks an action as done, and another person confirms and
//! thereby closes it. [`super::record::add`] creates one.

use busbar_core::{
    domain::{Id, action::Action},
    storage::LedgerError,
};
use jiff::civil::Date;

use super::record::change;
use crate::state::workspace::Workspace;

/// Marks an action as done, with its result.
///
/// # Errors
/// Same as [`Workspace::act`].
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

/// Confirms that an action is done, which closes it.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn confirm(
    workspace: Workspace,
    id: Id<Action>,
    on: Date,
    by: String,
) -> Result<(), LedgerError> {
    change(workspace, id, move |action| {
        // An action that is not done cannot be confirmed; another tab may have reopened it.
        if action.done_on.is_some() {
            action.confirmed_on = Some(on);
            action.confirmed_by.clone_from(&by);
        }
    })
    .await
}

/// Reopens an action that is not done after all.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn reopen(workspace: Workspace, id: Id<Action>) -> Result<(), LedgerError> {
    change(workspace, id, |action| {
        action.done_on = None;
        action.confirmed_on = None;
        action.confirmed_by.clear();
    })
    .await
}
