//! What the page knows, as signals, and the commands that change it. No `view!` here.

pub mod address;
pub mod preferences;
