//! What the command-line programs have in common: an answer goes to standard output as JSON, a failure
//! to standard error with exit code 2.

use std::{fs, io::Write, process::ExitCode};

use busbar::exchange::Reason;
use serde_json::Value;

/// Why there is no answer, in words.
pub type Failure = Box<dyn std::error::Error>;

/// Says the answer of `program`, or why there is none.
pub fn say(program: &str, answer: Result<Value, Failure>) -> ExitCode {
    match answer {
        Ok(answer) => {
            // A reader that has seen enough closes its end; that is no failure.
            let _ = writeln!(std::io::stdout().lock(), "{answer:#}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{program}: {failure}");
            ExitCode::from(2)
        }
    }
}

/// The bytes of a file.
pub fn bytes_of(file: &str) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| format!("{file}: {error}").into())
}

/// A reason of the import, in words.
pub fn in_words(reason: &Reason) -> String {
    reason.name().replace('_', " ")
}
