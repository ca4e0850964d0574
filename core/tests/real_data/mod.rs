//! Folder of real data with reference results, `BUSBAR_DATA` (default `../shared/data`); a relative path starts
//! at the root of the project.
#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Airport passenger survey.
pub const AIRPORT: &str = "satisfaction/sfo_customer_survey_2017.csv.gz";

/// Returns the folder of real data, or `None`; `cargo xtask test` then names the tests that went without.
pub fn data() -> Option<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let given = std::env::var_os("BUSBAR_DATA").map(PathBuf::from);
    let folder = root.join(given.unwrap_or_else(|| "../shared/data".into()));
    folder.join("reference").is_dir().then_some(folder)
}

/// Reads a JSON file.
pub fn json_of(data: &Path, name: &str) -> Value {
    serde_json::from_reader(File::open(data.join(name)).unwrap()).unwrap()
}

/// Reads a text file, gzipped or not.
pub fn text(data: &Path, name: &str) -> String {
    let mut file = File::open(data.join(name)).unwrap();
    let mut text = String::new();
    if name.ends_with(".gz") {
        flate2::read::GzDecoder::new(file).read_to_string(&mut text)
    } else {
        file.read_to_string(&mut text)
    }
    .unwrap();
    text
}

/// Asserts equality to the eight digits given by the references.
#[track_caller]
pub fn assert_digits(ours: f64, reference: &Value, what: &str) {
    let reference = reference.as_f64().unwrap();
    assert!(
        (ours - reference).abs() <= 1e-7 * reference.abs().max(1e-3),
        "{what}: {ours} against {reference}"
    );
}

/// Asserts equality to the eight digits given by the references, number by number.
#[track_caller]
pub fn assert_all_digits(ours: &[f64], reference: &Value, what: &str) {
    assert_eq!(ours.len(), reference.as_array().unwrap().len(), "{what}");
    for (place, ours) in ours.iter().enumerate() {
        assert_digits(*ours, &reference[place], what);
    }
}

/// Returns the field names of an object.
pub fn names(of: &Value) -> Vec<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

/// Returns the numbers of a list.
pub fn numbers(of: &Value) -> Vec<f64> {
    serde_json::from_value(of.clone()).unwrap()
}
