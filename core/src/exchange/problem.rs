//! What can be wrong with a file or a row of it, as data: the words for people are the page's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::export;

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileType {
    /// A workbook that asks for a password.
    Encrypted,
    /// A document of another program in the container of old workbooks, such as `.doc`.
    OldDocument,
    /// A zip archive that is no workbook.
    Archive,
    /// A compressed file: gzip, 7z, rar.
    Compressed,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// A web page without a table.
    WebPage,
    /// Bytes that are no text in any known encoding.
    Binary,
}

/// Why a file, or a row of it, does not go in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reason {
    /// There is no row in the file, or none under its headings.
    EmptyFile,
    /// The file is larger than Busbar reads at once, in bytes.
    TooLarge {
        /// How large it is.
        bytes: u64,
        /// How large it may be.
        limit: u64,
    },
    /// A small file that unpacks to a huge one.
    ZipBomb {
        /// What it would unpack to, as far as was read.
        unpacked: u64,
        /// What it may unpack to.
        limit: u64,
    },
    /// The file is of a type that Busbar does not read.
    WrongType(FileType),
    /// The spreadsheet is damaged.
    Unreadable,
    /// The spreadsheet has no such sheet.
    NoSuchSheet,
    /// No column holds a field that this kind cannot do without.
    MissingColumn,
    /// A quotation mark that opens and never closes, or closes in the middle of a cell.
    BrokenQuoting,
    /// Nobody in the portfolio or in the files has this number.
    UnknownCustomer,
    /// The same thing stands in an earlier line.
    Duplicate {
        /// That line; 0 where it came from another file.
        first_line: u32,
    },
    /// A cell that must not be empty is.
    MissingValue,
    /// The cell holds no number.
    NotANumber,
    /// Energy, demand and capacity are never below zero.
    Negative,
    /// No month between 1900 and the latest that can be.
    ImpossibleMonth,
    /// No day of the calendar, one written so that day and month cannot be told apart, or one that is
    /// too late.
    ImpossibleDate,
    /// A cell in another unit than its column.
    MixedUnits {
        /// The column's unit.
        column: String,
        /// The cell's.
        cell: String,
    },
    /// A word that is none of the choices of this field.
    UnknownChoice,
    /// A formula that was never calculated.
    NotCalculated,
    /// A cell that shows an error.
    ErrorCell,
    /// A number of a customer or supply point that a spreadsheet shortened: its last digits are gone.
    ShortenedNumber,
    /// The number 2026.1, which can be January or October.
    UnclearMonth,
    /// A number outside of what the field can be.
    OutOfRange,
    /// Latitude and longitude stand in each other's place.
    ExchangedCoordinates,
    /// A row of totals, which is nobody's.
    TotalRow,
    /// A title, a signature, a page number or an instruction among the rows.
    NoRecord,
    /// More filled cells than headings: a separator within a cell has moved the others.
    MoreCells,
    /// Bytes that are no text in the encoding of the file.
    BrokenText,
    /// The same number with zeros before it is known; a spreadsheet drops them.
    LostZeros {
        /// The number that is known.
        known: String,
    },
    /// Two numbers in one cell, as it seems.
    SeveralNumbers,
    /// A month whose year is said nowhere.
    MissingYear,
    /// An amount, or a column of amounts, in another currency than the yuan.
    OtherCurrency {
        /// That currency.
        currency: String,
    },
    /// The column's numbers can be read with a point or a comma before the decimals; they were read with
    /// the likelier one.
    UnclearDecimals,
    /// A heading stands twice; the first column counts.
    RepeatedHeading,
    /// A value that is possible, and hardly right.
    Doubtful,
    /// A new customer without a name; its number stands for it.
    Nameless,
    /// The questionnaire that is named, or this version of it, is not here.
    UnknownQuestionnaire,
    /// Answers of a day that is yet to come.
    FutureDate,
}

impl Reason {
    /// The stable name: for the file of problems, and for the words that the page has for it.
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

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// Which of the files that were read together, from 0.
    pub file: u32,
    /// The line of the file or the row of the sheet, from 1; 0 for the file as a whole.
    pub line: u32,
    /// The column's heading; for a missing column, the field's stable name; may be empty.
    pub column: String,
    /// What stands there, cut to a readable length.
    pub value: String,
    /// What is wrong with it.
    pub reason: Reason,
}

/// All that is wrong: every problem is counted, and enough of them are kept to be shown and mended.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Problems {
    kept: Vec<Problem>,
    counts: BTreeMap<String, u64>,
}

impl Problems {
    /// How many are kept; a file with more wrong rows was made wrong as a whole.
    pub const KEPT: usize = 10_000;
    /// How many characters of a value are kept.
    const VALUE: usize = 80;

    /// Notes one.
    pub fn push(&mut self, mut problem: Problem) {
        *self.counts.entry(problem.reason.name().into()).or_default() += 1;
        if self.kept.len() < Self::KEPT {
            shorten(&mut problem.value, Self::VALUE);
            self.kept.push(problem);
        }
    }

    /// Those that are kept, by file and line.
    pub fn list(&self) -> &[Problem] {
        &self.kept
    }

    /// How many there are of each reason, by its stable name.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u64)> {
        self.counts.iter().map(|(name, count)| (name.as_str(), *count))
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty()
    }

    pub(super) fn sort(&mut self) {
        self.kept.sort_by_key(|problem| (problem.file, problem.line));
    }

    /// The kept ones as a CSV file, to be mended beside the original. `files` are the names of the
    /// files, `headings` (file, line, column, value, reason) and `words` (column and reason of a
    /// problem) the text for people; where not all are kept, the last row has `more`, which tells of
    /// that many others, for its reason.
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

/// Cuts a text to this many characters and marks the cut.
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
