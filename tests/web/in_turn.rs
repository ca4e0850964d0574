//! Changes that come faster than they are written: each is based on the result of the previous ones.

use busbar::{
    platform::random,
    state::{
        commands::{segment::change_params, survey::revise},
        surveys::Surveys,
        workspace::Workspace,
    },
};
use busbar_core::{
    books::segments::PARAMS,
    domain::{Customer, Id, segment::SegmentParams, survey::Questionnaire},
    exchange::questionnaire::built_in,
};
use leptos::{prelude::*, task::spawn_local};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{named, page, until};

#[wasm_bindgen_test]
async fn a_change_does_not_undo_the_one_before_it_that_is_still_being_written() {
    let (owner, workspace) = page().await;
    let surveys = owner.with(|| Surveys::provide(workspace));

    let seed = SegmentParams::default().seed + 1;
    let starts = SegmentParams::default().starts + 1;
    change_params(workspace, move |params| params.seed = seed);
    change_params(workspace, move |params| params.starts = starts);
    let params = owner.with(|| workspace.setting::<SegmentParams>(PARAMS));
    until(|| params.read().starts == starts).await;
    assert_eq!(params.get_untracked().seed, seed);

    let [first, ..] = &built_in()[..] else { panic!("no questionnaire comes with the product") };
    let which = ArcStoredValue::new(first.id);
    let revise = |change: fn(&mut Questionnaire)| {
        let which = which.clone();
        spawn_local(async move {
            revise(workspace, surveys, which, change).await.unwrap();
        });
    };
    revise(|questionnaire| questionnaire.title.0.zh = "甲".into());
    revise(|questionnaire| questionnaire.title.0.en = "A".into());
    revise(|questionnaire| drop(questionnaire.questions.0.pop()));
    let own = || -> Vec<(Id<Questionnaire>, Questionnaire)> {
        let own = workspace.tables.questionnaires.read();
        own.iter().map(|one| (one.id, one.clone())).collect()
    };
    let count = first.questions.0.len();
    until(|| own().iter().any(|(_, one)| one.questions.0.len() < count)).await;
    let [(id, next)] = &untrack(own)[..] else { panic!("more than one next version") };
    assert_eq!(*id, which.get_value());
    assert_eq!((next.title.0.zh.as_str(), next.title.0.en.as_str()), ("甲", "A"));
}

#[wasm_bindgen_test]
async fn of_two_tabs_that_write_one_field_both_show_the_later() {
    let ((_, left), (_, right)) = (page().await, page().await);
    let id = Id::<Customer>::new(random::uuid());
    let shown = |tab: Workspace| {
        let customers = tab.tables.customers.read();
        customers.get(id).map(|customer| customer.name.clone())
    };
    let both = |name: &str| [left, right].iter().all(|tab| shown(*tab).as_deref() == Some(name));
    left.act(named(id, "甲")).await.unwrap();
    right.act(named(id, "乙")).await.unwrap();
    until(|| both("乙")).await;
    // Both at once, before either has received the other's change.
    left.act_detached(named(id, "丙"));
    right.act(named(id, "丁")).await.unwrap();
    left.quiet().await;
    right.quiet().await;
    let register = left.ledger().unwrap().register("customer", id.uuid(), "name").await;
    let stored = super::displayed(&register.unwrap());
    until(|| both(&stored)).await;
}
