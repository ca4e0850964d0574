//! Lossless conversion between a change and a line of JSON. The field names are part of the archive format and
//! change only with its version.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    domain::{Value, date},
    sync::{BlockId, Change, ChangeId, Edit, EditId, Stamp, Writer},
};

/// The line is not a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Malformed;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    writer: Uuid,
    seq: u64,
    stamp: Stamp,
    made_at: u64,
    author: String,
    action: String,
    edits: Vec<EditLine>,
    blocks: Vec<String>,
    withdrawn: Vec<String>,
    undoes: Option<String>,
    waiting: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    also_undoes: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct EditLine {
    kind: String,
    record: Uuid,
    field: String,
    value: Option<ValueLine>,
    replaces: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ValueLine {
    Bool(bool),
    Number(f64),
    /// A number that JSON cannot express, as hexadecimal bits.
    NumberBits(String),
    Text(String),
    Date(#[serde(with = "date::stored")] Date),
    Id(Uuid),
    Json(String),
}

/// Writes a change as a line, without line ending; `waiting` if it has not been sent to other tablets.
pub(super) fn write(change: &Change, waiting: bool) -> Result<String, Malformed> {
    let edit = |edit: &Edit| EditLine {
        kind: edit.kind.clone(),
        record: edit.record,
        field: edit.field.clone(),
        value: value_line(&edit.value),
        replaces: edit.replaces.iter().map(edit_name).collect(),
    };
    let hashes = |blocks: &[BlockId]| blocks.iter().map(ToString::to_string).collect();
    let line = Line {
        writer: change.id.writer.0,
        seq: change.id.seq,
        stamp: change.stamp,
        made_at: change.made_at,
        author: change.author.clone(),
        action: change.action.clone(),
        edits: change.edits.iter().map(edit).collect(),
        blocks: hashes(&change.blocks),
        withdrawn: hashes(&change.withdrawn),
        undoes: change.undoes.as_ref().map(change_name),
        waiting,
        also_undoes: change.also_undoes.iter().map(change_name).collect(),
    };
    serde_json::to_string(&line).map_err(|_| Malformed)
}

/// Reads a change from a line, with its waiting flag. A line that is not in canonical form is rejected: what is
/// restored is then exactly what is written again.
pub(super) fn read(text: &str) -> Result<(Change, bool), Malformed> {
    let line: Line = serde_json::from_str(text).map_err(|_| Malformed)?;
    let edits = line.edits.into_iter().map(|edit| {
        Ok(Edit {
            kind: edit.kind,
            record: edit.record,
            field: edit.field,
            value: value(edit.value)?,
            replaces: edit.replaces.iter().map(|name| edit_id(name)).collect::<Result<_, _>>()?,
        })
    });
    let ids = |names: &[String]| -> Option<Vec<BlockId>> {
        names.iter().map(|name| block_id(name)).collect()
    };
    let change = Change {
        id: ChangeId { writer: Writer(line.writer), seq: line.seq },
        stamp: line.stamp,
        author: line.author,
        action: line.action,
        edits: edits.collect::<Result<_, Malformed>>()?,
        blocks: ids(&line.blocks).ok_or(Malformed)?,
        withdrawn: ids(&line.withdrawn).ok_or(Malformed)?,
        undoes: line.undoes.as_deref().map(change_id).transpose()?,
        made_at: line.made_at,
        also_undoes: line
            .also_undoes
            .iter()
            .map(|name| change_id(name))
            .collect::<Result<_, _>>()?,
    };
    match write(&change, line.waiting) {
        Ok(again) if again == text => Ok((change, line.waiting)),
        _ => Err(Malformed),
    }
}

fn value_line(value: &Value) -> Option<ValueLine> {
    Some(match value {
        Value::Empty => return None,
        Value::Bool(bool) => ValueLine::Bool(*bool),
        Value::Number(number) if number.is_finite() => ValueLine::Number(*number),
        Value::Number(number) => ValueLine::NumberBits(format!("{:016x}", number.to_bits())),
        Value::Text(text) => ValueLine::Text(text.clone()),
        Value::Date(date) => ValueLine::Date(*date),
        Value::Id(id) => ValueLine::Id(*id),
        Value::Json(json) => ValueLine::Json(json.clone()),
    })
}

fn value(line: Option<ValueLine>) -> Result<Value, Malformed> {
    Ok(match line {
        None => Value::Empty,
        Some(ValueLine::Bool(bool)) => Value::Bool(bool),
        Some(ValueLine::Number(number)) => Value::Number(number),
        Some(ValueLine::NumberBits(bits)) => {
            let bits = u64::from_str_radix(&bits, 16).map_err(|_| Malformed)?;
            Value::Number(f64::from_bits(bits))
        }
        Some(ValueLine::Text(text)) => Value::Text(text),
        Some(ValueLine::Date(date)) => Value::Date(date),
        Some(ValueLine::Id(id)) => Value::Id(id),
        Some(ValueLine::Json(json)) => Value::Json(json),
    })
}

fn change_name(id: &ChangeId) -> String {
    format!("{}/{}", id.writer.0, id.seq)
}

fn edit_name(id: &EditId) -> String {
    format!("{}/{}", change_name(&id.change), id.index)
}

fn change_id(name: &str) -> Result<ChangeId, Malformed> {
    let (writer, seq) = name.split_once('/').ok_or(Malformed)?;
    Ok(ChangeId {
        writer: Writer(writer.parse().map_err(|_| Malformed)?),
        seq: seq.parse().map_err(|_| Malformed)?,
    })
}

fn edit_id(name: &str) -> Result<EditId, Malformed> {
    let (change, index) = name.rsplit_once('/').ok_or(Malformed)?;
    Ok(EditId { change: change_id(change)?, index: index.parse().map_err(|_| Malformed)? })
}

/// Parses the name of a block.
pub(super) fn block_id(name: &str) -> Option<BlockId> {
    let hash = blake3::Hash::from_hex(name).ok()?;
    Some(BlockId(*hash.as_bytes()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn values() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Empty),
            any::<bool>().prop_map(Value::Bool),
            any::<u64>().prop_map(|bits| Value::Number(f64::from_bits(bits))),
            any::<f64>().prop_map(Value::Number),
            (-1_000_000_i64..1_000_000).prop_map(|n| Value::Number(n as f64 / 100.0)),
            any::<String>().prop_map(Value::Text),
            (0_i16..9999, 1_i8..=12, 1_i8..=28)
                .prop_map(|(year, month, day)| Value::Date(Date::constant(year, month, day))),
            any::<u128>().prop_map(|id| Value::Id(Uuid::from_u128(id))),
            any::<String>().prop_map(Value::Json),
        ]
    }

    prop_compose! {
        fn ids()(writer in any::<u128>(), seq in any::<u64>()) -> ChangeId {
            ChangeId { writer: Writer(Uuid::from_u128(writer)), seq }
        }
    }

    prop_compose! {
        fn edits()(
            record in any::<u128>(), value in values(), field in any::<String>(),
            replaces in prop::collection::vec((ids(), any::<u64>()), 0..3),
        ) -> Edit {
            let edit_id = |(change, index)| EditId { change, index };
            Edit {
                kind: "customer".into(),
                record: Uuid::from_u128(record),
                field,
                value,
                replaces: replaces.into_iter().map(edit_id).collect(),
            }
        }
    }

    /// Compares bits, because NaN is not equal to itself.
    fn bytes(change: &Change) -> Vec<u8> {
        crate::sync::codec::encode(change).unwrap()
    }

    proptest! {
        #[test]
        fn a_change_survives_its_line(
            id in ids(), millis in any::<u64>(), counter in any::<u32>(), made_at in any::<u64>(),
            author in any::<String>(), edits in prop::collection::vec(edits(), 0..4),
            blocks in prop::collection::vec(any::<[u8; 32]>(), 0..3), undoes in prop::option::of(ids()),
            also_undoes in prop::collection::vec(ids(), 0..2), waiting in any::<bool>(),
        ) {
            let change = Change {
                id,
                stamp: Stamp { millis, counter },
                author,
                action: "customer.edit".into(),
                edits,
                withdrawn: blocks.iter().rev().copied().map(BlockId).collect(),
                blocks: blocks.into_iter().map(BlockId).collect(),
                undoes,
                made_at,
                also_undoes,
            };
            let line = write(&change, waiting).unwrap();
            prop_assert!(!line.contains('\n'));
            let (back, still_waits) = read(&line).unwrap();
            prop_assert_eq!(bytes(&back), bytes(&change));
            prop_assert_eq!(still_waits, waiting);
        }
    }

    #[test]
    fn what_says_no_change_is_refused() {
        let line = write(
            &Change {
                id: ChangeId { writer: Writer(Uuid::nil()), seq: 1 },
                stamp: Stamp::default(),
                author: String::new(),
                action: "customer.edit".into(),
                edits: Vec::new(),
                blocks: Vec::new(),
                withdrawn: Vec::new(),
                undoes: None,
                made_at: 0,
                also_undoes: Vec::new(),
            },
            true,
        );
        let line = line.unwrap();
        assert!(read(&line).is_ok());
        let cases = [
            "",
            "{}",
            "null",
            &line[1..],
            &line.replace("\"waiting\":true", "\"waiting\":1"),
            &line.replace("\"edits\"", "\"more\":1,\"edits\""),
            // Equivalent, but not in canonical form.
            &line.replace(':', ": "),
            &line.replace("\"undoes\":null", "\"undoes\":\"1\""),
            &line.replace("\"blocks\":[]", "\"blocks\":[\"00\"]"),
        ];
        for case in cases {
            assert!(read(case).is_err(), "{case}");
        }
    }
}
