//! What people do, a file a feature: each plans purely, writes through the workspace, and answers.

pub mod action;
pub mod archive;
pub mod attachment;
pub mod export;
pub mod import;
pub mod notice;
pub mod people;
pub mod plan;
pub mod planning;
pub mod record;
pub mod request;
pub mod sample;
pub mod segment;
pub mod settings;
pub mod survey;
pub mod visit;
