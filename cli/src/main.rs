//! Busbar on the command line: one program that reads files and answers in JSON on standard output. Errors go to
//! standard error with exit code 2. The numbers are computed in `busbar_core`; this crate only reads and writes.
//!
//! The fields of the answers are documented in `docs/command-line.md`.

mod clock;
mod input;
mod satisfaction;
mod segment;
mod table_file;

use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

use clap::{Parser, Subcommand};
use serde_json::Value;

use clock::ClockArgs;
use input::Failure;
use satisfaction::SatisfactionArgs;
use segment::SegmentArgs;

/// Reads files and answers in JSON on standard output.
///
/// Errors go to standard error with exit code 2. The fields of the answers are documented in
/// docs/command-line.md.
#[derive(Parser)]
#[command(name = "busbar")]
struct CommandLine {
    #[command(subcommand)]
    question: Question,
}

#[derive(Subcommand)]
enum Question {
    Segment(SegmentArgs),
    Satisfaction(SatisfactionArgs),
    Clock(ClockArgs),
}

impl Question {
    fn answer(&self) -> Result<Value, Failure> {
        match self {
            Self::Segment(args) => args.answer(),
            Self::Satisfaction(args) => args.answer(),
            Self::Clock(args) => args.answer(),
        }
    }
}

fn main() -> ExitCode {
    let answer = CommandLine::parse().question.answer();
    match answer.and_then(|answer| print(&answer)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

fn print(answer: &Value) -> Result<(), Failure> {
    let mut output = io::stdout().lock();
    match writeln!(output, "{answer:#}").and_then(|()| output.flush()) {
        // A reader such as `head` may close the pipe early.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(format!("standard output: {error}").into()),
        Ok(()) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::CommandLine;

    #[test]
    fn the_options_are_consistent_and_have_help() {
        let mut command = CommandLine::command();
        command.build();
        for subcommand in command.get_subcommands() {
            assert!(subcommand.get_about().is_some(), "{}", subcommand.get_name());
            for option in subcommand.get_arguments() {
                let name = option.get_id();
                assert!(option.get_help().is_some(), "{}: {name}", subcommand.get_name());
            }
        }
        command.debug_assert();
    }
}
