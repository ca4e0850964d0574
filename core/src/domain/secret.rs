//! The workspace's secret, and ids derived from names under it. Where the secret is stored, and how devices come to
//! share it, is not decided here.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Id, Record};

/// Secret of a workspace, the same on all its devices and never changed.
///
/// Imported records get their ids from it: the same number gives the same id on every device. Without the secret, an
/// id does not reveal the number, and a guessed number cannot be tested.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkspaceSecret([u8; 32]);

impl WorkspaceSecret {
    /// Wraps 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Returns the id of a record by its name, which identifies it among the records of its kind.
    ///
    /// ```
    /// use busbar_core::domain::{Customer, SupplyPoint, WorkspaceSecret};
    /// let secret = WorkspaceSecret::new([7; 32]);
    /// let customer = secret.id_of::<Customer>("A1");
    /// assert_eq!(customer, WorkspaceSecret::new([7; 32]).id_of("A1"));
    /// assert_ne!(customer, secret.id_of("A2"));
    /// assert_ne!(customer.uuid(), secret.id_of::<SupplyPoint>("A1").uuid());
    /// assert_eq!(customer.made_at(), None);
    /// ```
    pub fn id_of<T: Record>(&self, name: &str) -> Id<T> {
        self.id_at(name, 0)
    }

    /// Returns the first id of a name that is not taken. An id can be taken by a record whose name has changed since.
    pub fn free_id_of<T: Record>(&self, name: &str, is_taken: impl Fn(Id<T>) -> bool) -> Id<T> {
        let mut attempt = 0;
        loop {
            let id = self.id_at(name, attempt);
            if !is_taken(id) {
                return id;
            }
            attempt += 1;
        }
    }

    /// Returns the id of a name for one of several attempts: the keyed BLAKE3 hash of kind, attempt and name, as a
    /// UUID v8 [RFC 9562 §5.8]. The ids are stored, so this never changes.
    fn id_at<T: Record>(&self, name: &str, attempt: u32) -> Id<T> {
        let mut hash = blake3::Hasher::new_keyed(&self.0);
        hash.update(b"record id\0");
        // No kind contains a zero byte, so no two of these texts are equal.
        hash.update(T::RECORD_KIND.as_bytes()).update(&[0]);
        hash.update(&attempt.to_le_bytes()).update(name.as_bytes());
        let mut bytes = [0; 16];
        hash.finalize_xof().fill(&mut bytes);
        Id::new(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

impl fmt::Debug for WorkspaceSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WorkspaceSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use uuid::uuid;

    use super::*;
    use crate::domain::{Contact, Customer};

    #[test]
    fn an_id_is_the_same_for_ever() {
        let id = WorkspaceSecret::new([7; 32]).id_of::<Customer>("SY91140001").uuid();
        assert_eq!(id.get_version_num(), 8);
        assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
        // Stored in every workspace: this never changes.
        assert_eq!(id, uuid!("be44aee0-e61d-8ffc-85de-e3e9a69e8739"));
    }

    #[test]
    fn secret_kind_and_name_tell_ids_apart() {
        let secret = WorkspaceSecret::new([7; 32]);
        let customer = secret.id_of::<Customer>("A1");
        assert_ne!(customer, WorkspaceSecret::new([8; 32]).id_of("A1"));
        assert_ne!(customer, secret.id_of("a1"));
        assert_ne!(customer.uuid(), secret.id_of::<Contact>("A1").uuid());
    }

    #[test]
    fn a_taken_id_gives_way_to_the_next() {
        let secret = WorkspaceSecret::new([7; 32]);
        let first = secret.free_id_of::<Customer>("A1", |_| false);
        assert_eq!(first, secret.id_of("A1"));
        let second = secret.free_id_of("A1", |id| id == first);
        let third = secret.free_id_of("A1", |id| id == first || id == second);
        assert!(first != second && second != third && first != third);
        assert_eq!(second, secret.free_id_of("A1", |id| id == first));
    }

    #[test]
    fn the_secret_is_not_printed() {
        let printed = format!("{:?}", WorkspaceSecret::new([123; 32]));
        assert!(!printed.contains("123") && !printed.contains("7b"), "{printed}");
    }
}
