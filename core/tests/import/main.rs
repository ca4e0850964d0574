//! Import as a whole: real files, the same content in other encodings and formats, and what must be left out. The
//! parts have their own tests beside them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod as_they_are;
mod damaged;
mod differences;
mod formats;
mod ids;
mod laws;
mod merged;
mod people;
#[path = "../real_data/mod.rs"]
mod real_data;
mod real_files;
mod rules;
mod speed;
mod worker;
mod written;
mod wrong;

use std::ops::ControlFlow;

use busbar_core::{
    domain::{WorkspaceSecret, draft::Block},
    exchange::{
        FileOpening, ImportInput, Inspection, Options, Plan, PortfolioRecords, Reason, Source,
        inspect, opening::open, plan,
    },
};

fn look(bytes: &[u8]) -> Result<Inspection, Reason> {
    inspect(bytes, &FileOpening::default(), None, |_| Default::default())
}

fn plan_of(files: &[&[u8]], portfolio: &PortfolioRecords, options: Options) -> Plan {
    let opened: Vec<(Source<'_>, Inspection)> = files
        .iter()
        .map(|bytes| {
            let source = open(bytes, &FileOpening::default()).unwrap();
            (source, look(bytes).unwrap())
        })
        .collect();
    let inputs: Vec<_> =
        opened.iter().map(|(source, seen)| ImportInput::opened(source, &seen.mapping)).collect();
    plan(&inputs, portfolio, options, SECRET, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn apply(portfolio: &mut PortfolioRecords, plan: &Plan) {
    portfolio.apply(&plan.draft).unwrap();
}

const SECRET: WorkspaceSecret = WorkspaceSecret::new([7; 32]);

const CREATE: Options = Options { create_unknown: true, latest_month: None, today: None };

/// Blocks contain NaN, which is not equal to itself.
fn same_blocks(a: &[Block], b: &[Block]) -> bool {
    format!("{a:?}") == format!("{b:?}")
}
