//! What the page knows, as signals, and the commands that change it. No `view!` here.

pub mod about;
pub mod actions;
pub mod address;
pub mod commands;
pub mod device;
pub mod facts;
pub mod files;
pub mod import;
pub mod known;
pub mod notices;
pub mod portfolio;
pub mod preferences;
pub mod private_mode;
pub mod requests;
pub mod satisfaction;
pub mod saving;
pub mod segments;
pub mod service;
pub mod surveys;
pub mod table;
pub mod tables;
pub mod updates;
pub mod visits;
pub mod workers;
pub mod workspace;
