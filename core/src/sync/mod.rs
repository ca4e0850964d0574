//! Changes and the registers they write: what was done, by whom, and what it had seen. How a change
//! is kept is the storage room's; how it travels comes with the remotes.

pub mod change;
pub mod codec;
pub mod register;

pub use change::{BlockId, Change, ChangeId, Edit, EditId, Stamp, Writer};
pub use register::{RecordState, Register, Version};
