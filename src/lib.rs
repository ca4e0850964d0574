//! Module map of everything that depends on the browser; nothing else is here. The rest is in `busbar-core`.
//!
//! Imports point only up this list: a module may use the ones above it as documented in `ARCHITECTURE.md`, which
//! `tests/architecture.rs` checks.

#[cfg(feature = "app")]
pub mod chart;
#[cfg(any(feature = "app", feature = "worker"))]
pub mod platform;
#[cfg(feature = "app")]
pub mod state;
#[cfg(feature = "app")]
pub mod ui;
