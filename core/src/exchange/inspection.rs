//! First look at a file, for the user to check before it is read: format, headings, first rows, and the likely
//! content of the columns.

use serde::{Deserialize, Serialize};

use super::{
    field::FileKind,
    head::{HEADING_ROWS, Head, ROWS},
    mapping::{Mapping, Remembered, Target},
    opening::{open_rows, open_slices},
    problem::Reason,
    sheet::{SheetFormat, SheetName},
    slices::SlicedFile,
    source::{FileOpening, Source},
    style::styles,
    text::{EncodingReason, TextEncoding},
};

/// Format of the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FileFormat {
    /// Delimited text.
    Text {
        /// Encoding.
        encoding: TextEncoding,
        /// Reason for choosing this encoding.
        reason: EncodingReason,
        /// The separator.
        delimiter: char,
    },
    /// A sheet.
    Sheet {
        /// Format of the file.
        kind: SheetFormat,
        /// The sheet that was read.
        name: String,
        /// Sheets of the file, hidden ones last.
        names: Vec<SheetName>,
    },
}

/// Result of a first look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inspection {
    /// Format of the file.
    pub format: FileFormat,
    /// Likely kind and columns.
    pub mapping: Mapping,
    /// First rows below the headings, with their line numbers.
    pub rows: Vec<(u32, Vec<String>)>,
    /// First rows of the file, with their line numbers, as far as headings are searched.
    pub head: Vec<(u32, Vec<String>)>,
}

/// Number of rows read from a spreadsheet; blank rows count too.
const READ_ROWS: usize = 1_000;
impl Mapping {
    /// Detects the style of the columns from the rows.
    pub(super) fn learn_styles(&mut self, source: &Source<'_>) {
        let styles = styles(source, self.last_heading_line, self.columns.len());
        let has_year = self.has("year");
        for (column, style) in self.columns.iter_mut().zip(styles) {
            let is_month = matches!(&column.target, Some(Target::Field(name)) if name == "month");
            self.asks_year |= is_month && style.lacks_year && !has_year;
            column.style = style;
        }
    }
}

/// Inspects a file. `kind` is the kind chosen by the user, if any; `chosen` holds their choices for earlier files
/// of a kind.
///
/// # Errors
/// The [`Reason`] why the file as a whole cannot be read.
pub fn inspect(
    bytes: &[u8],
    opening: &FileOpening,
    kind: Option<FileKind>,
    chosen: impl Fn(FileKind) -> Remembered,
) -> Result<Inspection, Reason> {
    inspected(open_rows(bytes, opening, READ_ROWS)?, opening, kind, chosen)
}

/// Inspects a file whose bytes are fetched on demand.
///
/// # Errors
/// Same as [`inspect`].
pub fn inspect_slices(
    file: &dyn SlicedFile,
    opening: &FileOpening,
    kind: Option<FileKind>,
    chosen: impl Fn(FileKind) -> Remembered,
) -> Result<Inspection, Reason> {
    inspected(open_slices(file, opening, READ_ROWS)?, opening, kind, chosen)
}

fn inspected(
    source: Source<'_>,
    opening: &FileOpening,
    kind: Option<FileKind>,
    chosen: impl Fn(FileKind) -> Remembered,
) -> Result<Inspection, Reason> {
    let head = Head::of(&source);
    let sheet = match &source {
        Source::Sheet(sheet) => sheet.name.as_str(),
        Source::Text { .. } | Source::Sliced { .. } => "",
    };
    let best = head.likeliest(opening, kind, &chosen, sheet);
    let (found, mut mapping) = best.ok_or(Reason::EmptyFile)?;
    let mut head = head.rows;
    let looked_at = head.len().min(HEADING_ROWS);
    let first = head[..looked_at].to_vec();
    let rows = head.split_off(found.end);
    if rows.is_empty() {
        return Err(Reason::EmptyFile);
    }
    mapping.learn_styles(&source);
    Ok(Inspection {
        format: match source {
            Source::Text { encoding, reason, delimiter, .. } => {
                FileFormat::Text { encoding, reason, delimiter }
            }
            Source::Sliced { text, delimiter, .. } => {
                FileFormat::Text { encoding: text.encoding, reason: text.reason, delimiter }
            }
            Source::Sheet(sheet) => {
                FileFormat::Sheet { kind: sheet.kind, name: sheet.name, names: sheet.names }
            }
        },
        mapping,
        rows: rows.into_iter().take(ROWS).collect(),
        head: first,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_below_a_title_are_found() {
        let text =
            "2025年大客户用电明细,,\n,,\n户号,年月,电量（kWh）\n001,2025-01,10\n002,2025-01,20\n";
        let seen =
            inspect(text.as_bytes(), &FileOpening::default(), None, |_| Remembered::new()).unwrap();
        assert_eq!(seen.mapping.kind, FileKind::Readings);
        assert_eq!(seen.mapping.heading_line, 3);
        assert_eq!(seen.rows.len(), 2);
        assert_eq!(seen.rows[0].0, 4);
    }

    #[test]
    fn a_row_of_cells_is_not_taken_for_headings_and_a_person_has_the_last_word() {
        let text = "Kunde,Zeitraum,Verbrauch\nA1,2026-01,100\nA2,2026-01,200\n";
        let look = |opening: &FileOpening| {
            inspect(text.as_bytes(), opening, Some(FileKind::Readings), |_| Remembered::new())
                .unwrap()
        };
        let seen = look(&FileOpening::default());
        assert_eq!((seen.mapping.heading_line, seen.head.len()), (1, 3));
        let seen = look(&FileOpening { heading_line: Some(2), ..FileOpening::default() });
        assert_eq!((seen.mapping.heading_line, seen.rows.len()), (2, 1));
    }

    #[test]
    fn headings_in_two_rows_below_a_title_are_read_together() {
        let text = "大客户用电明细,,,,,\n户号,年月,电量(kWh),,,最大需量(kW)\n,,峰,谷,合计,\n\
            A1,2026-01,123600,115360,238960,1010\n";
        let look = |heading_line| {
            let opening = FileOpening { heading_line, ..FileOpening::default() };
            inspect(text.as_bytes(), &opening, None, |_| Remembered::new()).unwrap()
        };
        for seen in [look(None), look(Some(2))] {
            let mapping = &seen.mapping;
            assert_eq!((mapping.heading_line, mapping.last_heading_line), (2, 3));
            let targets = mapping.columns.iter().map(|column| match &column.target {
                Some(Target::Field(name)) => name.as_str(),
                _ => "-",
            });
            let expected =
                ["supply_point", "month", "peak_kwh", "valley_kwh", "energy_kwh", "peak_demand_kw"];
            assert_eq!(targets.collect::<Vec<_>>(), expected);
            assert_eq!(seen.rows[0].0, 4);
        }
    }

    #[test]
    fn headings_alone_are_an_empty_file() {
        let seen =
            inspect("户号,年月,电量\n".as_bytes(), &FileOpening::default(), None, |_| {
                Remembered::new()
            });
        assert_eq!(seen, Err(Reason::EmptyFile));
    }
}
