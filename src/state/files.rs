//! Files out and in, printing, sharing and the tablet's position, as used by pages.

use crate::platform::position::{self, Position};
pub use crate::platform::{
    files::{File, chosen, dropped, read, save},
    preferences::{print, reload},
    share::{Shared, text as share},
};

/// Returns the tablet's position; `None` if it is unavailable.
pub async fn here() -> Option<Position> {
    position::now().await.ok()
}
