//! Precedence: later files over earlier ones, months in columns, several bills of a month.

use std::ops::ControlFlow;

use crate::{CREATE, SECRET, apply, look, plan_of};
use busbar_core::{
    domain::{Id, Month, readings::Quantity},
    exchange::{
        FileKind, FileOpening, ImportInput, Options, PortfolioRecords, opening::open, plan,
    },
};

#[test]
fn later_files_change_only_what_differs() {
    let mut portfolio = PortfolioRecords::default();
    let first: [&[u8]; 2] = [
        "客户编号,客户名称,行业\nA1,甲,纺织\nA2,乙,化工\n".as_bytes(),
        "户号,年月,电量\nA1,2026-01,10\nA1,2026-02,20\nA2,2026-01,30\n".as_bytes(),
    ];
    let plan = plan_of(&first, &portfolio, Options::default());
    apply(&mut portfolio, &plan);
    let second: [&[u8]; 2] = [
        "客户编号,客户名称,行业\nA1,甲,\nA2,乙二,化工\n".as_bytes(),
        "户号,年月,电量,最大需量\nA1,2026-02,21,5\nA1,2026-03,30,6\nA2,2026-01,30,\n".as_bytes(),
    ];
    let plan = plan_of(&second, &portfolio, Options::default());
    assert_eq!((plan.counts[0].changed, plan.counts[0].unchanged), (1, 1));
    let readings = plan.counts[1];
    assert_eq!((readings.added, readings.changed, readings.unchanged), (1, 1, 1));
    let edits: Vec<&str> = plan.draft.edits.iter().map(|edit| edit.field).collect();
    assert_eq!(edits, ["name"]);
    apply(&mut portfolio, &plan);
    let energy = |number: &str| {
        let customer = portfolio.customers.iter().find(|c| c.account_number == number);
        let series = portfolio.readings.series(customer.unwrap().id.uuid(), Quantity::EnergyKwh);
        series.unwrap().known().map(|(_, energy)| energy).collect::<Vec<_>>()
    };
    assert_eq!(energy("A1"), [10.0, 21.0, 30.0]);
    assert_eq!(energy("A2"), [30.0]);
}

#[test]
fn a_table_with_a_column_a_month_and_units_in_its_heading() {
    let files: [&[u8]; 2] = [
        "客户编号,户号,用电地址\nA1,S1,一号\nA1,S2,二号\n".as_bytes(),
        "客户编号,户号,2026年1月,2026年2月\nA1,S1,1.5,2\nA1,S2,,3\nA1,S3,4,5\n".as_bytes(),
    ];
    let mut portfolio = PortfolioRecords::default();
    let plan = plan_of(&files, &portfolio, CREATE);
    assert_eq!(plan.problems.list(), []);
    assert_eq!((plan.counts[0].added, plan.counts[1].added), (2, 3));
    apply(&mut portfolio, &plan);
    assert_eq!((portfolio.customers.len(), portfolio.supply_points.len()), (1, 3));
    let customer = Id::new(portfolio.customers[0].id.uuid());
    let total =
        portfolio.readings.total(portfolio.meters_of(customer), Quantity::EnergyKwh).unwrap();
    assert_eq!(total.at(Month::new(2026, 2).unwrap()), Some(10.0));
}

#[test]
fn bills_of_a_month_supersede_together_and_payments_come_later() {
    let mut portfolio = PortfolioRecords::default();
    let first = "户号,电费年月,应收电费,截止日期\nA1,202601,100.5,2026-02-20\nA1,202601,7,\n";
    let plan = plan_of(&[first.as_bytes()], &portfolio, CREATE);
    assert_eq!(plan.counts[0].added, 2);
    apply(&mut portfolio, &plan);
    let paid = "户号,电费年月,应收电费,缴费日期\nA1,202601,100.5,2026-02-18\nA1,202601,7,\n";
    let plan = plan_of(&[paid.as_bytes()], &portfolio, Options::default());
    assert_eq!((plan.counts[0].changed, plan.counts[0].unchanged), (1, 1));
    apply(&mut portfolio, &plan);
    let bills = portfolio.bills.of(portfolio.customers[0].id.uuid());
    assert_eq!(bills.len(), 2);
    assert_eq!(bills[0].due_on.map(|day| day.to_string()), Some("2026-02-20".into()));
    assert_eq!(bills[0].paid_on.map(|day| day.to_string()), Some("2026-02-18".into()));
    let plan = plan_of(&[paid.as_bytes()], &portfolio, Options::default());
    assert!(plan.draft.is_empty());
}

#[test]
fn a_stopped_import_has_no_plan() {
    let text = "户号,年月,电量\nA1,2026-01,10\n";
    let source = open(text.as_bytes(), &FileOpening::default()).unwrap();
    let mapping = look(text.as_bytes()).unwrap().mapping;
    assert_eq!(mapping.kind, FileKind::Readings);
    let inputs = [ImportInput::opened(&source, &mapping)];
    let stopped = plan(&inputs, &PortfolioRecords::default(), CREATE, SECRET, &mut |_, _| {
        ControlFlow::Break(())
    });
    assert!(stopped.is_err());
}
