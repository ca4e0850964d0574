//! The command-line program of segmentation, from files to its answer.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod features;
mod few;
mod portfolio;
#[path = "../../examples/segment/main.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod program;
#[path = "../programs/mod.rs"]
mod programs;
#[path = "../real_data/mod.rs"]
mod real_data;
mod values;

use serde_json::Value;

fn answer(arguments: &[&str]) -> Result<Value, String> {
    let arguments = arguments.iter().map(|word| (*word).to_owned());
    program::answer(arguments).map_err(|failure| failure.to_string())
}

#[track_caller]
fn refused(arguments: &[&str], why: &str) {
    let refusal = answer(arguments).unwrap_err();
    assert!(refusal.contains(why), "{refusal}");
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    for (arguments, why) in [
        (&[][..], "--value is needed\nusage: segment"),
        (&["features.csv"], "unexpected features.csv\nusage"),
        (&["--features"], "--features needs a value"),
        (
            &["--features", "x", "--cuts", "80,95"],
            "--cuts does not go",
        ),
        (&["--features", "x", "--value", "y"], "--value does not go"),
        (&["--features", "x", "--of", "y"], "--of does not go"),
        (
            &["--features", "x", "--k", "3", "--k", "4"],
            "--k is given twice",
        ),
        (
            &["--features", "x", "--k", "three"],
            "--k: three is neither",
        ),
        (&["--features", "x", "--k", "-1"], "--k: -1 is neither"),
        (&["--features", "x", "--k", "2.5"], "--k: 2.5 is neither"),
        (&["--features", "x", "--seed", "-1"], "--seed: -1 is not"),
        (
            &["--features", "x", "--starts", "many"],
            "--starts: many is not",
        ),
        (&["--value", "x", "--k", "3"], "--k does not go"),
        (&["--value", "x", "--cuts", "80"], "--cuts: 80 should be"),
        (
            &["--value", "x", "--cuts", "80;95"],
            "--cuts: 80;95 should be",
        ),
        (
            &["--value", "x", "--cuts", "95,80"],
            "--cuts: cuts must satisfy",
        ),
        (
            &["--value", "x", "--cuts", "0,95"],
            "--cuts: cuts must satisfy",
        ),
        (
            &["--value", "x", "--cuts", "80,101"],
            "--cuts: cuts must satisfy",
        ),
        (
            &["--value", "x", "--cuts", "NaN,95"],
            "--cuts: cuts must satisfy",
        ),
        (&["--portfolio"], "--customers is needed"),
        (&["--portfolio", "--customers", "x"], "--readings is needed"),
        (
            &[
                "--portfolio",
                "--customers",
                "x",
                "--readings",
                "y",
                "--value",
                "z",
            ],
            "--value does not go",
        ),
    ] {
        refused(arguments, why);
    }
}
