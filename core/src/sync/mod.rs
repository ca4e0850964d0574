//! Changes and the registers they write: what was done, by whom, and what its author had seen; and files sealed for
//! their transport. Storage of changes is in the storage room.

pub mod change;
pub mod codec;
pub mod register;
pub mod sealed;

pub use change::{BlockId, Change, ChangeId, Edit, EditId, Stamp, Writer};
pub use register::{RecordState, Register, Version};
