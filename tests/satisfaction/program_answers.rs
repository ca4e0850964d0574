//! The command-line program, from files to its answer.

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{
    AIRPORT, assert_all_digits, names, numbers, program,
    real_data::{assert_digits, data, json_of, text},
};

/// A folder of its own for the files of one test, gone afterwards.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("busbar-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and gives its path.
    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_program_on_real_answers() {
    let Some(data) = data() else { return };
    let folder = Folder::new("real-answers");
    let responses = folder.file("sfo.csv", text(&data, AIRPORT));
    let mut columns = json!({
        "Q7ALL": { "kind": "csat", "scale": [1, 5] },
        "NETPRO": { "kind": "nps" },
    });
    let reference = &json_of(&data, "reference/survey.json")["sfo_2017"];
    for name in names(&reference["ipa_vs_Q7ALL"]["attributes"]) {
        columns[name] = json!({ "kind": "item", "scale": [1, 5], "group": "Q7" });
    }
    let spec = folder.file("spec.json", json!({ "columns": columns }).to_string());
    let said = program::answer(&["--responses", &responses, "--spec", &spec]).unwrap();

    let csat = &said["csat"]["Q7ALL"];
    let expected = &reference["csat_top2_of_5"]["Q7ALL"];
    assert_eq!(csat["n"], expected["n"]);
    assert_digits(csat["top2"].as_f64().unwrap(), &expected["share"], "CSAT");
    assert_all_digits(&numbers(&csat["wilson95"]), &expected["wilson95"], "CSAT");
    let nps = &said["nps"]["NETPRO"];
    assert_eq!(nps["n"], reference["nps"]["n"]);
    assert_digits(
        nps["nps"].as_f64().unwrap(),
        &reference["nps"]["nps"],
        "NPS",
    );
    assert_all_digits(
        &numbers(&nps["ci95"]),
        &reference["nps"]["ci95_normal"],
        "NPS",
    );
    for side in ["promoters", "passives", "detractors"] {
        let share = nps[side].as_f64().unwrap();
        assert_digits(share, &reference["nps"][side]["share"], side);
    }
    assert_eq!(said["alpha"]["Q7"]["k"], 14);
    let ipa = &reference["ipa_vs_Q7ALL"];
    for name in names(&ipa["attributes"]) {
        let (ours, expected) = (&said["ipa"]["attributes"][&name], &ipa["attributes"][&name]);
        assert_eq!(
            (&ours["n"], &ours["quadrant"]),
            (&expected["n"], &expected["quadrant"])
        );
        let importance = ours["importance"].as_f64().unwrap();
        assert_digits(importance, &expected["importance_pearson"], &name);
        let (mean, expected) = (&said["means"][&name], &reference["means"][&name]);
        assert_digits(mean["mean"].as_f64().unwrap(), &expected["mean"], &name);
        assert_digits(mean["sd"].as_f64().unwrap(), &expected["sd"], &name);
    }
}

/// Five customers, answers that are missing in every way, a question asked the other way round.
const ANSWERS: &str = "\
customer;satisfied;recommend;effort;prompt;late;prompt matters
a;5;10;7;4;2;5
b;4;9;6;5;1;4
c;;8;5;3;3;3
d;9;4;x;2;4;4
e;2;11;3;1;5;
";

#[test]
fn the_program_worked_by_hand() {
    let folder = Folder::new("by-hand");
    let responses = folder.file("answers.csv", ANSWERS);
    let spec = json!({ "columns": {
        "satisfied": { "kind": "csat", "scale": [1, 5] },
        "recommend": { "kind": "nps" },
        "effort": { "kind": "ces" },
        "prompt": { "kind": "item", "scale": [1, 5], "group": "speed" },
        "late": { "kind": "item", "scale": [1, 5], "group": "speed", "reversed": true },
        "prompt matters": { "kind": "importance", "scale": [1, 5], "of": "prompt" },
    }});
    let spec = folder.file("spec.json", spec.to_string());
    let said = program::answer(&["--spec", &spec, "--responses", &responses]).unwrap();
    assert_eq!(said["csat"]["satisfied"]["n"], 3);
    assert_digits(
        said["csat"]["satisfied"]["top2"].as_f64().unwrap(),
        &json!(2.0 / 3.0),
        "csat",
    );
    let nps = &said["nps"]["recommend"];
    assert_eq!((&nps["n"], &nps["nps"]), (&json!(4), &json!(25.0)));
    let ces = &said["ces"]["effort"];
    assert_eq!((&ces["n"], &ces["mean"]), (&json!(4), &json!(5.25)));
    // Turned round, being late is being prompt to the last answer.
    let expected = json!({ "k": 2, "n": 5, "raw": 1.0, "standardised": 1.0 });
    assert_eq!(said["alpha"]["speed"], expected);
    assert_eq!(said["means"]["late"]["mean"], 3.0);
    assert_eq!(said["ipa"]["importance"], "stated");
    let attribute = &said["ipa"]["attributes"]["prompt"];
    assert_eq!(
        (&attribute["n"], &attribute["importance"]),
        (&json!(4), &json!(4.0))
    );
}

#[test]
fn the_program_on_nothing_answered() {
    let folder = Folder::new("nothing");
    let responses = folder.file("answers.csv", "q,r,s\n,,\n6,,x\n");
    let spec = folder.file(
        "spec.json",
        r#"{"columns":{"q":{"kind":"csat","scale":[1,5]},"r":{"kind":"nps"},"s":{"kind":"ces"}}}"#,
    );
    let said = program::answer(&["--responses", &responses, "--spec", &spec]).unwrap();
    let nothing = json!({ "n": 0, "top2": null, "wilson95": null });
    assert_eq!(said["csat"]["q"], nothing);
    assert_eq!(
        (&said["nps"]["r"]["n"], &said["nps"]["r"]["nps"]),
        (&json!(0), &Value::Null)
    );
    assert_eq!(said["ces"]["s"]["ci95"], Value::Null);
    assert_eq!(said["ipa"], Value::Null);
}

#[test]
fn the_program_weighs() {
    let folder = Folder::new("weighs");
    let said = |question: Value| {
        let file = folder.file("question.json", question.to_string());
        program::answer(&["--weights", &file]).unwrap()
    };
    let ahp =
        said(json!({ "kind": "ahp", "matrix": [[1, "1/2", "1/2"], ["2", "1", "1"], [2, 1, 1]] }));
    let expected = json!([0.2, 0.4, 0.4]);
    assert_all_digits(&numbers(&ahp["weights"]), &expected, "ahp");
    assert_eq!(
        (&ahp["cr"], &ahp["consistent"]),
        (&json!(0.0), &json!(true))
    );
    let entropy = said(json!({ "kind": "entropy", "matrix": [[1, 1], [1, 0]] }));
    assert_eq!(
        entropy,
        json!({ "entropy": [1.0, 0.0], "weights": [0.0, 1.0] })
    );
    let fuzzy = said(json!({
        "kind": "fuzzy", "weights": [0.2, 0.8], "matrix": [[0.5, 0.5], [0.1, 0.9]],
        "grades": ["good", "bad"], "operator": "max_min",
    }));
    assert_eq!(fuzzy, json!({ "vector": [0.2, 0.8], "grade": "bad" }));
    let whole = said(json!({
        "kind": "fuzzy_multilevel", "weights": [1], "groups": [{ "weights": [1], "matrix": [[0.75, 0.25]] }],
    }));
    assert_eq!(whole, json!({ "vector": [0.75, 0.25], "grade": 0 }));
}

#[test]
fn what_the_program_refuses() {
    let folder = Folder::new("refuses");
    let responses = folder.file("answers.csv", "q,q2,q2\n1,2,3\n");
    let refusal = |columns: Value| {
        let spec = folder.file("spec.json", json!({ "columns": columns }).to_string());
        let said = program::answer(&["--responses", &responses, "--spec", &spec]);
        said.unwrap_err().to_string()
    };
    let scale = json!([1, 5]);
    for (columns, why) in [
        (
            json!({ "z": { "kind": "csat", "scale": scale } }),
            "no column z",
        ),
        (
            json!({ "q2": { "kind": "csat", "scale": scale } }),
            "q2 is there twice",
        ),
        (
            json!({ "q": { "kind": "csat" } }),
            "q: this kind needs a scale",
        ),
        (
            json!({ "q": { "kind": "csat", "scale": [5, 1] } }),
            "q: a scale runs",
        ),
        (
            json!({ "q": { "kind": "nps", "scale": scale } }),
            "q: nps is asked",
        ),
        (
            json!({ "q": { "kind": "guess" } }),
            "unknown variant `guess`",
        ),
        (
            json!({ "q": { "kind": "nps", "revers": true } }),
            "unknown field `revers`",
        ),
        (
            json!({ "q": { "kind": "importance", "scale": scale, "of": "z" } }),
            "q: no item",
        ),
    ] {
        let refusal = refusal(columns);
        assert!(refusal.contains(why), "{refusal}");
    }
    let refusal = |question: Value| {
        let file = folder.file("question.json", question.to_string());
        program::answer(&["--weights", &file])
            .unwrap_err()
            .to_string()
    };
    for (question, why) in [
        (
            json!({ "kind": "ahp", "matrix": [["1", "three"], ["1/3", "1"]] }),
            "'three' is not",
        ),
        (
            json!({ "kind": "ahp", "matrix": [[1, 3], [3, 1]] }),
            "is not one over",
        ),
        (
            json!({ "kind": "ahp", "matrix": [[1, 3], [1]] }),
            "do not fill rows",
        ),
        (json!({ "kind": "entropy", "matrix": [] }), "no columns"),
        (
            json!({ "kind": "fuzzy", "weights": [1], "matrix": [[0.5, 0.5]], "grades": ["good"] }),
            "1 grades for 2 columns",
        ),
    ] {
        let refusal = refusal(question);
        assert!(refusal.contains(why), "{refusal}");
    }
    for arguments in [&[][..], &["--responses", "a"], &["--weights", "/nowhere"]] {
        assert!(program::answer(arguments).is_err(), "{arguments:?}");
    }
}
