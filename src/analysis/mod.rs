//! Numbers: each file has its formula, units, source and a worked example. No clock and no storage.

pub mod summary;
