//! Errors of `busbar satisfaction`.

use serde_json::{Value, json};

use crate::program::{Folder, assert_refuses};

#[track_caller]
fn refused(arguments: &[&str], why: &str) {
    assert_refuses("satisfaction", arguments, &[why]);
}

#[test]
fn options() {
    for (arguments, words) in [
        (&[][..], &["<--responses <FILE>|--weights <FILE>>", "Usage: busbar satisfaction"][..]),
        (&["--responses", "a"], &["required", "--spec <FILE>"]),
        (&["--spec", "a"], &["required", "--responses <FILE>"]),
        (&["--responses", "a", "--spec"], &["a value is required for '--spec <FILE>'"]),
        (&["--responses", "a", "--spec", "b", "--of", "c"], &["unexpected argument '--of'"]),
        (
            &["--responses", "a", "--spec", "b", "--spec", "c"],
            &["'--spec <FILE>' cannot be used multiple times"],
        ),
        (&["--weights", "a", "--spec", "b"], &["cannot be used with", "--spec <FILE>"]),
        (&["--weights", "a", "--responses", "b"], &["cannot be used with", "--responses <FILE>"]),
        (&["--weight", "a"], &["unexpected argument '--weight'"]),
        (&["--weights", "/nowhere"], &["/nowhere: No such file"]),
        (&["answers.csv"], &["unexpected argument 'answers.csv'"]),
    ] {
        assert_refuses("satisfaction", arguments, words);
    }
}

#[test]
fn specs() {
    let folder = Folder::new("satisfaction-specs");
    let responses = folder.file("answers.csv", "q,r,q2,q2\n1,2,3,4\n");
    let check = |spec: &str, why: &str| {
        let spec = folder.file("spec.json", spec);
        refused(&["--responses", &responses, "--spec", &spec], why);
    };
    let item = json!({ "kind": "item", "scale": [1, 5], "group": "A" });
    for (columns, why) in [
        (json!({ "z": item }), "answers.csv, line 1: no column z"),
        (json!({ "q2": item }), "line 1: the column q2 occurs twice"),
        (json!({ "q": { "kind": "csat" } }), "q: this kind needs a scale"),
        (json!({ "q": { "kind": "item" } }), "q: this kind needs a scale"),
        (json!({ "q": { "kind": "csat", "scale": [5, 1] } }), "q: a scale must run"),
        (json!({ "q": { "kind": "csat", "scale": [3, 3] } }), "q: a scale must run"),
        (json!({ "q": { "kind": "csat", "scale": [1] } }), "invalid length 1"),
        (json!({ "q": { "kind": "nps", "scale": [1, 10] } }), "q: nps needs a scale"),
        (json!({ "q": { "kind": "guess" } }), "unknown variant `guess`"),
        (json!({ "q": { "scale": [1, 5] } }), "missing field `kind`"),
        (json!({ "q": { "kind": "nps", "revers": true } }), "unknown field `revers`"),
        (
            json!({ "q": { "kind": "importance", "scale": [1, 5], "of": "z" }, "r": item }),
            "q: no item z",
        ),
        (
            json!({ "q": { "kind": "importance", "scale": [1, 5], "group": "B" }, "r": item }),
            "q: no items in the group B",
        ),
    ] {
        check(&json!({ "columns": columns }).to_string(), why);
    }
    check("", "spec.json: EOF");
    check("{}", "spec.json: missing field `columns`");
    check("{\"columns\":{}, \"more\":1}", "unknown field `more`");
    refused(&["--responses", &responses, "--spec", "/nowhere"], "/nowhere: No such file");
}

#[test]
fn answers() {
    let folder = Folder::new("satisfaction-answers");
    let spec = folder.file("spec.json", r#"{"columns":{"q":{"kind":"csat","scale":[1,5]}}}"#);
    for (content, why) in [
        ("", "answers.csv: empty file"),
        ("\u{feff}\n", "answers.csv: empty file"),
        ("%PDF-1.7", "answers.csv: wrong type"),
        ("p,q\n", "answers.csv: there are no rows"),
        ("p,q\n\n,\n", "answers.csv: there are no rows"),
        ("p,q\n1,2\n3\n", "line 3: 1 cells, but the first row has 2"),
        ("p,q\n1,2\n3,4,5\n", "line 3: 3 cells, but the first row has 2"),
        ("p,q\n1,2\n\n\"3,4\n", "line 4: a quotation mark is not closed"),
    ] {
        let responses = folder.file("answers.csv", content);
        refused(&["--responses", &responses, "--spec", &spec], why);
    }
    refused(&["--responses", "/nowhere", "--spec", &spec], "/nowhere: No such file");
}

#[test]
fn weights() {
    let folder = Folder::new("satisfaction-weights");
    let check = |question: &str, why: &str| {
        let file = folder.file("question.json", question);
        refused(&["--weights", &file], why);
    };
    let ahp = |matrix: Value| json!({ "kind": "ahp", "matrix": matrix });
    let entropy = |matrix: Value| json!({ "kind": "entropy", "matrix": matrix });
    let fuzzy = |weights: Value, matrix: Value| json!({ "kind": "fuzzy", "weights": weights, "matrix": matrix, "grades": ["good", "bad"] });
    for (question, why) in [
        (ahp(json!([["1", "three"], ["1/3", "1"]])), "'three' is not a number"),
        (ahp(json!([["1", "1/0"], ["0", "1"]])), "'1/0' is not a number"),
        (ahp(json!([[1, 0], [0, 1]])), "row 0, column 1 is not above zero"),
        (ahp(json!([[1, -3], ["-1/3", 1]])), "row 0, column 1 is not above zero"),
        (ahp(json!([[1, 3], [3, 1]])), "row 1, column 0 is not the reciprocal of"),
        (ahp(json!([[2, 3], ["1/3", 1]])), "row 0, column 0 is not the reciprocal of"),
        (ahp(json!([[1, 3], [1]])), "1 numbers are not a multiple of 2 columns"),
        (ahp(json!([[1, 3]])), "must be square, not 1 × 2"),
        (ahp(json!([])), "no columns"),
        (ahp(json!(vec![[1; 11]; 11])), "11 criteria: at most 10 can be compared"),
        (entropy(json!([])), "no columns"),
        (entropy(json!([[1, 2]])), "at least two alternatives are needed, not 1"),
        (entropy(json!([[1, 0], [2, 0]])), "column 1 has no positive finite sum"),
        (entropy(json!([[1, 2], [-1, 3]])), "row 1, column 0 is negative"),
        (entropy(json!([[4, 2], [4, 2]])), "equal on every criterion"),
        (
            json!({ "kind": "entropy", "matrix": [[1], [2]], "normalise": "rank" }),
            "unknown variant `rank`, expected `sum` or `minmax`",
        ),
        (fuzzy(json!([0.5, 0.6]), json!([[1, 0], [0, 1]])), "must sum to 1, not 1.1"),
        (fuzzy(json!([0.5, 0.49]), json!([[1, 0], [0, 1]])), "must sum to 1, not 0.99"),
        (fuzzy(json!([1]), json!([[1, 0], [0, 1]])), "1 weights for 2 criteria"),
        (fuzzy(json!([1.5, -0.5]), json!([[1, 0], [0, 1]])), "the weights must not be negative"),
        (fuzzy(json!([1]), json!([[0.5, 1.5]])), "row 0, column 1 is not between 0 and 1"),
        (fuzzy(json!([1]), json!([[0.2, 0.3, 0.5]])), "2 grades for 3 columns"),
        (
            json!({ "kind": "fuzzy", "weights": [1], "matrix": [[1, 0]], "operator": "min_max" }),
            "unknown variant `min_max`",
        ),
        (json!({ "kind": "delphi", "matrix": [[1]] }), "unknown variant `delphi`"),
        (json!({ "matrix": [[1]] }), "missing field `kind`"),
        (json!({ "kind": "ahp" }), "missing field `matrix`"),
    ] {
        check(&question.to_string(), why);
    }
    check("", "question.json: EOF");
    check("{\"kind\":\"ahp\",\"matrix\":[[NaN]]}", "question.json: expected value");
}
