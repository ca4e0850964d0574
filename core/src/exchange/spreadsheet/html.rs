//! Tables of web pages, which billing systems and Excel save under the name of a workbook. `html5gum` tokenises
//! the tags as a browser does; positions of cells are computed here. Every table is a sheet, including tables
//! nested in cells, because pages use tables for layout.

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};

use super::{
    super::{
        problem::{FileType, Reason},
        row::Flaw,
        sheet::{Region, SheetBuilder, SheetCells, SheetName},
    },
    SpreadsheetFile,
    format::write_shown,
};

/// Maximum span of a cell, as in browsers.
const COLUMNS: u32 = 1_000;
const ROWS: u32 = 65_534;
/// Maximum number of distinct columns.
const WIDTH: u32 = 4_096;
/// Maximum nesting depth of tables.
const DEPTH: usize = 64;

/// Tables of a page.
pub struct Html {
    sheets: Vec<SheetName>,
    tables: Vec<SheetCells>,
}

impl Html {
    /// Reads the tables of these pages.
    ///
    /// # Errors
    /// [`Reason::WrongType`] if there is no table with content.
    pub fn open(pages: &[String]) -> Result<Self, Reason> {
        let mut found = Vec::new();
        let mut names = Vec::new();
        for page in pages {
            let mut reader = PageReader::default();
            let mut emitter = DefaultEmitter::default();
            // Scripts and styles contain no tags.
            emitter.naively_switch_states(true);
            for token in Tokenizer::new_with_emitter(page.as_str(), emitter) {
                match token {
                    Ok(token) => reader.take(token)?,
                    Err(error) => match error {},
                }
            }
            names.append(&mut reader.names);
            found.extend(reader.finish());
        }
        // If a program names its sheets, there is a table for each.
        let are_named = names.len() == found.len();
        let tables =
            found.into_iter().zip(names.into_iter().map(Some).chain(std::iter::repeat(None)));
        let mut tables: Vec<(Option<String>, SheetCells)> = tables
            .map(|((own, cells), name)| (if are_named { name } else { own }, cells))
            .collect();
        tables.retain(|(_, cells)| !cells.is_empty());
        if tables.is_empty() {
            return Err(Reason::WrongType(FileType::WebPage));
        }
        let (names, tables): (Vec<_>, Vec<_>) = tables.into_iter().unzip();
        let mut sheets: Vec<SheetName> = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            let name = name.filter(|name| !sheets.iter().any(|sheet| sheet.name == *name));
            sheets.push(SheetName {
                name: name.unwrap_or_else(|| (place + 1).to_string()),
                is_hidden: false,
            });
        }
        Ok(Self { sheets, tables })
    }
}

impl SpreadsheetFile for Html {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let table = self.tables.get_mut(place).ok_or(Reason::NoSuchSheet)?;
        Ok(table.hand_over(rows))
    }
}

/// Reader of a page.
#[derive(Default)]
struct PageReader {
    open: Vec<OpenTable>,
    tables: Vec<(usize, Option<String>, SheetCells)>,
    begun: usize,
    title: Words,
    /// Sheet names, as Excel writes them in a comment.
    names: Vec<String>,
    target: Target,
    /// Nesting depth within elements that show no text.
    passed_over: u32,
}

/// Destination of text outside cells.
#[derive(Clone, Copy, Default, PartialEq)]
enum Target {
    #[default]
    Nothing,
    Title,
    Caption,
}

/// A table that has not ended.
#[derive(Default)]
struct OpenTable {
    place: usize,
    caption: Words,
    builder: SheetBuilder,
    /// Current row, from 0, once one has begun.
    row: Option<u32>,
    column: u32,
    /// For each column, the number of rows still occupied by a cell from above, including this one.
    taken: Vec<u32>,
    cell: Option<OpenCell>,
}

struct OpenCell {
    column: u32,
    rows: u32,
    columns: u32,
    words: Words,
    /// Displayed number, if the page gives it.
    value: Option<f64>,
    has_formula: bool,
}

/// Text with collapsed white space.
#[derive(Default)]
struct Words(String);

impl Words {
    fn add(&mut self, text: &str) {
        for sign in text.chars() {
            if !sign.is_whitespace() {
                self.0.push(sign);
            } else if !self.0.is_empty() && !self.0.ends_with([' ', '\n']) {
                self.0.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        let end = self.0.trim_end_matches(' ').len();
        self.0.truncate(end);
        if !self.0.is_empty() && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
    }

    fn shown(&self) -> &str {
        self.0.trim_end()
    }
}

impl OpenTable {
    fn begin_row(&mut self) {
        self.row = Some(self.row.map_or(0, |row| row.saturating_add(1)));
        self.column = 0;
        for taken in &mut self.taken {
            *taken = taken.saturating_sub(1);
        }
    }

    fn begin_cell(&mut self, tag: &StartTag<()>) {
        if self.row.is_none() {
            self.begin_row();
        }
        while self.taken.get(self.column as usize).is_some_and(|taken| *taken > 0) {
            self.column += 1;
        }
        let attribute =
            |name: &str| tag.attributes.get(name.as_bytes()).map(|value| text_of(&value.value));
        let span = |name: &str, most: u32| {
            let span = attribute(name).and_then(|span| span.trim().parse::<u32>().ok());
            span.unwrap_or(1).clamp(1, most)
        };
        let (columns, rows) = (span("colspan", COLUMNS), span("rowspan", ROWS));
        let end = self.column.saturating_add(columns).min(WIDTH) as usize;
        if let Some(taken) = (rows > 1).then_some(&mut self.taken) {
            if taken.len() < end {
                taken.resize(end, 0);
            }
            if let Some(columns) = taken.get_mut(self.column as usize..end) {
                columns.fill(rows);
            }
        }
        let value = attribute("x:num").or_else(|| attribute("sdval"));
        self.cell = Some(OpenCell {
            column: self.column,
            rows,
            columns,
            words: Words::default(),
            value: value.and_then(|value| value.trim().parse().ok()),
            has_formula: attribute("x:fmla").is_some(),
        });
        self.column = self.column.saturating_add(columns);
    }

    fn end_cell(&mut self) -> Result<(), Reason> {
        let (Some(cell), Some(row)) = (self.cell.take(), self.row) else {
            return Ok(());
        };
        self.builder.merge(Region {
            rows: (row, row.saturating_add(cell.rows - 1)),
            columns: (cell.column, cell.column.saturating_add(cell.columns - 1)),
        });
        self.builder.push(row, cell.column, |text| cell.write(text))
    }
}

impl OpenCell {
    fn write(&self, text: &mut String) -> Option<Flaw> {
        let shown = self.words.shown();
        let is_number = || {
            let plain: String = shown.chars().filter(|sign| !matches!(sign, ',' | ' ')).collect();
            plain.parse::<f64>().is_ok()
        };
        match self.value {
            // The displayed number may be shortened.
            Some(value) if is_number() => return write_shown(text, value, shown),
            _ if shown.is_empty() && self.has_formula => {
                text.push('=');
                return Some(Flaw::NotCalculated);
            }
            _ => text.push_str(shown),
        }
        None
    }
}

fn text_of(value: &HtmlString) -> String {
    String::from_utf8_lossy(value).into_owned()
}

impl PageReader {
    fn take(&mut self, token: Token) -> Result<(), Reason> {
        match token {
            Token::StartTag(tag) => self.begin(&tag)?,
            Token::EndTag(tag) => self.end(&tag.name)?,
            Token::String(text) => self.text(&String::from_utf8_lossy(&text.value)),
            Token::Comment(remark) => {
                let remark = String::from_utf8_lossy(&remark.value);
                let pieces = remark.split("<x:Name>").skip(1);
                let names = pieces.filter_map(|piece| piece.split_once("</x:Name>"));
                self.names.extend(names.map(|(name, _)| name.trim().to_owned()));
            }
            Token::Doctype(_) | Token::Error(_) => {}
        }
        Ok(())
    }

    fn begin(&mut self, tag: &StartTag<()>) -> Result<(), Reason> {
        let name: &[u8] = &tag.name;
        match name {
            b"table" if self.open.len() < DEPTH => {
                self.open.push(OpenTable {
                    place: self.begun,
                    builder: SheetBuilder::new(usize::MAX),
                    ..OpenTable::default()
                });
                self.begun += 1;
            }
            b"tr" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_cell()?;
                    table.begin_row();
                }
            }
            b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_cell()?;
                    table.begin_cell(tag);
                }
            }
            b"caption" => self.target = Target::Caption,
            b"title" => self.target = Target::Title,
            b"script" | b"style" | b"select" if !tag.self_closing => self.passed_over += 1,
            b"br" | b"p" | b"div" | b"li" => {
                if let Some(cell) = self.open.last_mut().and_then(|table| table.cell.as_mut()) {
                    cell.words.end_line();
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &[u8]) -> Result<(), Reason> {
        match name {
            b"table" => {
                if let Some(table) = self.open.pop() {
                    self.close(table)?;
                }
            }
            b"tr" | b"td" | b"th" => {
                if let Some(table) = self.open.last_mut() {
                    table.end_cell()?;
                }
            }
            b"caption" | b"title" => self.target = Target::Nothing,
            b"script" | b"style" | b"select" => {
                self.passed_over = self.passed_over.saturating_sub(1)
            }
            _ => {}
        }
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if self.passed_over > 0 {
            return;
        }
        let table = self.open.last_mut();
        match (self.target, table) {
            (Target::Title, _) => self.title.add(text),
            (Target::Caption, Some(table)) => table.caption.add(text),
            (_, Some(table)) => {
                if let Some(cell) = &mut table.cell {
                    cell.words.add(text);
                }
            }
            (_, None) => {}
        }
    }

    fn close(&mut self, mut table: OpenTable) -> Result<(), Reason> {
        table.end_cell()?;
        let caption = table.caption.shown();
        let caption = (!caption.is_empty()).then(|| caption.to_owned());
        self.tables.push((table.place, caption, table.builder.finish()));
        Ok(())
    }

    /// Returns the tables in document order, with their names.
    fn finish(mut self) -> Vec<(Option<String>, SheetCells)> {
        while let Some(table) = self.open.pop() {
            // A table that could not be closed takes no more cells.
            if self.close(table).is_err() {
                break;
            }
        }
        let mut tables = self.tables;
        tables.sort_by_key(|(place, ..)| *place);
        let title = self.title.shown();
        let is_alone = tables.iter().filter(|(.., cells)| !cells.is_empty()).count() == 1;
        let title = (is_alone && !title.is_empty()).then(|| title.to_owned());
        tables
            .into_iter()
            .map(|(_, caption, cells)| (caption.or_else(|| title.clone()), cells))
            .collect()
    }
}
