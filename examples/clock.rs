//! The service clock as a command-line program: JSON on standard output; errors on standard error with
//! exit code 2. The counting is the domain room's; only reading and writing live here.
//!
//! ```text
//! clock --start 2026-09-28 --limit 22 [--on 2026-11-02] [--pauses P.csv] [--holidays H.csv]
//! ```
//!
//! Without `--on` the clock is read today, by the date in China.

mod command_line;
#[path = "command_line/options.rs"]
mod options;
#[path = "command_line/table_file.rs"]
#[allow(dead_code, reason = "there are no numbers in the files")]
mod table_file;

use std::{
    process::ExitCode,
    time::{Duration, SystemTime},
};

use busbar::{
    domain::{
        calendar::WorkingCalendar,
        clock::{Clock, ClockReading, ClockWarning, Pause},
        date,
    },
    exchange::{Problem, Reason, calendar, day, value},
};
use command_line::{Failure, bytes_of, in_words, say};
use jiff::{SignedDuration, civil::Date};
use options::Options;
use serde_json::{Value, json};
use table_file::TableFile;

fn main() -> ExitCode {
    say("clock", answer(std::env::args().skip(1)))
}

const USAGE: &str = "usage: clock --start DATE --limit WORKING_DAYS [--on DATE] [--pauses FILE.csv] [--holidays FILE.csv]";

/// What the program answers to these arguments.
///
/// # Errors
/// In words, what is wrong with them or with the files they name.
pub fn answer(arguments: impl Iterator<Item = String>) -> Result<Value, Failure> {
    let mut options = Options::read(arguments, USAGE)?;
    let day = |name: &str, text: String| {
        date::read(&text).ok_or_else(|| format!("{name}: {text} is not a day as 2026-09-28"))
    };
    let start = day("--start", options.needed("--start")?)?;
    let limit = options.number("--limit")?;
    let limit = limit.ok_or_else(|| options.lacks("--limit"))?;
    let on = match options.take("--on") {
        Some(text) => day("--on", text)?,
        None => today()?,
    };
    let pauses = match options.take("--pauses") {
        Some(file) => read_pauses(&file)?,
        None => Vec::new(),
    };
    let calendar = match options.take("--holidays") {
        Some(file) => read_calendar(&file)?,
        None => WorkingCalendar::default(),
    };
    options.finish()?;
    Ok(written(
        &Clock::new(start, limit, pauses)?.read(on, &calendar)?,
    ))
}

/// The day it is in China, whose calendar is counted by.
fn today() -> Result<Date, Failure> {
    const AHEAD: Duration = Duration::from_hours(8);
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let today = SignedDuration::try_from(since_1970 + AHEAD)
        .and_then(|passed| jiff::civil::date(1970, 1, 1).checked_add(passed));
    today.map_err(|error| format!("the clock of this machine: {error}").into())
}

fn read_calendar(file: &str) -> Result<WorkingCalendar, Failure> {
    let days = calendar::read(&bytes_of(file)?).map_err(|problems| {
        let all: Vec<String> = problems
            .list()
            .iter()
            .map(|wrong| said(file, wrong))
            .collect();
        all.join("\n")
    })?;
    Ok(WorkingCalendar::new(days))
}

/// Reads `from,to`, the days a pause begins and ends; one without an end is still open. The
/// headings may be left out.
fn read_pauses(name: &str) -> Result<Vec<Pause>, Failure> {
    let bytes = bytes_of(name)?;
    let mut pauses = Vec::new();
    // Who has no pauses has a file without rows.
    if bytes.trim_ascii().is_empty() {
        return Ok(pauses);
    }
    let mut is_first = true;
    TableFile::open(name, &bytes)?.each_row(|row| {
        if std::mem::take(&mut is_first) {
            if row.cells().len() != 2 {
                return Err("two days are needed, from and to".into());
            }
            if row.cell(0).trim().eq_ignore_ascii_case("from") {
                return Ok(());
            }
        }
        let day = |cell: &str| {
            day::date(cell).map_err(|_| Failure::from(format!("'{cell}' is not a day")))
        };
        let to = Some(row.cell(1)).filter(|cell| !value::is_absent(cell));
        pauses.push(Pause {
            from: day(row.cell(0))?,
            to: to.map(day).transpose()?,
        });
        Ok(())
    })?;
    Ok(pauses)
}

fn said(file: &str, wrong: &Problem) -> String {
    let why = match &wrong.reason {
        Reason::ImpossibleDate => "is not a day".into(),
        Reason::UnknownChoice => "is neither 1 nor 0".into(),
        Reason::Duplicate { first_line } => format!("says otherwise than line {first_line}"),
        reason => in_words(reason),
    };
    match wrong.line {
        0 => format!("{file}: {why} {}", wrong.column).trim_end().into(),
        line => format!(
            "{file}, line {line}: {} '{}' {why}",
            wrong.column, wrong.value
        ),
    }
}

fn written(reading: &ClockReading) -> Value {
    let mut answer = json!({
        "due": reading.due.to_string(),
        "elapsed_utility": reading.elapsed_utility,
        "elapsed_customer": reading.elapsed_customer,
        "remaining": reading.remaining,
        "late": reading.late,
    });
    if !reading.warnings.is_empty() {
        let words: Vec<String> = reading.warnings.iter().map(words).collect();
        answer["warnings"] = json!(words);
    }
    answer
}

fn words(warning: &ClockWarning) -> String {
    match warning {
        ClockWarning::BeforeStart => "the day of the reading is before the start".into(),
        ClockWarning::OpenPause { from } => format!(
            "the pause from {from} has no end: the due day is as if it ended on the day of the reading"
        ),
        ClockWarning::Unlisted { first, last } => format!(
            "the calendar has no list of holidays for some of the days from {first} to {last}: \
             these were answered by weekday"
        ),
    }
}
