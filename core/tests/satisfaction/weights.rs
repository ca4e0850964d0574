//! Weights and fuzzy evaluations of every reference case.

use busbar_core::analysis::{
    ahp::{Comparisons, comparison},
    entropy::{Normalise, entropy_weights},
    fuzzy::{Evaluation, Operator, fuzzy, multilevel},
    matrix::Matrix,
};
use serde_json::{Value, json};

use super::real_data::{assert_all_digits, assert_digits, data, json_of, names, numbers};

/// Parses a table of numbers, or of fractions as text.
fn table(of: &Value) -> Matrix {
    let number = |entry: &Value| entry.as_str().map_or(entry.as_f64(), comparison).unwrap();
    let row = |row: &Value| row.as_array().unwrap().iter().map(number).collect();
    Matrix::from_rows(&of.as_array().unwrap().iter().map(row).collect::<Vec<_>>()).unwrap()
}

/// If a case quotes its publication, checks that ours is as close to it as the case requires.
fn assert_published(ours: &[f64], case: &Value, name: &str) {
    let published = &case["published"][name];
    if published.is_null() {
        return;
    }
    let tolerance = case["published"]["tol"].as_f64().unwrap();
    let published = published.as_f64().map_or_else(|| numbers(published), |one| vec![one]);
    assert_eq!(ours.len(), published.len(), "{name}");
    for (ours, published) in ours.iter().zip(published) {
        let off = (ours - published).abs();
        assert!(off <= tolerance, "{}: {name} {ours}", case["cite"]);
    }
}

fn check_ahp(case: &Value, reference: &Value, id: &str) {
    let ratios = Comparisons::new(table(&case["matrix"])).unwrap();
    let ours = ratios.weights().unwrap();
    assert_all_digits(&ours.weights, &reference["weights"], id);
    assert_digits(ours.lambda_max, &reference["lambda_max"], id);
    assert_digits(ours.ci, &reference["CI"], id);
    assert_digits(ours.cr, &reference["CR"], id);
    assert_eq!(ours.is_consistent(), reference["CR"].as_f64() < Some(0.1));
    // Of equally bad pairs, which three criteria always have, rounding decided in the reference.
    assert_digits(ours.worst_ratio, &reference["worst_epsilon"], id);
    let (i, j) = ours.worst_pair.unwrap();
    if ours.weights.len() > 3 {
        assert_eq!(json!([i, j]), reference["worst_pair_index"], "{id}");
    }
    assert_published(&ours.weights, case, "weights");
    assert_published(&[ours.lambda_max], case, "lambda_max");
    assert_published(&[ours.ci], case, "CI");
    assert_published(&[ours.cr], case, "CR");
}

fn check_entropy(case: &Value, reference: &Value, id: &str) {
    let ours = entropy_weights(&table(&case["matrix"]), Normalise::Sum).unwrap();
    assert_all_digits(&ours.entropy, &reference["entropy"], id);
    assert_all_digits(&ours.weights, &reference["weights"], id);
    assert_published(&ours.entropy, case, "entropy");
    assert_published(&ours.weights, case, "weights");
}

fn check_fuzzy(
    case: &Value,
    reference: &Value,
    id: &str,
    evaluate: impl Fn(Operator) -> Evaluation,
) {
    for (name, operator) in [
        ("weighted_average", Operator::WeightedAverage),
        ("max_min", Operator::MaxMin),
        ("max_product", Operator::MaxProduct),
    ] {
        let ours = evaluate(operator);
        assert_all_digits(ours.vector(), &reference[name], id);
        assert_published(ours.vector(), case, name);
    }
    let normalised = evaluate(Operator::MaxMin).normalised();
    assert_all_digits(&normalised, &reference["max_min_normalised"], id);
    let grade = evaluate(Operator::WeightedAverage).grade();
    assert_eq!(Some(grade as u64), reference["best_grade_index"].as_u64());
    assert_eq!(case["grades"][grade], reference["best_grade"], "{id}");
}

#[test]
fn weights_and_evaluations_of_every_reference_case() {
    let Some(data) = data() else { return };
    let reference = json_of(&data, "reference/mcda.json");
    let cases = json_of(&data, "mcda/cases.json");
    let mut checked = 0;
    for case in cases.as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let reference = &reference[id];
        match case["kind"].as_str().unwrap() {
            "ahp" => check_ahp(case, reference, id),
            "entropy" => check_entropy(case, reference, id),
            "fuzzy" => check_fuzzy(case, reference, id, |operator| {
                fuzzy(&numbers(&case["weights"]), &table(&case["matrix"]), operator).unwrap()
            }),
            kind => {
                assert_eq!(kind, "fuzzy_multilevel", "{id} is of an unknown kind");
                check_multilevel(case, reference, id);
            }
        }
        checked += 1;
    }
    assert_eq!(checked, names(&reference).len(), "a reference case is not tested");
}

/// Groups are combined by the weighted average, whatever the next operator.
fn check_multilevel(case: &Value, reference: &Value, id: &str) {
    let group = |group: &Value| (numbers(&group["weights"]), table(&group["matrix"]));
    let groups: Vec<_> = case["groups"].as_array().unwrap().iter().map(group).collect();
    let weights = numbers(&case["weights"]);
    let whole = multilevel(&weights, &groups, Operator::WeightedAverage).unwrap();
    assert_all_digits(whole.vector(), &reference["weighted_average"], id);
    assert_eq!(case["grades"][whole.grade()], reference["best_grade"], "{id}");
}
