//! Changes and the registers they write: what was done, by whom, and what its author had seen. Storage of changes
//! is in the storage room; transport comes with the remotes.

pub mod change;
pub mod codec;
pub mod register;

pub use change::{BlockId, Change, ChangeId, Edit, EditId, Stamp, Writer};
pub use register::{RecordState, Register, Version};
