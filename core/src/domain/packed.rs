//! Serializes columns of numbers as little-endian bytes, for `#[serde(with = "packed")]`; reading is a copy.

use std::{fmt, marker::PhantomData};

use bytemuck::{NoUninit, Pod};
use serde::{
    Deserializer, Serializer,
    de::{Error, Visitor},
};

// Every supported target stores numbers in memory in the byte order of this format.
const _: () = assert!(cfg!(target_endian = "little"));

/// Serializes the numbers.
///
/// # Errors
/// Errors of the serializer.
pub fn serialize<T: NoUninit, S: Serializer>(numbers: &[T], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_bytes(bytemuck::cast_slice(numbers))
}

/// Deserializes numbers.
///
/// # Errors
/// Errors of the deserializer, or a byte count that is not a multiple of the size of a number.
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
