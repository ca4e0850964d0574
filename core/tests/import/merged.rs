//! Rows with the number of a customer that was merged into another one go to the one that remains.

use std::ops::ControlFlow;

use busbar_core::{
    domain::{Customer, Id, Month, Value, readings::Quantity},
    exchange::{
        FileKind, PortfolioRecords,
        outgoing::{Language, Outgoing},
    },
};

use crate::{CREATE, SECRET, apply, plan_of};

const CUSTOMERS: &str = "客户编号,客户名称\nA1,甲\nB1,乙\nC1,丙\n";
const READINGS: &str = "户号,年月,电量\nA1,2026-01,10\nB1,2026-01,20\n";

fn id(number: &str) -> Id<Customer> {
    SECRET.id_of(number)
}

/// Returns three customers; A1 was merged into B1, and that one into C1.
fn known() -> PortfolioRecords {
    let mut known = PortfolioRecords::default();
    for file in [CUSTOMERS, READINGS] {
        let plan = plan_of(&[file.as_bytes()], &known, CREATE);
        apply(&mut known, &plan);
    }
    for (customer, into) in known.customers.iter_mut().zip([Some("B1"), Some("C1"), None]) {
        customer.merged_into = into.map(id);
    }
    known
}

#[test]
fn rows_of_a_merged_customer_are_those_of_the_remaining_one() {
    let mut known = known();
    let file = "客户编号,行业\nA1,纺织\n";
    let plan = plan_of(&[file.as_bytes()], &known, CREATE);
    let edits: Vec<_> = plan.draft.edits.iter().map(|one| (one.record, one.field)).collect();
    assert_eq!(edits, [(id("C1").uuid(), "industry")]);
    assert!(plan.draft.blocks.is_empty());
    for file in ["户号,客户编号\nS1,A1\n", "客户编号,姓名\nB1,王工\n"] {
        let plan = plan_of(&[file.as_bytes()], &known, CREATE);
        assert_eq!((plan.counts[0].added, plan.counts[0].left_out), (1, 0), "{file}");
        apply(&mut known, &plan);
    }
    assert_eq!(known.customers.len(), 3);
    assert_eq!(known.supply_points[0].customer, Some(id("C1")));
    assert_eq!(known.contacts[0].customer, Some(id("C1")));
}

#[test]
fn readings_of_a_merged_customer_are_counted_once() {
    let mut known = known();
    let again = plan_of(&[READINGS.as_bytes()], &known, CREATE);
    assert_eq!(again.counts[0].unchanged, 2);
    assert!(again.draft.is_empty());
    let more = "户号,年月,电量\nA1,2026-02,11\n";
    let plan = plan_of(&[more.as_bytes()], &known, CREATE);
    apply(&mut known, &plan);
    let meters = known.meters_of(id("C1"));
    assert_eq!(meters.len(), 3);
    let energy = known.readings.total(meters, Quantity::EnergyKwh).unwrap();
    let at = |month| energy.at(Month::new(2026, month).unwrap());
    assert_eq!([at(1), at(2)], [Some(30.0), Some(11.0)]);
}

#[test]
fn a_number_that_another_customer_has_now_is_that_of_the_other() {
    let mut known = known();
    let mut other = known.customers[2].clone();
    other.id = Id::new(uuid::Uuid::from_u128(7));
    other.account_number = "A1".into();
    known.customers.insert(0, other.clone());
    let file = "客户编号,行业\nA1,纺织\n";
    for _ in 0..2 {
        let plan = plan_of(&[file.as_bytes()], &known, CREATE);
        assert_eq!(plan.draft.edits[0].record, other.id.uuid());
        known.customers.reverse();
    }
}

#[test]
fn a_merge_into_an_unknown_customer_does_not_count() {
    let mut known = known();
    known.customers[0].merged_into = Some(Id::new(uuid::Uuid::from_u128(99)));
    let plan = plan_of(&["客户编号,行业\nA1,纺织\n".as_bytes()], &known, CREATE);
    let edits: Vec<_> = plan.draft.edits.iter().map(|one| (one.record, &one.value)).collect();
    assert_eq!(edits, [(id("A1").uuid(), &Value::Text("纺织".into()))]);
}

#[test]
fn an_export_has_only_the_remaining_customer() {
    let known = known();
    let file = |kind| {
        let outgoing = Outgoing::new(&known, Language::Chinese);
        let file = outgoing.csv(kind, &mut |_, _| ControlFlow::Continue(())).unwrap();
        String::from_utf8(file).unwrap()
    };
    let customers = file(FileKind::Customers);
    assert!(customers.contains("C1") && !customers.contains("A1") && !customers.contains("B1"));
    let readings = file(FileKind::Readings);
    assert_eq!(readings.matches("C1").count(), 2);
    assert!(!readings.contains("A1") && !readings.contains("B1"));
}

#[test]
fn a_new_customer_has_the_date_of_its_import() {
    let today = Some(jiff::civil::date(2026, 11, 24));
    let options = busbar_core::exchange::Options { today, ..CREATE };
    let mut known = PortfolioRecords::default();
    let plan = plan_of(&[CUSTOMERS.as_bytes(), READINGS.as_bytes()], &known, options);
    apply(&mut known, &plan);
    assert!(known.customers.iter().all(|customer| customer.added_on == today));
    // The next import leaves it as it is.
    let tomorrow = Some(jiff::civil::date(2026, 11, 25));
    let options = busbar_core::exchange::Options { today: tomorrow, ..CREATE };
    assert!(plan_of(&[CUSTOMERS.as_bytes()], &known, options).draft.is_empty());
}
