//! `--portfolio`: a whole portfolio, from files of the import format.

use serde_json::{Value, json};

use super::{answer, refused};
use crate::program::{Folder, keys};

const CUSTOMERS: &str = "\
customer_id,name,voltage,capacity_kva,importance,strategic_importance
A,Alloys,35kV,8000,none,50
B,Bakery,10kV,400,,
C,Clinic,10kV,3000,first,
D,Dyes,10kV,800,,
E,Empty,0.4kV,80,,
";
const HEADINGS: &str =
    "customer_id,name,voltage_level,contracted_capacity,importance,strategic_importance";

/// Returns two years of readings: monthly energy of each customer, and growth in the second year.
fn readings(customers: &[(&str, f64, f64)]) -> String {
    let mut file = String::from("customer_id,month,kwh,peak_kw\n");
    for (id, energy, growth) in customers {
        for month in 0..24 {
            let (year, month) = (2024 + month / 12, month % 12 + 1);
            let kwh = energy * if year == 2025 { 1.0 + growth } else { 1.0 };
            let peak = kwh / 365.25;
            file += &format!("{id},{year}-{month:02},{kwh},{peak}\n");
        }
    }
    file
}

const USE: [(&str, f64, f64); 4] =
    [("A", 1e6, 0.2), ("B", 2e4, 0.0), ("C", 1e5, -0.1), ("D", 5e4, 0.1)];

/// Returns the files in a folder as arguments.
fn given(folder: &Folder, customers: &str, readings: &str, more: &[&str]) -> Vec<String> {
    let customers = customers.replace(CUSTOMERS.lines().next().unwrap(), HEADINGS);
    let files = [
        ("--customers", folder.file("customers.csv", customers)),
        ("--readings", folder.file("readings.csv", readings)),
    ];
    let files = files.into_iter().flat_map(|(name, file)| [name.to_owned(), file]);
    let more = more.iter().map(|word| (*word).to_owned());
    ["--portfolio".to_owned()].into_iter().chain(files).chain(more).collect()
}

fn said(arguments: &[String]) -> Result<Value, String> {
    answer(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[track_caller]
fn near(ours: &Value, expected: f64) {
    let ours = ours.as_f64().unwrap();
    assert!((ours - expected).abs() <= 1e-9 * expected.abs(), "{ours} against {expected}");
}

#[test]
fn all_of_a_portfolio() {
    let folder = Folder::new("portfolio-all");
    let all =
        said(&given(&folder, CUSTOMERS, &readings(&USE), &["--k", "2", "--seed", "3"])).unwrap();
    let expected = [
        "clusters",
        "customers",
        "is_billed",
        "key_accounts",
        "last_month",
        "next_in_line",
        "problem_counts",
        "problems",
        "rules",
        "value",
    ];
    assert_eq!(keys(&all), expected);
    assert_eq!((&all["last_month"], &all["is_billed"]), (&json!("2025-12"), &json!(false)));

    // Value: the same as from a list of values.
    let mut list = String::from("id,value\n");
    for (id, energy, growth) in USE {
        list += &format!("{id},{}\n", (0..12).map(|_| energy * (1.0 + growth)).sum::<f64>());
    }
    let list = folder.file("value.csv", list);
    assert_eq!(all["value"], answer(&["--value", &list]).unwrap());

    // Customers: by value, those without one last.
    let customers = all["customers"].as_array().unwrap();
    let ids: Vec<&str> = customers.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["A", "C", "D", "B", "E"]);
    let expected = [
        "class",
        "cluster",
        "features",
        "id",
        "is_key",
        "lacks",
        "met",
        "name",
        "points",
        "score",
        "tier",
        "tier_scores",
        "value",
    ];
    assert_eq!(keys(&customers[0]), expected);
    let [alloys, clinic] = [&customers[0], &customers[1]];
    assert_eq!((&alloys["name"], &alloys["class"]), (&json!("Alloys"), &json!("A")));
    let met = json!([
        { "rule": "voltage", "has": 35.0, "needs": 35.0 },
        { "rule": "capacity", "has": 8000.0, "needs": 3150.0 },
        { "rule": "score", "has": alloys["score"], "needs": 60.0 },
    ]);
    assert_eq!(alloys["met"], met);
    assert_eq!(alloys["lacks"], json!([{ "rule": "importance", "has": 0.0, "needs": 1.0 }]));
    // Value scores 60 points at five times the mean, in proportion below; growth adds 10, load factor 5 of 10
    // (0.5 is half way) and strategic 5 of 10. Payment is unknown: it adds nothing, and the others do not gain
    // from that.
    let values = USE.map(|(_, energy, growth)| 12.0 * energy * (1.0 + growth));
    let times = values[0] / (values.iter().sum::<f64>() / 4.0);
    near(&alloys["score"], 60.0 * times / 5.0 + 20.0);
    let points = alloys["points"].as_array().unwrap();
    let parts: Vec<&str> = points.iter().map(|one| one["part"].as_str().unwrap()).collect();
    assert_eq!(parts, ["value", "growth", "load_factor", "strategic"]);
    assert_eq!(keys(&points[2]), ["figure", "most", "part", "points"]);
    near(&points[2]["figure"], 0.5);
    near(&points[2]["points"], 5.0);
    near(&points[2]["most"], 10.0);
    near(&points[0]["figure"], times);
    near(&points[0]["most"], 60.0);
    near(&alloys["features"]["energy"], 14.4e6);
    assert_eq!(alloys["features"]["satisfaction"], Value::Null);
    assert_eq!(alloys["tier"], "gold");
    let scores = json!({ "energy": 4, "spend": null, "payment": null, "mean": 4.0 });
    assert_eq!(alloys["tier_scores"], scores);
    assert_eq!(clinic["met"][0]["rule"], "importance");
    let empty = &customers[4];
    for unknown in ["value", "class", "tier", "tier_scores", "cluster"] {
        assert_eq!(empty[unknown], Value::Null, "{unknown}");
    }
    assert_eq!(all["key_accounts"], json!(["A", "C"]));

    // Next in line: the distance of the closest customers.
    let next = all["next_in_line"].as_array().unwrap();
    let ids: Vec<&str> = next.iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["D", "B", "E"]);
    assert_eq!(keys(&next[0]), ["has", "id", "needs", "rule", "score"]);
    assert_eq!((&next[0]["rule"], &next[0]["has"]), (&json!("voltage"), &json!(10.0)));
    // Rules: customers selected by each, by it alone, and their share of value.
    let of_rule =
        |name: &str| all["rules"].as_array().unwrap().iter().find(|one| one["rule"] == name);
    let capacity = of_rule("capacity").unwrap();
    assert_eq!(keys(capacity), ["alone", "met", "needs", "rule"]);
    assert_eq!((&capacity["met"]["customers"], &capacity["needs"]), (&json!(1), &json!(3150.0)));
    assert_eq!(capacity["alone"], json!({ "customers": 0, "share": 0.0 }));
    let importance = of_rule("importance").unwrap();
    assert_eq!(importance["alone"]["customers"], 1);
    near(&importance["alone"]["share"], values[2] / values.iter().sum::<f64>());
    assert_eq!(of_rule("spend"), None);

    // Clusters: the same as from the table of features, with names and in the units of the features.
    let clusters = &all["clusters"];
    let expected = [
        "assignments",
        "by_k",
        "centroids",
        "clusters",
        "features",
        "filled",
        "inertia",
        "k",
        "left_out",
        "seed",
        "silhouette",
        "sizes",
        "sparse",
        "unknown",
    ];
    assert_eq!(keys(clusters), expected);
    assert_eq!(clusters["features"], json!(["energy", "load_factor", "growth", "seasonality"]));
    assert_eq!(clusters["unknown"], json!(["valley_share", "payment_delay"]));
    assert_eq!(clusters["sparse"], json!([]));
    assert_eq!(clusters["left_out"], json!(["E"]));
    assert_eq!(clusters["assignments"].as_object().unwrap().len(), 4);
    for one in &customers[..4] {
        assert_eq!(one["cluster"], clusters["assignments"][one["id"].as_str().unwrap()]);
    }
    let named = clusters["clusters"].as_array().unwrap();
    assert_eq!(keys(&named[0]), ["centroid", "name", "size", "traits", "value_share"]);
    for (place, cluster) in named.iter().enumerate() {
        assert_eq!(cluster["size"], clusters["sizes"][place]);
        assert_eq!(cluster["centroid"], clusters["centroids"][place]);
        let traits = cluster["traits"].as_array().unwrap();
        assert_eq!(keys(&traits[0]), ["deviation", "feature", "mean", "value"]);
        let side = if traits[0]["deviation"].as_f64().unwrap() > 0.0 { "high" } else { "low" };
        let word = traits[0]["feature"].as_str().unwrap().replace('_', " ");
        assert!(cluster["name"].as_str().unwrap().starts_with(&format!("{side} {word}")));
    }
    let share: f64 = named.iter().map(|one| one["value_share"].as_f64().unwrap()).sum();
    assert!((share - 1.0).abs() < 1e-12);
    assert_eq!((&all["problems"], &all["problem_counts"]), (&json!([]), &json!({})));
}

#[test]
fn what_is_wrong_is_listed_and_the_rest_goes_in() {
    let folder = Folder::new("portfolio-wrong");
    let wrong = format!("{}X,2025-12,1,1\nA,2025-13,1,1\nB,2025-12,many,1\n", readings(&USE));
    let bills = "customer_id,month,amount,due_date,paid_date\nA,2025-12,1000,2026-01-10,2026-01-12\nB,2025-12,-,,\n";
    let bills = folder.file("bills.csv", bills);
    let all = said(&given(&folder, CUSTOMERS, &wrong, &["--bills", &bills])).unwrap();
    assert_eq!(all["is_billed"], true);
    assert_eq!(all["value"]["total"], 1000.0);
    let problems = all["problems"].as_array().unwrap();
    let told: Vec<_> = problems
        .iter()
        .map(|one| {
            let file = one["file"].as_str().unwrap().rsplit('/').next().unwrap();
            let text = |name: &str| one[name].as_str().unwrap();
            (file, one["line"].as_u64().unwrap(), text("column"), text("value"), text("reason"))
        })
        .collect();
    let expected = [
        ("readings.csv", 98, "customer_id", "X", "unknown_customer"),
        ("readings.csv", 99, "month", "2025-13", "impossible_month"),
        ("readings.csv", 100, "kwh", "many", "not_a_number"),
        ("bills.csv", 3, "amount", "-", "missing_value"),
    ];
    assert_eq!(told, expected);
    let counts = json!({
        "impossible_month": 1, "missing_value": 1, "not_a_number": 1, "unknown_customer": 1,
    });
    assert_eq!(all["problem_counts"], counts);
}

#[test]
fn supply_points_say_whose_readings_they_are() {
    let folder = Folder::new("portfolio-points");
    let points = folder.file("points.csv", "customer_id,supply_point\nA,A-1\nA,A-2\n");
    let readings = readings(&[("A-1", 100.0, 0.0), ("A-2", 300.0, 0.0), ("B", 50.0, 0.0)])
        .replace("customer_id", "supply_point");
    let arguments = given(&folder, CUSTOMERS, &readings, &["--supply-points", &points]);
    let all = said(&arguments).unwrap();
    assert_eq!(all["problems"], json!([]));
    assert_eq!(all["value"]["items"][0]["value"], 4800.0);
}

#[test]
fn little_is_known_and_said() {
    let folder = Folder::new("portfolio-little");
    // Too few months for any feature other than value.
    let two = "customer_id,month,kwh\nA,2025-11,5\nB,2025-12,3\n";
    let all = said(&given(&folder, CUSTOMERS, two, &[])).unwrap();
    assert_eq!(all["value"]["total"], 8.0);
    assert_eq!(all["clusters"], Value::Null);
    // One customer, or identical customers.
    let one = said(&given(&folder, CUSTOMERS, &readings(&USE[..1]), &[])).unwrap();
    assert_eq!(one["clusters"], Value::Null);
    let alike = [("A", 5.0, 0.0), ("B", 5.0, 0.0)];
    let alike = said(&given(&folder, CUSTOMERS, &readings(&alike), &[])).unwrap();
    assert_eq!(alike["clusters"], Value::Null);
    // No valid row: the rules that need no readings still apply.
    let none =
        said(&given(&folder, CUSTOMERS, "customer_id,month,kwh\nX,2025-12,3\n", &[])).unwrap();
    assert_eq!((&none["value"], &none["last_month"]), (&Value::Null, &Value::Null));
    assert_eq!(none["key_accounts"], json!(["A", "C"]));
    assert_eq!(none["problems"][0]["reason"], "unknown_customer");
    // A refund that outweighs the bills is listed separately.
    let bills = folder.file("bills.csv", "customer_id,month,amount\nA,2025-12,5\nB,2025-12,-9\n");
    let all = said(&given(&folder, CUSTOMERS, &readings(&USE), &["--bills", &bills])).unwrap();
    let value = &all["value"];
    assert_eq!((&value["total"], &value["negative"]["total"]), (&json!(5.0), &json!(-9.0)));
    assert_eq!(value["negative"]["items"], json!([{ "id": "B", "value": -9.0 }]));
    assert_eq!(value["items"][0]["share"], 1.0);
    assert_eq!(all["customers"].as_array().unwrap().len(), 5);
}

#[test]
fn files_that_cannot_be_read_are_refused() {
    let folder = Folder::new("portfolio-refused");
    let good = readings(&USE);
    for (customers, readings, more, why) in [
        ("", good.as_str(), &[][..], "customers.csv: empty file"),
        (CUSTOMERS, "", &[], "readings.csv: empty file"),
        (CUSTOMERS, "customer_id,month,kwh\n", &[], "readings.csv: empty file"),
        (CUSTOMERS, "customer_id,kwh\nA,3\n", &[], "readings.csv: missing column month"),
        (CUSTOMERS, "%PDF-1.7", &[], "readings.csv: wrong type"),
        (CUSTOMERS, &good, &["--bills", "/nowhere"], "/nowhere: No such file"),
        (
            CUSTOMERS,
            &good,
            &["--k", "5"],
            "5 clusters need at least 5 distinct points; there are 4",
        ),
    ] {
        let refusal = said(&given(&folder, customers, readings, more)).unwrap_err();
        assert!(refusal.contains(why), "{refusal}");
    }
    refused(
        &["--portfolio", "--customers", "/nowhere", "--readings", "x"],
        "/nowhere: No such file",
    );
}

/// The sample files offered by the import page.
#[test]
fn the_samples_are_judged() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../public/samples/zh");
    let sample = |name: &str| format!("{folder}/{name}.csv");
    let files = ["customers", "readings", "bills", "supply_points"].map(sample);
    let [customers, readings, bills, points] = files.each_ref().map(String::as_str);
    let used = [
        "--portfolio",
        "--customers",
        customers,
        "--readings",
        readings,
        "--supply-points",
        points,
    ];
    let said = answer(&used).unwrap();
    assert_eq!((&said["is_billed"], &said["problems"]), (&json!(false), &json!([])));
    let billed = answer(&[used.as_slice(), &["--bills", bills]].concat()).unwrap();
    assert_eq!(billed["is_billed"], true);
    assert_ne!(billed["value"]["total"], said["value"]["total"]);
}
