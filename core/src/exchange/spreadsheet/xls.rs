//! Workbooks of Excel before 2007 (XLS): records of BIFF8 and BIFF5 in a compound file, which the crate `cfb`
//! opens, and records of BIFF2 to BIFF5 without a container, as written by old report generators. The records are
//! parsed here, because existing crates trust every length in the file, and hide number formats, merged cells and
//! whether a formula was ever calculated. References: MS-XLS, and OpenOffice's description of the older formats.

use std::io::{Cursor, Read};

use encoding_rs::{Encoding, GBK, UTF_8, WINDOWS_1252};

use super::{
    super::{
        problem::{FileType, Reason},
        row::Flaw,
        sheet::{Region, SheetBuilder, SheetCells, SheetName},
    },
    SpreadsheetFile,
    biff::{BiffRecord, Pieces, Records, double, error_name, rk, u16_at, u32_at},
    format::{NumberFormat, write_number},
};

/// Record types in use.
mod kind {
    pub const EOF: u16 = 0x0a;
    pub const DATE_MODE: u16 = 0x22;
    pub const FILE_PASS: u16 = 0x2f;
    pub const CODE_PAGE: u16 = 0x42;
    pub const BOUND_SHEET: u16 = 0x85;
    pub const MUL_RK: u16 = 0xbd;
    pub const RICH_STRING: u16 = 0xd6;
    pub const XF: u16 = 0xe0;
    pub const MERGED_CELLS: u16 = 0xe5;
    pub const SHARED_STRINGS: u16 = 0xfc;
    pub const LABEL_SST: u16 = 0xfd;
    pub const RECALCULATED: u16 = 0x1c1;
    pub const RK: u16 = 0x27e;
    pub const FORMAT: u16 = 0x41e;
    pub const FORMAT_OLD: u16 = 0x1e;
}

/// A workbook.
pub struct Xls {
    stream: Vec<u8>,
    sheets: Vec<SheetName>,
    /// Offset in the stream of each sheet.
    begins: Vec<usize>,
    context: Context,
}

/// Tables that the cells of all sheets refer to.
struct Context {
    version: Version,
    /// Encoding of the code page, if the file names one.
    encoding: Option<&'static Encoding>,
    strings: Vec<String>,
    formats: Vec<NumberFormat>,
    is_1904: bool,
    /// `true` if the file states the version of Excel that last calculated it.
    is_calculated: bool,
}

/// Versions of the record format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Version {
    /// Excel 2, a single sheet.
    Biff2,
    /// Excel 3 and 4, a single sheet.
    Biff3,
    /// Excel 5 and 95.
    Biff5,
    /// Excel 97 to 2003.
    Biff8,
}

/// Returns `true` if a file consists of these records without a compound file around them.
pub fn is_bare(bytes: &[u8]) -> bool {
    match bytes {
        [0x09, 0x00 | 0x02 | 0x04, 4 | 6, 0, ..] => true,
        // Generators often omit the version, but state sheet or workbook.
        [0x09, 0x08, 4..=16, 0, _, 0 | 5 | 6, 0x05 | 0x10, 0, ..] => true,
        _ => false,
    }
}

impl Xls {
    /// Opens a compound file.
    ///
    /// # Errors
    /// [`Reason::WrongType`] if it holds something else or is encrypted, [`Reason::Unreadable`].
    pub fn open(bytes: &[u8]) -> Result<Self, Reason> {
        let mut file =
            cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| Reason::Unreadable)?;
        if file.exists("/EncryptedPackage") {
            return Err(Reason::WrongType(FileType::Encrypted));
        }
        let name = ["/Workbook", "/Book", "/WORKBOOK", "/BOOK"]
            .into_iter()
            .find(|name| file.is_stream(name));
        let Some(name) = name else {
            return Err(Reason::WrongType(FileType::OldDocument));
        };
        let stream = file.open_stream(name).map_err(|_| Reason::Unreadable)?;
        let mut content = Vec::new();
        // A stream is no longer than the file, whatever the directory says.
        let read = stream.take(bytes.len() as u64).read_to_end(&mut content);
        // A truncated file is read as far as its records go.
        read.map_err(|_| Reason::Unreadable)?;
        Self::read(content)
    }

    /// Opens records without a container.
    ///
    /// # Errors
    /// Same as [`Self::open`].
    pub fn open_bare(bytes: &[u8]) -> Result<Self, Reason> {
        Self::read(bytes.to_vec())
    }

    fn read(stream: Vec<u8>) -> Result<Self, Reason> {
        let mut records = Records::new(&stream, 0);
        let first = records.next().ok_or(Reason::Unreadable)?;
        let version = version(&first).ok_or(Reason::Unreadable)?;
        let mut context = Context {
            version,
            encoding: None,
            strings: Vec::new(),
            formats: Vec::new(),
            is_1904: false,
            is_calculated: false,
        };
        // Sheets without a workbook.
        if version < Version::Biff5 || u16_at(first.data, 2) == Some(0x10) {
            let name = SheetName { name: "Sheet1".into(), is_hidden: false };
            context.read_globals(&stream, &mut |_| {})?;
            return Ok(Self { stream, sheets: vec![name], begins: vec![0], context });
        }
        let mut sheets = Vec::new();
        let mut begins = Vec::new();
        context.read_globals(&stream, &mut |(begin, sheet)| {
            begins.push(begin);
            sheets.push(sheet);
        })?;
        Ok(Self { stream, sheets, begins, context })
    }
}

impl SpreadsheetFile for Xls {
    fn sheets(&self) -> &[SheetName] {
        &self.sheets
    }

    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason> {
        let begin = *self.begins.get(place).ok_or(Reason::NoSuchSheet)?;
        SheetReader { context: &self.context, builder: SheetBuilder::new(rows), waiting: None }
            .read(Records::new(&self.stream, begin))
    }
}

fn version(begin: &BiffRecord<'_>) -> Option<Version> {
    Some(match (begin.kind, u16_at(begin.data, 0)) {
        (0x009, _) => Version::Biff2,
        (0x209 | 0x409, _) => Version::Biff3,
        (0x809, Some(0x600)) => Version::Biff8,
        (0x809, Some(_)) => Version::Biff5,
        _ => return None,
    })
}

impl Context {
    /// Reads the records before the cells.
    fn read_globals(
        &mut self,
        stream: &[u8],
        list: &mut dyn FnMut((usize, SheetName)),
    ) -> Result<(), Reason> {
        let mut own: Vec<(u32, NumberFormat)> = Vec::new();
        let mut styles: Vec<u32> = Vec::new();
        let mut records = Records::new(stream, 0);
        let mut depth = 0_u32;
        while let Some(record) = records.next() {
            let data = record.data;
            match record.kind {
                0x009 | 0x209 | 0x409 | 0x809 => depth += 1,
                kind::EOF => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        break;
                    }
                }
                kind::FILE_PASS if data.iter().any(|byte| *byte != 0) => {
                    return Err(Reason::WrongType(FileType::Encrypted));
                }
                kind::CODE_PAGE => self.encoding = u16_at(data, 0).map(encoding),
                kind::DATE_MODE => self.is_1904 = u16_at(data, 0) == Some(1),
                kind::RECALCULATED => self.is_calculated = true,
                kind::FORMAT if self.version >= Version::Biff5 => {
                    let code = data.get(2..).unwrap_or_default();
                    let code = if self.version == Version::Biff8 {
                        self.long(code)
                    } else {
                        self.short(code)
                    };
                    own.push((
                        u16_at(data, 0).unwrap_or_default().into(),
                        NumberFormat::read(&code),
                    ));
                }
                kind::FORMAT | kind::FORMAT_OLD => {
                    // Numbered by order; those of Excel 4 have two bytes before the text.
                    let begin = if record.kind == kind::FORMAT { 2 } else { 0 };
                    let code = self.short(data.get(begin..).unwrap_or_default());
                    own.push((own.len() as u32, NumberFormat::read(&code)));
                }
                kind::XF => styles.push(u16_at(data, 2).unwrap_or_default().into()),
                0x243 | 0x443 => styles.push(u32::from(data.get(1).copied().unwrap_or_default())),
                kind::BOUND_SHEET => {
                    // Parts other than worksheets (charts, macros, dialogs) have no rows.
                    if let (Some(begin), Some([hidden, 0, name @ ..])) =
                        (u32_at(data, 0), data.get(4..))
                    {
                        let name = if self.version == Version::Biff8 {
                            self.short_unicode(name)
                        } else {
                            self.short(name)
                        };
                        let is_hidden = hidden & 3 != 0;
                        list((begin as usize, SheetName { name, is_hidden }));
                    }
                }
                kind::SHARED_STRINGS => self.strings = shared_strings(&mut records, data),
                _ => {}
            }
        }
        self.formats = if self.version == Version::Biff2 {
            own.into_iter().map(|(_, format)| format).collect()
        } else {
            super::formats_of(&styles, &own)
        };
        Ok(())
    }

    /// Reads a byte text with a length of one byte.
    fn short(&self, data: &[u8]) -> String {
        let Some((length, rest)) = data.split_first() else {
            return String::new();
        };
        self.bytes(rest, usize::from(*length))
    }

    fn bytes(&self, data: &[u8], length: usize) -> String {
        let text = &data[..length.min(data.len())];
        match (self.encoding, std::str::from_utf8(text)) {
            (Some(encoding), _) => encoding.decode_without_bom_handling(text).0.into_owned(),
            (None, Ok(text)) => text.to_owned(),
            (None, Err(_)) => GBK.decode_without_bom_handling(text).0.into_owned(),
        }
    }

    fn short_unicode(&self, data: &[u8]) -> String {
        match data {
            [length, flags, rest @ ..] => unicode(rest, usize::from(*length), flags & 1 == 1),
            _ => String::new(),
        }
    }

    /// Reads a text with a length of two bytes.
    fn long(&self, data: &[u8]) -> String {
        let length = usize::from(u16_at(data, 0).unwrap_or_default());
        match (self.version, data.get(2..)) {
            (Version::Biff8, Some([flags, rest @ ..])) => unicode(rest, length, flags & 1 == 1),
            (Version::Biff2, _) => self.short(data),
            (_, Some(rest)) => self.bytes(rest, length),
            (_, None) => String::new(),
        }
    }
}

/// Decodes text of two bytes per character, or of the lower bytes only.
fn unicode(data: &[u8], length: usize, is_wide: bool) -> String {
    if is_wide {
        let units = data.chunks_exact(2).take(length);
        let units = units.map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{fffd}')).collect()
    } else {
        data.iter().take(length).map(|byte| char::from(*byte)).collect()
    }
}

/// Returns the encoding of a code page.
fn encoding(code_page: u16) -> &'static Encoding {
    let label = match code_page {
        936 | 10008 => return GBK,
        950 | 10002 => "big5",
        932 | 10001 => "shift_jis",
        949 | 10003 => "euc-kr",
        874 => "windows-874",
        1200 | 65001 => return UTF_8,
        page @ 1250..=1258 => {
            return Encoding::for_label(format!("windows-{page}").as_bytes())
                .unwrap_or(WINDOWS_1252);
        }
        _ => return WINDOWS_1252,
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(WINDOWS_1252)
}

/// Reads the shared strings, which continue over as many records as necessary.
fn shared_strings(records: &mut Records<'_>, data: &[u8]) -> Vec<String> {
    let mut pieces = Pieces::new(data.get(8..).unwrap_or_default(), records.continued());
    let mut strings = Vec::new();
    while let Some(string) = pieces.string() {
        strings.push(string);
    }
    strings
}

struct SheetReader<'c> {
    context: &'c Context,
    builder: SheetBuilder,
    /// Cell whose formula yields a text, which follows in the next record.
    waiting: Option<(u32, u32)>,
}

impl SheetReader<'_> {
    fn read(mut self, records: Records<'_>) -> Result<SheetCells, Reason> {
        let mut depth = 0_u32;
        for record in records {
            match record.kind {
                0x009 | 0x209 | 0x409 | 0x809 => depth += 1,
                kind::EOF => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        return Ok(self.builder.finish());
                    }
                }
                // A chart within the sheet has cells of its own.
                _ if depth > 1 => {}
                kind => {
                    self.take(kind, record.data)?;
                }
            }
        }
        // A sheet without its end is truncated.
        Err(Reason::Unreadable)
    }

    fn take(&mut self, kind: u16, data: &[u8]) -> Result<(), Reason> {
        if kind == kind::MERGED_CELLS {
            for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
                let at = |place| u32::from(u16_at(area, place).unwrap_or_default());
                self.builder.merge(Region { rows: (at(0), at(2)), columns: (at(4), at(6)) });
            }
            return Ok(());
        }
        if matches!(kind, 0x007 | 0x207) {
            let Some((row, column)) = self.waiting.take() else {
                return Ok(());
            };
            let text = self.context.long(data);
            return self.text(row, column, &text);
        }
        let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) else {
            return Ok(());
        };
        let (row, column) = (u32::from(row), u32::from(column));
        let style = usize::from(u16_at(data, 4).unwrap_or_default());
        if kind == kind::MUL_RK {
            let cells =
                data.get(4..data.len().saturating_sub(2)).unwrap_or_default().chunks_exact(6);
            for (column, cell) in (column..).zip(cells) {
                let style = usize::from(u16_at(cell, 0).unwrap_or_default());
                self.number(row, column, style, rk(u32_at(cell, 2).unwrap_or_default()))?;
            }
            return Ok(());
        }
        // Cells of Excel 2 have three bytes of attributes, including a format number.
        let is_old = self.context.version == Version::Biff2;
        let (value, style) = if is_old {
            let format = data.get(5).copied().unwrap_or_default() & 0x3f;
            (data.get(7..), usize::from(format))
        } else {
            (data.get(6..), style)
        };
        let Some(value) = value else { return Ok(()) };
        match kind {
            0x002 => {
                self.number(row, column, style, f64::from(u16_at(value, 0).unwrap_or_default()))
            }
            0x003 | 0x203 => match double(value) {
                Some(number) => self.number(row, column, style, number),
                None => Ok(()),
            },
            kind::RK => self.number(row, column, style, rk(u32_at(value, 0).unwrap_or_default())),
            0x004 => {
                let text = self.context.short(value);
                self.text(row, column, &text)
            }
            0x204 | kind::RICH_STRING => {
                let text = self.context.long(value);
                self.text(row, column, &text)
            }
            kind::LABEL_SST => {
                let place = u32_at(value, 0).unwrap_or(u32::MAX) as usize;
                // The shared string is missing from the file.
                let text = self.context.strings.get(place).map_or("#VALUE!", String::as_str);
                self.text(row, column, text)
            }
            0x005 | 0x205 => match value {
                [value, is_error, ..] => self.bool_or_error(row, column, *value, *is_error != 0),
                _ => Ok(()),
            },
            0x006 | 0x206 | 0x406 => self.formula(row, column, style, value),
            _ => Ok(()),
        }
    }

    fn formula(&mut self, row: u32, column: u32, style: usize, data: &[u8]) -> Result<(), Reason> {
        let Some(result) = data.get(..8) else {
            return Ok(());
        };
        let is_to_calculate = u16_at(data, 8).unwrap_or_default() & 2 != 0;
        match *result {
            [0, .., 0xff, 0xff] => {
                self.waiting = Some((row, column));
                Ok(())
            }
            [1, _, value, .., 0xff, 0xff] => self.bool_or_error(row, column, value, false),
            [2, _, value, .., 0xff, 0xff] => self.bool_or_error(row, column, value, true),
            // Empty result. In a file that was never calculated, every formula has it.
            [3, .., 0xff, 0xff] if self.context.is_calculated => Ok(()),
            [_, .., 0xff, 0xff] => self.not_calculated(row, column),
            _ => match double(result) {
                Some(value) if value == 0.0 && is_to_calculate => self.not_calculated(row, column),
                Some(value) => self.number(row, column, style, value),
                None => Ok(()),
            },
        }
    }

    fn not_calculated(&mut self, row: u32, column: u32) -> Result<(), Reason> {
        self.builder.push(row, column, |text| {
            text.push('=');
            Some(Flaw::NotCalculated)
        })
    }

    fn bool_or_error(
        &mut self,
        row: u32,
        column: u32,
        value: u8,
        is_error: bool,
    ) -> Result<(), Reason> {
        let word = match (is_error, value) {
            (true, code) => error_name(code),
            (false, 0) => "false",
            (false, _) => "true",
        };
        self.text(row, column, word)
    }

    fn text(&mut self, row: u32, column: u32, text: &str) -> Result<(), Reason> {
        self.builder.push(row, column, |all| {
            all.push_str(text);
            None
        })
    }

    fn number(&mut self, row: u32, column: u32, style: usize, value: f64) -> Result<(), Reason> {
        if !value.is_finite() {
            return Ok(());
        }
        let context = self.context;
        let format = context.formats.get(style).unwrap_or(&NumberFormat::General);
        self.builder.push(row, column, |text| write_number(text, value, format, context.is_1904))
    }
}
