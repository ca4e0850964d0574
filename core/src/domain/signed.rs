//! Names what a customer signs by a hash of its words: another word gives another name.

use blake3::Hasher;
use serde::Serialize;

use super::{Record, Value};

/// Marks names of the second form; those without a mark are of the first. The second names everything that
/// the paper shows, the names of the parties among it.
pub(super) const SECOND: &str = "2:";

/// The parties of a paper, as other records name them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parties {
    /// The customer.
    pub customer: String,
    /// Its account number.
    pub account_number: String,
    /// Where it is.
    pub address: String,
    /// The person met.
    pub met: String,
    /// Role of the person met.
    pub role: String,
}

impl Parties {
    /// Adds the names to what is signed.
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

/// Adds words that are no field of a record, under a name. Stored as the form above, and never changes.
pub(super) fn add_words(hasher: &mut Hasher, name: &str, words: &str) {
    if words.is_empty() {
        return;
    }
    let bytes = postcard::to_allocvec(&(name, words));
    hasher.update(&bytes.unwrap_or_default());
}
