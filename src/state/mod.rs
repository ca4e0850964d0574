//! What the page knows, as signals, and the commands that change it. No `view!` here.

pub mod address;
pub mod facts;
pub mod preferences;
pub mod table;
pub mod tables;
pub mod workspace;
