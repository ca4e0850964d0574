//! What a customer signs, by a name for its words: another word gives another name.

use blake3::Hasher;
use serde::Serialize;

use super::{Record, Value};

#[derive(Serialize)]
struct Said<'a> {
    of: uuid::Uuid,
    field: &'a str,
    value: Value,
}

/// Adds these fields of a record to what is signed. Those that are empty count for nothing, so that one
/// which a later version adds changes no name. This form is stored, and never changes.
pub(super) fn add<T: Record>(hasher: &mut Hasher, record: &T, fields: &[&str]) {
    for field in fields {
        let value = record.value(field).unwrap_or_default();
        if value == Value::Empty {
            continue;
        }
        let of = record.id().uuid();
        // Plain values always have a stored form.
        let bytes = postcard::to_allocvec(&Said { of, field, value });
        hasher.update(&bytes.unwrap_or_default());
    }
}
