//! Import and export of the working calendar: a file with columns `date,working` and one row per day that differs
//! from its weekday, or that is listed anyway. A file is read completely or, with its problems, not at all.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{
    day,
    export::{self, Cell},
    opening::open_text,
    problem::{Problem, Problems, Reason},
    row::Row,
    source::FileOpening,
    value,
};
use crate::domain::calendar::{CalendarDay, WorkingCalendar};

/// Headings of the date column, the first as written.
const DATE: [&str; 3] = ["date", "日期", "day"];
/// Headings of the column for working days, the first as written.
const WORKING: [&str; 5] = ["working", "上班", "是否上班", "工作日", "是否工作日"];

/// Values for a working day, besides yes.
const WORKED: [&str; 3] = ["班", "上班", "工作日"];
/// Values for a day off, besides no.
const OFF: [&str; 4] = ["休", "放假", "休息", "节假日"];

/// Reads the days of a file, ascending. The first non-empty row may be headings, which then give the order of the
/// columns. A day may be repeated, but not with a different value.
///
/// # Errors
/// All problems of the file.
///
/// ```
/// use busbar_core::exchange::calendar::read;
/// let days = read("date,working\n2027-01-01,0\n2027-01-03,1\n".as_bytes()).unwrap();
/// assert_eq!(days.iter().map(|day| day.working).collect::<Vec<_>>(), [false, true]);
/// ```
pub fn read(bytes: &[u8]) -> Result<Vec<CalendarDay>, Problems> {
    let mut problems = Problems::default();
    let source = open_text(bytes, &FileOpening::default()).map_err(|reason| whole(reason, ""))?;
    let mut rows = source.rows();
    let mut columns: Option<[usize; 2]> = None;
    let mut days: BTreeMap<Date, (bool, u32)> = BTreeMap::new();
    while let Some(row) = rows.next_row() {
        let row = match row {
            Ok(row) if row.is_blank() => continue,
            Ok(row) => row,
            Err(broken) => {
                let (line, text) = (broken.line, broken.text);
                problems.push(problem(line, "", text, Reason::BrokenQuoting));
                continue;
            }
        };
        let [date, working] = match columns {
            Some(columns) => columns,
            None if day::date(row.cell(0)).is_ok() => *columns.insert([0, 1]),
            None => {
                columns = Some(headings(&row)?);
                continue;
            }
        };
        let cells = (row.cell(date), row.cell(working));
        let Some(day) = read_day(&row, cells, &mut problems) else {
            continue;
        };
        let (first, first_line) = *days.entry(day.date).or_insert((day.working, row.line));
        if first != day.working {
            let reason = Reason::Duplicate { first_line };
            problems.push(problem(row.line, DATE[0], cells.0, reason));
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let day = |(date, (working, _))| CalendarDay { date, working };
    Ok(days.into_iter().map(day).collect())
}

/// Returns the positions of both columns, from the headings.
fn headings(row: &Row<'_>) -> Result<[usize; 2], Problems> {
    let place = |names: &[&str]| {
        row.cells().position(|cell| {
            let cell = cell.trim();
            names.iter().any(|name| name.eq_ignore_ascii_case(cell))
        })
    };
    let date = place(&DATE).ok_or_else(|| whole(Reason::MissingColumn, DATE[0]))?;
    let working = place(&WORKING).ok_or_else(|| whole(Reason::MissingColumn, WORKING[0]))?;
    Ok([date, working])
}

fn read_day(
    row: &Row<'_>,
    (date, working): (&str, &str),
    problems: &mut Problems,
) -> Option<CalendarDay> {
    let day = day::date(date);
    if let Err(reason) = &day {
        problems.push(problem(row.line, DATE[0], date, reason.clone()));
    }
    let answer = is_worked(working);
    if let Err(reason) = &answer {
        problems.push(problem(row.line, WORKING[0], working, reason.clone()));
    }
    Some(CalendarDay { date: day.ok()?, working: answer.ok()? })
}

fn is_worked(cell: &str) -> Result<bool, Reason> {
    let word = value::unmarked(cell);
    match value::yes_or_no(word) {
        Some(is_worked) => Ok(is_worked),
        None if WORKED.contains(&word) => Ok(true),
        None if OFF.contains(&word) => Ok(false),
        None if word.is_empty() => Err(Reason::MissingValue),
        None => Err(Reason::UnknownChoice),
    }
}

fn problem(line: u32, column: &str, value: &str, reason: Reason) -> Problem {
    Problem { file: 0, line, column: column.into(), value: value.trim().into(), reason }
}

/// Creates a problem of the file as a whole.
fn whole(reason: Reason, column: &str) -> Problems {
    let mut problems = Problems::default();
    problems.push(problem(0, column, "", reason));
    problems
}

/// Writes every entry of the calendar, for editing and importing again.
pub fn write(calendar: &WorkingCalendar) -> Vec<u8> {
    let row = |day: CalendarDay| vec![Cell::Date(day.date), Cell::Number(f64::from(day.working))];
    export::csv(&[DATE[0], WORKING[0]], calendar.days().map(row))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn problems(text: &str) -> Vec<(u32, &'static str)> {
        let problems = read(text.as_bytes()).unwrap_err();
        let list = problems.list().iter();
        list.map(|problem| (problem.line, problem.reason.name())).collect()
    }

    #[test]
    fn the_ways_people_write_a_calendar() {
        let expected = [
            CalendarDay { date: date(2027, 1, 1), working: false },
            CalendarDay { date: date(2027, 1, 3), working: true },
        ];
        for text in [
            "date,working\n2027-01-03,1\n2027-01-01,0\n",
            "2027-01-01,false\r\n2027-01-03,TRUE\r\n",
            "\u{feff}日期;上班\n2027/1/1;否\n2027年1月3日;是\n",
            "Working,name,Date\nno,New Year,2027-01-01\n\nyes,,2027-01-03\n",
            "2027-01-01,0\n2027-01-03,1\n2027-01-01,0\n",
        ] {
            assert_eq!(read(text.as_bytes()).unwrap(), expected, "{text}");
        }
        assert_eq!(read(b"date,working\n"), Ok(Vec::new()));
    }

    #[test]
    fn what_is_wrong_is_named_by_its_line() {
        for (text, expected) in [
            ("", vec![(0, "empty_file")]),
            ("PK\x03\x04", vec![(0, "wrong_type")]),
            ("day\n2027-01-01\n", vec![(0, "missing_column")]),
            ("off,2027-01-01\n", vec![(0, "missing_column")]),
            ("date,working\n2027-02-29,0\n", vec![(2, "impossible_date")]),
            (
                "date,working\n2027-01-01,maybe\n2027-01-02,\n",
                vec![(2, "unknown_choice"), (3, "missing_value")],
            ),
            ("2027-01-01,0\n2027-01-01,1\n", vec![(2, "duplicate")]),
            ("2027-01-01,0\n\"2027-01-02,1\n", vec![(2, "broken_quoting")]),
        ] {
            assert_eq!(problems(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let calendar =
            WorkingCalendar::new([CalendarDay { date: date(2027, 1, 1), working: false }]);
        let days = read(&write(&calendar)).unwrap();
        assert_eq!(days, calendar.days().collect::<Vec<_>>());
        assert!(days.len() > 60);
    }
}
