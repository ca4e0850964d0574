//! Answers of `busbar satisfaction`.

use serde_json::{Value, json};

use super::answer;
use crate::{
    program::{Folder, keys},
    real_data::{AIRPORT, assert_all_digits, assert_digits, data, json_of, names, numbers, text},
};

#[test]
fn the_program_on_real_answers() {
    let Some(data) = data() else { return };
    let folder = Folder::new("satisfaction-real-answers");
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
    let said = answer(&["--responses", &responses, "--spec", &spec]).unwrap();

    let csat = &said["csat"]["Q7ALL"];
    let expected = &reference["csat_top2_of_5"]["Q7ALL"];
    assert_eq!(csat["n"], expected["n"]);
    assert_digits(csat["top2"].as_f64().unwrap(), &expected["share"], "CSAT");
    assert_all_digits(&numbers(&csat["wilson95"]), &expected["wilson95"], "CSAT");
    let nps = &said["nps"]["NETPRO"];
    assert_eq!(nps["n"], reference["nps"]["n"]);
    assert_digits(nps["nps"].as_f64().unwrap(), &reference["nps"]["nps"], "NPS");
    assert_all_digits(&numbers(&nps["ci95"]), &reference["nps"]["ci95_normal"], "NPS");
    for side in ["promoters", "passives", "detractors"] {
        let share = nps[side].as_f64().unwrap();
        assert_digits(share, &reference["nps"][side]["share"], side);
    }
    assert_eq!(said["alpha"]["Q7"]["k"], 14);
    let ipa = &reference["ipa_vs_Q7ALL"];
    for name in names(&ipa["attributes"]) {
        let (ours, expected) = (&said["ipa"]["attributes"][&name], &ipa["attributes"][&name]);
        assert_eq!((&ours["n"], &ours["quadrant"]), (&expected["n"], &expected["quadrant"]));
        let importance = ours["importance"].as_f64().unwrap();
        assert_digits(importance, &expected["importance_pearson"], &name);
        let (mean, expected) = (&said["means"][&name], &reference["means"][&name]);
        assert_digits(mean["mean"].as_f64().unwrap(), &expected["mean"], &name);
        assert_digits(mean["sd"].as_f64().unwrap(), &expected["sd"], &name);
    }
}

/// Five customers, answers missing in every way, a reverse-worded question.
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
    let folder = Folder::new("satisfaction-by-hand");
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
    let said = answer(&["--spec", &spec, "--responses", &responses]).unwrap();
    assert_eq!(said["csat"]["satisfied"]["n"], 3);
    assert_digits(said["csat"]["satisfied"]["top2"].as_f64().unwrap(), &json!(2.0 / 3.0), "csat");
    let nps = &said["nps"]["recommend"];
    assert_eq!((&nps["n"], &nps["nps"]), (&json!(4), &json!(25.0)));
    let ces = &said["ces"]["effort"];
    assert_eq!((&ces["n"], &ces["mean"]), (&json!(4), &json!(5.25)));
    // Reversed, lateness equals promptness exactly.
    let expected = json!({ "k": 2, "n": 5, "raw": 1.0, "standardised": 1.0 });
    assert_eq!(said["alpha"]["speed"], expected);
    assert_eq!(said["means"]["late"]["mean"], 3.0);
    assert_eq!(said["ipa"]["importance"], "stated");
    let attribute = &said["ipa"]["attributes"]["prompt"];
    assert_eq!((&attribute["n"], &attribute["importance"]), (&json!(4), &json!(4.0)));
}

#[test]
fn the_program_on_nothing_answered() {
    let folder = Folder::new("satisfaction-nothing");
    let responses = folder.file("answers.csv", "q,r,s\n,,\n6,,x\n");
    let spec = folder.file(
        "spec.json",
        r#"{"columns":{"q":{"kind":"csat","scale":[1,5]},"r":{"kind":"nps"},"s":{"kind":"ces"}}}"#,
    );
    let said = answer(&["--responses", &responses, "--spec", &spec]).unwrap();
    let nothing = json!({ "indicative": true, "n": 0, "top2": null, "wilson95": null });
    assert_eq!(said["csat"]["q"], nothing);
    assert_eq!((&said["nps"]["r"]["n"], &said["nps"]["r"]["nps"]), (&json!(0), &Value::Null));
    assert_eq!(said["ces"]["s"]["ci95"], Value::Null);
    assert_eq!(said["ipa"], Value::Null);
}

#[test]
fn the_program_weighs() {
    let folder = Folder::new("satisfaction-weighs");
    let said = |question: Value| {
        let file = folder.file("question.json", question.to_string());
        answer(&["--weights", &file]).unwrap()
    };
    let ahp =
        said(json!({ "kind": "ahp", "matrix": [[1, "1/2", "1/2"], ["2", "1", "1"], [2, 1, 1]] }));
    let expected = json!([0.2, 0.4, 0.4]);
    assert_all_digits(&numbers(&ahp["weights"]), &expected, "ahp");
    assert_eq!((&ahp["cr"], &ahp["consistent"]), (&json!(0.0), &json!(true)));
    let entropy = said(json!({ "kind": "entropy", "matrix": [[1, 1], [1, 0]] }));
    assert_eq!(
        entropy,
        json!({ "normalise": "sum", "entropy": [1.0, 0.0], "weights": [0.0, 1.0] })
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
fn every_answer_has_this_shape() {
    let folder = Folder::new("satisfaction-shape");
    let spec = json!({ "columns": {
        "satisfied": { "kind": "csat", "scale": [1, 5] },
        "recommend": { "kind": "nps", "scale": [0, 10] },
        "effort": { "kind": "ces" },
        "prompt": { "kind": "item", "scale": [1, 5], "group": "speed" },
        "late": { "kind": "item", "scale": [1, 5], "group": "speed", "reversed": true },
        "prompt matters": { "kind": "importance", "scale": [1, 5], "group": "speed" },
    }});
    let spec = folder.file("spec.json", format!("\u{feff}{spec}"));
    let said = |content: &str| {
        let responses = folder.file("answers.csv", content);
        answer(&["--responses", &responses, "--spec", &spec]).unwrap()
    };
    let plain = said(ANSWERS);
    assert_eq!(keys(&plain), ["alpha", "ces", "csat", "ipa", "means", "nps"]);
    for (of, expected) in [
        (&plain["csat"]["satisfied"], &["indicative", "n", "top2", "wilson95"][..]),
        (
            &plain["nps"]["recommend"],
            &["ci95", "detractors", "indicative", "n", "nps", "passives", "promoters"],
        ),
        (&plain["ces"]["effort"], &["ci95", "indicative", "mean", "n"]),
        (&plain["alpha"]["speed"], &["k", "n", "raw", "standardised"]),
        (&plain["means"]["late"], &["mean", "n", "sd"]),
        (
            &plain["ipa"],
            &[
                "attributes",
                "cross_importance",
                "cross_performance",
                "importance",
                "importance_alike",
                "performance_alike",
            ],
        ),
        (&plain["ipa"]["attributes"]["speed"], &["importance", "n", "performance", "quadrant"]),
    ] {
        assert_eq!(keys(of), expected);
    }
    assert_eq!(plain["means"].as_object().unwrap().len(), 6);
    for (name, content) in [
        ("commas", ANSWERS.replace(';', ",")),
        ("tabs", ANSWERS.replace(';', "\t")),
        ("lines of Windows", ANSWERS.replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{feff}{ANSWERS}")),
        ("quoted", ANSWERS.replace("recommend", "\"recommend\"").replace(";7;", ";\"7\";")),
        ("blank lines", ANSWERS.replace("c;", "\n;;;;;;\nc;")),
        ("commas in decimals", ANSWERS.replace("5;10;7", "5,0;10;7,000")),
        ("points in decimals", ANSWERS.replace("5;10;7", "5.0;10.000;7.000")),
    ] {
        assert_eq!(said(&content), plain, "{name}");
    }
}

#[test]
fn the_program_weighs_few_and_many() {
    let folder = Folder::new("satisfaction-many");
    let said = |question: Value| {
        let file = folder.file("question.json", question.to_string());
        answer(&["--weights", &file]).unwrap()
    };
    let one = said(json!({ "kind": "ahp", "matrix": [["1"]] }));
    let expected = json!({
        "weights": [1.0], "lambda_max": 1.0, "ci": 0.0, "cr": 0.0, "consistent": true, "worst_pair": null,
    });
    assert_eq!(one, expected);
    let two = said(json!({ "kind": "ahp", "matrix": [["1", "1/4"], [4, 1]] }));
    assert_all_digits(&numbers(&two["weights"]), &json!([0.2, 0.8]), "two");
    assert_eq!((&two["cr"], &two["worst_pair"]), (&json!(0.0), &json!([0, 1])));
    let ten = said(json!({ "kind": "ahp", "matrix": vec![[1; 10]; 10] }));
    assert_all_digits(&numbers(&ten["weights"]), &json!(vec![0.1; 10]), "ten");
    // A cycle that multiplies by 8: no weights fit, and the first comparison is the worst.
    let round =
        said(json!({ "kind": "ahp", "matrix": [[1, 2, "1/2"], ["1/2", 1, 2], [2, "1/2", 1]] }));
    assert_eq!((&round["consistent"], &round["worst_pair"]), (&json!(false), &json!([0, 1])));
    // A constant criterion has no weight; a criterion with a single nonzero value has all of it.
    let entropy = said(json!({ "kind": "entropy", "matrix": [[1, 0], [1, "1/2"]] }));
    assert_eq!(
        entropy.to_string(),
        r#"{"entropy":[1.0,0.0],"normalise":"sum","weights":[0.0,1.0]}"#
    );
    // By min–max, by hand: 1, 2, 3 become 0, ½, 1, so p is 0, ⅓, ⅔.
    let minmax = said(json!({
        "kind": "entropy", "matrix": [[1, 5], [2, 5], [3, 9]], "normalise": "minmax",
    }));
    let e = 1.0 - 2.0 / 3.0 * 2_f64.ln() / 3_f64.ln();
    assert_eq!(minmax["normalise"], "minmax");
    assert_all_digits(&numbers(&minmax["entropy"]), &json!([e, 0.0]), "minmax");
    let weights = json!([(1.0 - e) / (2.0 - e), 1.0 / (2.0 - e)]);
    assert_all_digits(&numbers(&minmax["weights"]), &weights, "minmax");
    for (operator, vector) in [
        ("weighted_average", json!([0.5, 0.5])),
        ("max_min", json!([0.5, 0.5])),
        ("max_product", json!([0.45, 0.45])),
    ] {
        let fuzzy = said(json!({
            "kind": "fuzzy", "weights": [0.5, 0.5], "matrix": [[0.9, 0.1], [0.1, 0.9]],
            "grades": ["good", "bad"], "operator": operator,
        }));
        // The better one of tied grades.
        assert_eq!(fuzzy, json!({ "vector": vector, "grade": "good" }), "{operator}");
    }
    // Weights scaled to a maximum of 1 suit the operator of the strongest criterion.
    let strongest = json!({ "kind": "fuzzy", "weights": [1, 0.5], "matrix": [[0.2, 0.8], [1, 0]], "operator": "max_min" });
    assert_eq!(said(strongest), json!({ "vector": [0.5, 0.8], "grade": 1 }));
}

#[test]
fn answers_between_two_boxes_are_missing_and_full_width_digits_are_digits() {
    let folder = Folder::new("satisfaction-boxes");
    let responses = folder.file("answers.csv", "id,recommend\nP1,9\nP2,8.5\nP3,９\n");
    let spec = json!({ "columns": { "recommend": { "kind": "nps" } } });
    let spec = folder.file("spec.json", spec.to_string());
    let said = answer(&["--responses", &responses, "--spec", &spec]).unwrap();
    assert_eq!(said["nps"]["recommend"]["n"], 2);
    assert_eq!(said["nps"]["recommend"]["indicative"], true);
    assert_eq!(said["means"]["recommend"]["n"], 2);
}

#[test]
fn answers_that_do_not_vary_have_no_alpha_and_no_quadrants() {
    let folder = Folder::new("satisfaction-alike");
    // 7 on 1 to 10 for everyone.
    let responses = folder.file("answers.csv", "a,b,c,overall\n7,7,7,9\n7,7,7,8\n7,7,7,9\n");
    let item = json!({ "kind": "item", "scale": [1, 10], "group": "G" });
    let of = |name: &str| json!({ "kind": "importance", "scale": [1, 5], "of": name });
    let mut columns = json!({ "a": item, "b": item, "c": item });
    let spec = folder.file("spec.json", json!({ "columns": columns }).to_string());
    let said = answer(&["--responses", &responses, "--spec", &spec]).unwrap();
    let expected = json!({ "k": 3, "n": 3, "raw": null, "standardised": null });
    assert_eq!(said["alpha"]["G"], expected);
    // Importance differs, performance does not: the result says so.
    let responses = folder.file("rated.csv", "a,b,ia,ib\n7,7,5,1\n7,7,4,2\n");
    columns = json!({ "a": item, "b": item, "ia": of("a"), "ib": of("b") });
    let spec = folder.file("rated.json", json!({ "columns": columns }).to_string());
    let ipa = answer(&["--responses", &responses, "--spec", &spec]).unwrap()["ipa"].clone();
    assert_eq!(
        (&ipa["performance_alike"], &ipa["importance_alike"]),
        (&json!(true), &json!(false))
    );
}

#[test]
fn rounded_comparisons_that_agree_have_a_ratio_of_zero() {
    let folder = Folder::new("satisfaction-consistent");
    // 0.33 for a third: λmax is slightly below 3.
    let rows = json!([[1, 3, 6], [0.33, 1, 2], [0.16, 0.5, 1]]);
    let file = folder.file("ahp.json", json!({ "kind": "ahp", "matrix": rows }).to_string());
    let said = answer(&["--weights", &file]).unwrap();
    assert!(said["lambda_max"].as_f64().unwrap() < 3.0);
    assert_eq!((&said["ci"], &said["cr"]), (&json!(0.0), &json!(0.0)));
    assert_eq!(said["consistent"], true);
}
