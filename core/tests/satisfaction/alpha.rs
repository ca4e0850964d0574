//! Reliability of every reference set.

use std::path::Path;

use busbar_core::analysis::{
    answer_scale::AnswerScale, cronbach_alpha::cronbach_alpha, mean::Mean,
};
use serde_json::Value;

use super::{
    Answers, Survey,
    real_data::{assert_digits, data, json_of, names, numbers},
};

/// Returns the items of a set of `cronbach_alpha.json`, with reverse-worded items turned.
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
        assert_digits(standardised, &reference["standardised_alpha_listwise"], &set);
        let pairwise = ours.pairwise.unwrap();
        assert_digits(pairwise, &reference["alpha_pairwise_covariances"], &set);
        let ends = ours.ci95.unwrap().map(|end| (end * 1e3).round() / 1e3);
        assert_eq!(ends.to_vec(), numbers(&reference["ci95_listwise"]), "{set}");

        // Published: the standardised value by Tenenhaus et al. 2005, the pairwise one by R's psych.
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
