//! Segmentation compared with reference results on real data: `abc.json` and `kmeans.json` under `BUSBAR_DATA`
//! (default `../shared/data`), and properties that hold for any data. Without the data the tests that need it
//! pass, and `cargo xtask test` names them.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod real_data;

use std::{collections::BTreeMap, path::Path};

use busbar_core::{
    analysis::{
        k_means::{Clusters, KMeansParams},
        matrix::Matrix,
        pareto::pareto,
        silhouette::silhouette,
        standardise::{ColumnScale, standardise},
    },
    domain::segment::{AbcClass, AbcCuts},
};
use real_data::{assert_digits, data, json_of, text};
use serde_json::Value;

/// Returns the rows of a CSV file, gzipped or not, as maps from heading to text.
fn rows(data: &Path, name: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text(data, name).as_bytes())
        .deserialize()
        .map(Result::unwrap)
        .collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// Returns sums of `value` by `key`, ordered by key.
fn sums<'a>(
    rows: impl IntoIterator<Item = &'a BTreeMap<String, String>>,
    key: &str,
    value: &str,
) -> Vec<(String, f64)> {
    let mut sums = BTreeMap::<String, f64>::new();
    for row in rows {
        *sums.entry(row[key].clone()).or_default() += number(row, value);
    }
    sums.into_iter().collect()
}

fn check_abc(name: &str, values: &[(String, f64)], reference: &Value) {
    let numbers: Vec<f64> = values.iter().map(|(_, value)| *value).collect();
    let ours = pareto(&numbers, AbcCuts::default()).unwrap();
    assert_eq!(ours.ranked.len() as u64, reference["n"].as_u64().unwrap(), "{name}");
    assert_digits(ours.total, &reference["total"], name);
    assert_digits(ours.gini, &reference["gini"], name);
    for class in AbcClass::ALL {
        let expected = &reference["rule_crossing_item_goes_up"][class.name()];
        let got = ours.class(*class);
        assert_eq!(got.count as u64, expected["n"].as_u64().unwrap(), "{name} {class:?}");
        assert_digits(got.share, &expected["share_of_value"], name);
        assert_digits(
            got.count as f64 / ours.ranked.len() as f64,
            &expected["share_of_customers"],
            name,
        );
    }
    let top = reference["top_20_percent_customers"].as_u64().unwrap() as usize;
    assert_digits(ours.ranked[top - 1].cumulative, &reference["top_20_percent_share"], name);
    for (item, expected) in ours.ranked.iter().zip(reference["first_ten"].as_array().unwrap()) {
        assert_eq!(values[item.index].0, expected[0].as_str().unwrap(), "{name}");
        assert_digits(item.value, &expected[1], name);
        assert_digits(item.cumulative, &expected[2], name);
        assert_eq!(item.class.name(), expected[4].as_str().unwrap(), "{name}");
    }
}

#[test]
fn abc_of_every_reference_case() {
    let Some(data) = data() else { return };
    let reference = json_of(&data, "reference/abc.json");
    let monthly = rows(&data, "electricity/monthly.csv.gz");
    let bills = rows(&data, "electricity/houston_bills_fy2012.csv.gz");
    let wholesale = rows(&data, "value/wholesale_customers.csv");
    let cdnow = rows(&data, "value/cdnow_transactions.csv.gz");
    let energy = |source: &str, year: &str| {
        let of = monthly
            .iter()
            .filter(|row| row["customer_id"].starts_with(source) && row["month"].starts_with(year));
        sums(of, "customer_id", "kwh")
    };
    let spend = wholesale
        .iter()
        .enumerate()
        .map(|(place, row)| {
            let spend = WHOLESALE.iter().map(|column| number(row, column)).sum();
            ((place + 1).to_string(), spend)
        })
        .collect();
    let cases = [
        ("kwh_EN_2012", energy("EN", "2012")),
        ("kwh_PT_2014", energy("PT", "2014")),
        ("kwh_UC_2019", energy("UC", "2019")),
        ("houston_fy2012_total_due_usd", sums(&bills, "account", "total_due_usd")),
        ("houston_fy2012_kwh", sums(&bills, "account", "kwh")),
        ("wholesale_total_spend", spend),
        ("cdnow_total_amount", sums(&cdnow, "customer_id", "amount")),
    ];
    let known = reference.as_object().unwrap().keys().filter(|key| *key != "definition").count();
    assert_eq!(known, cases.len(), "a reference case is not tested");
    for (name, values) in cases {
        check_abc(name, &values, &reference[name]);
    }
}

const WHOLESALE: [&str; 6] =
    ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"];

/// Returns the points of every case of `kmeans.json`.
fn k_means_cases(data: &Path) -> Vec<(&'static str, Matrix)> {
    let table = |rows: &[BTreeMap<String, String>], columns: &[&str], by: fn(f64) -> f64| {
        let values = rows
            .iter()
            .flat_map(|row| {
                columns.iter().map(|column| by(number(row, column))).collect::<Vec<_>>()
            })
            .collect();
        Matrix::new(columns.len(), values).unwrap()
    };
    let enernoc: Vec<f64> = rows(data, "electricity/features_enernoc.csv")
        .iter()
        .flat_map(|row| {
            [
                number(row, "annual_kwh").log10(),
                number(row, "monthly_cv"),
                number(row, "summer_share"),
                number(row, "weekend_ratio"),
            ]
        })
        .collect();
    let wholesale = rows(data, "value/wholesale_customers.csv");
    let mut purchases = BTreeMap::<String, (jiff::civil::Date, f64, f64)>::new();
    for row in rows(data, "value/cdnow_transactions.csv.gz") {
        let day = row["date"].parse().unwrap();
        let known = purchases.entry(row["customer_id"].clone()).or_insert((day, 0.0, 0.0));
        known.0 = known.0.max(day);
        known.1 += 1.0;
        known.2 += number(&row, "amount");
    }
    let rfm: Vec<f64> = purchases
        .values()
        .flat_map(|(last, count, amount)| {
            let recency = (jiff::civil::date(1998, 7, 1) - *last).get_days();
            [f64::from(recency), count.ln(), amount.ln_1p()]
        })
        .collect();
    vec![
        ("enernoc", Matrix::new(4, enernoc).unwrap()),
        ("wholesale_raw", table(&wholesale, &WHOLESALE, |value| value)),
        ("wholesale_log", table(&wholesale, &WHOLESALE, f64::ln)),
        ("cdnow_rfm_log", Matrix::new(3, rfm).unwrap()),
    ]
}

/// Asserts the same clusters up to numbering, and the same centres in the units of the points.
#[track_caller]
fn assert_same_clusters(ours: &Clusters, scale: &ColumnScale, reference: &Value, what: &str) {
    let theirs: Vec<Vec<f64>> =
        serde_json::from_value(reference["centres_original_units"].clone()).unwrap();
    // For each of our clusters, the nearest reference cluster.
    let mut number = Vec::new();
    for centre in &ours.centroids {
        let centre = scale.restore(centre);
        let apart = |other: &[f64]| -> f64 {
            let pairs = centre.iter().zip(other).zip(&scale.sd);
            pairs.map(|((a, b), sd)| ((a - b) / sd).abs()).sum()
        };
        let nearest = (0..theirs.len())
            .min_by(|a, b| apart(&theirs[*a]).total_cmp(&apart(&theirs[*b])))
            .unwrap();
        for (ours, theirs) in centre.iter().zip(&theirs[nearest]) {
            assert_digits(*ours, &Value::from(*theirs), what);
        }
        number.push(nearest);
    }
    let Some(labels) = reference["labels"].as_str() else {
        return;
    };
    let ours: String =
        ours.assignments.iter().map(|cluster| number[*cluster as usize].to_string()).collect();
    assert_eq!(ours, labels, "{what}");
}

/// Within a thousandth of the lowest known inertia with 20 starts, and equal to it with more.
#[test]
fn k_means_of_every_reference_case() {
    let Some(data) = data() else { return };
    let reference = json_of(&data, "reference/kmeans.json");
    let known = reference.as_object().unwrap().values().filter(|case| case.is_object()).count();
    let cases = k_means_cases(&data);
    assert_eq!(known, cases.len(), "a reference case is not tested");
    let mut same = 0;
    for (name, points) in cases {
        let case = &reference[name];
        let (z, scale) = standardise(&points).unwrap();
        for (column, (mean, sd)) in scale.mean.iter().zip(&scale.sd).enumerate() {
            assert_digits(*mean, &case["mean"][column], name);
            assert_digits(*sd, &case["sd_population"][column], name);
        }
        for k in 2..=8 {
            let best = &case["k"][k.to_string()];
            let least = best["best_known_inertia"].as_f64().unwrap();
            let fit =
                |starts| KMeansParams::new(k).starts(starts).check().unwrap().fit(&z).unwrap();
            let worse = |clusters: &Clusters| clusters.inertia / least - 1.0;
            let mut clusters = fit(20);
            // The reference is the best of 20 starts; if ours ends in the same clusters, so do all its figures.
            let theirs = best["inertia"].as_f64().unwrap();
            if (clusters.inertia / theirs - 1.0).abs() <= 1e-7 {
                assert_same_clusters(&clusters, &scale, best, &format!("{name}, k = {k}"));
                same += 1;
            }
            let after_20 = worse(&clusters);
            assert!(after_20 <= 1e-3, "{name}, k = {k}: {after_20:.2e} worse with 20 starts");
            if after_20 > 1e-7 {
                clusters = fit(100);
            }
            let after_100 = worse(&clusters);
            assert!(after_100 <= 1e-7, "{name}, k = {k}: {after_100:.2e} worse with 100 starts");
            if after_100 < -1e-7 {
                println!("{name}, k = {k}: {after_100:.2e} against the best known");
                continue;
            }
            let silhouette = silhouette(&z, &clusters.assignments, 0).unwrap();
            assert_digits(silhouette, &best["silhouette_of_best_known"], name);
            let sizes: Vec<usize> =
                serde_json::from_value(best["sizes_of_best_known"].clone()).unwrap();
            assert_eq!(clusters.sizes, sizes, "{name}, k = {k}");
        }
    }
    assert!(same > 0, "no clusters were compared");
}
