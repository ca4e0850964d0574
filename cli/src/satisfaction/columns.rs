//! The columns of a survey, as described by its spec.

use std::collections::BTreeMap;

use busbar_core::analysis::answer_scale::AnswerScale;
use serde::Deserialize;

use crate::{
    input::{Failure, bytes_of, check_rows},
    table_file::TableFile,
};

/// Describes the columns of a survey.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Spec {
    columns: BTreeMap<String, ColumnSpec>,
}

/// Describes one column.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ColumnSpec {
    pub kind: ColumnScore,
    scale: Option<[f64; 2]>,
    pub group: Option<String>,
    #[serde(default)]
    reversed: bool,
    pub of: Option<String>,
}

/// Score that a column contributes to.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
pub enum ColumnScore {
    Csat,
    Nps,
    Ces,
    Item,
    Importance,
}

/// A column and its answers, one per person.
pub struct Column {
    pub name: String,
    pub spec: ColumnSpec,
    pub scale: AnswerScale,
    /// Answers on the scale; those of a reversed question are inverted.
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
            (None, ColumnScore::Nps) => AnswerScale::NPS,
            (None, ColumnScore::Ces) => AnswerScale::CES,
            (None, _) => return Err("this kind needs a scale".into()),
        };
        if self.kind == ColumnScore::Nps && scale != AnswerScale::NPS {
            return Err("nps needs a scale from 0 to 10".into());
        }
        Ok(scale)
    }
}

/// Reads the columns in the spec from a file: a row of headings, then one row per person.
pub fn read(name: &str, spec: Spec) -> Result<Vec<Column>, Failure> {
    let bytes = bytes_of(name)?;
    let file = TableFile::open(name, &bytes)?;
    let mut columns = Vec::new();
    for (name, spec) in spec.columns {
        let scale = spec.scale().map_err(|what| format!("{name}: {what}"))?;
        columns.push(Column { name, spec, scale, answers: Vec::new() });
    }
    check_importance(&columns)?;
    let mut places: Option<Vec<usize>> = None;
    let mut rows = 0;
    file.each_row(|row| {
        let Some(places) = &places else {
            let headings: Vec<&str> = row.cells().map(str::trim).collect();
            let place = |column: &Column| place_of(&column.name, &headings);
            places = Some(columns.iter().map(place).collect::<Result<_, _>>()?);
            return Ok(());
        };
        rows += 1;
        for (column, place) in columns.iter_mut().zip(places) {
            let answer = column.scale.of_box(file.number(row.cell(*place)));
            column.answers.push(if column.spec.reversed {
                answer.map(|answer| column.scale.reverse(answer))
            } else {
                answer
            });
        }
        Ok(())
    })?;
    check_rows(name, rows == 0)?;
    Ok(columns)
}

/// Returns the index of the column with this heading.
fn place_of(name: &str, headings: &[&str]) -> Result<usize, Failure> {
    let mut found = (0..headings.len()).filter(|place| headings[*place] == name);
    let place = found.next().ok_or_else(|| format!("no column {name}"))?;
    match found.next() {
        Some(_) => Err(format!("the column {name} occurs twice").into()),
        None => Ok(place),
    }
}

/// Checks that the items whose importance is asked exist.
fn check_importance(columns: &[Column]) -> Result<(), Failure> {
    for column in columns {
        let name = &column.name;
        match (rated(columns, column), &column.spec.of, &column.spec.group) {
            _ if column.spec.kind != ColumnScore::Importance => {}
            (Some((_, items)), Some(of), _) if items.is_empty() => {
                return Err(format!("{name}: no item {of}").into());
            }
            (Some((_, items)), None, Some(group)) if items.is_empty() => {
                return Err(format!("{name}: no items in the group {group}").into());
            }
            _ => {}
        }
    }
    Ok(())
}

/// Returns the columns that each rate one thing.
pub fn items(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns.iter().filter(|column| column.spec.kind == ColumnScore::Item)
}

/// Returns the subject of an importance column: its name, and the items that rate it.
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
