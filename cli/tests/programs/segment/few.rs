//! The default rule of a workspace, on real accounts: the City of Houston's bills of a fiscal year under
//! `BUSBAR_DATA`. Without the data the tests say so and pass.

use std::collections::BTreeMap;

use serde_json::Value;

use super::answer;
use crate::{
    program::Folder,
    real_data::{data, text},
};

/// Bills and energy by account and month.
type Accounts = BTreeMap<String, BTreeMap<String, (f64, f64)>>;

fn accounts() -> Option<Accounts> {
    let bills = text(&data()?, "electricity/houston_bills_fy2012.csv.gz");
    let mut accounts = Accounts::new();
    for row in csv::Reader::from_reader(bills.as_bytes()).deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let number = |column: &str| row[column].parse::<f64>().unwrap_or_default();
        let months = accounts.entry(row["account"].clone()).or_default();
        let of_month = months.entry(row["bill_date"][..7].to_owned()).or_default();
        of_month.0 += number("total_due_usd");
        of_month.1 += number("kwh").max(0.0);
    }
    Some(accounts)
}

/// Returns the judged portfolio of these accounts; `days` gives the columns after month and amount.
fn judged(accounts: &Accounts, days: impl Fn(&str) -> String, name: &str) -> Value {
    let folder = Folder::new(name);
    let mut customers = String::from("customer_id,name\n");
    let mut readings = String::from("customer_id,month,kwh\n");
    let mut bills = String::from("customer_id,month,amount,due_date,paid_date\n");
    for (account, months) in accounts {
        customers += &format!("{account},{account}\n");
        for (month, (amount, kwh)) in months {
            readings += &format!("{account},{month},{kwh}\n");
            bills += &format!("{account},{month},{amount},{}\n", days(month));
        }
    }
    let [customers, readings, bills] =
        [("customers.csv", customers), ("readings.csv", readings), ("bills.csv", bills)]
            .map(|(name, content)| folder.file(name, content));
    let files = ["--customers", &customers, "--readings", &readings, "--bills", &bills];
    answer(&[&["--portfolio", "--k", "3", "--starts", "1"], &files[..]].concat()).unwrap()
}

/// Returns the number of key accounts, their share of value, and how many of them are class A.
fn keys(said: &Value) -> (usize, f64, usize) {
    let total = said["value"]["total"].as_f64().unwrap();
    let customers = said["customers"].as_array().unwrap();
    let keys: Vec<&Value> = customers.iter().filter(|one| one["is_key"] == true).collect();
    let value = |one: &&Value| one["value"].as_f64().unwrap_or_default();
    let share = keys.iter().map(value).sum::<f64>() / total;
    let of_a = keys.iter().filter(|one| one["class"] == "A").count();
    (keys.len(), share, of_a)
}

#[test]
fn the_beginning_rule_finds_the_few() {
    let Some(accounts) = accounts() else { return };
    for (name, days) in [
        // Only value is known; and all bills were paid on their due date.
        ("few-value", ","),
        ("few-paid", "2012-07-31,2012-07-31"),
    ] {
        let said = judged(&accounts, |_| days.to_owned(), name);
        assert_eq!(said["customers"].as_array().unwrap().len(), 2621);
        // 80 of 2 621 bring 80 %; no more than 150 are key accounts, and they bring most of the value.
        assert_eq!(said["value"]["classes"]["A"]["count"], 80);
        let (count, share, of_a) = keys(&said);
        assert!((40..=150).contains(&count), "{name}: {count}");
        assert!(share > 0.7, "{name}: {share}");
        assert!(of_a * 10 >= count * 9, "{name}: {of_a} of {count} are class A");
        let rules = said["rules"].as_array().unwrap();
        let score = rules.iter().find(|one| one["rule"] == "score").unwrap();
        assert_eq!(score["alone"]["customers"], count);
        assert!((score["alone"]["share"].as_f64().unwrap() - share).abs() < 1e-9);
    }
}
