//! `busbar segment`.

mod features;
mod few;
mod portfolio;
mod values;

use serde_json::Value;

use super::program::{self, assert_refuses};

#[track_caller]
fn answer(arguments: &[&str]) -> Result<Value, String> {
    program::answer("segment", arguments)
}

#[track_caller]
fn refused(arguments: &[&str], why: &str) {
    assert_refuses("segment", arguments, &[why]);
}

#[test]
fn options_that_do_not_go_together_are_refused() {
    for (arguments, words) in [
        (&[][..], &["<--features <FILE>|--value <FILE>|--portfolio>", "Usage: busbar segment"][..]),
        (&["--k", "3"], &["required", "--features <FILE>"]),
        (&["features.csv"], &["unexpected argument 'features.csv'"]),
        (&["--features"], &["a value is required for '--features <FILE>'"]),
        (&["--feature", "x"], &["unexpected argument '--feature'"]),
        (&["--features", "x", "--of", "y"], &["unexpected argument '--of'"]),
        (
            &["--features", "x", "--cuts", "80,95"],
            &["cannot be used with", "--features <FILE>", "--cuts <A,B>"],
        ),
        (
            &["--features", "x", "--value", "y"],
            &["cannot be used with", "--features <FILE>", "--value <FILE>"],
        ),
        (
            &["--features", "x", "--bills", "y"],
            &["cannot be used with", "--features <FILE>", "--bills <FILE>"],
        ),
        (
            &["--features", "x", "--k", "3", "--k", "4"],
            &["'--k <N|auto>' cannot be used multiple times"],
        ),
        (
            &["--features", "x", "--features", "y"],
            &["'--features <FILE>' cannot be used multiple times"],
        ),
        (&["--portfolio", "--portfolio"], &["'--portfolio' cannot be used multiple times"]),
        (&["--features", "x", "--k", "three"], &["'three' for '--k <N|auto>': neither auto"]),
        (&["--features", "x", "--k", "-1"], &["'-1' for '--k <N|auto>': neither auto"]),
        (&["--features", "x", "--k", "2.5"], &["'2.5' for '--k <N|auto>': neither auto"]),
        (&["--features", "x", "--seed", "-1"], &["'-1' for '--seed <SEED>'"]),
        (&["--features", "x", "--starts", "many"], &["'many' for '--starts <N>'"]),
        (&["--value", "x", "--k", "3"], &["cannot be used with", "--value <FILE>", "--k <N|auto>"]),
        (
            &["--value", "x", "--seed", "3"],
            &["cannot be used with", "--value <FILE>", "--seed <SEED>"],
        ),
        (&["--value", "x", "--cuts", "80"], &["'80' for '--cuts <A,B>': not two percentages"]),
        (
            &["--value", "x", "--cuts", "80;95"],
            &["'80;95' for '--cuts <A,B>': not two percentages"],
        ),
        (&["--value", "x", "--cuts", "95,80"], &["'95,80' for '--cuts <A,B>': cuts must satisfy"]),
        (&["--value", "x", "--cuts", "0,95"], &["'0,95' for '--cuts <A,B>': cuts must satisfy"]),
        (
            &["--value", "x", "--cuts", "80,101"],
            &["'80,101' for '--cuts <A,B>': cuts must satisfy"],
        ),
        (
            &["--value", "x", "--cuts", "NaN,95"],
            &["'NaN,95' for '--cuts <A,B>': cuts must satisfy"],
        ),
        (&["--portfolio"], &["required", "--customers <FILE>", "--readings <FILE>"]),
        (&["--portfolio", "--customers", "x"], &["required", "--readings <FILE>"]),
        (
            &["--portfolio", "--customers", "x", "--readings", "y", "--value", "z"],
            &["cannot be used with", "--value <FILE>"],
        ),
        (
            &["--portfolio", "--customers", "x", "--readings", "y", "--cuts", "80,95"],
            &["cannot be used with", "--portfolio", "--cuts <A,B>"],
        ),
        (&["--customers", "x", "--readings", "y"], &["required", "--portfolio"]),
    ] {
        assert_refuses("segment", arguments, words);
    }
}
