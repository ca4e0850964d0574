//! Tests of the `busbar` program, from options and files to its answer. Tests that need real data pass without
//! it, and `cargo xtask test` names them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod clock;
mod conventions;
mod program;
#[path = "../../../core/tests/real_data/mod.rs"]
mod real_data;
mod satisfaction;
mod segment;
