//! Satisfaction as a command-line program: answers or comparisons in, JSON on standard output; errors
//! on standard error with exit code 2. The numbers are the analysis room's; only reading and writing
//! live here.
//!
//! ```text
//! satisfaction --responses FILE.csv --spec SPEC.json
//! satisfaction --weights FILE.json
//! ```
//!
//! The spec says what each column is: `{"columns": {"Q1": {"kind": "item", "scale": [1, 5]}}}`.
//!
//! | kind | scale when none is given | counts towards |
//! |---|---|---|
//! | `csat` | | `csat` |
//! | `nps` | 0 to 10 | `nps` |
//! | `ces` | 1 to 7 | `ces` |
//! | `item` | | `alpha` of its `group`, and `ipa` |
//! | `importance` | | `ipa`: how much the item named by `of`, or the items of its `group`, matter |
//!
//! Every column has its mean in `means`. A `reversed` one is turned round first. Where no `importance`
//! is asked, `ipa` derives it: Pearson's r of each item with the mean of the overall ratings, which are
//! the `importance` columns without `of` and `group`, or else the `csat` columns.

mod command_line;

use std::{collections::BTreeMap, fs, process::ExitCode};

use busbar::{
    analysis::{
        ahp::{Comparisons, comparison},
        answer_scale::AnswerScale,
        ces::ces,
        cronbach_alpha::cronbach_alpha,
        csat::{TOP_BOXES, csat},
        entropy::entropy_weights,
        fuzzy::{Evaluation, Operator, fuzzy, multilevel},
        importance_performance::{Attribute, importance_performance},
        matrix::Matrix,
        mean::{Mean, row_means},
        nps::nps,
    },
    exchange::{
        source::{self, Opening},
        value::number,
    },
};
use command_line::{Failure, say};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Map, Value, json};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    say("satisfaction", answer(&arguments))
}

/// What the program answers to these arguments.
///
/// # Errors
/// In words, what is wrong with them or with the files they name.
pub fn answer(arguments: &[&str]) -> Result<Value, Failure> {
    match arguments {
        ["--responses", responses, "--spec", spec] | ["--spec", spec, "--responses", responses] => {
            let columns = read_columns(responses, read_json(spec)?)?;
            Ok(scores(&columns))
        }
        ["--weights", file] => {
            weigh(read_json(file)?).map_err(|what| format!("{file}: {what}").into())
        }
        _ => Err("usage: satisfaction --responses FILE.csv --spec SPEC.json
       satisfaction --weights FILE.json"
            .into()),
    }
}

fn read_bytes(file: &str) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| format!("{file}: {error}").into())
}

fn read_json<T: DeserializeOwned>(file: &str) -> Result<T, Failure> {
    serde_json::from_slice(&read_bytes(file)?).map_err(|error| format!("{file}: {error}").into())
}

/// What the columns of the answers are.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    columns: BTreeMap<String, ColumnSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnSpec {
    kind: Kind,
    scale: Option<[f64; 2]>,
    group: Option<String>,
    #[serde(default)]
    reversed: bool,
    of: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Csat,
    Nps,
    Ces,
    Item,
    Importance,
}

/// A column and what was answered in it, one row a customer.
struct Column {
    name: String,
    spec: ColumnSpec,
    scale: AnswerScale,
    answers: Vec<Option<f64>>,
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
fn read_columns(file: &str, spec: Spec) -> Result<Vec<Column>, Failure> {
    let bytes = read_bytes(file)?;
    let source = source::open(&bytes, &Opening::default())
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
        let answers = Vec::new();
        places.push(place);
        columns.push(Column {
            name,
            spec,
            scale,
            answers,
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

/// Importance is asked of something that is rated.
fn check_importance(columns: &[Column]) -> Result<(), Failure> {
    for column in columns
        .iter()
        .filter(|column| column.spec.kind == Kind::Importance)
    {
        if rated(columns, column).is_some_and(|(_, items)| items.is_empty()) {
            return Err(format!("{}: no item of that name or group", column.name).into());
        }
    }
    Ok(())
}

fn scores(columns: &[Column]) -> Value {
    let of = |kind: Kind, score: fn(&Column) -> Value| -> Map<String, Value> {
        columns
            .iter()
            .filter(|column| column.spec.kind == kind)
            .map(|column| (column.name.clone(), score(column)))
            .collect()
    };
    let means: Map<String, Value> = columns
        .iter()
        .map(|column| (column.name.clone(), mean_score(column)))
        .collect();
    json!({
        "csat": of(Kind::Csat, csat_score),
        "nps": of(Kind::Nps, nps_score),
        "ces": of(Kind::Ces, ces_score),
        "alpha": alpha_scores(columns),
        "means": means,
        "ipa": ipa(columns),
    })
}

fn csat_score(column: &Column) -> Value {
    let csat = csat(&column.answers, column.scale, TOP_BOXES);
    json!({
        "n": csat.map_or(0, |csat| csat.n),
        "top2": csat.map(|csat| csat.share),
        "wilson95": csat.map(|csat| csat.wilson95),
    })
}

fn nps_score(column: &Column) -> Value {
    let nps = nps(&column.answers);
    json!({
        "n": nps.map_or(0, |nps| nps.n()),
        "promoters": nps.map(|nps| nps.promoters.share),
        "passives": nps.map(|nps| nps.passives.share),
        "detractors": nps.map(|nps| nps.detractors.share),
        "nps": nps.map(|nps| nps.nps),
        "ci95": nps.map(|nps| nps.ci95),
    })
}

fn ces_score(column: &Column) -> Value {
    let ces = ces(&column.answers, column.scale);
    json!({
        "n": ces.map_or(0, |ces| ces.n),
        "mean": ces.map(|ces| ces.mean),
        "ci95": ces.and_then(|ces| ces.ci95),
    })
}

fn mean_score(column: &Column) -> Value {
    let mean = Mean::of(column.answers.iter().flatten().copied());
    json!({
        "n": mean.map_or(0, |mean| mean.n),
        "mean": mean.map(|mean| mean.mean),
        "sd": mean.and_then(|mean| mean.sd),
    })
}

fn items(columns: &[Column]) -> impl Iterator<Item = &Column> {
    columns
        .iter()
        .filter(|column| column.spec.kind == Kind::Item)
}

fn alpha_scores(columns: &[Column]) -> Map<String, Value> {
    let mut groups = BTreeMap::<&str, Vec<&Column>>::new();
    for item in items(columns) {
        if let Some(group) = &item.spec.group {
            groups.entry(group).or_default().push(item);
        }
    }
    groups
        .into_iter()
        .map(|(group, items)| {
            let alpha = cronbach_alpha(&items);
            let score = json!({
                "k": alpha.k,
                "n": alpha.n,
                "raw": alpha.raw,
                "standardised": alpha.standardised,
            });
            (group.to_owned(), score)
        })
        .collect()
}

/// Importance and performance, as far as the columns have both.
fn ipa(columns: &[Column]) -> Value {
    let stated = stated_attributes(columns);
    let (importance, (names, attributes)) = if stated.0.is_empty() {
        ("derived", derived_attributes(columns))
    } else {
        ("stated", stated)
    };
    let Some(found) = importance_performance(&attributes) else {
        return Value::Null;
    };
    let attributes: Map<String, Value> = names
        .into_iter()
        .zip(attributes.iter().zip(&found.quadrants))
        .map(|(name, (attribute, quadrant))| {
            let attribute = json!({
                "n": attribute.n,
                "performance": attribute.performance,
                "importance": attribute.importance,
                "quadrant": quadrant.name(),
            });
            (name, attribute)
        })
        .collect();
    json!({
        "importance": importance,
        "cross_performance": found.cross_performance,
        "cross_importance": found.cross_importance,
        "attributes": attributes,
    })
}

/// The items whose importance is asked, one by one or by group.
fn stated_attributes(columns: &[Column]) -> (Vec<String>, Vec<Attribute>) {
    columns
        .iter()
        .filter(|column| column.spec.kind == Kind::Importance)
        .filter_map(|importance| {
            let (name, items) = rated(columns, importance)?;
            let attribute = Attribute::stated(&row_means(&items), &importance.answers)?;
            Some((name.to_owned(), attribute))
        })
        .unzip()
}

/// What an `importance` column is asked of: its name, and the items that rate it.
fn rated<'a>(columns: &'a [Column], importance: &'a Column) -> Option<(&'a str, Vec<&'a Column>)> {
    let (of, group) = (&importance.spec.of, &importance.spec.group);
    let name = of.as_ref().or(group.as_ref())?;
    let is_rating = |item: &&Column| match of {
        Some(of) => item.name == *of,
        None => item.spec.group == *group,
    };
    Some((name, items(columns).filter(is_rating).collect()))
}

/// The items, with the importance that their correlation with the overall ratings gives them.
fn derived_attributes(columns: &[Column]) -> (Vec<String>, Vec<Attribute>) {
    let of = |kind: Kind| -> Vec<&Column> {
        let is_overall = |column: &&Column| {
            column.spec.kind == kind && column.spec.of.is_none() && column.spec.group.is_none()
        };
        columns.iter().filter(is_overall).collect()
    };
    let named = of(Kind::Importance);
    let overall = row_means(&if named.is_empty() {
        of(Kind::Csat)
    } else {
        named
    });
    items(columns)
        .filter_map(|item| {
            Some((
                item.name.clone(),
                Attribute::derived(&item.answers, &overall)?,
            ))
        })
        .unzip()
}

/// What is to be weighed.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Weighing {
    Ahp {
        matrix: Vec<Vec<Entry>>,
    },
    Entropy {
        matrix: Vec<Vec<Entry>>,
    },
    Fuzzy {
        #[serde(flatten)]
        group: Group,
        grades: Option<Vec<String>>,
        #[serde(default)]
        operator: Operator,
    },
    FuzzyMultilevel {
        weights: Vec<Entry>,
        groups: Vec<Group>,
        grades: Option<Vec<String>>,
        #[serde(default)]
        operator: Operator,
    },
}

/// The criteria of one fuzzy evaluation.
#[derive(Deserialize)]
struct Group {
    weights: Vec<Entry>,
    matrix: Vec<Vec<Entry>>,
}

/// A number, or one as people write it: `"1/3"`.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Number(f64),
    Text(String),
}

impl Entry {
    fn number(&self) -> Result<f64, Failure> {
        match self {
            Self::Number(number) => Ok(*number),
            Self::Text(text) => {
                comparison(text).ok_or_else(|| format!("'{text}' is not a number").into())
            }
        }
    }
}

impl Group {
    fn read(&self) -> Result<(Vec<f64>, Matrix), Failure> {
        Ok((numbers(&self.weights)?, matrix(&self.matrix)?))
    }
}

fn numbers(entries: &[Entry]) -> Result<Vec<f64>, Failure> {
    entries.iter().map(Entry::number).collect()
}

fn matrix(rows: &[Vec<Entry>]) -> Result<Matrix, Failure> {
    let rows: Result<Vec<_>, _> = rows.iter().map(|row| numbers(row)).collect();
    Ok(Matrix::from_rows(&rows?)?)
}

fn weigh(weighing: Weighing) -> Result<Value, Failure> {
    match weighing {
        Weighing::Ahp { matrix: rows } => {
            let ahp = Comparisons::new(matrix(&rows)?)?.weights()?;
            Ok(json!({
                "weights": ahp.weights,
                "lambda_max": ahp.lambda_max,
                "ci": ahp.ci,
                "cr": ahp.cr,
                "consistent": ahp.is_consistent(),
                "worst_pair": ahp.worst_pair,
            }))
        }
        Weighing::Entropy { matrix: rows } => {
            let told = entropy_weights(&matrix(&rows)?)?;
            Ok(json!({ "entropy": told.entropy, "weights": told.weights }))
        }
        Weighing::Fuzzy {
            group,
            grades,
            operator,
        } => {
            let (weights, memberships) = group.read()?;
            graded(&fuzzy(&weights, &memberships, operator)?, grades)
        }
        Weighing::FuzzyMultilevel {
            weights,
            groups,
            grades,
            operator,
        } => {
            let groups: Result<Vec<_>, _> = groups.iter().map(Group::read).collect();
            graded(
                &multilevel(&numbers(&weights)?, &groups?, operator)?,
                grades,
            )
        }
    }
}

/// The evaluation with the name of its grade, or the grade's place where grades have no names.
fn graded(evaluation: &Evaluation, grades: Option<Vec<String>>) -> Result<Value, Failure> {
    let grade = match grades {
        None => json!(evaluation.grade()),
        Some(grades) if grades.len() == evaluation.vector().len() => {
            json!(grades[evaluation.grade()])
        }
        Some(grades) => {
            let columns = evaluation.vector().len();
            return Err(format!("{} grades for {columns} columns", grades.len()).into());
        }
    };
    Ok(json!({ "vector": evaluation.vector(), "grade": grade }))
}
