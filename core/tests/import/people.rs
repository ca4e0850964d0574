//! The people whom files name: the same name and number is one person, and what is known of people holds.

use busbar_core::{
    domain::{Customer, Person, Value, Who, column::Column, draft::Block},
    exchange::{
        FileKind, PortfolioRecords,
        outgoing::{Language, Outgoing},
    },
};

use crate::{CREATE, apply, plan_of};

const FILE: &str = "客户编号,客户名称,客户经理,客户经理工号\n\
    A1,甲,张伟,1001\nA2,乙,张伟,1002\nA3,丙,李明,\nA4,丁,张伟（1001）,\nA5,戊,,1003\n\
    A6,己,张伟（1001）,1001\n";

fn manager(portfolio: &PortfolioRecords, number: &str) -> Who {
    let is_it = |one: &&Customer| one.account_number == number;
    portfolio.customers.iter().find(is_it).unwrap().account_manager.clone()
}

#[test]
fn a_name_and_a_number_are_one_person() {
    let mut portfolio = PortfolioRecords::default();
    let plan = plan_of(&[FILE.as_bytes()], &portfolio, CREATE);
    assert_eq!(plan.problems.list(), []);
    apply(&mut portfolio, &plan);
    let id = |number| manager(&portfolio, number).id();
    assert_eq!(id("A1"), Some(Person::id_of("张伟", "1001")));
    assert_eq!([id("A4"), id("A6")], [id("A1"); 2]);
    assert_eq!(id("A2"), Some(Person::id_of("张伟", "1002")));
    assert_eq!(id("A3"), Some(Person::id_of("李明", "")));
    assert_eq!(id("A5"), None);
    // A block tells each name once.
    let is_texts = |block: &Block| match block {
        Block::Records(block) => block
            .fields
            .iter()
            .any(|(name, column)| name == "account_manager" && matches!(column, Column::Texts(_))),
        _ => false,
    };
    assert!(plan.draft.blocks.iter().any(is_texts));
}

#[test]
fn people_who_were_renamed_or_merged_change_nothing_when_the_file_comes_again() {
    let mut portfolio = PortfolioRecords::default();
    let plan = plan_of(&[FILE.as_bytes()], &portfolio, CREATE);
    apply(&mut portfolio, &plan);
    let mut people = ["张伟（1001）", "张伟（1002）", "李明", "黎明（7）"].map(Person::named);
    people[0].rename("张玮");
    people[2].merged_into = Some(people[3].id);
    portfolio.people = people.to_vec();
    let again = plan_of(&[FILE.as_bytes()], &portfolio, CREATE);
    assert_eq!((again.counts[0].unchanged, again.counts[0].changed), (6, 0));
    assert!(again.draft.is_empty());
    // As the files that leave call them.
    let mut out = |language| {
        let file = Outgoing::new(&portfolio, language)
            .csv(FileKind::Customers, &mut |_, _| std::ops::ControlFlow::Continue(()));
        let file = file.unwrap();
        let text = String::from_utf8(file.clone()).unwrap();
        assert!(text.contains("张玮,1001") && text.contains("黎明,7"), "{text}");
        plan_of(&[&file], &portfolio, CREATE).counts[0].changed
    };
    assert_eq!([Language::Chinese, Language::English].map(&mut out), [0, 0]);
    // Another manager is a change, told by name.
    let file = "客户编号,客户经理\nA3,张玮\n";
    let plan = plan_of(&[file.as_bytes()], &portfolio, CREATE);
    let told: Vec<_> = plan.differences.list().map(|one| (&one.before, &one.after)).collect();
    let text = |text: &str| Value::Text(text.into());
    assert_eq!(told, [(&text("黎明"), &text("张玮"))]);
    assert_eq!(plan.draft.edits[0].value, Value::Id(people[0].id.uuid()));
}
