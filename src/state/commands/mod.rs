//! Commands, one file per feature. A command plans purely, writes through the workspace, and returns the result.

pub mod action;
pub mod archive;
pub mod attachment;
pub mod customer;
pub mod exchange;
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
