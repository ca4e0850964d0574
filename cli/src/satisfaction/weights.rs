//! Weights from comparisons and from data, and fuzzy evaluations.

use busbar_core::analysis::{
    ahp::{Comparisons, comparison},
    entropy::{Normalise, entropy_weights},
    fuzzy::{Evaluation, Operator, fuzzy, multilevel},
    matrix::Matrix,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::input::Failure;

/// A question of weights.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Weighing {
    Ahp {
        matrix: Vec<Vec<Entry>>,
    },
    Entropy {
        matrix: Vec<Vec<Entry>>,
        #[serde(default)]
        normalise: Normalise,
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
pub struct Group {
    weights: Vec<Entry>,
    matrix: Vec<Vec<Entry>>,
}

/// A number, or a number written as text: `"1/3"`.
#[derive(Deserialize)]
#[serde(untagged)]
pub enum Entry {
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

/// Returns the weights or grades as JSON.
pub fn answer(weighing: Weighing) -> Result<Value, Failure> {
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
        Weighing::Entropy { matrix: rows, normalise } => {
            let told = entropy_weights(&matrix(&rows)?, normalise)?;
            Ok(json!({
                "normalise": normalise.name(),
                "entropy": told.entropy,
                "weights": told.weights,
            }))
        }
        Weighing::Fuzzy { group, grades, operator } => {
            let (weights, memberships) = group.read()?;
            graded(&fuzzy(&weights, &memberships, operator)?, grades)
        }
        Weighing::FuzzyMultilevel { weights, groups, grades, operator } => {
            let groups: Result<Vec<_>, _> = groups.iter().map(Group::read).collect();
            graded(&multilevel(&numbers(&weights)?, &groups?, operator)?, grades)
        }
    }
}

/// Returns the evaluation with the name of its grade, or the index of the grade if grades have no names.
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
