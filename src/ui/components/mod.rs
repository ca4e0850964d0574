//! The parts that pages are made of: plain values in, events out. None of them knows the state, the
//! storage or the platform, and none has text of a feature: what it says comes in.

use std::sync::atomic::{AtomicU32, Ordering};

pub mod button;
pub mod choice;
pub mod icon;
pub mod popover;

pub use button::{Button, ButtonLink, Emphasis};
pub use choice::Choice;
pub use icon::{Glyph, Icon};
pub use popover::{Popover, Trigger};

/// An id for an element, different from every other on the page.
pub fn unique_id(kind: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
