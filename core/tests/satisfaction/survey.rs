//! Shares, recommendation, indices, importance and performance, and weights from the differences between groups.

use std::collections::BTreeMap;

use busbar_core::analysis::{
    acsi::{EQUAL, acsi},
    answer_scale::AnswerScale,
    confidence::Share,
    correlation::paired,
    csat::csat,
    entropy::{Normalise, entropy_weights},
    fuzzy::{FIVE_GRADES, Operator, fuzzy, membership},
    importance_performance::{Attribute, importance_performance},
    matrix::Matrix,
    mean::{Mean, row_means, weighted_mean},
    nps::{Nps, nps, vote},
};
use serde_json::Value;

use super::{
    Answers, Survey,
    real_data::{AIRPORT, assert_all_digits, assert_digits, data, json_of, names},
};

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

/// Checks the importance–performance analysis of the rated attributes against one overall rating.
fn assert_ipa(rated: &BTreeMap<String, Answers>, overall: &Answers, reference: &Value, what: &str) {
    let of_reference = &reference["attributes"];
    assert_eq!(rated.len(), names(of_reference).len(), "{what}");
    let attributes: Vec<Attribute> =
        rated.values().map(|answers| Attribute::derived(answers, overall).unwrap()).collect();
    let found = importance_performance(&attributes).unwrap();
    assert_digits(found.cross_performance, &reference["cross_performance"], what);
    assert_digits(found.cross_importance, &reference["cross_importance"], what);
    for (place, name) in rated.keys().enumerate() {
        let (ours, reference) = (attributes[place], &of_reference[name]);
        assert_eq!(Some(ours.n as u64), reference["n"].as_u64(), "{name}");
        assert_digits(ours.performance, &reference["performance"], name);
        assert_digits(ours.importance, &reference["importance_pearson"], name);
        let quadrant = found.quadrants[place].name();
        assert_eq!(Some(quadrant), reference["quadrant"].as_str(), "{name}");
    }
}

const BLOCKS: [(&str, &str); 4] =
    [("Expectations", "CUEX"), ("Image", "IMAG"), ("Quality", "PERQ"), ("Value", "PERV")];

#[test]
fn mobile_phone_customers() {
    let Some(data) = data() else { return };
    let reference = &json_of(&data, "reference/survey.json")["mobi"];
    let survey = Survey::read(&data, "satisfaction/ecsi_mobi.csv");
    let answers = |name: &str| survey.answers(name, 1.0, 10.0);

    assert_nps(nps(&answers("CUSL3")).unwrap(), &reference["nps_CUSL3"], "CUSL3");
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
    assert_ipa(&items, &satisfaction, &reference["ipa_items_vs_CUSA_mean"], "items");
    let blocks = BLOCKS
        .iter()
        .map(|(block, prefix)| {
            let items = survey.table(&survey.named(prefix), 1.0, 10.0);
            ((*block).to_owned(), row_means(&items))
        })
        .collect();
    assert_ipa(&blocks, &satisfaction, &reference["ipa_blocks_vs_CUSA_mean"], "blocks");
}

/// Returns the answers for which `keep` is `true`.
fn of_those(answers: &Answers, keep: &[bool]) -> Answers {
    let pairs = answers.iter().zip(keep);
    pairs.filter(|(_, keep)| **keep).map(|(answer, _)| *answer).collect()
}

#[test]
fn airport_passengers() {
    let Some(data) = data() else { return };
    let reference = &json_of(&data, "reference/survey.json")["sfo_2017"];
    let survey = Survey::read(&data, AIRPORT);
    let five = AnswerScale::new(1.0, 5.0).unwrap();
    let rated = |name: &str| survey.answers(name, 1.0, 5.0);
    let recommend = survey.answers("NETPRO", 0.0, 10.0);
    assert_eq!(Some(recommend.len() as u64), reference["respondents"].as_u64());

    assert_nps(nps(&recommend).unwrap(), &reference["nps"], "NETPRO");
    let weight = survey.answers("WEIGHT", 0.0, 1e9);
    let votes = paired(&recommend, &weight).into_iter();
    let weighted = weighted_mean(votes.map(|(answer, weight)| (vote(answer), weight)));
    assert_digits(100.0 * weighted.unwrap(), &reference["nps_weighted"], "weighted");
    let weighted = weighted_mean(paired(&rated("Q7ALL"), &weight));
    assert_digits(weighted.unwrap(), &reference["weighted_mean_Q7ALL"], "Q7ALL");

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

    let attributes = survey.named("Q7").into_iter().filter(|name| name != "Q7ALL");
    let attributes: BTreeMap<_, _> = attributes.map(|name| (name.clone(), rated(&name))).collect();
    assert_ipa(&attributes, &rated("Q7ALL"), &reference["ipa_vs_Q7ALL"], "Q7");
}

/// Entropy weights from the differences between boarding areas, and the fuzzy grade of the passengers with them.
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
    let told =
        entropy_weights(&Matrix::new(attributes.len(), means).unwrap(), Normalise::Sum).unwrap();
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
    for (weights, name) in
        [(&equal, "fuzzy_equal_weights"), (&told.weights, "fuzzy_entropy_weights")]
    {
        let evaluation = fuzzy(weights, &memberships, Operator::WeightedAverage).unwrap();
        assert_all_digits(evaluation.vector(), &reference[name]["vector"], name);
        let score = evaluation.score(&FIVE_GRADES).unwrap();
        assert_digits(score, &reference[name]["score"], name);
    }
}
