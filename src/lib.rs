//! The module map of what knows the browser; nothing else lives here. The rest is `busbar-core`.
//!
//! Arrows point only up this list: a module may use the ones above it as `ARCHITECTURE.md` says,
//! and `tests/architecture.rs` checks it.

#[cfg(feature = "app")]
pub mod chart;
#[cfg(any(feature = "app", feature = "worker"))]
pub mod platform;
#[cfg(feature = "app")]
pub mod state;
#[cfg(feature = "app")]
pub mod ui;
