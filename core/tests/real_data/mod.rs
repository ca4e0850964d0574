//! The folder of real data with its reference results, `BUSBAR_DATA` (`../shared/data` when unset), as
//! the tests read it; a relative path is from the root of the project.
#![allow(dead_code, reason = "no test needs all of it")]

use std::{
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// Passengers of an airport.
pub const AIRPORT: &str = "satisfaction/sfo_customer_survey_2017.csv.gz";

/// The folder of real data; where there is none, `cargo xtask test` names the tests that went without it.
pub fn data() -> Option<PathBuf> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    let given = std::env::var_os("BUSBAR_DATA").map(PathBuf::from);
    let folder = root.join(given.unwrap_or_else(|| "../shared/data".into()));
    folder.join("reference").is_dir().then_some(folder)
}

/// A JSON file.
pub fn json_of(data: &Path, name: &str) -> Value {
    serde_json::from_reader(File::open(data.join(name)).unwrap()).unwrap()
}

/// The text of a file, gzipped or not.
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

/// Equal to the eight digits that the references state.
#[track_caller]
pub fn assert_digits(ours: f64, reference: &Value, what: &str) {
    let reference = reference.as_f64().unwrap();
    assert!(
        (ours - reference).abs() <= 1e-7 * reference.abs().max(1e-3),
        "{what}: {ours} against {reference}"
    );
}

/// Equal to the eight digits that the references state, number by number.
#[track_caller]
pub fn assert_all_digits(ours: &[f64], reference: &Value, what: &str) {
    assert_eq!(ours.len(), reference.as_array().unwrap().len(), "{what}");
    for (place, ours) in ours.iter().enumerate() {
        assert_digits(*ours, &reference[place], what);
    }
}

/// The names of the fields of an object.
pub fn names(of: &Value) -> Vec<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

/// The numbers of a list.
pub fn numbers(of: &Value) -> Vec<f64> {
    serde_json::from_value(of.clone()).unwrap()
}
