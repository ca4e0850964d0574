//! What people do, a file a feature: each plans purely, writes through the workspace, and answers.

pub mod export;
pub mod import;
pub mod planning;
pub mod record;
pub mod sample;
pub mod segment;
pub mod survey;
