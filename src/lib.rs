//! The module map of Busbar; nothing else lives here.
//!
//! Arrows point only up this list: a module may use the ones above it as `ARCHITECTURE.md` says,
//! and `tests/architecture.rs` checks it.

pub mod domain;

pub mod analysis;
pub mod exchange;
pub mod sample;
pub mod storage;
pub mod sync;

pub mod worker;

#[cfg(feature = "app")]
pub mod chart;
#[cfg(any(feature = "app", feature = "worker"))]
pub mod platform;
#[cfg(feature = "app")]
pub mod state;
#[cfg(feature = "app")]
pub mod ui;
