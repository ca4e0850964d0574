//! The columns of a file of answers, as the spec says what they are.

use std::collections::BTreeMap;

use busbar::{
    analysis::answer_scale::AnswerScale,
    exchange::{
        source::{self, Opening},
        value::number,
    },
};
use serde::Deserialize;

use super::command_line::Failure;

/// What the columns of the answers are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    columns: BTreeMap<String, ColumnSpec>,
}

/// What one column is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    pub kind: Kind,
    scale: Option<[f64; 2]>,
    pub group: Option<String>,
    #[serde(default)]
    reversed: bool,
    pub of: Option<String>,
}

/// What its answers count towards.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Csat,
    Nps,
    Ces,
    Item,
    Importance,
}

/// A column and what was answered in it, one row a customer.
pub struct Column {
    pub name: String,
    pub spec: ColumnSpec,
    pub scale: AnswerScale,
    /// On the scale, and turned round where the question is reversed.
    pub answers: Vec<Option<f64>>,
}

impl AsRef<[Option<f64>]> for &Column {
    fn as_ref(&self) -> &[Option<f64>] {
        &self.answers
    }
}

impl ColumnSpec {
    fn scale(&self) -> Result<AnswerScale, Failure> {
        let scale = match (self.scale, self.kind) {
            (Some([low, high]), _) => AnswerScale::new(low, high)?,
            (None, Kind::Nps) => AnswerScale::NPS,
            (None, Kind::Ces) => AnswerScale::CES,
            (None, _) => return Err("this kind needs a scale".into()),
        };
        if self.kind == Kind::Nps && scale != AnswerScale::NPS {
            return Err("nps is asked on a scale from 0 to 10".into());
        }
        Ok(scale)
    }
}

/// The columns that the spec names, from the file.
pub fn read(file: &str, bytes: &[u8], spec: Spec) -> Result<Vec<Column>, Failure> {
    let source = source::open(bytes, &Opening::default())
        .map_err(|reason| format!("{file}: {}", reason.name()))?;
    let decimal_comma = source.has_decimal_comma();
    let mut rows = source.rows();
    let headings: Vec<String> = match rows.next_row() {
        Some(Ok(row)) => row.cells().map(|cell| cell.trim().to_owned()).collect(),
        _ => return Err(format!("{file}: the headings cannot be read").into()),
    };
    let mut columns = Vec::new();
    let mut places = Vec::new();
    for (name, spec) in spec.columns {
        let mut found = (0..headings.len()).filter(|place| headings[*place] == name);
        let place = found
            .next()
            .ok_or_else(|| format!("{file}: no column {name}"))?;
        if found.next().is_some() {
            return Err(format!("{file}: the column {name} is there twice").into());
        }
        let scale = spec.scale().map_err(|what| format!("{name}: {what}"))?;
        places.push(place);
        columns.push(Column {
            name,
            spec,
            scale,
            answers: Vec::new(),
        });
    }
    check_importance(&columns)?;
    while let Some(row) = rows.next_row() {
        let row = row.map_err(|broken| format!("{file}, line {}: broken quoting", broken.line))?;
        for (column, place) in columns.iter_mut().zip(&places) {
            let answer = number(row.cell(*place).trim(), decimal_comma)
                .ok()
                .filter(|number| number.unit.is_empty())
                .and_then(|number| column.scale.valid(Some(number.value)));
            column.answers.push(if column.spec.reversed {
                answer.map(|answer| column.scale.reverse(answer))
            } else {
                answer
            });
        }
    }
    Ok(columns)
}

/// What importance is asked of has to be there.
fn check_importance(columns: &[Column]) -> Result<(), Failure> {
    for column in columns {
        if let Some(of) = &column.spec.of
            && !items(columns).any(|item| item.name == *of)
        {
            return Err(format!("{}: no item {of}", column.name).into());
        }
    }
    Ok(())
}

/// The columns that rate one thing each.
pub fn items(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns
        .iter()
        .filter(|column| column.spec.kind == Kind::Item)
}

/// What an `importance` column is asked of: its name, and the items that rate it.
pub fn rated<'a>(
    columns: &'a [Column],
    importance: &'a Column,
) -> Option<(&'a str, Vec<&'a Column>)> {
    let (of, group) = (&importance.spec.of, &importance.spec.group);
    let name = of.as_ref().or(group.as_ref())?;
    let is_rating = |item: &&Column| match of {
        Some(of) => item.name == *of,
        None => item.spec.group == *group,
    };
    Some((name, items(columns).filter(is_rating).collect()))
}
