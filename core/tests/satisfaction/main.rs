//! Satisfaction compared with reference results on real data: `survey.json`, `cronbach_alpha.json` and
//! `mcda.json`. Without the data the tests that need it pass, and `cargo xtask test` names them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod alpha;
#[path = "../real_data/mod.rs"]
mod real_data;
mod survey;
mod weights;

use std::{collections::BTreeMap, path::Path};

use busbar_core::analysis::answer_scale::AnswerScale;
use real_data::text;

type Answers = Vec<Option<f64>>;

/// A survey: its columns by heading, as text.
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

    /// Returns the answers to a question within these bounds.
    fn answers(&self, name: &str, low: f64, high: f64) -> Answers {
        let scale = AnswerScale::new(low, high).unwrap();
        let answer = |cell: &String| scale.valid(cell.parse().ok());
        self.0[name].iter().map(answer).collect()
    }

    /// Returns the same for several questions.
    fn table(&self, names: &[String], low: f64, high: f64) -> Vec<Answers> {
        let answers = |name: &String| self.answers(name, low, high);
        names.iter().map(answers).collect()
    }

    /// Returns the headings with this prefix.
    fn named(&self, prefix: &str) -> Vec<String> {
        let is_named = |name: &&String| name.starts_with(prefix);
        self.0.keys().filter(is_named).cloned().collect()
    }
}
