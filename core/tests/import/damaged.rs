//! Truncated files and wrong bytes: in every format the result is rows or an error, never a panic.

use busbar_core::exchange::{FileOpening, PortfolioRecords, opening::open};
use proptest::prelude::*;

use crate::{
    CREATE, look, plan_of,
    written::{self, Value},
};

fn rows() -> Vec<Vec<Value>> {
    use Value::{Day, Fault, Number, Text, Zeros};
    vec![
        vec![Text("户号"), Text("年月"), Text("总电量(kWh)")],
        vec![Zeros(91_050_001.0), Day(46_296.0), Number(412_000.0)],
        vec![Text("FA001"), Text("2026-02"), Number(0.5)],
        vec![Text("FA001"), Text("2026-03"), Fault],
    ]
}

fn all() -> Vec<(&'static str, Vec<u8>)> {
    let rows = rows();
    vec![
        ("xlsx", written::xlsx(&rows)),
        ("xlsb", written::xlsb(&rows)),
        ("xls", written::xls(&rows)),
        ("xls 5", written::xls_5(&rows)),
        ("xls 2", written::xls_2(&rows)),
        ("ods", written::ods(&rows)),
        ("fods", written::fods(&rows).into_bytes()),
        ("html", written::html(&rows)),
        ("mht", written::mht(&rows)),
        ("xml", written::xml(&rows).into_bytes()),
    ]
}

/// Reads a whole file, as an import would.
fn read(bytes: &[u8]) {
    if look(bytes).is_ok() && open(bytes, &FileOpening::default()).is_ok() {
        let _ = plan_of(&[bytes], &PortfolioRecords::default(), CREATE);
    }
}

/// Breaks the parts of a zip archive before they are packed, because checksums detect any damage done afterwards.
fn broken_within(bytes: &[u8], break_part: impl Fn(&mut Vec<u8>)) -> Option<Vec<u8>> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut entry = archive.by_index(place).ok()?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        let name = entry.name().ok()?.into_owned();
        if !name.ends_with("mimetype") && !name.ends_with(".rels") {
            break_part(&mut content);
        }
        zip.start_file(name, zip::write::SimpleFileOptions::default()).ok()?;
        zip.write_all(&content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

#[test]
fn a_cut_file_is_never_taken_for_a_whole_one() {
    for (name, bytes) in all() {
        for share in 1..20 {
            read(&bytes[..bytes.len() * share / 20]);
        }
        // A format with an end marker reports a missing end; a page ends where it ends.
        if !["html", "mht"].contains(&name) {
            let cut = &bytes[..bytes.len() * 3 / 4];
            assert!(open(cut, &FileOpening::default()).is_err(), "{name}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn wrong_bytes_never_panic(
        places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in any::<prop::sample::Index>(),
        is_cut in any::<bool>(),
    ) {
        let harm = |bytes: &mut Vec<u8>| {
            if bytes.is_empty() {
                return;
            }
            for (place, byte) in &places {
                let at = place.index(bytes.len());
                bytes[at] = *byte;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
        };
        for (_, bytes) in all() {
            if let Some(within) = broken_within(&bytes, harm) {
                read(&within);
            }
            let mut bytes = bytes;
            harm(&mut bytes);
            read(&bytes);
        }
    }
}
