//! `busbar satisfaction`: scores of a survey, and weights.

mod columns;
mod scores;
mod weights;

use clap::Args;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::input::{Failure, bytes_of};

/// Scores a survey, or weighs criteria.
#[derive(Args)]
pub struct SatisfactionArgs {
    #[command(flatten)]
    mode: Mode,
    /// Kinds and scales of the columns of the survey, in JSON
    #[arg(long, value_name = "FILE", conflicts_with = "weights")]
    spec: Option<String>,
}

/// Kinds of questions, exactly one of which is given.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Mode {
    /// Scores the answers of a survey: a row of headings, then one row per person
    #[arg(long, value_name = "FILE", requires = "spec")]
    responses: Option<String>,
    /// Weighs criteria or evaluates grades: a question in JSON
    #[arg(long, value_name = "FILE")]
    weights: Option<String>,
}

impl SatisfactionArgs {
    /// Returns the scores or weights as JSON.
    ///
    /// # Errors
    /// A message about the options or the files they name.
    pub fn answer(&self) -> Result<Value, Failure> {
        if let Some(file) = &self.mode.weights {
            let weights = weights::answer(read_json(file)?);
            return weights.map_err(|what| format!("{file}: {what}").into());
        }
        let survey = self.mode.responses.as_ref().zip(self.spec.as_ref());
        let (responses, spec) = survey.ok_or("--responses and --spec are needed")?;
        Ok(scores::of(&columns::read(responses, read_json(spec)?)?))
    }
}

fn read_json<T: DeserializeOwned>(file: &str) -> Result<T, Failure> {
    let bytes = bytes_of(file)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| format!("{file}: {error}").into())
}
