//! Files out and in, and the way to paper, as pages ask for them.

pub use crate::platform::{
    files::{chosen, dropped, read, save},
    preferences::print,
};
