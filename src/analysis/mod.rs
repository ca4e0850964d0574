//! Numbers: each file has its formula, units, source and a worked example. No clock and no storage.

pub mod cluster_name;
pub mod compare;
pub mod features;
pub mod k_means;
pub mod key_account;
pub mod matrix;
pub mod pareto;
pub mod seeded;
pub mod silhouette;
pub mod standardise;
pub mod summary;
pub mod tiers;
