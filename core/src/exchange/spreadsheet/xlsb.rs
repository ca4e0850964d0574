//! Binary workbooks of Excel since 2007 (XLSB, MS-XLSB). The package is that of XLSX; the records differ from
//! those of XLS.

use std::io::{self, Read};

use super::{
    super::{
        problem::Reason,
        sheet::{Region, SheetBuilder, SheetCells, SheetName},
    },
    SpreadsheetFile,
    biff::{double, error_name, rk, u16_at, u32_at},
    format::{NumberFormat, write_number},
    limited,
    package::Package,
};

/// Record types in use.
mod kind {
    pub const ROW: u32 = 0;
    pub const RK: u32 = 2;
    pub const ERROR: u32 = 3;
    pub const BOOL: u32 = 4;
    pub const REAL: u32 = 5;
    pub const STRING: u32 = 6;
    pub const SHARED_STRING: u32 = 7;
    pub const FORMULA_STRING: u32 = 8;
    pub const FORMULA_NUMBER: u32 = 9;
    pub const FORMULA_BOOL: u32 = 10;
    pub const FORMULA_ERROR: u32 = 11;
    pub const SHARED_ITEM: u32 = 19;
    pub const FORMAT: u32 = 44;
    pub const XF: u32 = 47;
    pub const RICH_STRING: u32 = 62;
    pub const END_ROWS: u32 = 146;
    pub const WORKBOOK: u32 = 153;
    pub const SHEET: u32 = 156;
    pub const MERGED: u32 = 176;
    pub const BEGIN_STYLES: u32 = 617;
    pub const END_STYLES: u32 = 618;
}

/// Maximum record size: a cell with the longest possible text, and its attributes.
const RECORD: u32 = 1 << 22;

/// A workbook.
pub struct Xlsb<'a> {
    package: Package<'a>,
    sheets: Vec<SheetName>,
    parts: Vec<String>,
    strings: Vec<String>,
    formats: Vec<NumberFormat>,
    is_1904: bool,
}

impl<'a> Xlsb<'a> {
    /// Opens a workbook whose main part is `workbook`.
    ///
    /// # Errors
    /// [`Reason::Unreadable`], [`Reason::ZipBomb`].
    pub fn open(mut package: Package<'a>, workbook: &str) -> Result<Self, Reason> {
        let relations = package.relations(workbook)?;
        let mut is_1904 = false;
        let mut sheets = Vec::new();
        let mut parts = Vec::new();
        each_of(&mut package, workbook, |kind, data| {
            match kind {
                kind::WORKBOOK => is_1904 = data.first().is_some_and(|flags| flags & 1 == 1),
                kind::SHEET => {
                    let is_hidden = u32_at(data, 0).unwrap_or_default() & 3 != 0;
                    let mut rest = data.get(8..).unwrap_or_default();
                    let (id, name) = (text(&mut rest), text(&mut rest));
                    let relation =
                        relations.iter().find(|relation| Some(&relation.id) == id.as_ref());
                    // Chart, macro and dialog sheets have no rows.
                    if let Some(relation) = relation.filter(|relation| relation.kind == "worksheet")
                    {
                        let name = name.unwrap_or_default();
                        sheets.push(SheetName { name, is_hidden });
                        parts.push(relation.target.clone());
                    }
                }
                _ => {}
            }
            Ok(())
        })?;
        let find = |kind: &str| {
            let related = relations.iter().find(|relation| relation.kind == kind);
            related.map(|relation| relation.target.clone())
        };
        let mut strings = Vec::new();
        if let Some(part) = find("sharedstrings") {
            each_of(&mut package, &part, |kind, data| {
                if kind == kind::SHARED_ITEM {
                    strings.push(text(&mut data.get(1..).unwrap_or_default()).unwrap_or_default());
                }
                Ok(())
            })?;
        }
        let mut own: Vec<(u32, NumberFormat)> = Vec::new();
        let (mut styles, mut in_styles) = (Vec::new(), false);
        if let Some(part) = find("styles") {
            each_of(&mut package, &part, |kind, data| {
                match kind {
                    kind::FORMAT => {
                        let code = text(&mut data.get(2..).unwrap_or_default()).unwrap_or_default();
                        own.push((
                            u16_at(data, 0).unwrap_or_default().into(),
                            NumberFormat::read(&code),
                        ));
                    }
                    kind::BEGIN_STYLES => in_styles = true,
                    kind::END_STYLES => in_styles = false,
                    kind::XF if in_styles => {
                        styles.push(u16_at(data, 2).unwrap_or_default().into())
                    }
                    _ => {}
                }
                Ok(())
            })?;
        }
        Ok(Self {
            package,
            sheets,
            parts,
            strings,
            formats: super::formats_of(&styles, &own),
            is_1904,
        })
    }
}

impl SpreadsheetFile for Xlsb<'_> {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let name = self.parts.get(place).ok_or(Reason::NoSuchSheet)?;
        let part = self.package.part(name)?.ok_or(Reason::Unreadable)?;
        let mut builder = SheetBuilder::new(rows);
        let (strings, formats, is_1904) = (&self.strings, &self.formats, self.is_1904);
        let mut row = 0;
        let mut is_whole = false;
        each(part, |kind, data| {
            match kind {
                kind::ROW => row = u32_at(data, 0).unwrap_or(u32::MAX),
                kind::END_ROWS => is_whole = true,
                kind::MERGED => {
                    let at = |place| u32_at(data, place).unwrap_or_default();
                    builder.merge(Region { rows: (at(0), at(4)), columns: (at(8), at(12)) });
                }
                kind if kind > kind::RICH_STRING || is_whole || builder.is_full(row) => {}
                kind => {
                    let (Some(column), Some(style), Some(value)) =
                        (u32_at(data, 0), u32_at(data, 4), data.get(8..))
                    else {
                        return Ok(());
                    };
                    let number = match kind {
                        kind::RK => u32_at(value, 0).map(rk),
                        kind::REAL | kind::FORMULA_NUMBER => double(value),
                        _ => None,
                    };
                    if let Some(number) = number.filter(|number| number.is_finite()) {
                        let format = formats
                            .get((style & 0xff_ffff) as usize)
                            .unwrap_or(&NumberFormat::General);
                        return builder
                            .push(row, column, |text| write_number(text, number, format, is_1904));
                    }
                    let mut word = String::new();
                    match (kind, value) {
                        (kind::BOOL | kind::FORMULA_BOOL, [0, ..]) => word.push_str("false"),
                        (kind::BOOL | kind::FORMULA_BOOL, [_, ..]) => word.push_str("true"),
                        (kind::ERROR | kind::FORMULA_ERROR, [code, ..]) => {
                            word.push_str(error_name(*code))
                        }
                        (kind::STRING | kind::FORMULA_STRING, _) => {
                            word = text(&mut { value }).unwrap_or_default();
                        }
                        (kind::RICH_STRING, [_, rest @ ..]) => {
                            word = text(&mut { rest }).unwrap_or_default()
                        }
                        (kind::SHARED_STRING, _) => {
                            let place = u32_at(value, 0).unwrap_or(u32::MAX) as usize;
                            // The shared string is missing from the file.
                            word.push_str(strings.get(place).map_or("#VALUE!", String::as_str));
                        }
                        _ => {}
                    }
                    return builder.push(row, column, |text| {
                        text.push_str(&word);
                        None
                    });
                }
            }
            Ok(())
        })?;
        if is_whole { Ok(builder.finish()) } else { Err(Reason::Unreadable) }
    }
}

/// Passes every record of a part to `take`; the part may be missing.
fn each_of(
    package: &mut Package<'_>,
    name: &str,
    take: impl FnMut(u32, &[u8]) -> Result<(), Reason>,
) -> Result<(), Reason> {
    match package.part(name)? {
        Some(part) => each(part, take),
        None => Ok(()),
    }
}

fn each(
    mut part: impl Read,
    mut take: impl FnMut(u32, &[u8]) -> Result<(), Reason>,
) -> Result<(), Reason> {
    let mut data = Vec::new();
    while let Some(kind) = number(&mut part, 2)? {
        let length = number(&mut part, 4)?.ok_or(Reason::Unreadable)?;
        if length > RECORD {
            return Err(Reason::Unreadable);
        }
        data.clear();
        let read = part.by_ref().take(length.into()).read_to_end(&mut data);
        if read.map_err(|error| limited::reason(&error))? < length as usize {
            return Err(Reason::Unreadable);
        }
        take(kind, &data)?;
    }
    Ok(())
}

/// Reads a number of seven bits per byte, lower bits first; for record types the first byte counts in full.
/// `None` at the end.
fn number(part: &mut impl Read, bytes: u32) -> Result<Option<u32>, Reason> {
    let mut number = 0;
    for place in 0..bytes {
        let mut byte = [0];
        match part.read(&mut byte) {
            Ok(0) if place == 0 => return Ok(None),
            Ok(0) => return Err(Reason::Unreadable),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(limited::reason(&error)),
        }
        number |= u32::from(byte[0] & 0x7f) << (7 * place);
        if byte[0] & 0x80 == 0 {
            break;
        }
    }
    Ok(Some(number))
}

/// Reads a length-prefixed text and advances past it; `None` for a null text.
fn text(rest: &mut &[u8]) -> Option<String> {
    let length = u32_at(rest, 0)?;
    *rest = rest.get(4..)?;
    if length == u32::MAX {
        return None;
    }
    let bytes = rest.get(..(length as usize).checked_mul(2)?)?;
    *rest = &rest[bytes.len()..];
    let units = bytes.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
    Some(char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{fffd}')).collect())
}
