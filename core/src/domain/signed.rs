//! Digests of what a customer signs; any change of the text changes the digest.

use blake3::Hasher;
use serde::Serialize;

use super::{Record, Value};

/// Prefix of digests in the second form; digests without a prefix are in the first form. The second form covers
/// everything the paper shows, including the names of the parties.
pub(super) const SECOND: &str = "2:";

/// Names of the parties, taken from other records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The customer.
    pub customer: String,
    /// Its account number.
    pub account_number: String,
    /// Its address.
    pub address: String,
    /// The person met.
    pub met: String,
    /// Role of the person met.
    pub role: String,
}

impl Parties {
    /// Adds the names to the digest.
    pub(super) fn add(&self, hasher: &mut Hasher) {
        let names = [
            ("customer", &self.customer),
            ("account_number", &self.account_number),
            ("address", &self.address),
            ("met", &self.met),
            ("role", &self.role),
        ];
        for (name, words) in names {
            add_words(hasher, name, words);
        }
    }
}

#[derive(Serialize)]
struct Said<'a> {
    of: uuid::Uuid,
    field: &'a str,
    value: Value,
}

/// Adds fields of a record to the digest. Empty fields are skipped, so that a field added by a later version
/// changes no digest. This form is stored and never changes.
pub(super) fn add<T: Record>(hasher: &mut Hasher, record: &T, fields: &[&str]) {
    for field in fields {
        let value = record.value(field).unwrap_or_default();
        if value == Value::Empty {
            continue;
        }
        let of = record.id().uuid();
        // Plain values are always serializable.
        let bytes = postcard::to_allocvec(&Said { of, field, value });
        hasher.update(&bytes.unwrap_or_default());
    }
}

/// Adds text that is not a field of a record, under a name. This form is stored and never changes.
pub(super) fn add_words(hasher: &mut Hasher, name: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    let bytes = postcard::to_allocvec(&(name, words));
    hasher.update(&bytes.unwrap_or_default());
}
