//! A service plan in the browser: creation, links, agreement with the customer's signature, and progress.

use busbar::state::{
    commands::{
        action::done,
        plan::{Signature, agree, begin, copy_forward, promise, relink},
        record::{add, fresh},
    },
    plans::Plans,
    requests::Requests,
    satisfaction::Satisfaction,
    segments::Segments,
    service::Service,
    surveys::Surveys,
    visits::Visits,
    workers::Workers,
    workspace::Workspace,
};
use busbar_core::{
    books::plans::PlanDetail,
    domain::{
        Customer, Link, People, Record,
        action::Action,
        attachment::AttachmentKind,
        plan::{Carry, Known, LinkedState, PlanItemKind, PlanState, PlanTemplates, PlanTopic},
        standard::ServiceClass,
    },
};
use leptos::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{page, until};

fn plans(owner: &Owner, workspace: Workspace) -> Plans {
    owner.with(|| {
        let surveys = Surveys::provide(workspace);
        let satisfaction = Satisfaction::provide(workspace, surveys);
        let segments = Segments::provide(workspace, satisfaction, Workers::provide());
        let service = Service::provide(workspace, segments);
        let requests = Requests::provide(workspace, service);
        let visits = Visits::provide(workspace, service, satisfaction, requests);
        Plans::provide(workspace, service, requests, visits)
    })
}

#[wasm_bindgen_test]
async fn from_the_template_to_what_was_signed_and_the_next_year() {
    let (owner, workspace) = page().await;
    let plans = plans(&owner, workspace);
    let customer =
        Customer { name: "甲".into(), account_manager: "王".into(), ..Customer::empty(fresh()) };
    add(workspace, &customer).await.unwrap();
    let today = workspace.facts.today();
    let template = PlanTemplates::default().of(ServiceClass::Key);
    let whose = (customer.id, today.year());
    let id = begin(
        workspace,
        whose,
        ServiceClass::Key,
        (template.clone(), Known::default()),
        "扩产".into(),
    )
    .await
    .unwrap();
    let about = owner.with(|| plans.detail(id));
    let look = || untrack(|| about.get());
    until(|| about.get().is_some_and(|about| about.lines.len() == template.lines.len())).await;
    assert_eq!(look().unwrap().plan.responsible, "王".into());

    // Links an action to the goal about actions.
    let of_topic = |about: &PlanDetail| {
        let mut goals = about.of_kind(PlanItemKind::Goal);
        let line = goals.find(|line| line.item.topic == Some(PlanTopic::Promises));
        line.unwrap().clone()
    };
    let detail = look().unwrap();
    let goal = of_topic(&detail).item.id;
    let said = ("加装补偿".to_owned(), "王".into());
    promise(workspace, &detail.plan, (fresh(), goal), said, None).await.unwrap();
    until(|| about.get().is_some_and(|about| of_topic(&about).links.len() == 1)).await;
    let line = of_topic(&look().unwrap());
    assert_eq!(line.progress.share, Some(0.0));
    let action = line.links[0].of.of::<Action>().unwrap();
    done(workspace, action, today, String::new()).await.unwrap();
    until(|| about.get().is_some_and(|about| of_topic(&about).progress.is_done())).await;
    assert_eq!(of_topic(&look().unwrap()).links[0].state, LinkedState::Done);

    let detail = look().unwrap();
    let signature = Signature {
        id: fresh(),
        svg: "<svg/>".into(),
        digest: detail.for_customer(&People::default()).digest(),
    };
    agree(workspace, &detail.plan, today, "李".into(), Some(signature)).await.unwrap();
    let state = move || about.get().map(|about| about.plan.state());
    until(|| state() == Some(PlanState::Running)).await;
    assert_eq!(look().unwrap().differs_from_signed(&People::default()), Some(false));
    let signature = workspace.tables.attachments.with_untracked(|all| {
        let is_it = |one: &&busbar_core::domain::attachment::Attachment| {
            one.of == Some(Link::to(id)) && one.kind == Some(AttachmentKind::Signature)
        };
        all.iter().find(is_it).cloned().unwrap()
    });
    let kept = workspace.ledger().unwrap().blob(&signature.blob).await;
    assert_eq!(kept.unwrap().as_deref(), Some(&b"<svg/>"[..]));

    // Next year's plan has the unfinished lines, and marks them as carried over.
    let detail = look().unwrap();
    let lines: Vec<_> = (detail.lines.iter())
        .map(|line| (line.item.id, Carry::of(&line.item, &line.progress)))
        .filter(|(_, carry)| *carry != Carry::Left)
        .collect();
    let next = copy_forward(
        workspace,
        (fresh(), &detail),
        ServiceClass::Key,
        (&template, Known::default()),
        &lines,
    )
    .await
    .unwrap()
    .unwrap();
    let next = owner.with(|| plans.detail(next));
    until(|| next.get().is_some()).await;
    let next = untrack(|| next.get()).unwrap();
    assert_eq!(next.plan.copied_from, Some(id));
    assert_eq!(next.lines.len(), lines.len());
    assert!(next.lines.iter().all(|line| line.item.topic != Some(PlanTopic::Promises)));
    assert!(next.lines.iter().any(|line| line.item.carried_from.is_some()));

    // Removing a link keeps the action.
    let link = of_topic(&look().unwrap()).links[0].id;
    relink(workspace, goal, Some(customer.id), vec![], vec![link]).await.unwrap();
    until(|| about.get().is_some_and(|about| of_topic(&about).links.is_empty())).await;
    let actions = workspace.tables.actions;
    assert!(actions.with_untracked(|all| all.get(action).is_some_and(|one| !one.is_deleted)));
}
