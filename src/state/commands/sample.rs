//! Commands to load and remove the sample portfolio. The sample room defines its content.

use busbar_core::{
    domain::{Customer, Record, draft::Draft},
    messages::{Job, JobError, Outcome, import::decode_block, sample::SampleJob},
    sample::{self, SampleParams},
    storage::LedgerError,
};
use leptos::prelude::*;
use uuid::Uuid;

use crate::{
    platform::{clock, random},
    state::{
        workers::{WorkError, Workers},
        workspace::Workspace,
    },
};

/// Writes the sample portfolio as one change, unless it is loaded already; a worker creates it.
///
/// # Errors
/// [`WorkError`]; nothing is written.
pub async fn load(workspace: Workspace, workers: Workers) -> Result<(), WorkError> {
    let job = Job::Sample(SampleJob {
        params: SampleParams::tour(clock::today()),
        first_id: random::uuid(),
    });
    let (Outcome::Sampled, blocks) = workers.run(job, Vec::new(), |_| ()).await? else {
        return Err(JobError::Malformed.into());
    };
    let mut draft = Draft::new(sample::ACTION);
    for block in blocks {
        draft.blocks.push(decode_block(&block.into_bytes())?);
    }
    put(workspace, draft).await?;
    Ok(())
}

/// Writes a sample portfolio unless one exists when the write's turn has come: a second tap, or another tab, may
/// have been first.
///
/// # Errors
/// Same as [`Workspace::act`].
pub async fn put(workspace: Workspace, portfolio: Draft) -> Result<(), LedgerError> {
    let draft = move || match untrack(|| is_here(workspace)) {
        true => Draft::default(),
        false => portfolio.clone(),
    };
    workspace.act_in_turn(draft).await.map(drop)
}

/// Removes the whole sample portfolio, including later changes to it; the history keeps it.
///
/// # Errors
/// Same as [`Workspace::undo`].
pub async fn remove(workspace: Workspace) -> Result<(), LedgerError> {
    let Some(customer) = first(workspace) else {
        return Ok(());
    };
    let history = workspace.history(Customer::RECORD_KIND, customer).await?;
    let loading = history
        .iter()
        .find(|entry| entry.action == sample::ACTION)
        .ok_or(LedgerError::NoSuchChange)?;
    workspace.undo(loading.change).await.map(drop)
}

/// Returns `true` if the portfolio has sample customers. Subscribes to changes.
pub fn is_here(workspace: Workspace) -> bool {
    workspace.tables.customers.with(|customers| customers.iter().any(is_made_up))
}

fn first(workspace: Workspace) -> Option<Uuid> {
    workspace.tables.customers.with_untracked(|customers| {
        let customer = customers.iter().find(|customer| is_made_up(customer))?;
        Some(customer.id.uuid())
    })
}

const fn is_made_up(customer: &Customer) -> bool {
    customer.is_sample && customer.is_here()
}
