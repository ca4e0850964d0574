//! The sample portfolio: loading it with one tap, and taking it out again. What is in it is the
//! sample room's.

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

/// Writes the portfolio of the tour as one change, unless it is here; a worker makes it.
///
/// # Errors
/// [`WorkError`]; nothing is written then.
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

/// Writes a made-up portfolio unless one is here when its turn to be written has come: a second tap,
/// or another tab, may have been quicker.
///
/// # Errors
/// As [`Workspace::act`].
pub async fn put(workspace: Workspace, portfolio: Draft) -> Result<(), LedgerError> {
    let draft = move || match untrack(|| is_here(workspace)) {
        true => Draft::default(),
        false => portfolio.clone(),
    };
    workspace.act_in_turn(draft).await.map(drop)
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
    workspace.tables.customers.with(|customers| customers.iter().any(is_made_up))
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
