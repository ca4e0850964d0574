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

mod columns;
#[path = "../command_line/mod.rs"]
mod command_line;
mod scores;
mod weights;

use std::{fs, process::ExitCode};

use command_line::{Failure, say};
use serde::de::DeserializeOwned;
use serde_json::Value;

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
            let columns = columns::read(responses, &read_bytes(responses)?, read_json(spec)?)?;
            Ok(scores::of(&columns))
        }
        ["--weights", file] => {
            weights::answer(read_json(file)?).map_err(|what| format!("{file}: {what}").into())
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
