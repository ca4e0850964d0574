//! The first rows of a file, and the headings among them.

use super::{
    field::FileKind,
    heading::{Title, continues, join},
    mapping::{Mapping, Remembered},
    row::Row,
    sheet::SheetCells,
    source::{FileOpening, Source},
};

/// Number of rows below the headings that are shown.
pub(super) const ROWS: usize = 8;
/// Number of rows searched for headings, below the titles of reports.
pub(super) const HEADING_ROWS: usize = 12;
/// Maximum number of heading rows.
const ROWS_OF_HEADINGS: usize = 3;

/// A candidate for the headings: its likeness, whether all required fields are present, and its rows.
pub(super) struct Found {
    likeness: (usize, bool),
    start: usize,
    /// Index of the first row below.
    pub end: usize,
}

/// First rows of a file: as many as are searched for headings, plus those shown below them.
#[derive(Default)]
pub(super) struct Head {
    /// Rows with their line numbers.
    pub rows: Vec<(u32, Vec<String>)>,
    /// Merged cells that begin in each row.
    spans: Vec<Vec<(usize, usize)>>,
}

impl Head {
    pub fn of(source: &Source<'_>) -> Self {
        let mut head = Self::default();
        let mut rows = source.rows();
        while !head.is_full()
            && let Some(row) = rows.next_row()
        {
            if let Ok(row) = row {
                head.push(&row);
            }
        }
        head
    }

    fn is_full(&self) -> bool {
        self.rows.len() >= HEADING_ROWS + ROWS
    }

    fn push(&mut self, row: &Row<'_>) {
        if !row.is_blank() {
            let cells = row.cells().map(|cell| cell.trim().to_owned());
            self.rows.push((row.line, cells.collect()));
            self.spans.push(row.spans().collect());
        }
    }

    /// Returns the first of the rows most like headings, alone or with the rows below that continue it.
    pub fn likeliest(
        &self,
        opening: &FileOpening,
        kind: Option<FileKind>,
        chosen: &impl Fn(FileKind) -> Remembered,
        sheet: &str,
    ) -> Option<(Found, Mapping)> {
        let head = &self.rows;
        let looked_at = head.len().min(HEADING_ROWS);
        let chosen_place =
            head[..looked_at].iter().position(|(line, _)| Some(*line) == opening.heading_line);
        let mut best: Option<(Found, Mapping)> = None;
        for place in 0..looked_at {
            if chosen_place.is_some_and(|chosen| chosen != place) {
                continue;
            }
            let above = head[..place].iter().flat_map(|(_, cells)| cells);
            let mut title = Title::read(above.map(String::as_str).chain([sheet]));
            title.year = opening.year.or(title.year);
            let (line, mut headings) = head[place].clone();
            for rows in 1..=ROWS_OF_HEADINGS {
                if rows > 1 {
                    let below = place + rows - 1;
                    if below >= looked_at || !continues(&head[below - 1].1, &head[below].1) {
                        break;
                    }
                    headings = join(&headings, &head[below].1, &self.spans[below - 1]);
                }
                let mut mapping = match kind {
                    Some(kind) => {
                        Mapping::guess_below(kind, line, &headings, &chosen(kind), &title)
                    }
                    None => Mapping::recognise_below(line, &headings, chosen, &title),
                };
                mapping.last_heading_line = head[place + rows - 1].0;
                let found = Found {
                    likeness: (mapping.likeness(), mapping.missing().is_empty()),
                    start: place,
                    end: place + rows,
                };
                let is_better = best.as_ref().is_none_or(|(best, _)| {
                    // A row of units below the headings names no further field.
                    found.likeness > best.likeness
                        || found.likeness == best.likeness && found.start == best.start
                });
                if is_better {
                    best = Some((found, mapping));
                }
            }
        }
        best
    }
}

/// Minimum number of fields that headings of a sheet name; a single one may be a word in a text.
const KNOWN_FIELDS: usize = 2;

/// Returns `true` if the rows at the top of a sheet hold the headings of a table that can be imported.
pub(super) fn has_known_headings(cells: &SheetCells) -> bool {
    let mut head = Head::default();
    let rows = (0..cells.len()).filter_map(|place| cells.row(place));
    for row in rows {
        if head.is_full() {
            break;
        }
        head.push(&row);
    }
    let best = head.likeliest(&FileOpening::default(), None, &|_| Remembered::new(), "");
    best.is_some_and(|(_, mapping)| {
        mapping.missing().is_empty() && mapping.likeness() >= KNOWN_FIELDS
    })
}
