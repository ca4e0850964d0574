//! What people do, a file a feature: each plans purely, writes through the workspace, and answers.

pub mod customer;
pub mod export;
pub mod import;
pub mod sample;
pub mod segment;
pub mod survey;
