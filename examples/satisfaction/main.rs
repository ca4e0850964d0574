//! Satisfaction as a command-line program: answers or comparisons in, JSON on standard output; errors
//! on standard error with exit code 2. The numbers are the analysis room's; only reading and writing
//! live here.
//!
//! ```text
//! satisfaction --responses FILE.csv --spec SPEC.json
//! satisfaction --weights FILE.json
//! ```
//!
//! What a spec says of a column, and what the answers hold, is told in `docs/command-line.md`.

mod columns;
#[path = "../command_line/mod.rs"]
mod command_line;
#[path = "../command_line/options.rs"]
#[allow(dead_code, reason = "no option is a number")]
mod options;
mod scores;
#[path = "../command_line/table_file.rs"]
mod table_file;
mod weights;

use std::process::ExitCode;

use command_line::{Failure, bytes_of, say};
use options::Options;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn main() -> ExitCode {
    say("satisfaction", answer(std::env::args().skip(1)))
}

const USAGE: &str = "usage: satisfaction --responses FILE.csv --spec SPEC.json
       satisfaction --weights FILE.json";

/// What the program answers to these arguments.
///
/// # Errors
/// In words, what is wrong with them or with the files they name.
pub fn answer(arguments: impl Iterator<Item = String>) -> Result<Value, Failure> {
    let mut options = Options::read(arguments, USAGE)?;
    if let Some(file) = options.take("--weights") {
        options.finish()?;
        return weights::answer(read_json(&file)?).map_err(|what| format!("{file}: {what}").into());
    }
    let responses = options.needed("--responses")?;
    let spec = options.needed("--spec")?;
    options.finish()?;
    Ok(scores::of(&columns::read(&responses, read_json(&spec)?)?))
}

fn read_json<T: DeserializeOwned>(file: &str) -> Result<T, Failure> {
    let bytes = bytes_of(file)?;
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    serde_json::from_slice(text).map_err(|error| format!("{file}: {error}").into())
}
