//! Computation in workers: the jobs and their implementation. Pure; starting workers and exchanging messages is
//! the platform's task.

pub mod calendar;
pub mod compute;
pub mod export;
pub mod import;
pub mod pinyin;
pub mod protocol;
pub mod responses;
pub mod sample;
