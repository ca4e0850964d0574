//! `busbar clock`: reads a service clock.

use std::time::{Duration, SystemTime};

use busbar_core::{
    domain::{
        calendar::WorkingCalendar,
        clock::{Clock, ClockReading, ClockWarning, Pause},
        date,
    },
    exchange::{Problem, Reason, calendar, day, value},
};
use clap::Args;
use jiff::{SignedDuration, civil::Date};
use serde_json::{Value, json};

use crate::{
    input::{Failure, bytes_of, check_rows, in_words},
    table_file::TableFile,
};

/// Counts the working days of a service promise.
#[derive(Args)]
pub struct ClockArgs {
    /// Day on which the clock starts; counting begins the day after
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    start: Date,
    /// Limit of the promise, in working days
    #[arg(long, value_name = "WORKING_DAYS", allow_negative_numbers = true)]
    limit: u32,
    /// Day on which the clock is read, today in China if left out
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    on: Option<Date>,
    /// Days on which the request waits for the customer: columns from and to, both included
    #[arg(long, value_name = "FILE")]
    pauses: Option<String>,
    /// Days that differ from the built-in calendar: columns date and working
    #[arg(long, value_name = "FILE")]
    holidays: Option<String>,
}

impl ClockArgs {
    /// Returns the reading as JSON.
    ///
    /// # Errors
    /// A message about the options or the files they name.
    pub fn answer(&self) -> Result<Value, Failure> {
        let on = self.on.map_or_else(today, Ok)?;
        let pauses = match &self.pauses {
            Some(file) => read_pauses(file)?,
            None => Vec::new(),
        };
        let calendar = match &self.holidays {
            Some(file) => read_calendar(file)?,
            None => WorkingCalendar::default(),
        };
        let clock = Clock::new(self.start, self.limit, pauses)?;
        Ok(written(&clock.read(on, &calendar)?))
    }
}

fn parse_day(text: &str) -> Result<Date, String> {
    date::read(text).ok_or_else(|| "not a day; write it as 2026-09-28".into())
}

/// Returns the current date in China, whose working calendar is used.
fn today() -> Result<Date, Failure> {
    const AHEAD: Duration = Duration::from_hours(8);
    let since_1970 = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    let today = SignedDuration::try_from(since_1970 + AHEAD)
        .and_then(|passed| jiff::civil::date(1970, 1, 1).checked_add(passed));
    today.map_err(|error| format!("the clock of this machine: {error}").into())
}

fn read_calendar(file: &str) -> Result<WorkingCalendar, Failure> {
    let days = calendar::read(&bytes_of(file)?).map_err(|problems| {
        let all: Vec<String> = problems.list().iter().map(|wrong| said(file, wrong)).collect();
        all.join("\n")
    })?;
    check_rows(file, days.is_empty())?;
    Ok(WorkingCalendar::new(days))
}

/// Reads `from,to`: the first and last day of each pause. A pause without a last day is still open. Headings may be
/// left out.
fn read_pauses(name: &str) -> Result<Vec<Pause>, Failure> {
    let bytes = bytes_of(name)?;
    let mut pauses = Vec::new();
    let mut is_first = true;
    TableFile::open(name, &bytes)?.each_row(|row| {
        if std::mem::take(&mut is_first) {
            if row.cells().len() != 2 {
                return Err("two dates are needed: from and to".into());
            }
            if row.cell(0).trim().eq_ignore_ascii_case("from") {
                return Ok(());
            }
        }
        let day = |cell: &str| {
            day::date(cell).map_err(|_| Failure::from(format!("'{cell}' is not a day")))
        };
        let to = Some(row.cell(1)).filter(|cell| !value::is_absent(cell));
        pauses.push(Pause { from: day(row.cell(0))?, to: to.map(day).transpose()? });
        Ok(())
    })?;
    check_rows(name, pauses.is_empty())?;
    Ok(pauses)
}

fn said(file: &str, wrong: &Problem) -> String {
    let why = match &wrong.reason {
        Reason::ImpossibleDate => "is not a day".into(),
        Reason::UnknownChoice => "is neither 1 nor 0".into(),
        Reason::Duplicate { first_line } => format!("contradicts line {first_line}"),
        reason => in_words(reason),
    };
    match wrong.line {
        0 => format!("{file}: {why} {}", wrong.column).trim_end().into(),
        line => format!("{file}, line {line}: {} '{}' {why}", wrong.column, wrong.value),
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
            "the pause from {from} has no end: the due date assumes that it ends on the day of the reading"
        ),
        ClockWarning::Unlisted { first, last } => format!(
            "the calendar has no list of holidays for some of the days from {first} to {last}: \
             these were decided by weekday"
        ),
    }
}
