//! Satisfaction against reference results on real data: `survey.json`, `cronbach_alpha.json` and
//! `mcda.json`, and the command-line program from files to answer. Without the data the tests that need
//! it say so and pass.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod alpha;
#[path = "../../examples/satisfaction/main.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod program;
mod program_answers;
mod program_refuses;
#[path = "../programs/mod.rs"]
mod programs;
#[path = "../real_data/mod.rs"]
mod real_data;
mod survey;
mod weights;

use std::{collections::BTreeMap, path::Path};

use busbar::analysis::answer_scale::AnswerScale;
use real_data::{assert_digits, text};
use serde_json::Value;

/// Passengers of an airport.
const AIRPORT: &str = "satisfaction/sfo_customer_survey_2017.csv.gz";

type Answers = Vec<Option<f64>>;

/// A survey: its columns by heading, as they are written.
struct Survey(BTreeMap<String, Vec<String>>);

impl Survey {
    fn read(data: &Path, name: &str) -> Self {
        let text = text(data, name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let column = |place: usize| rows.iter().map(|row| row[place].to_owned()).collect();
        Self(
            headings
                .iter()
                .enumerate()
                .map(|(place, heading)| (heading.to_owned(), column(place)))
                .collect(),
        )
    }

    /// The answers to a question that lie between these ends.
    fn answers(&self, name: &str, low: f64, high: f64) -> Answers {
        let scale = AnswerScale::new(low, high).unwrap();
        let answer = |cell: &String| scale.valid(cell.parse().ok());
        self.0[name].iter().map(answer).collect()
    }

    /// The same, of many questions.
    fn table(&self, names: &[String], low: f64, high: f64) -> Vec<Answers> {
        let answers = |name: &String| self.answers(name, low, high);
        names.iter().map(answers).collect()
    }

    /// The headings that begin so.
    fn named(&self, prefix: &str) -> Vec<String> {
        let is_named = |name: &&String| name.starts_with(prefix);
        self.0.keys().filter(is_named).cloned().collect()
    }
}

fn names(of: &Value) -> Vec<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

fn numbers(of: &Value) -> Vec<f64> {
    serde_json::from_value(of.clone()).unwrap()
}

#[track_caller]
fn assert_all_digits(ours: &[f64], reference: &Value, what: &str) {
    assert_eq!(ours.len(), reference.as_array().unwrap().len(), "{what}");
    for (place, ours) in ours.iter().enumerate() {
        assert_digits(*ours, &reference[place], what);
    }
}
