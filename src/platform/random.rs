//! Fresh ids and secrets. The core never creates one; they are passed in.

use busbar_core::{domain::WorkspaceSecret, sync::sealed::SealRandom};
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
    WorkspaceSecret::new(bytes())
}

/// Returns the random bytes of a new sealed file.
pub fn seal() -> SealRandom {
    SealRandom { salt: bytes(), nonce: bytes() }
}

/// Returns cryptographically random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // The last seven bytes of a UUID v4 are random; the two bits of its variant are before them.
    for part in bytes.chunks_mut(7) {
        part.copy_from_slice(&Uuid::new_v4().as_bytes()[9..9 + part.len()]);
    }
    bytes
}
