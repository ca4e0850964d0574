//! The sample portfolio: loading it with one tap, and taking it out again. What is in it is the
//! sample room's.

use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    domain::{Customer, Record, id::IdSequence},
    platform::{clock, random},
    sample::{self, SampleParams},
    state::workspace::Workspace,
    storage::LedgerError,
};

/// Writes the portfolio of the tour as one change.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn load(workspace: Workspace) -> Result<(), LedgerError> {
    let mut ids = IdSequence::after(random::uuid());
    let draft = sample::portfolio(&SampleParams::tour(clock::today()), &mut ids);
    workspace.act(draft).await.map(drop)
}

/// Takes the whole sample portfolio out, with what was changed in it since; the history keeps it.
///
/// # Errors
/// As [`Workspace::undo`].
pub async fn remove(workspace: Workspace) -> Result<(), LedgerError> {
    let Some(customer) = first(workspace) else {
        return Ok(());
    };
    let history = workspace.history(Customer::KIND, customer).await?;
    let loading = history
        .iter()
        .find(|entry| entry.action == sample::ACTION)
        .ok_or(LedgerError::NoSuchChange)?;
    workspace.undo(loading.change).await.map(drop)
}

/// Whether the portfolio has customers that are made up.
pub fn is_here(workspace: Workspace) -> bool {
    workspace
        .tables
        .customers
        .with(|customers| customers.iter().any(is_made_up))
}

fn first(workspace: Workspace) -> Option<Uuid> {
    workspace.tables.customers.with_untracked(|customers| {
        let customer = customers.iter().find(|customer| is_made_up(customer))?;
        Some(customer.id.uuid())
    })
}

const fn is_made_up(customer: &Customer) -> bool {
    customer.is_sample && !customer.is_deleted
}
