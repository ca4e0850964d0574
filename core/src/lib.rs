//! The core of Busbar: what the business is, what follows from it, and how it is stored and exchanged. It knows no
//! browser, no clock and no user interface; it compiles and is tested natively.
//!
//! A module may use the ones above it as `ARCHITECTURE.md` says; `tests/architecture.rs` checks it.

pub mod domain;

pub mod analysis;
pub mod books;
pub mod exchange;
pub mod sample;
pub mod storage;
pub mod sync;

pub mod jobs;
pub mod messages;
