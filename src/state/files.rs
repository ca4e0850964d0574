//! Files out and in, where they are, and the way to paper, as pages ask for them.

use crate::platform::position::{self, Position};
pub use crate::platform::{
    files::{File, chosen, dropped, read, save},
    preferences::{print, reload},
    share::{Shared, text as share},
};

/// Where the tablet is, where that can be known.
pub async fn here() -> Option<Position> {
    position::now().await.ok()
}
