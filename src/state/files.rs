//! Files out and in, as pages ask for them.

pub use crate::platform::files::{chosen, read, save};
