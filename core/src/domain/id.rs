//! Typed record ids: UUID v7 for records made by a person, with a clock and randomness that the platform supplies.
//! Ids of imported records, derived from their numbers, are in `secret`.

use std::{fmt, hash::Hash, hash::Hasher, marker::PhantomData};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Moment;

/// Id of a `T`. Ids of different record types cannot be confused.
pub struct Id<T> {
    uuid: Uuid,
    of: PhantomData<fn() -> T>,
}

impl<T> Id<T> {
    /// Wraps a UUID.
    pub const fn new(uuid: Uuid) -> Self {
        Self { uuid, of: PhantomData }
    }

    /// Returns the bare UUID, for storage and for keys shared by several kinds.
    pub const fn uuid(self) -> Uuid {
        self.uuid
    }

    /// Returns the time of creation by the clock of the device: the first 48 bits of a UUID v7 [RFC 9562 §5.7].
    /// `None` for ids of other versions.
    ///
    /// ```
    /// use busbar_core::domain::{Customer, Id, Moment};
    /// let id = Id::<Customer>::new(uuid::uuid!("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
    /// assert_eq!(id.made_at(), Some(Moment(1_645_557_742_000)));
    /// assert_eq!(Id::<Customer>::new(uuid::Uuid::from_u128(7)).made_at(), None);
    /// ```
    pub fn made_at(self) -> Option<Moment> {
        let bits = self.uuid.as_u128();
        (self.uuid.get_version_num() == 7).then_some(Moment((bits >> 80) as u64))
    }
}

impl<T> Clone for Id<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Id<T> {}

impl<T> PartialEq for Id<T> {
    fn eq(&self, other: &Self) -> bool {
        // Compares two words; comparing the byte arrays would be a function call, which is slow in large maps.
        self.uuid.as_u128() == other.uuid.as_u128()
    }
}

impl<T> Eq for Id<T> {}

impl<T> PartialOrd for Id<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Id<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.uuid.cmp(&other.uuid)
    }
}

impl<T> Hash for Id<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let bits = self.uuid.as_u128();
        state.write_u64((bits >> 64) as u64);
        state.write_u64(bits as u64);
    }
}

impl<T> fmt::Debug for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.uuid, f)
    }
}

impl<T> fmt::Display for Id<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.uuid, f)
    }
}

impl<T> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.uuid.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Uuid::deserialize(deserializer).map(Self::new)
    }
}

/// Source of fresh ids without a clock: the successors of an id made by the platform.
///
/// A version-7 UUID ends in 62 random bits. Counting up from it keeps the records in order of creation, and a
/// million ids use a negligible part of the space.
#[derive(Clone, Debug)]
pub struct IdSequence(u128);

impl IdSequence {
    /// The counted bits; above them are the time, version and variant.
    const COUNTED: u128 = (1 << 62) - 1;

    /// Starts the sequence after this id.
    pub const fn after(first: Uuid) -> Self {
        Self(first.as_u128())
    }

    /// Returns the next id.
    pub const fn next_id<T>(&mut self) -> Id<T> {
        let counted = (self.0 + 1) & Self::COUNTED;
        self.0 = (self.0 & !Self::COUNTED) | counted;
        Id::new(Uuid::from_u128(self.0))
    }
}
