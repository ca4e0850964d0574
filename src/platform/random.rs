//! Fresh ids. The core never makes one; it is handed them.

use uuid::{NoContext, Timestamp, Uuid};

use super::clock;

/// A UUID v7: ids in the order they were made, to the millisecond.
pub fn uuid() -> Uuid {
    let millis = clock::now_millis();
    let nanos = (millis % 1000) as u32 * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, millis / 1000, nanos))
}
