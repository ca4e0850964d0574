//! Tables of ids and numbers.

use std::collections::HashMap;

use busbar_core::exchange::{FileKind, Mapping, mapping::Certainty, row::Row, value::plain};

use crate::{
    input::{Failure, bytes_of, check_rows},
    table_file::TableFile,
};

/// Ids, each with a row of numbers.
pub struct Table {
    pub ids: Vec<String>,
    pub columns: usize,
    pub numbers: Vec<f64>,
}

impl Table {
    /// Reads a file whose rows are an id and then numbers, exactly `columns` of them if given. The first row may be
    /// headings.
    pub fn read(name: &str, columns: Option<usize>) -> Result<Self, Failure> {
        let bytes = bytes_of(name)?;
        let file = TableFile::open(name, &bytes)?;
        let mut table = Self { ids: Vec::new(), columns: 0, numbers: Vec::new() };
        let mut lines: HashMap<String, u32> = HashMap::new();
        let mut is_first = true;
        file.each_row(|row| {
            if std::mem::take(&mut is_first) {
                table.columns = row.cells().len() - 1;
                check_columns(table.columns, columns)?;
                if is_heading(row, &file) {
                    return Ok(());
                }
            }
            let id = plain(row.cell(0));
            if id.is_empty() {
                return Err("the id is missing".into());
            }
            if let Some(line) = lines.insert(id.clone().into_owned(), row.line) {
                return Err(format!("the id {id} is already in line {line}").into());
            }
            for cell in (1..=table.columns).map(|column| row.cell(column)) {
                let number = file.number(cell);
                let number = number.ok_or_else(|| format!("'{}' is not a number", cell.trim()))?;
                table.numbers.push(number);
            }
            table.ids.push(id.into_owned());
            Ok(())
        })?;
        check_rows(name, table.ids.is_empty())?;
        Ok(table)
    }
}

fn check_columns(found: usize, wanted: Option<usize>) -> Result<(), Failure> {
    match wanted {
        Some(wanted) if wanted != found => {
            Err(format!("an id and {wanted} number are needed, not {found}").into())
        }
        None if found == 0 => Err("an id and at least one number are needed".into()),
        _ => Ok(()),
    }
}

/// Returns `true` if the first row is headings: a cell that should be a number is a word or, because headings can
/// also be numbers (years), the cell above the ids is empty or a heading that the import knows.
fn is_heading(row: &Row<'_>, file: &TableFile<'_>) -> bool {
    let id = row.cell(0).trim();
    let is_known = |kind: &FileKind| {
        let mapping = Mapping::guess(*kind, row.line, &[id.to_owned()], &Default::default());
        mapping.columns[0].certainty == Certainty::Certain
    };
    let mut numbers = row.cells().skip(1);
    id.is_empty()
        || FileKind::ALL.iter().any(is_known)
        || numbers.any(|cell| file.number(cell).is_none())
}
