//! The command-line program of segmentation, from files of the import format to its answer.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "../examples/segment/main.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod program;

use serde_json::Value;

fn answer(arguments: &[&str]) -> Result<Value, String> {
    let arguments = arguments.iter().map(|word| (*word).to_owned());
    program::answer(arguments).map_err(|failure| failure.to_string())
}

const CUSTOMERS: &str = "public/samples/zh/customers.csv";
const READINGS: &str = "public/samples/zh/readings.csv";
const BILLS: &str = "public/samples/zh/bills.csv";

#[test]
fn a_portfolio_is_judged_from_its_files() {
    let files = [
        "--portfolio",
        "--customers",
        CUSTOMERS,
        "--readings",
        READINGS,
    ];
    let used = answer(&files).unwrap();
    assert_eq!(used["is_billed"], false);
    let customers = used["customers"].as_array().unwrap();
    assert!(customers.len() > 1);
    let shares = customers.iter().map(|one| one["share"].as_f64().unwrap());
    let all: f64 = shares.sum();
    assert!((all - 1.0).abs() < 1e-9, "{all}");
    let clustered = used["clusters"]["assignments"].as_object().unwrap();
    let is_clustered = |one: &Value| clustered.contains_key(one["id"].as_str().unwrap());
    assert!(customers.iter().any(is_clustered));
    for one in customers {
        let is_met = !one["met"].as_array().unwrap().is_empty();
        assert_eq!(one["is_key"], is_met, "{one}");
    }
    let billed = answer(&[files.as_slice(), &["--bills", BILLS]].concat()).unwrap();
    assert_eq!(billed["is_billed"], true);
    assert_ne!(billed["total"], used["total"]);
}

#[test]
fn what_is_missing_is_named() {
    let refused = answer(&["--portfolio", "--customers", CUSTOMERS]).unwrap_err();
    assert!(refused.starts_with("--readings is missing"), "{refused}");
    let files = [
        "--portfolio",
        "--customers",
        "none.csv",
        "--readings",
        READINGS,
    ];
    assert!(answer(&files).unwrap_err().starts_with("none.csv"));
}
