//! Columns of numbers as bytes, little-endian, for `#[serde(with = "packed")]`: reading one is a copy.

use std::{fmt, marker::PhantomData};

use bytemuck::{NoUninit, Pod};
use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};

// Every supported target stores numbers in memory in the byte order of this format.
const _: () = assert!(cfg!(target_endian = "little"));

/// Writes the numbers.
///
/// # Errors
/// The serializer's.
pub fn serialize<T: NoUninit, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(bytemuck::cast_slice(numbers))
}

/// Reads numbers.
///
/// # Errors
/// The deserializer's, or that the bytes are not a whole count of numbers.
pub fn deserialize<'de, T: Pod, D: Deserializer<'de>>(from: D) -> Result<Vec<T>, D::Error> {
    struct Bytes<T>(PhantomData<T>);

    impl<T: Pod> Visitor<'_> for Bytes<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "numbers of {} bytes", size_of::<T>())
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Vec<T>, E> {
            if bytes.len().is_multiple_of(size_of::<T>()) {
                Ok(bytemuck::pod_collect_to_vec(bytes))
            } else {
                Err(E::invalid_length(bytes.len(), &self))
            }
        }
    }

    from.deserialize_bytes(Bytes(PhantomData))
}
