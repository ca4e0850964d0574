//! The jobs of workers, as they are done there: only a worker calls this room. What page and worker say to each other
//! is [`crate::messages`]; how a worker is started and spoken to is the platform's.

pub mod attachments;
pub mod calendar;
pub mod compute;
pub mod export;
pub mod import;
pub mod pinyin;
pub mod responses;
pub mod sample;
