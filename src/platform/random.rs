//! Fresh ids and secrets. The core never creates one; they are passed in.

use busbar_core::domain::WorkspaceSecret;
use uuid::{NoContext, Timestamp, Uuid};

use super::clock;

/// Returns a UUID v7: ids in order of creation, to the millisecond.
pub fn uuid() -> Uuid {
    let millis = clock::now_millis();
    let nanos = (millis % 1000) as u32 * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1000, nanos))
}

/// Returns a fresh secret.
pub fn secret() -> WorkspaceSecret {
    // The second half of a UUID v7 is random, except for the two bits of the variant: 248 random bits in all.
    let mut bytes = [0; 32];
    for part in bytes.chunks_exact_mut(8) {
        part.copy_from_slice(&uuid().as_bytes()[8..]);
    }
    WorkspaceSecret::new(bytes)
}
