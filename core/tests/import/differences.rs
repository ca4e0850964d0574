//! The values that an import would change, before and after.

use crate::{CREATE, SECRET, apply, plan_of};
use busbar_core::{
    domain::{Month, Value},
    exchange::{
        FileKind, PortfolioRecords,
        plan::{Difference, Plan},
    },
};

const CUSTOMERS: &str = "客户编号,客户名称,电压等级(kV),重要等级\nA1,甲,10,一级\nA2,乙,,\n";
const POINTS: &str = "户号,客户编号,合同容量(kVA)\nS1,A1,630\n";
const CONTACTS: &str = "客户编号,姓名,电话\nA1,王工,0557-1\n";
const READINGS: &str = "户号,年月,电量\nS1,2026-01,10\nS1,2026-02,20\nA2,2026-01,30\n";
const BILLS: &str = "户号,电费年月,应收电费,截止日期\n\
    A1,202601,100.5,2026-02-20\nA1,202601,7,\nA2,202601,50,2026-02-20\n";

fn known() -> PortfolioRecords {
    let files = [CUSTOMERS, POINTS, CONTACTS, READINGS, BILLS].map(str::as_bytes);
    let (portfolio, problems) = PortfolioRecords::read(&files, SECRET).unwrap();
    assert_eq!(problems.list(), []);
    portfolio
}

fn lines(plan: &Plan) -> Vec<String> {
    let value = |value: &Value| match value {
        Value::Empty => "nothing".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => date.to_string(),
        Value::Bool(bool) => bool.to_string(),
        other => panic!("{other:?}"),
    };
    let line = |one: &Difference| {
        let month = one.month.map(|month| format!(" {month}"));
        let (before, after) = (value(&one.before), value(&one.after));
        format!(
            "{} {} {}{}: {before} -> {after}",
            one.customer,
            one.record,
            one.field,
            month.unwrap_or_default()
        )
    };
    assert_eq!(plan.differences.total() as usize, plan.differences.list().count());
    plan.differences.list().map(line).collect()
}

fn differences(file: &str) -> Vec<String> {
    lines(&plan_of(&[file.as_bytes()], &known(), CREATE))
}

#[test]
fn an_import_that_changes_nothing_lists_nothing() {
    let files = [CUSTOMERS, POINTS, CONTACTS, READINGS, BILLS].map(str::as_bytes);
    let new = plan_of(&files, &PortfolioRecords::default(), CREATE);
    assert_eq!((new.counts[0].added, new.differences.total()), (2, 0));
    for file in [CUSTOMERS, POINTS, CONTACTS, READINGS, BILLS] {
        assert_eq!(differences(file), [""; 0], "{file}");
    }
}

#[test]
fn each_changed_value_is_listed_before_and_after() {
    for (file, expected) in [
        // Filled values come after replaced ones, though their row comes first.
        (
            "客户编号,客户名称,电压等级(kV),重要等级\nA2,乙,35,\nA1,甲厂,110,二级\nA3,丙,10,\n",
            &[
                "甲 A1 name: 甲 -> 甲厂",
                "甲 A1 voltage_level_kv: 10 -> 110",
                "甲 A1 importance: first -> second",
                "乙 A2 voltage_level_kv: nothing -> 35",
            ][..],
        ),
        (
            "户号,客户编号,合同容量(MVA)\nS1,A2,1.25\n",
            &["甲 S1 customer: A1 -> A2", "甲 S1 contracted_capacity_kva: 630 -> 1250"],
        ),
        (
            "客户编号,姓名,电话\nA1,王工,0557-2\nA1,李工,0557-3\n",
            &["甲 王工 phone: 0557-1 -> 0557-2"],
        ),
        // A new month changes nothing; in a known month, more values become known.
        (
            "户号,年月,电量(MWh),最大需量\nS1,2026-02,0.021,5\nS1,2026-03,0.03,6\nA2,2026-01,0.03,\n",
            &["甲 S1 energy_kwh 2026-02: 20 -> 21", "甲 S1 peak_demand_kw 2026-02: nothing -> 5"],
        ),
        ("户号,2026年1月,2026年2月\nA2,31,40\n", &["乙 A2 energy_kwh 2026-01: 30 -> 31"]),
        (
            "户号,电费年月,应收电费,缴费日期\nA1,202601,100.5,2026-02-18\nA1,202601,7,\n",
            &["甲 A1 paid_on 2026-01: nothing -> 2026-02-18"],
        ),
        (
            "户号,电费年月,应收电费,截止日期\nA2,202601,55,2026-02-25\n",
            &[
                "乙 A2 amount_cny 2026-01: 50 -> 55",
                "乙 A2 due_on 2026-01: 2026-02-20 -> 2026-02-25",
            ],
        ),
        (
            "户号,电费年月,应收电费\nA1,202601,100.5\nA1,202601,7\nA1,202601,9\n",
            &["甲 A1 amount_cny 2026-01: nothing -> 9"],
        ),
    ] {
        assert_eq!(differences(file), expected, "{file}");
    }
}

#[test]
fn a_month_that_loses_a_bill_is_changed() {
    let file = "户号,电费年月,应收电费\nA1,202601,100.5\n";
    let mut portfolio = known();
    let plan = plan_of(&[file.as_bytes()], &portfolio, CREATE);
    assert_eq!((plan.counts[0].changed, plan.counts[0].unchanged), (1, 0));
    assert_eq!(lines(&plan), ["甲 A1 amount_cny 2026-01: 7 -> nothing"]);
    apply(&mut portfolio, &plan);
    let again = plan_of(&[file.as_bytes()], &portfolio, CREATE);
    assert_eq!((again.counts[0].changed, again.counts[0].unchanged), (0, 1));
    assert!(again.draft.is_empty() && again.differences.total() == 0);
}

#[test]
fn a_customer_that_comes_back_is_listed() {
    let mut portfolio = known();
    portfolio.customers[0].is_deleted = true;
    let plan = plan_of(&[CUSTOMERS.as_bytes()], &portfolio, CREATE);
    assert_eq!(lines(&plan), ["甲 A1 is_deleted: true -> false"]);
}

#[test]
fn a_second_file_is_compared_with_the_first_and_names_whom_it_makes() {
    let files = ["户号,年月,电量\nA9,2026-01,1\n", "户号,年月,电量\nA9,2026-01,2\n"];
    let plan = plan_of(&files.map(str::as_bytes), &known(), CREATE);
    let listed: Vec<&Difference> = plan.differences.list().collect();
    assert_eq!(lines(&plan), ["A9 A9 energy_kwh 2026-01: 1 -> 2"]);
    assert_eq!(listed[0].kind, FileKind::Readings);
    assert_eq!(listed[0].month, Month::new(2026, 1).ok());
}
