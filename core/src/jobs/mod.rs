//! Execution of jobs; only a worker calls this room. The messages between page and worker are in [`crate::messages`];
//! the platform starts workers and communicates with them.

mod attachments;
mod calendar;
pub mod compute;
mod export;
mod import;
pub(crate) mod pinyin;
mod responses;
mod sample;
