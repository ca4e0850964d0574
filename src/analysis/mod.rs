//! Numbers: each file has its formula, units, source and a worked example. No clock and no storage.

pub mod acsi;
pub mod ahp;
pub mod answer_scale;
pub mod ces;
pub mod cluster_name;
pub mod compare;
pub mod confidence;
pub mod correlation;
pub mod cronbach_alpha;
pub mod csat;
pub mod entropy;
pub mod features;
pub mod fuzzy;
pub mod importance_performance;
pub mod k_means;
pub mod key_account;
pub mod matrix;
pub mod mean;
pub mod nps;
pub mod pareto;
pub mod seeded;
pub mod silhouette;
pub mod standardise;
pub mod summary;
pub mod tiers;
pub mod weighted_index;
