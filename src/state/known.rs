//! Data of the portfolio as passed to a worker: encoded blocks, created piece by piece so that the page stays
//! responsive.

use busbar_core::{
    books::table::Table,
    domain::{
        Record,
        draft::{Block, RecordBlock},
    },
    messages::import::encode_block,
    storage::LedgerError,
};
use leptos::prelude::*;

use super::workspace::Workspace;
use crate::platform::clock;

/// Returns the people, customers, supply points and contacts, and, if `with_months`, the readings and bills,
/// together with their commit.
///
/// # Errors
/// [`LedgerError`] if the store cannot be read.
pub async fn known(
    workspace: Workspace,
    with_months: bool,
) -> Result<(u64, Vec<Vec<u8>>), LedgerError> {
    workspace.shown().await;
    let ledger = workspace.ledger()?;
    let head = ledger.head();
    let tables = workspace.tables;
    let mut known = Vec::new();
    encode_all(tables.persons, &mut known).await;
    encode_all(tables.customers, &mut known).await;
    encode_all(tables.supply_points, &mut known).await;
    encode_all(tables.contacts, &mut known).await;
    if with_months {
        known.extend(ledger.encoded_facts().await?);
    }
    Ok((head, known))
}

/// Encodes the records of a table block by block, and lets the page respond in between.
async fn encode_all<T: Record + Send + Sync>(table: RwSignal<Table<T>>, known: &mut Vec<Vec<u8>>) {
    let count = table.with_untracked(Table::len);
    for from in (0..count).step_by(RecordBlock::RECORDS) {
        let records = table.with_untracked(|table| {
            let rows = table.rows();
            let to = rows.len().min(from + RecordBlock::RECORDS);
            rows.get(from..to).unwrap_or_default().to_vec()
        });
        let blocks = RecordBlock::pack(records).into_iter().map(Block::Records);
        known.extend(blocks.filter_map(|block| encode_block(&block).ok()));
        clock::breathe().await;
    }
}
