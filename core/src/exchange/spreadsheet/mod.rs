//! Sheets of every common format, each with its own reader and the same rows as output: `xlsx`, `xlsb`, `xls`,
//! `ods`, tables of web pages (`html`) and XML Spreadsheet 2003 (`xml_2003`). The format is detected from the
//! bytes. Used in workers only.

mod biff;
mod format;
mod html;
mod limited;
mod markup;
mod ods;
mod package;
mod shared_string;
mod xls;
mod xlsb;
mod xlsx;
mod xml;
mod xml_2003;

use super::{
    problem::{FileType, Reason},
    sheet::{Sheet, SheetCells, SheetFormat, SheetName},
};
use format::NumberFormat;
use package::Package;

/// Number of rows of a sheet examined for known headings.
const LOOKED_AT: usize = 64;

/// A file with sheets.
trait SpreadsheetFile {
    /// Returns the sheets with cells, in file order.
    fn sheets(&self) -> &[SheetName];

    /// Returns the cells of a sheet, at most `rows` rows. A call for all rows must be the last.
    ///
    /// # Errors
    /// [`Reason`] of that sheet.
    fn cells(&mut self, place: usize, rows: usize) -> Result<SheetCells, Reason>;
}

/// Container format of a file with sheets, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A zip archive.
    Zip,
    /// A compound file, as written by Microsoft programs before 2007.
    Compound,
    /// Records of an old workbook without a container.
    Bare,
    /// A web page.
    WebPage,
    /// A multipart message with web pages.
    WebArchive,
    /// XML Spreadsheet 2003.
    Xml,
    /// An OpenDocument sheet as one XML document.
    FlatOds,
}

/// Returns the container of a file with sheets, or `None` if it is not one.
pub fn container(bytes: &[u8]) -> Option<Container> {
    match bytes {
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Container::Zip),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(Container::Compound),
        bytes if xls::is_bare(bytes) => Some(Container::Bare),
        bytes => markup::container(bytes),
    }
}

/// Reads one sheet, at most `rows` rows of it: the requested one, otherwise the first visible one that `is_known`
/// accepts, otherwise the first visible one with cells, otherwise a hidden one by the same rules.
///
/// # Errors
/// [`Reason::WrongType`] for a container that holds no sheets, [`Reason::ZipBomb`], [`Reason::NoSuchSheet`],
/// [`Reason::Unreadable`].
pub fn read(
    bytes: &[u8],
    container: Container,
    wanted: Option<&str>,
    rows: usize,
    is_known: &dyn Fn(&SheetCells) -> bool,
) -> Result<Sheet, Reason> {
    let (mut book, kind) = open(bytes, container)?;
    let sheets = book.sheets().to_vec();
    let mut order: Vec<usize> = (0..sheets.len()).collect();
    order.sort_by_key(|place| sheets[*place].is_hidden);
    let place = match wanted {
        Some(name) => order.iter().copied().find(|place| sheets[*place].name == name),
        None => choose(&mut *book, &order, rows, is_known)?,
    };
    let place = place.ok_or(Reason::NoSuchSheet)?;
    Ok(Sheet {
        cells: book.cells(place, rows)?,
        name: sheets[place].name.clone(),
        names: order.into_iter().map(|place| sheets[place].clone()).collect(),
        kind,
    })
}

/// Chooses the sheet if none was requested.
fn choose(
    book: &mut dyn SpreadsheetFile,
    order: &[usize],
    rows: usize,
    is_known: &dyn Fn(&SheetCells) -> bool,
) -> Result<Option<usize>, Reason> {
    if let [only] = order {
        return Ok(Some(*only));
    }
    let (visible, hidden): (Vec<usize>, Vec<usize>) =
        order.iter().partition(|place| !book.sheets()[**place].is_hidden);
    let mut refused = None;
    // A hidden sheet of text can look like a table, so it is used only if no visible sheet has content.
    for group in [visible, hidden] {
        let mut filled = None;
        for place in group {
            match book.cells(place, rows.min(LOOKED_AT)) {
                Ok(cells) if is_known(&cells) => return Ok(Some(place)),
                Ok(cells) if !cells.is_empty() => drop(filled.get_or_insert(place)),
                Ok(_) => {}
                Err(reason) => drop(refused.get_or_insert(reason)),
            }
        }
        if filled.is_some() {
            return Ok(filled);
        }
    }
    refused.map_or(Ok(order.first().copied()), Err)
}

type Opened<'a> = Result<(Box<dyn SpreadsheetFile + 'a>, SheetFormat), Reason>;

fn open(bytes: &[u8], container: Container) -> Opened<'_> {
    Ok(match container {
        Container::Zip => return open_package(bytes),
        Container::Compound => (Box::new(xls::Xls::open(bytes)?), SheetFormat::Xls),
        Container::Bare => (Box::new(xls::Xls::open_bare(bytes)?), SheetFormat::Xls),
        Container::WebPage => {
            let page = markup::decode(bytes);
            (Box::new(html::Html::open(&[page])?), SheetFormat::WebPage)
        }
        Container::WebArchive => {
            (Box::new(html::Html::open(&markup::pages(bytes))?), SheetFormat::WebPage)
        }
        Container::Xml => {
            let document = markup::decode(bytes);
            (Box::new(xml_2003::Xml2003::open(&document)?), SheetFormat::Xml)
        }
        Container::FlatOds => {
            (Box::new(ods::Ods::open_flat(markup::decode(bytes))?), SheetFormat::Ods)
        }
    })
}

fn open_package(bytes: &[u8]) -> Opened<'_> {
    let mut package = Package::open(bytes)?;
    if ods::is_document(&mut package)? {
        return Ok((Box::new(ods::Ods::open(package)?), SheetFormat::Ods));
    }
    let Some(main) = package.main_part()? else {
        // An unreadable workbook should be saved again; any other archive should be unpacked.
        return Err(if package.has("[Content_Types].xml") {
            Reason::Unreadable
        } else {
            Reason::WrongType(FileType::Archive)
        });
    };
    let begin = package.part(&main)?.map(xml::is_markup);
    if begin.transpose()?.unwrap_or_default() {
        Ok((Box::new(xlsx::Xlsx::open(package, &main)?), SheetFormat::Xlsx))
    } else {
        Ok((Box::new(xlsb::Xlsb::open(package, &main)?), SheetFormat::Xlsb))
    }
}

/// Returns the number format of each cell style, by its number: one defined in the file, or a built-in one.
fn formats_of(styles: &[u32], own: &[(u32, NumberFormat)]) -> Vec<NumberFormat> {
    let format = |id: &u32| {
        let own = own.iter().find(|(own, _)| own == id);
        own.map_or_else(|| NumberFormat::built_in(*id), |(_, format)| format.clone())
    };
    styles.iter().map(format).collect()
}
