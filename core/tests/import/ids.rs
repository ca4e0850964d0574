//! Ids of imported records: the same file makes the same records on every device.

use std::ops::ControlFlow;

use busbar_core::{
    domain::{Contact, Customer, Id, SupplyPoint, Value, WorkspaceSecret},
    exchange::{ImportInput, Plan, PortfolioRecords, opening::open, plan},
};
use uuid::Uuid;

use crate::{CREATE, SECRET, apply, look, plan_of};

const CUSTOMERS: &str = "客户编号,客户名称\nA2,乙\nA1,甲\nA3,丙\n";
const POINTS: &str = "户号,客户编号\nA1,A1\nS2,A4\n";
const CONTACTS: &str = "客户编号,姓名\nA1,王工\nA2,王工\n";
const READINGS: &str = "户号,客户编号,年月,电量\nS3,A5,2026-01,1\nA2,,2026-01,2\n";
const FILES: [&str; 4] = [CUSTOMERS, POINTS, CONTACTS, READINGS];

fn plan_with(text: &str, secret: WorkspaceSecret) -> Plan {
    let source = open(text.as_bytes(), &Default::default()).unwrap();
    let mapping = look(text.as_bytes()).unwrap().mapping;
    let inputs = [ImportInput::opened(&source, &mapping)];
    let nothing = PortfolioRecords::default();
    plan(&inputs, &nothing, CREATE, secret, &mut |_, _| ControlFlow::Continue(())).unwrap()
}

fn portfolio(plans: &[Plan]) -> PortfolioRecords {
    let mut portfolio = PortfolioRecords::default();
    plans.iter().for_each(|plan| apply(&mut portfolio, plan));
    portfolio
}

/// Returns every id, by kind and number.
fn ids(portfolio: &PortfolioRecords) -> Vec<(String, Uuid)> {
    let customer = |one: &Customer| (one.account_number.clone(), one.id.uuid());
    let point = |one: &SupplyPoint| (format!("point {}", one.account_number), one.id.uuid());
    let contact = |one: &Contact| (format!("{} of {:?}", one.name, one.customer), one.id.uuid());
    let mut ids: Vec<_> = portfolio.customers.iter().map(customer).collect();
    ids.extend(portfolio.supply_points.iter().map(point));
    ids.extend(portfolio.contacts.iter().map(contact));
    ids.sort();
    ids
}

#[test]
fn the_same_files_make_the_same_records() {
    let files = FILES.map(str::as_bytes);
    let here = plan_of(&files, &PortfolioRecords::default(), CREATE);
    let there = plan_of(&files, &PortfolioRecords::default(), CREATE);
    assert_eq!(here.draft, there.draft);
    let all = ids(&portfolio(&[here]));
    assert_eq!(all.len(), 10);
    let mut distinct: Vec<Uuid> = all.iter().map(|(_, id)| *id).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), all.len());
    // One after another, and with the lines in another order.
    let mut apart = PortfolioRecords::default();
    for text in [READINGS, CONTACTS, POINTS, "客户编号,客户名称\nA3,丙\nA1,甲\nA2,乙\n"]
    {
        let plan = plan_of(&[text.as_bytes()], &apart, CREATE);
        apply(&mut apart, &plan);
    }
    assert_eq!(ids(&apart), all);
}

#[test]
fn an_id_depends_on_the_secret_and_the_kind() {
    let portfolio = portfolio(&[plan_of(&FILES.map(str::as_bytes), &Default::default(), CREATE)]);
    let named = |number: &str| SECRET.id_of::<Customer>(number);
    let customers: Vec<_> = portfolio.customers.iter().map(|one| one.id).collect();
    assert_eq!(customers, ["A1", "A2", "A3", "A4", "A5"].map(named));
    let point = portfolio.supply_points.iter().find(|point| point.account_number == "A1").unwrap();
    assert_eq!(point.id, SECRET.id_of("A1"));
    assert_ne!(point.id.uuid(), named("A1").uuid());
    let ids_under = |secret| {
        let mut portfolio = PortfolioRecords::default();
        apply(&mut portfolio, &plan_with(CUSTOMERS, secret));
        ids(&portfolio)
    };
    let other = ids_under(WorkspaceSecret::new([8; 32]));
    assert!(ids_under(SECRET).iter().zip(&other).all(|(one, other)| one.1 != other.1));
    assert_eq!(ids_under(SECRET), ids_under(SECRET));
}

#[test]
fn numbers_that_look_the_same_have_one_id() {
    let id = |number: &str| {
        let text = format!("客户编号,客户名称\n{number},甲\n");
        portfolio(&[plan_with(&text, SECRET)]).customers[0].id
    };
    for number in ["SY9114", " SY9114 ", "ＳＹ９１１４", "SY9114\u{200b}"] {
        assert_eq!(id(number), SECRET.id_of("SY9114"), "{number:?}");
    }
}

#[test]
fn a_taken_id_is_not_given_again() {
    let mut known = portfolio(&[plan_with(CUSTOMERS, SECRET)]);
    let first = SECRET.id_of::<Customer>("A1");
    // The number was corrected after the import; then the old number comes again.
    known.customers[0].account_number = "B1".into();
    for is_deleted in [false, true] {
        known.customers[0].is_deleted = is_deleted;
        let again = || plan_of(&[CUSTOMERS.as_bytes()], &known, CREATE);
        assert_eq!((again().counts[0].added, again().counts[0].unchanged), (1, 2));
        assert_eq!(again().draft, again().draft);
        let mut after = known.clone();
        apply(&mut after, &again());
        let id = |number: &str| {
            let is_it = |one: &&Customer| one.account_number == number;
            after.customers.iter().find(is_it).unwrap().id
        };
        let second = SECRET.free_id_of("A1", |id: Id<Customer>| id == first);
        assert_eq!((id("A1"), id("B1")), (second, first));
        // Imported again, it is known.
        assert!(plan_of(&[CUSTOMERS.as_bytes()], &after, CREATE).draft.is_empty());
    }
}

#[test]
fn a_deleted_customer_comes_back_with_its_id() {
    let mut known = portfolio(&[plan_with(CUSTOMERS, SECRET)]);
    known.customers[0].is_deleted = true;
    let plan = plan_of(&[CUSTOMERS.as_bytes()], &known, CREATE);
    let edits: Vec<_> = plan.draft.edits.iter().map(|edit| (edit.record, &edit.value)).collect();
    let id = SECRET.id_of::<Customer>("A1").uuid();
    assert_eq!(edits, [(id, &Value::Bool(false))]);
    assert!(plan.draft.blocks.is_empty());
}
