//! Fresh ids. The core never creates one; they are passed in.

use uuid::{NoContext, Timestamp, Uuid};

use super::clock;

/// Returns a UUID v7: ids in order of creation, to the millisecond.
pub fn uuid() -> Uuid {
    let millis = clock::now_millis();
    let nanos = (millis % 1000) as u32 * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1000, nanos))
}
