//! Satisfaction against reference results on real data: `survey.json`, `cronbach_alpha.json` and
//! `mcda.json` under `BUSBAR_DATA` (`../shared/data` when unset), and the command-line program from
//! files to answer. Without the data the tests that need it say so and pass.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeMap,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use busbar::analysis::{
    acsi::{EQUAL, acsi},
    ahp::{Comparisons, comparison},
    answer_scale::AnswerScale,
    confidence::Share,
    correlation::{paired, spearman},
    cronbach_alpha::cronbach_alpha,
    csat::csat,
    entropy::entropy_weights,
    fuzzy::{Evaluation, FIVE_GRADES, Operator, fuzzy, membership, multilevel},
    importance_performance::{Attribute, importance_performance},
    matrix::Matrix,
    mean::{Mean, row_means, weighted_mean},
    nps::{Nps, nps, vote},
};
use serde_json::{Value, json};

/// The command-line program itself.
#[path = "../examples/satisfaction.rs"]
#[allow(dead_code, reason = "its main is not called")]
mod program;

type Answers = Vec<Option<f64>>;

/// The folder of real data, or a plain line and nothing.
fn data() -> Option<PathBuf> {
    let folder =
        std::env::var_os("BUSBAR_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    if folder.join("reference").is_dir() {
        return Some(folder);
    }
    println!(
        "no real data at {}: set BUSBAR_DATA to check against it",
        folder.display()
    );
    None
}

fn json_of(data: &Path, name: &str) -> Value {
    serde_json::from_reader(File::open(data.join(name)).unwrap()).unwrap()
}

/// The text of a file, gzipped or not.
fn text(data: &Path, name: &str) -> String {
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

/// A survey: its columns by heading, as they are written.
struct Survey(BTreeMap<String, Vec<String>>);

impl Survey {
    fn read(data: &Path, name: &str) -> Self {
        let text = text(data, name);
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let headings = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let column = |place: usize| rows.iter().map(|row| row[place].to_owned()).collect();
        Self(
            headings
                .iter()
                .enumerate()
                .map(|(place, heading)| (heading.to_owned(), column(place)))
                .collect(),
        )
    }

    /// The answers to a question that lie between these ends.
    fn answers(&self, name: &str, low: f64, high: f64) -> Answers {
        let scale = AnswerScale::new(low, high).unwrap();
        let answer = |cell: &String| scale.valid(cell.parse().ok());
        self.0[name].iter().map(answer).collect()
    }

    /// The same, of many questions.
    fn table(&self, names: &[String], low: f64, high: f64) -> Vec<Answers> {
        let answers = |name: &String| self.answers(name, low, high);
        names.iter().map(answers).collect()
    }

    /// The headings that begin so.
    fn named(&self, prefix: &str) -> Vec<String> {
        let is_named = |name: &&String| name.starts_with(prefix);
        self.0.keys().filter(is_named).cloned().collect()
    }
}

fn names(of: &Value) -> Vec<String> {
    of.as_object().unwrap().keys().cloned().collect()
}

fn numbers(of: &Value) -> Vec<f64> {
    serde_json::from_value(of.clone()).unwrap()
}

/// Equal to the eight digits that the references state.
#[track_caller]
fn assert_digits(ours: f64, reference: &Value, what: &str) {
    let reference = reference.as_f64().unwrap();
    assert!(
        (ours - reference).abs() <= 1e-7 * reference.abs().max(1e-3),
        "{what}: {ours} against {reference}"
    );
}

#[track_caller]
fn assert_all_digits(ours: &[f64], reference: &Value, what: &str) {
    assert_eq!(ours.len(), reference.as_array().unwrap().len(), "{what}");
    for (place, ours) in ours.iter().enumerate() {
        assert_digits(*ours, &reference[place], what);
    }
}

#[track_caller]
fn assert_share(ours: Share, reference: &Value, what: &str) {
    assert_eq!(Some(ours.count as u64), reference["k"].as_u64(), "{what}");
    assert_eq!(Some(ours.n as u64), reference["n"].as_u64(), "{what}");
    assert_digits(ours.share, &reference["share"], what);
    assert_all_digits(&ours.wilson95, &reference["wilson95"], what);
}

#[track_caller]
fn assert_nps(ours: Nps, reference: &Value, what: &str) {
    assert_eq!(Some(ours.n() as u64), reference["n"].as_u64(), "{what}");
    assert_share(ours.promoters, &reference["promoters"], what);
    assert_share(ours.passives, &reference["passives"], what);
    assert_share(ours.detractors, &reference["detractors"], what);
    assert_digits(ours.nps, &reference["nps"], what);
    assert_digits(ours.se, &reference["se_points"], what);
    assert_all_digits(&ours.ci95, &reference["ci95_normal"], what);
}

#[track_caller]
fn assert_mean(answers: &Answers, reference: &Value, what: &str) {
    let ours = Mean::of(answers.iter().flatten().copied()).unwrap();
    assert_eq!(Some(ours.n as u64), reference["n"].as_u64(), "{what}");
    assert_digits(ours.mean, &reference["mean"], what);
    assert_digits(ours.sd.unwrap(), &reference["sd"], what);
    assert_all_digits(&ours.ci95.unwrap(), &reference["ci95_t"], what);
}

/// Importance and performance of what was rated, against one overall rating.
fn assert_ipa(rated: &BTreeMap<String, Answers>, overall: &Answers, reference: &Value, what: &str) {
    let of_reference = &reference["attributes"];
    assert_eq!(rated.len(), names(of_reference).len(), "{what}");
    let attributes: Vec<Attribute> = rated
        .values()
        .map(|answers| Attribute::derived(answers, overall).unwrap())
        .collect();
    let found = importance_performance(&attributes).unwrap();
    assert_digits(
        found.cross_performance,
        &reference["cross_performance"],
        what,
    );
    assert_digits(found.cross_importance, &reference["cross_importance"], what);
    for (place, (name, answers)) in rated.iter().enumerate() {
        let (ours, reference) = (attributes[place], &of_reference[name]);
        assert_eq!(Some(ours.n as u64), reference["n"].as_u64(), "{name}");
        assert_digits(ours.performance, &reference["performance"], name);
        assert_digits(ours.importance, &reference["importance_pearson"], name);
        let rho = spearman(&paired(answers, overall)).unwrap();
        assert_digits(rho, &reference["importance_spearman"], name);
        let quadrant = found.quadrants[place].name();
        assert_eq!(Some(quadrant), reference["quadrant"].as_str(), "{name}");
    }
}

const BLOCKS: [(&str, &str); 4] = [
    ("Expectations", "CUEX"),
    ("Image", "IMAG"),
    ("Quality", "PERQ"),
    ("Value", "PERV"),
];

#[test]
fn mobile_phone_customers() {
    let Some(data) = data() else { return };
    let reference = &json_of(&data, "reference/survey.json")["mobi"];
    let survey = Survey::read(&data, "satisfaction/ecsi_mobi.csv");
    let answers = |name: &str| survey.answers(name, 1.0, 10.0);

    assert_nps(
        nps(&answers("CUSL3")).unwrap(),
        &reference["nps_CUSL3"],
        "CUSL3",
    );
    let top3 = csat(&answers("CUSA1"), AnswerScale::ACSI, 3).unwrap();
    assert_share(top3, &reference["csat_CUSA1_top3_of_10"], "CUSA1");

    let [overall, expectation, ideal] = ["CUSA1", "CUSA2", "CUSA3"].map(answers);
    let index: Answers = (0..overall.len())
        .map(|row| acsi([overall[row], expectation[row], ideal[row]], EQUAL))
        .collect();
    assert_mean(&index, &reference["satisfaction_index_0_100"], "ACSI");

    let item_means = &reference["item_means"];
    for name in names(item_means) {
        let mean = Mean::of(answers(&name).into_iter().flatten()).unwrap();
        assert_digits(mean.mean, &item_means[&name], &name);
    }

    let satisfaction = row_means(&[overall, expectation, ideal]);
    let items: BTreeMap<String, Answers> = BLOCKS
        .iter()
        .flat_map(|(_, prefix)| survey.named(prefix))
        .map(|name| (name.clone(), answers(&name)))
        .collect();
    assert_ipa(
        &items,
        &satisfaction,
        &reference["ipa_items_vs_CUSA_mean"],
        "items",
    );
    let blocks = BLOCKS
        .iter()
        .map(|(block, prefix)| {
            let items = survey.table(&survey.named(prefix), 1.0, 10.0);
            ((*block).to_owned(), row_means(&items))
        })
        .collect();
    assert_ipa(
        &blocks,
        &satisfaction,
        &reference["ipa_blocks_vs_CUSA_mean"],
        "blocks",
    );
}

/// The answers of those for whom `keep` holds.
fn of_those(answers: &Answers, keep: &[bool]) -> Answers {
    let pairs = answers.iter().zip(keep);
    pairs
        .filter(|(_, keep)| **keep)
        .map(|(answer, _)| *answer)
        .collect()
}

const AIRPORT: &str = "satisfaction/sfo_customer_survey_2017.csv.gz";

#[test]
fn airport_passengers() {
    let Some(data) = data() else { return };
    let reference = &json_of(&data, "reference/survey.json")["sfo_2017"];
    let survey = Survey::read(&data, AIRPORT);
    let five = AnswerScale::new(1.0, 5.0).unwrap();
    let rated = |name: &str| survey.answers(name, 1.0, 5.0);
    let recommend = survey.answers("NETPRO", 0.0, 10.0);
    assert_eq!(
        Some(recommend.len() as u64),
        reference["respondents"].as_u64()
    );

    assert_nps(nps(&recommend).unwrap(), &reference["nps"], "NETPRO");
    let weight = survey.answers("WEIGHT", 0.0, 1e9);
    let votes = paired(&recommend, &weight).into_iter();
    let weighted = weighted_mean(votes.map(|(answer, weight)| (vote(answer), weight)));
    assert_digits(
        100.0 * weighted.unwrap(),
        &reference["nps_weighted"],
        "weighted",
    );
    let weighted = weighted_mean(paired(&rated("Q7ALL"), &weight));
    assert_digits(
        weighted.unwrap(),
        &reference["weighted_mean_Q7ALL"],
        "Q7ALL",
    );

    let areas = &reference["nps_by_boarding_area"];
    let is_of =
        |area: &str| -> Vec<bool> { survey.0["BAREA"].iter().map(|of| of == area).collect() };
    for area in names(areas) {
        let nps = nps(&of_those(&recommend, &is_of(&area))).unwrap();
        assert_nps(nps, &areas[&area], &area);
    }
    let shares = &reference["csat_top2_of_5"];
    assert_eq!(names(shares), survey.named("Q7"));
    for name in names(shares) {
        let answers = rated(&name);
        assert_share(csat(&answers, five, 2).unwrap(), &shares[&name], &name);
        assert_mean(&answers, &reference["means"][&name], &name);
    }

    let attributes = survey
        .named("Q7")
        .into_iter()
        .filter(|name| name != "Q7ALL");
    let attributes: BTreeMap<_, _> = attributes
        .map(|name| (name.clone(), rated(&name)))
        .collect();
    assert_ipa(
        &attributes,
        &rated("Q7ALL"),
        &reference["ipa_vs_Q7ALL"],
        "Q7",
    );
}

/// What weighs most because the boarding areas differ on it, and the passengers' grade by it.
#[test]
fn airport_passengers_by_boarding_area() {
    let Some(data) = data() else { return };
    let reference = &json_of(&data, "reference/survey.json")["sfo_2017"];
    let survey = Survey::read(&data, AIRPORT);
    let attributes: Vec<String> =
        serde_json::from_value(reference["attributes_with_500_answers"].clone()).unwrap();
    let answers = survey.table(&attributes, 1.0, 5.0);
    for answers in &answers {
        assert!(answers.iter().flatten().count() >= 500);
    }

    let areas = &reference["segment_means_by_boarding_area"];
    let mut means = Vec::new();
    for area in names(areas) {
        let keep: Vec<bool> = survey.0["BAREA"].iter().map(|of| *of == area).collect();
        for (name, answers) in attributes.iter().zip(&answers) {
            let mean = Mean::of(of_those(answers, &keep).into_iter().flatten()).unwrap();
            assert_digits(mean.mean, &areas[&area][name], name);
            means.push(mean.mean);
        }
    }
    let told = entropy_weights(&Matrix::new(attributes.len(), means).unwrap()).unwrap();
    let five = AnswerScale::new(1.0, 5.0).unwrap();
    let mut memberships = Vec::new();
    for (place, (name, answers)) in attributes.iter().zip(&answers).enumerate() {
        let weights = &reference["entropy_weights_over_boarding_areas"];
        assert_digits(told.weights[place], &weights[name], name);
        assert_digits(told.entropy[place], &reference["entropy"][name], name);
        let shares = membership(answers, five).unwrap();
        assert_all_digits(&shares, &reference["fuzzy_membership"][name], name);
        memberships.push(shares);
    }
    let memberships = Matrix::from_rows(&memberships).unwrap();
    let equal = vec![1.0 / attributes.len() as f64; attributes.len()];
    for (weights, name) in [
        (&equal, "fuzzy_equal_weights"),
        (&told.weights, "fuzzy_entropy_weights"),
    ] {
        let evaluation = fuzzy(weights, &memberships, Operator::WeightedAverage).unwrap();
        assert_all_digits(evaluation.vector(), &reference[name]["vector"], name);
        let score = evaluation.score(&FIVE_GRADES).unwrap();
        assert_digits(score, &reference[name]["score"], name);
    }
}

/// The items of a set of `cronbach_alpha.json`, turned round where they are reversed.
fn alpha_items(data: &Path, set: &str, reference: &Value) -> Vec<Answers> {
    let items: Vec<String> = serde_json::from_value(reference["items"].clone()).unwrap();
    if set.starts_with("mobi") {
        return Survey::read(data, "satisfaction/ecsi_mobi.csv").table(&items, 1.0, 10.0);
    }
    let six = AnswerScale::new(1.0, 6.0).unwrap();
    let reversed: Vec<String> = serde_json::from_value(reference["reversed"].clone()).unwrap();
    let mut table = Survey::read(data, "satisfaction/bfi_ACE.csv.gz").table(&items, 1.0, 6.0);
    for (name, answers) in items.iter().zip(&mut table) {
        if reversed.contains(name) {
            for answer in answers.iter_mut().flatten() {
                *answer = six.reverse(*answer);
            }
        }
    }
    table
}

#[test]
fn alpha_of_every_reference_set() {
    let Some(data) = data() else { return };
    let sets = &json_of(&data, "reference/cronbach_alpha.json")["sets"];
    for set in names(sets) {
        let reference = &sets[&set];
        let items = alpha_items(&data, &set, reference);
        let ours = cronbach_alpha(&items);
        let count = |name: &str| reference[name].as_u64().map(|count| count as usize);
        assert_eq!(Some(items[0].len()), count("n_rows"), "{set}");
        assert_eq!(Some(ours.n), count("n_complete"), "{set}");
        let (raw, standardised) = (ours.raw.unwrap(), ours.standardised.unwrap());
        assert_digits(raw, &reference["alpha_listwise"], &set);
        assert_digits(
            standardised,
            &reference["standardised_alpha_listwise"],
            &set,
        );
        let pairwise = ours.pairwise.unwrap();
        assert_digits(pairwise, &reference["alpha_pairwise_covariances"], &set);
        let ends = ours.ci95.unwrap().map(|end| (end * 1e3).round() / 1e3);
        assert_eq!(ends.to_vec(), numbers(&reference["ci95_listwise"]), "{set}");

        // Published: the standardised one by Tenenhaus et al. 2005, the pairwise one by R's psych.
        let published = reference["published"].as_f64().unwrap();
        if set.starts_with("mobi") {
            assert!((standardised - published).abs() < 0.0005, "{set}");
        } else {
            assert!((pairwise - published).abs() < 0.005, "{set}");
        }
        for (place, fit) in ours.items.iter().enumerate() {
            let name = reference["items"][place].as_str().unwrap();
            let without = &reference["alpha_if_item_dropped_listwise"];
            match fit.alpha_without {
                Some(alpha) => assert_digits(alpha, &without[name], name),
                None => assert!(without.is_null(), "{name}"),
            }
            let rest = fit.rest_correlation.unwrap();
            assert_digits(rest, &reference["corrected_item_total_r"][name], name);
            let mean = Mean::of(items[place].iter().flatten().copied()).unwrap();
            assert_digits(mean.mean, &reference["item_means"][name], name);
        }
    }
}

/// A table of numbers or of fractions as text.
fn table(of: &Value) -> Matrix {
    let number = |entry: &Value| entry.as_str().map_or(entry.as_f64(), comparison).unwrap();
    let row = |row: &Value| row.as_array().unwrap().iter().map(number).collect();
    Matrix::from_rows(&of.as_array().unwrap().iter().map(row).collect::<Vec<_>>()).unwrap()
}

/// Where a case quotes its publication, ours is as near to it as the case says it must be.
fn assert_published(ours: &[f64], case: &Value, name: &str) {
    let published = &case["published"][name];
    if published.is_null() {
        return;
    }
    let tolerance = case["published"]["tol"].as_f64().unwrap();
    let published = published
        .as_f64()
        .map_or_else(|| numbers(published), |one| vec![one]);
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
    let by_rows = ratios.geometric_mean_weights();
    assert_all_digits(&by_rows, &reference["geometric_mean_weights"], id);
    let by_columns = ratios.column_average_weights();
    assert_all_digits(&by_columns, &reference["column_average_weights"], id);
    // Of pairs that are equally bad, as always with three criteria, rounding chose in the reference.
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
    let ours = entropy_weights(&table(&case["matrix"])).unwrap();
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
                fuzzy(
                    &numbers(&case["weights"]),
                    &table(&case["matrix"]),
                    operator,
                )
                .unwrap()
            }),
            kind => {
                assert_eq!(kind, "fuzzy_multilevel", "{id} is of an unknown kind");
                check_multilevel(case, reference, id);
            }
        }
        checked += 1;
    }
    assert_eq!(
        checked,
        names(&reference).len(),
        "a reference case is not tested"
    );
}

/// The groups are put together by the weighted average, whatever operator follows.
fn check_multilevel(case: &Value, reference: &Value, id: &str) {
    let group = |group: &Value| (numbers(&group["weights"]), table(&group["matrix"]));
    let groups: Vec<_> = case["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(group)
        .collect();
    let weights = numbers(&case["weights"]);
    let whole = multilevel(&weights, &groups, Operator::WeightedAverage).unwrap();
    assert_all_digits(whole.vector(), &reference["weighted_average"], id);
    assert_eq!(
        case["grades"][whole.grade()],
        reference["best_grade"],
        "{id}"
    );
}

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
