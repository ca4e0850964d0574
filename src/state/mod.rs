//! The page's state as signals, and the commands that change it. No `view!` here.

pub mod about;
pub mod actions;
pub mod address;
pub mod briefing;
pub mod choices;
pub mod chosen_day;
pub mod commands;
pub mod device;
pub mod facts;
pub mod files;
pub mod import;
pub mod known;
pub mod mine;
pub mod notices;
pub mod people;
pub mod pin;
pub mod pinyin;
pub mod plans;
pub mod portfolio;
pub mod preferences;
pub mod private_mode;
pub mod requests;
pub mod satisfaction;
pub mod saving;
pub mod screen;
pub mod search;
pub mod segments;
pub mod service;
pub mod service_kept;
pub mod surveys;
pub mod tables;
pub mod task;
pub mod turns;
pub mod unfinished;
pub mod updates;
pub mod visit;
pub mod visits;
pub mod wall_clock;
pub mod workers;
pub mod workspace;

#[cfg(test)]
mod turning;
#[cfg(test)]
pub mod world;
