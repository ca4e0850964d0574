//! Encoding of rows: one byte for the version, then postcard. A version stays readable forever; a new shape is a
//! new version, never a changed one.

use serde::{Serialize, de::DeserializeOwned};

use crate::domain::draft::Block;

/// A type stored as rows. Each type counts its own versions, so that a new shape of one leaves the bytes of the
/// others, and thus the ids of blocks, unchanged.
pub trait RowCodec: Serialize + DeserializeOwned {
    /// Version that is written.
    const VERSION: u8 = 1;

    /// Decodes the body of a row of this version, which is [`RowCodec::VERSION`] or older.
    ///
    /// # Errors
    /// [`CodecError::Damaged`].
    fn of_version(_version: u8, body: &[u8]) -> Result<Self, CodecError> {
        body_of(body)
    }
}

impl RowCodec for Block {}

/// A row cannot be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Written by a newer version of the app; readable after an update.
    #[error("written by a newer version ({0})")]
    Newer(u8),
    /// Damaged.
    #[error("damaged")]
    Damaged,
}

/// Decodes a whole body as `T`.
///
/// # Errors
/// [`CodecError::Damaged`] if it has a different shape, or there are bytes left.
pub fn body_of<T: DeserializeOwned>(body: &[u8]) -> Result<T, CodecError> {
    match postcard::take_from_bytes(body) {
        Ok((row, [])) => Ok(row),
        _ => Err(CodecError::Damaged),
    }
}

/// Encodes a row.
///
/// # Errors
/// [`CodecError::Damaged`] if the type cannot be encoded, which does not happen for our types.
pub fn encode<T: RowCodec>(row: &T) -> Result<Vec<u8>, CodecError> {
    postcard::to_extend(row, vec![T::VERSION]).map_err(|_| CodecError::Damaged)
}

/// Decodes a row.
///
/// # Errors
/// [`CodecError`].
pub fn decode<T: RowCodec>(bytes: &[u8]) -> Result<T, CodecError> {
    match bytes.split_first() {
        Some((&version, _)) if version > T::VERSION => Err(CodecError::Newer(version)),
        Some((&version, body)) if version > 0 => T::of_version(version, body),
        _ => Err(CodecError::Damaged),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        domain::Value,
        sync::{Change, ChangeId, Edit, EditId, Stamp, Writer},
    };

    fn change() -> Change {
        let id = ChangeId {
            writer: Writer(Uuid::from_u128(0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10)),
            seq: 7,
        };
        let before = EditId { change: ChangeId { seq: 6, ..id }, index: 0 };
        Change {
            id,
            stamp: Stamp { millis: 1_795_000_000_000, counter: 2 },
            author: "王".into(),
            action: "customer.edit".into(),
            edits: vec![
                Edit {
                    kind: "customer".into(),
                    record: Uuid::from_u128(1),
                    field: "name".into(),
                    value: Value::Text("甲".into()),
                    replaces: vec![before],
                },
                Edit {
                    kind: "customer".into(),
                    record: Uuid::from_u128(1),
                    field: "voltage_level_kv".into(),
                    value: Value::Number(35.0),
                    replaces: Vec::new(),
                },
            ],
            blocks: Vec::new(),
            withdrawn: Vec::new(),
            undoes: None,
            made_at: 1_795_000_000_000,
            also_undoes: Vec::new(),
        }
    }

    /// A change as written by version 1. Never edited: it must stay readable forever.
    const VERSION_1: &str = "\
        01100102030405060708090a0b0c0d0e0f100780bcd9f29e340203e78e8b0d637573746f6d65722e6564697402\
        08637573746f6d65721000000000000000000000000000000001046e616d650303e794b2011001020304050607\
        08090a0b0c0d0e0f10060008637573746f6d6572100000000000000000000000000000000110766f6c74616765\
        5f6c6576656c5f6b7602000000000080414000000000";

    /// The same as written by version 2, with the wall clock at its end.
    const VERSION_2: &str = "\
        02100102030405060708090a0b0c0d0e0f100780bcd9f29e340203e78e8b0d637573746f6d65722e6564697402\
        08637573746f6d65721000000000000000000000000000000001046e616d650303e794b2011001020304050607\
        08090a0b0c0d0e0f10060008637573746f6d6572100000000000000000000000000000000110766f6c74616765\
        5f6c6576656c5f6b760200000000008041400000000080bcd9f29e34";

    /// The same as written by version 3, with the changes that it also undoes at its end.
    const VERSION_3: &str = "\
        03100102030405060708090a0b0c0d0e0f100780bcd9f29e340203e78e8b0d637573746f6d65722e6564697402\
        08637573746f6d65721000000000000000000000000000000001046e616d650303e794b2011001020304050607\
        08090a0b0c0d0e0f10060008637573746f6d6572100000000000000000000000000000000110766f6c74616765\
        5f6c6576656c5f6b760200000000008041400000000080bcd9f29e3400";

    impl RowCodec for u8 {}

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect()
    }

    #[test]
    fn a_stored_change_is_read_for_ever() {
        assert_eq!(hex(&encode(&change()).unwrap()), VERSION_3);
        for stored in [VERSION_1, VERSION_2, VERSION_3] {
            assert_eq!(decode::<Change>(&bytes(stored)), Ok(change()));
        }
        // A change of version 1 ends with its stamp.
        let cut = &bytes(VERSION_2)[1..];
        let as_version_1: Vec<u8> = [&[1], cut].concat();
        assert_eq!(decode::<Change>(&as_version_1), Err(CodecError::Damaged));
    }

    #[test]
    fn what_does_not_read_says_why() {
        assert_eq!(decode::<u8>(&[2, 0]), Err(CodecError::Newer(2)));
        assert_eq!(decode::<u8>(&[1]), Err(CodecError::Damaged));
        assert_eq!(decode::<u8>(&[1, 3, 4]), Err(CodecError::Damaged));
        assert_eq!(decode::<u8>(&[]), Err(CodecError::Damaged));
    }
}
