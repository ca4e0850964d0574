//! What is computed off the page: the jobs, and how they are done. Pure; how a worker is started and
//! spoken to is the platform's.

pub mod calendar;
pub mod compute;
pub mod export;
pub mod import;
pub mod pinyin;
pub mod protocol;
pub mod responses;
pub mod sample;
