//! Problems of a file or a row, as data; the page provides the texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::export;

/// Detected type of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileType {
    /// A workbook protected by a password.
    Encrypted,
    /// A document of another program in the container format of old workbooks, such as `.doc`.
    OldDocument,
    /// A zip archive that is not a workbook.
    Archive,
    /// A compressed file: gzip, 7z, rar.
    Compressed,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A web page without a table.
    WebPage,
    /// Bytes that are not text in any known encoding.
    Binary,
}

/// Reason why a file, or a row of it, cannot be imported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// The file has no rows, or none below its headings.
    EmptyFile,
    /// The file exceeds the size limit, in bytes.
    TooLarge {
        /// Its size.
        bytes: u64,
        /// Size limit.
        limit: u64,
    },
    /// A small file that unpacks to an excessive size.
    ZipBomb {
        /// Unpacked size, as far as it was read.
        unpacked: u64,
        /// Limit of the unpacked size.
        limit: u64,
    },
    /// The type of file is not supported.
    WrongType(FileType),
    /// The spreadsheet is damaged.
    Unreadable,
    /// The spreadsheet has no sheet of this name.
    NoSuchSheet,
    /// No column holds a required field.
    MissingColumn,
    /// A quote that is opened and never closed, or closed in the middle of a cell.
    BrokenQuoting,
    /// No customer in the portfolio or in the files has this number.
    UnknownCustomer,
    /// Duplicate of an earlier line.
    Duplicate {
        /// The earlier line; 0 if it is in another file.
        first_line: u32,
    },
    /// A required cell is empty.
    MissingValue,
    /// The cell is not a number.
    NotANumber,
    /// Energy, demand and capacity are never below zero.
    Negative,
    /// Not a month between 1900 and the latest possible.
    ImpossibleMonth,
    /// Not a calendar day, a day with ambiguous day and month, or a day that is too late.
    ImpossibleDate,
    /// The cell has a different unit than its column.
    MixedUnits {
        /// Unit of the column.
        column: String,
        /// Unit of the cell.
        cell: String,
    },
    /// Not one of the choices of this field.
    UnknownChoice,
    /// A formula that was never calculated.
    NotCalculated,
    /// The cell shows an error.
    ErrorCell,
    /// The number of a customer or supply point was shortened by a spreadsheet: its last digits are lost.
    ShortenedNumber,
    /// The number 2026.1 can be January or October.
    UnclearMonth,
    /// A number outside the range of the field.
    OutOfRange,
    /// Latitude and longitude are exchanged.
    ExchangedCoordinates,
    /// A row of totals.
    TotalRow,
    /// A title, signature, page number or instruction among the rows.
    NoRecord,
    /// More cells than headings: a separator inside a cell has shifted the others.
    MoreCells,
    /// Bytes that are not text in the encoding of the file.
    BrokenText,
    /// The same number with leading zeros is known; spreadsheets drop them.
    LostZeros {
        /// The known number.
        known: String,
    },
    /// Apparently two numbers in one cell.
    SeveralNumbers,
    /// A month without a year.
    MissingYear,
    /// An amount, or a column of amounts, in a currency other than the yuan.
    OtherCurrency {
        /// Currency.
        currency: String,
    },
    /// The numbers of the column can be read with a decimal point or a decimal comma; the likelier one was used.
    UnclearDecimals,
    /// A heading occurs twice; the first column counts.
    RepeatedHeading,
    /// A value that is possible, but unlikely to be right.
    Doubtful,
    /// A new customer without a name; its number is used instead.
    Nameless,
    /// The questionnaire, or this version of it, is not in this workspace.
    UnknownQuestionnaire,
    /// The date of the response is in the future.
    FutureDate,
}

impl Reason {
    /// Returns the stable name, for the file of problems and for the texts of the page.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::EmptyFile => "empty_file",
            Self::TooLarge { .. } => "too_large",
            Self::ZipBomb { .. } => "zip_bomb",
            Self::WrongType(_) => "wrong_type",
            Self::Unreadable => "unreadable",
            Self::NoSuchSheet => "no_such_sheet",
            Self::MissingColumn => "missing_column",
            Self::BrokenQuoting => "broken_quoting",
            Self::UnknownCustomer => "unknown_customer",
            Self::Duplicate { .. } => "duplicate",
            Self::MissingValue => "missing_value",
            Self::NotANumber => "not_a_number",
            Self::Negative => "negative",
            Self::ImpossibleMonth => "impossible_month",
            Self::ImpossibleDate => "impossible_date",
            Self::MixedUnits { .. } => "mixed_units",
            Self::UnknownChoice => "unknown_choice",
            Self::NotCalculated => "not_calculated",
            Self::ErrorCell => "error_cell",
            Self::ShortenedNumber => "shortened_number",
            Self::UnclearMonth => "unclear_month",
            Self::OutOfRange | Self::ExchangedCoordinates => "out_of_range",
            Self::TotalRow => "total_row",
            Self::NoRecord => "no_record",
            Self::MoreCells => "more_cells",
            Self::BrokenText => "broken_text",
            Self::LostZeros { .. } => "lost_zeros",
            Self::SeveralNumbers => "several_numbers",
            Self::MissingYear => "missing_year",
            Self::OtherCurrency { .. } => "other_currency",
            Self::UnclearDecimals => "unclear_decimals",
            Self::RepeatedHeading => "repeated_heading",
            Self::Doubtful => "doubtful",
            Self::Nameless => "nameless",
            Self::UnknownQuestionnaire => "unknown_questionnaire",
            Self::FutureDate => "future_date",
        }
    }
}

/// A problem and its location.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Index of the file among those read together, from 0.
    pub file: u32,
    /// The line of the file or the row of the sheet, from 1; 0 for the file as a whole.
    pub line: u32,
    /// Heading of the column; for a missing column, the stable name of the field; may be empty.
    pub column: String,
    /// Content of the cell, shortened.
    pub value: String,
    /// Reason.
    pub reason: Reason,
}

/// Problems of files: all are counted, and enough are kept to be shown and fixed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problems {
    kept: Vec<Problem>,
    counts: BTreeMap<String, u64>,
}

impl Problems {
    /// Maximum number of problems kept; a file with more wrong rows is wrong as a whole.
    pub const KEPT: usize = 10_000;
    /// Maximum number of characters kept of a value.
    const VALUE: usize = 80;

    /// Adds a problem.
    pub fn push(&mut self, mut problem: Problem) {
        *self.counts.entry(problem.reason.name().into()).or_default() += 1;
        if self.kept.len() < Self::KEPT {
            shorten(&mut problem.value, Self::VALUE);
            self.kept.push(problem);
        }
    }

    /// Returns the kept problems, by file and line.
    pub fn list(&self) -> &[Problem] {
        &self.kept
    }

    /// Returns the number of problems per reason, by its stable name.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// Returns the number of problems.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Returns `true` if there are no problems.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|problem| (problem.file, problem.line));
    }

    /// Writes the kept problems as CSV, for fixing the original. `files` are the file names; `headings` (file,
    /// line, column, value, reason) and `words` (column and reason of a problem) are the user-facing texts; if
    /// not all are kept, the last row has `more`, called with the number of the others, as its reason.
    pub fn to_csv(
        &self,
        files: &[String],
        headings: [String; 5],
        words: impl Fn(&Problem) -> (String, String),
        more: impl Fn(u64) -> String,
    ) -> Vec<u8> {
        let left = self.total() - self.kept.len() as u64;
        let last = (left > 0).then(|| {
            let [file, line, column, value] = [const { export::Cell::Empty }; 4];
            vec![file, line, column, value, export::Cell::Text(more(left))]
        });
        let rows = self.kept.iter().map(|problem| {
            let (column, reason) = words(problem);
            vec![
                export::Cell::Text(files.get(problem.file as usize).cloned().unwrap_or_default()),
                match problem.line {
                    0 => export::Cell::Empty,
                    line => export::Cell::Number(f64::from(line)),
                },
                export::Cell::Text(column),
                export::Cell::Text(problem.value.clone()),
                export::Cell::Text(reason),
            ]
        });
        export::csv(&headings, rows.chain(last))
    }
}

/// Shortens a text to this many characters and marks the cut.
pub(super) fn shorten(text: &mut String, most: usize) {
    if let Some((cut, _)) = text.char_indices().nth(most) {
        text.truncate(cut);
        text.push('…');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csv_of(problems: &Problems) -> Vec<Vec<String>> {
        let headings = ["File", "Line", "Column", "Value", "Reason"].map(String::from);
        let file = problems.to_csv(
            &["readings.csv".into()],
            headings,
            |problem| (problem.column.clone(), problem.reason.name().into()),
            |left| format!("{left} more"),
        );
        let text = String::from_utf8(file).unwrap();
        let text = text.strip_prefix('\u{feff}').unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        reader.deserialize().map(Result::unwrap).collect()
    }

    #[test]
    fn the_file_of_problems_has_a_row_for_each() {
        let mut problems = Problems::default();
        let mut push = |line, column: &str, value: &str, reason| {
            problems.push(Problem {
                file: 0,
                line,
                column: column.into(),
                value: value.into(),
                reason,
            });
        };
        push(0, "month", "", Reason::MissingColumn);
        push(3, "电量", "=1,5", Reason::NotANumber);
        push(4, "电量", "两\n行\"", Reason::NotANumber);
        assert_eq!(
            csv_of(&problems),
            [
                ["readings.csv", "", "month", "", "missing_column"],
                ["readings.csv", "3", "电量", "'=1,5", "not_a_number"],
                ["readings.csv", "4", "电量", "两\n行\"", "not_a_number"],
            ]
        );
    }

    #[test]
    fn all_are_counted_and_enough_are_kept() {
        let mut problems = Problems::default();
        for line in 0..20_000 {
            problems.push(Problem {
                file: 0,
                line,
                column: "电量".into(),
                value: "九".repeat(100),
                reason: Reason::NotANumber,
            });
        }
        assert_eq!(problems.total(), 20_000);
        assert_eq!(problems.list().len(), Problems::KEPT);
        assert_eq!(problems.list()[0].value.chars().count(), 81);
        assert_eq!(problems.counts().collect::<Vec<_>>(), [("not_a_number", 20_000)]);
        let rows = csv_of(&problems);
        assert_eq!(rows.len(), Problems::KEPT + 1);
        assert_eq!(rows[Problems::KEPT], ["", "", "", "", "10000 more"]);
    }
}
