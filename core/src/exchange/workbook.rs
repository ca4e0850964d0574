//! Writes a table as a spreadsheet (XLSX, ECMA-376): one sheet of typed cells, with fixed headings that filter. The
//! archive is written as the rows come, so that no second copy of them exists as XML; ARCHITECTURE.md compares
//! this with `rust_xlsxwriter`. The caller decides the content; workbooks are read in `spreadsheet`.

use std::{
    fmt::Write as _,
    io::{Cursor, Error, ErrorKind, Write as _},
    ops::ControlFlow,
};

use jiff::civil::{Date, date};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{
    export::{Cell, is_formula},
    outgoing::OutgoingError,
    plan::Progress,
};
use crate::domain::date::days_between;

/// Maximum number of rows of a sheet, including headings.
const ROWS: usize = 1 << 20;
/// Maximum number of UTF-16 units per cell; programs report a file with more as damaged.
const UNITS: usize = 32_767;
/// Number of rows that determine the column widths.
const MEASURED: usize = 200;
/// Minimum and maximum column width, in digits.
const WIDTHS: (usize, usize) = (8, 48);
/// Number of bytes added to the archive at once.
const PIECE: usize = 1 << 16;
/// Number of rows between two progress reports.
const ROWS_A_STEP: usize = 1 << 10;

/// Indices of the formats in the style sheet.
const HEADING: u32 = 1;
const DAY: u32 = 2;
const MONTH: u32 = 3;
const QUOTED: u32 = 4;
const WHOLE: u32 = 5;
const DECIMAL: u32 = 6;
const MONEY: u32 = 7;
const SHARE: u32 = 8;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;

/// Parts of the archive other than the sheet, with their constant content.
const PARTS: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>"#,
    ),
    (
        "_rels/.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#,
    ),
    (
        "xl/styles.xml",
        // The fifth format keeps text that looks like a formula as text, also when the cell is edited.
        r##"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="4"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm"/><numFmt numFmtId="166" formatCode="#,##0.0#####"/><numFmt numFmtId="167" formatCode="0.0%"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="9"><xf/><xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf quotePrefix="1"/><xf numFmtId="3" applyNumberFormat="1"/><xf numFmtId="166" applyNumberFormat="1"/><xf numFmtId="4" applyNumberFormat="1"/><xf numFmtId="167" applyNumberFormat="1"/></cellXfs></styleSheet>"##,
    ),
];

/// Writes a table as a spreadsheet with one sheet of this name.
///
/// # Errors
/// [`OutgoingError`]; a sheet holds 1 048 575 rows.
pub fn xlsx(
    sheet: &str,
    headings: &[String],
    rows: &[Vec<Cell>],
    progress: &mut Progress<'_>,
) -> Result<Vec<u8>, OutgoingError> {
    if rows.len() >= ROWS {
        return Err(Error::from(ErrorKind::FileTooLarge).into());
    }
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let packed = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in PARTS {
        archive.start_file(*name, packed)?;
        archive.write_all(HEAD.as_bytes())?;
        archive.write_all(content.as_bytes())?;
    }
    archive.start_file("xl/workbook.xml", packed)?;
    archive.write_all(workbook(sheet).as_bytes())?;
    archive.start_file("xl/worksheets/sheet1.xml", packed)?;
    let mut xml = String::from(HEAD);
    begin_sheet(&mut xml, headings, rows);
    let heading = headings.iter().map(|heading| Cell::text(heading.as_str()));
    row(&mut xml, 1, &heading.collect::<Vec<_>>(), HEADING);
    for (place, cells) in rows.iter().enumerate() {
        row(&mut xml, place + 2, cells, 0);
        if xml.len() >= PIECE {
            archive.write_all(xml.as_bytes())?;
            xml.clear();
        }
        if place % ROWS_A_STEP == 0
            && progress(place as u64, rows.len() as u64) == ControlFlow::Break(())
        {
            return Err(OutgoingError::Cancelled);
        }
    }
    xml.push_str("</sheetData>");
    if let Some(last) = headings.len().checked_sub(1) {
        let [first, last] = [Place(0, 1), Place(last, rows.len() + 1)];
        put(&mut xml, format_args!(r#"<autoFilter ref="{first}:{last}"/>"#));
    }
    xml.push_str("</worksheet>");
    archive.write_all(xml.as_bytes())?;
    Ok(archive.finish()?.into_inner())
}

fn workbook(sheet: &str) -> String {
    // Characters not allowed in the name of a sheet, and its maximum length.
    let name: String = sheet
        .chars()
        .map(|sign| if "[]:*?/\\'".contains(sign) { ' ' } else { sign })
        .take(31)
        .collect();
    let mut xml = String::from(HEAD);
    xml.push_str(r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name=""#);
    escape(&mut xml, &name);
    xml.push_str(r#"" sheetId="1" r:id="rId1"/></sheets></workbook>"#);
    xml
}

/// Writes the sheet up to its first row: fixed headings, and columns as wide as their content.
fn begin_sheet(xml: &mut String, headings: &[String], rows: &[Vec<Cell>]) {
    xml.push_str(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>"#);
    if !headings.is_empty() {
        xml.push_str("<cols>");
        for (place, heading) in headings.iter().enumerate() {
            let cells = rows.iter().take(MEASURED).filter_map(|row| row.get(place));
            let widest = cells.map(width).max().unwrap_or_default();
            let (least, most) = WIDTHS;
            let width = (widest.max(text_width(heading)) + 2).clamp(least, most);
            let place = place + 1;
            put(
                xml,
                format_args!(
                    r#"<col min="{place}" max="{place}" width="{width}" customWidth="1"/>"#
                ),
            );
        }
        xml.push_str("</cols>");
    }
    xml.push_str("<sheetData>");
}

fn width(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) => text_width(text),
        // The separators of thousands take a place each.
        Cell::Number(number) | Cell::Money(number) => number.to_string().len() * 4 / 3,
        Cell::Share(_) => 7,
        Cell::Date(_) => 10,
        Cell::Month(_) => 7,
    }
}

/// Width in digits; a Chinese character takes two.
fn text_width(text: &str) -> usize {
    let wide = |sign: char| if sign >= '\u{1100}' { 2 } else { 1 };
    text.chars().map(wide).sum()
}

fn row(xml: &mut String, line: usize, cells: &[Cell], style: u32) {
    put(xml, format_args!(r#"<row r="{line}">"#));
    for (place, cell) in cells.iter().enumerate() {
        let at = Place(place, line);
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => string(xml, at, text, style),
            Cell::Number(value) if value.fract() == 0.0 => number(xml, at, *value, WHOLE),
            Cell::Number(value) => number(xml, at, *value, DECIMAL),
            Cell::Money(value) => number(xml, at, *value, MONEY),
            Cell::Share(value) => number(xml, at, *value, SHARE),
            Cell::Date(day) => match serial(*day) {
                Some(serial) => number(xml, at, serial, DAY),
                None => string(xml, at, &day.to_string(), style),
            },
            Cell::Month(month) => {
                let first = date(month.year() as i16, month.month() as i8, 1);
                match serial(first) {
                    Some(serial) => number(xml, at, serial, MONTH),
                    None => string(xml, at, &month.to_string(), style),
                }
            }
        }
    }
    xml.push_str("</row>");
}

/// Converts a day to a serial number, counted from the last day of 1899 and including the nonexistent 29 February
/// 1900. `None` for earlier days.
fn serial(day: Date) -> Option<f64> {
    (day >= date(1900, 3, 1)).then(|| f64::from(days_between(date(1899, 12, 30), day)))
}

fn number(xml: &mut String, at: Place, value: f64, style: u32) {
    if !value.is_finite() {
        return;
    }
    put(xml, format_args!(r#"<c r="{at}" s="{style}"><v>{value}</v></c>"#));
}

fn string(xml: &mut String, at: Place, text: &str, style: u32) {
    let style = if is_formula(text) { QUOTED } else { style };
    put(xml, format_args!(r#"<c r="{at}" s="{style}" t="inlineStr"><is><t xml:space="preserve">"#));
    escape(xml, cut(text));
    xml.push_str("</t></is></c>");
}

fn cut(text: &str) -> &str {
    if text.len() <= UNITS {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, sign)| {
        units += sign.len_utf16();
        units > UNITS
    });
    end.map_or(text, |(end, _)| &text[..end])
}

/// Escapes text for XML. Characters that XML cannot hold are left out.
fn escape(xml: &mut String, text: &str) {
    for sign in text.chars() {
        match sign {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            // Readers turn a bare carriage return into a line feed.
            '\r' => xml.push_str("&#13;"),
            '\t' | '\n' => xml.push(sign),
            '\0'..' ' | '\u{fffe}' | '\u{ffff}' => {}
            sign => xml.push(sign),
        }
    }
}

fn put(xml: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = xml.write_fmt(words);
}

/// A column, from 0, and a line, from 1, written as `AB12`.
#[derive(Clone, Copy)]
struct Place(usize, usize);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        fn letters(column: usize, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            if let Some(before) = (column / 26).checked_sub(1) {
                letters(before, f)?;
            }
            f.write_char(char::from(b'A' + (column % 26) as u8))
        }
        letters(self.0, f)?;
        write!(f, "{}", self.1)
    }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        domain::Month,
        exchange::{
            opening::open,
            source::{FileOpening, Source},
        },
    };

    fn written(headings: &[&str], rows: &[Vec<Cell>]) -> Vec<u8> {
        let headings: Vec<String> = headings.iter().map(|&heading| heading.into()).collect();
        xlsx("客户", &headings, rows, &mut |_, _| ControlFlow::Continue(())).unwrap()
    }

    /// Reads the file with another library.
    fn read(file: &[u8]) -> Vec<Vec<Data>> {
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(file)).unwrap();
        assert_eq!(workbook.sheet_names(), ["客户"]);
        let range = workbook.worksheet_range("客户").unwrap();
        range.rows().map(<[Data]>::to_vec).collect()
    }

    #[test]
    fn every_cell_is_read_back_as_what_it_is() {
        let rows = [
            vec![
                Cell::text("皖北<新型>&\"建材\""),
                Cell::Number(-1234.5),
                Cell::Date(date(2026, 3, 31)),
                Cell::Month(Month::new(2026, 11).unwrap()),
            ],
            vec![Cell::text(" 两\r\n行 "), Cell::Empty, Cell::Number(f64::NAN)],
            vec![
                Cell::Empty,
                Cell::Number(1e300),
                Cell::Date(date(1900, 2, 28)),
                Cell::text("a\u{1}b"),
            ],
        ];
        let file = written(&["客户", "=值", "日期", "月"], &rows);
        let cells = read(&file);
        let string = |text: &str| Data::String(text.into());
        assert_eq!(cells[0], ["客户", "=值", "日期", "月"].map(string).to_vec());
        assert_eq!(cells[1][..2], [string("皖北<新型>&\"建材\""), Data::Float(-1234.5)]);
        for (cell, day) in [(&cells[1][2], (2026, 3, 31)), (&cells[1][3], (2026, 11, 1))] {
            let Data::DateTime(read) = cell else {
                panic!("{cell:?}");
            };
            let (year, month, of_month, ..) = read.to_ymd_hms_milli();
            assert_eq!((i32::from(year), month, of_month), day);
        }
        assert_eq!(cells[2], [string(" 两\r\n行 "), Data::Empty, Data::Empty, Data::Empty]);
        assert_eq!(cells[3], [Data::Empty, Data::Float(1e300), string("1900-02-28"), string("ab")]);
        // And by the import, in the same form as typed.
        let Ok(Source::Sheet(sheet)) = open(&file, &FileOpening::default()) else {
            panic!("a workbook");
        };
        let row = sheet.cells.row(1).unwrap();
        assert_eq!(row.cell(2), "2026-03-31");
        assert_eq!(row.cell(3), "2026-11-01");
    }

    #[test]
    fn numbers_are_shown_as_what_they_are() {
        let cells = [1_234.0, 0.4, 1_234.5, 0.125];
        let [whole, decimal, money, share] = cells;
        let row = [
            Cell::Number(whole),
            Cell::Number(decimal),
            Cell::Money(money),
            Cell::Share(share),
            Cell::Number(f64::INFINITY),
        ];
        let mut xml = String::new();
        super::row(&mut xml, 2, &row, 0);
        let [styles, values] = [("s=\"", "\""), ("<v>", "</v>")].map(|(open, close)| {
            let parts = xml.split(open).skip(1).filter_map(|part| part.split(close).next());
            parts.map(str::to_owned).collect::<Vec<_>>()
        });
        assert_eq!(styles, [WHOLE, DECIMAL, MONEY, SHARE].map(|style| style.to_string()));
        assert_eq!(values, cells.map(|value| value.to_string()));
        // Read back by their formats.
        let file = written(&["a", "b", "c", "d", "e"], &[row.to_vec()]);
        let Ok(Source::Sheet(sheet)) = open(&file, &FileOpening::default()) else {
            panic!("a workbook");
        };
        let read = sheet.cells.row(1).unwrap();
        assert_eq!(
            [0, 1, 2, 3].map(|column| read.cell(column)),
            ["1234", "0.4", "1234.50", "0.125"]
        );
        assert_eq!(
            read_part(&file, "xl/worksheets/sheet1.xml")
                .matches("<autoFilter ref=\"A1:E2\"/>")
                .count(),
            1
        );
    }

    fn read_part(file: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    }

    #[test]
    fn no_text_is_a_formula() {
        let texts = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "plain"];
        let rows: Vec<Vec<Cell>> = texts.iter().map(|text| vec![Cell::text(*text)]).collect();
        let file = written(&["a"], &rows);
        let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&file[..])).unwrap();
        let formulas = workbook.worksheet_formula("客户").unwrap();
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()));
        let cells = read(&file);
        for (row, text) in cells[1..].iter().zip(texts) {
            assert_eq!(row[0], Data::String(text.into()));
        }
        // Text that looks like a formula is marked as text.
        let mut xml = String::new();
        for (text, style) in texts.iter().zip([4, 4, 4, 4, 4, 0]) {
            xml.clear();
            string(&mut xml, Place(0, 1), text, 0);
            assert!(xml.contains(&format!(r#" s="{style}" t="inlineStr""#)), "{xml}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (column, letters) in [
            (0, "A1"),
            (25, "Z1"),
            (26, "AA1"),
            (51, "AZ1"),
            (52, "BA1"),
            (701, "ZZ1"),
            (702, "AAA1"),
        ] {
            assert_eq!(Place(column, 1).to_string(), letters);
        }
    }

    #[test]
    fn a_text_is_no_longer_than_a_cell() {
        let long = "九".repeat(UNITS - 1) + "😀";
        assert_eq!(cut(&long).chars().count(), UNITS - 1);
        assert_eq!(cut("九"), "九");
    }

    #[test]
    fn a_person_can_stop_it() {
        let rows = vec![vec![Cell::Number(1.0)]; 3];
        let stopped = xlsx("客户", &[], &rows, &mut |_, _| ControlFlow::Break(()));
        assert!(matches!(stopped, Err(OutgoingError::Cancelled)));
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back(
            rows in prop::collection::vec(("[ -~一-龥\n]{1,12}", -1e12_f64..1e12), 1..20)
        ) {
            let table: Vec<Vec<Cell>> = rows
                .iter()
                .map(|(text, number)| vec![Cell::text(text.as_str()), Cell::Number(*number)])
                .collect();
            let cells = read(&written(&["a", "b"], &table));
            prop_assert_eq!(cells.len(), rows.len() + 1);
            for (cells, (text, number)) in cells[1..].iter().zip(&rows) {
                prop_assert_eq!(&cells[0], &Data::String(text.clone()));
                prop_assert_eq!(&cells[1], &Data::Float(*number));
            }
        }
    }
}
