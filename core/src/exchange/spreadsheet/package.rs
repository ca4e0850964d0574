//! The archive of a workbook: parts by name, and their roles by relationships. Names are matched regardless of
//! case and slashes. A part is unpacked as it is read, up to a limit, so that the directory need not be trusted.

use std::{
    borrow::Cow,
    collections::HashMap,
    io::{BufReader, Cursor, Read},
};

use encoding_rs::GB18030;
use percent_encoding::percent_decode_str;
use quick_xml::events::Event;
use zip::{ZipArchive, result::ZipError};

use super::{
    super::{
        problem::{FileType, Reason},
        sheet::UNPACKED_LIMIT,
    },
    limited::Limited,
    xml::{self, attribute},
};

/// Maximum number of parts in the directory of an archive.
const PARTS: usize = 100_000;

/// The parts of a workbook.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    places: HashMap<String, usize>,
    /// Maximum unpacked size of a part, in bytes.
    limit: u64,
}

/// A part, unpacked as it is read.
pub type Part<'p> = BufReader<Limited<Box<dyn Read + 'p>>>;

/// A relationship of a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Id in the part.
    pub id: String,
    /// Last word of its type, lowercase: `worksheet`, `sharedstrings`. Strict and transitional files have
    /// different prefixes.
    pub kind: String,
    /// Name of the target part.
    pub target: String,
}

impl<'a> Package<'a> {
    /// Opens an archive.
    ///
    /// # Errors
    /// [`Reason::WrongType`] for anything else.
    pub fn open(bytes: &'a [u8]) -> Result<Self, Reason> {
        let wrong = Reason::WrongType(FileType::Archive);
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| wrong.clone())?;
        if archive.len() > PARTS {
            return Err(wrong);
        }
        let mut places = HashMap::new();
        for place in 0..archive.len() {
            if let Ok(entry) = archive.by_index_raw(place) {
                places.insert(plain(&text(entry.name_raw())), place);
            }
        }
        Ok(Self { archive, places, limit: UNPACKED_LIMIT })
    }

    /// Returns `true` if there is a part with this name.
    pub fn has(&self, name: &str) -> bool {
        self.places.contains_key(&plain(name))
    }

    /// Returns the names of the parts, normalised.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// Returns a part, or `None` if there is none with this name.
    ///
    /// # Errors
    /// [`Reason::WrongType`] for an encrypted one, [`Reason::Unreadable`].
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_>>, Reason> {
        let Some(place) = self.places.get(&plain(name)) else {
            return Ok(None);
        };
        let entry = self.archive.by_index(*place).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED)
            | ZipError::InvalidPassword => Reason::WrongType(FileType::Encrypted),
            _ => Reason::Unreadable,
        })?;
        let limited = Limited { inner: Box::new(entry) as Box<dyn Read>, left: self.limit };
        Ok(Some(BufReader::with_capacity(1 << 16, limited)))
    }

    /// Returns the relationships of a part, or of the whole package for the empty name.
    ///
    /// # Errors
    /// Same as [`Self::part`].
    pub fn relations(&mut self, of: &str) -> Result<Vec<Relation>, Reason> {
        let of = plain(of);
        let (folder, name) = of.rsplit_once('/').unwrap_or(("", &of));
        let listed = format!("{folder}/_rels/{name}.rels");
        let folder = folder.to_owned();
        let Some(part) = self.part(&listed)? else {
            return Ok(Vec::new());
        };
        let mut found = Vec::new();
        xml::each(part, |event| {
            let (Event::Start(tag) | Event::Empty(tag)) = event else {
                return;
            };
            if tag.local_name().as_ref() != "Relationship" {
                return;
            }
            let target = attribute(&tag, "Target").unwrap_or_default();
            let kind = attribute(&tag, "Type").unwrap_or_default();
            found.push(Relation {
                id: attribute(&tag, "Id").unwrap_or_default(),
                kind: kind.rsplit('/').next().unwrap_or_default().to_lowercase(),
                target: resolved(&folder, &target),
            });
        })?;
        for relation in &mut found {
            self.settle(relation);
        }
        Ok(found)
    }

    /// Repairs a target that does not exist: uses the only part with its file name, if there is one.
    fn settle(&self, relation: &mut Relation) {
        if self.has(&relation.target) {
            return;
        }
        let file = relation.target.rsplit('/').next().unwrap_or_default();
        let mut same = self.names().filter(|name| name.rsplit('/').next() == Some(file));
        if let (Some(only), None) = (same.next(), same.next()) {
            relation.target = only.to_owned();
        }
    }

    /// Returns the main part of the package: by the relationship that names it, or else by its own name.
    ///
    /// # Errors
    /// Same as [`Self::part`].
    pub fn main_part(&mut self) -> Result<Option<String>, Reason> {
        let relations = self.relations("")?;
        let main = relations.into_iter().find(|relation| relation.kind == "officedocument");
        if let Some(main) = main.filter(|main| self.has(&main.target)) {
            return Ok(Some(main.target));
        }
        if let Some(declared) = self.declared_workbook()? {
            return Ok(Some(declared));
        }
        let is_named = |name: &&str| {
            let file = name.rsplit('/').next().unwrap_or_default();
            ["workbook.xml", "workbook.bin"].contains(&file)
        };
        Ok(self.names().find(is_named).map(str::to_owned))
    }

    /// Returns the part declared as a workbook.
    fn declared_workbook(&mut self) -> Result<Option<String>, Reason> {
        let mut found = None;
        if let Some(part) = self.part("[Content_Types].xml")? {
            xml::each(part, |event| {
                if let Event::Start(tag) | Event::Empty(tag) = event {
                    let kind = attribute(&tag, "ContentType").unwrap_or_default();
                    let is_workbook = kind.contains("sheet") && kind.contains(".main");
                    if let Some(name) = attribute(&tag, "PartName").filter(|_| is_workbook) {
                        found = Some(plain(&name));
                    }
                }
            })?;
        }
        Ok(found.filter(|name| self.has(name)))
    }
}

/// Decodes a name, which old archivers write in the system's code page.
fn text(name: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(name) {
        Ok(name) => name.into(),
        Err(_) => GB18030.decode_without_bom_handling(name).0,
    }
}

/// Normalises a name for comparison.
fn plain(name: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let name = parts.join("/");
    percent_decode_str(&name).decode_utf8_lossy().to_lowercase()
}

/// Resolves a target relative to a folder.
fn resolved(folder: &str, target: &str) -> String {
    if target.starts_with(['/', '\\']) {
        plain(target)
    } else {
        plain(&format!("{folder}/{target}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_wherever_they_lead() {
        for (folder, target, expected) in [
            ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "/xl/worksheets/Sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("xl", "../data/a.xml", "data/a.xml"),
            ("xl", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
            ("", "./workbook.xml", "workbook.xml"),
            ("", "../../workbook.xml", "workbook.xml"),
            ("xl", "worksheets/%E8%A1%A8%201.xml", "xl/worksheets/表 1.xml"),
        ] {
            assert_eq!(resolved(folder, target), expected);
        }
    }

    #[test]
    fn a_part_is_never_unpacked_beyond_its_limit() {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let packed = zip::write::SimpleFileOptions::default();
        zip.start_file("[Content_Types].xml", packed).unwrap();
        std::io::Write::write_all(&mut zip, &vec![b' '; 2 << 20]).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        assert!(bytes.len() < 1 << 14);
        // The compression ratio of a part does not matter; its unpacked size does.
        let mut package = Package::open(&bytes).unwrap();
        assert_eq!(package.main_part(), Ok(None));
        package.limit = 1 << 20;
        assert!(matches!(package.main_part(), Err(Reason::ZipBomb { .. })));
    }
}
