//! Tests that everything derived from today changes with the day: at midnight, and after a week during which the
//! tablet slept.

use busbar_core::domain::{
    Id,
    action::ActionState,
    visit::{DueReason, FindingState, Visit, VisitState},
};
use jiff::civil::date;
use leptos::prelude::*;
use uuid::Uuid;

use super::{
    actions::use_actions,
    briefing::Briefing,
    chosen_day::ChosenDay,
    notices::use_notices,
    plans::use_plans,
    portfolio::use_portfolio,
    requests::use_requests,
    visits::use_visits,
    world::{DAYS, World},
};
#[test]
fn promises_fall_due() {
    let world = World::filled();
    let actions = use_actions();
    let late = world.each_day(|| actions.get().count(ActionState::Overdue));
    assert_eq!(late, [0, 1, 2]);
}

#[test]
fn visits_are_missed_and_called_for() {
    let world = World::filled();
    let visits = use_visits();
    let missed = |reason: &DueReason| matches!(reason, DueReason::Missed { .. });
    let due = world.each_day(|| {
        let due = visits.due();
        let reasons = due.iter().flat_map(|due| &due.reasons);
        reasons.filter(|reason| missed(reason)).count()
    });
    assert_eq!(due, [0, 1, 2]);
    let state = world.each_day(|| {
        let table = world.workspace.tables.visits.read();
        let today = world.workspace.facts.today();
        let missed = table.iter().filter(|one| one.state(today) == VisitState::Missed);
        missed.count()
    });
    assert_eq!(state, [0, 2, 4]);
}

#[test]
fn the_clocks_of_requests_run() {
    let world = World::filled();
    let requests = use_requests();
    let detail = requests.detail(Id::new(Uuid::from_u128(1)));
    let left = world.each_day(|| {
        let detail = detail.get();
        let first = detail.iter().flat_map(|detail| &detail.clocks).next();
        first.map(|clock| clock.reading.remaining)
    });
    // A week has five working days.
    let spent = |from: usize| Some(left[from]? - left[from + 1]?);
    assert_eq!([spent(0), spent(1)], [Some(1), Some(5)], "{left:?}");
    let counts = world.each_day(|| requests.counts.get().late);
    assert_eq!(counts[2], 1, "{counts:?}");
}

#[test]
fn bills_fall_into_arrears() {
    let world = World::filled();
    let portfolio = use_portfolio();
    let bills = world.each_day(|| portfolio.get().arrears_bills);
    assert_eq!(bills, [0, 1, 2]);
}

#[test]
fn plans_come_up_for_review_and_the_year_ends() {
    let world = World::filled();
    let plans = use_plans();
    let detail = plans.detail(Id::new(Uuid::from_u128(1)));
    let due = world.each_day(|| {
        let today = world.workspace.facts.today();
        let detail = detail.get();
        let of_detail = detail.and_then(|detail| detail.plan.review_due(today));
        (plans.get().plans()[0].review_due, of_detail)
    });
    let since = Some(DAYS[1]);
    assert_eq!(due, [(None, None), (since, since), (since, since)]);
    assert_eq!(untrack(|| plans.year()), 2026);
    world.turn_to(date(2027, 1, 1));
    assert_eq!(untrack(|| plans.year()), 2027);
}

#[test]
fn notices_begin_and_end() {
    let world = World::filled();
    let notices = use_notices();
    let unread = notices.unread(World::customer());
    let told = world.each_day(|| (notices.current(), unread.get().len()));
    assert_eq!(told, [(0, 0), (1, 1), (0, 0)]);
}

#[test]
fn a_briefing_follows() {
    let world = World::filled();
    let briefing = Briefing::new(World::customer(), Id::<Visit>::new(Uuid::nil()));
    let seen = world.each_day(|| {
        let today = briefing.about.today();
        let hazards = briefing.hazards.get();
        let late = hazards.iter().filter(|one| one.state(today) == FindingState::Overdue);
        (
            briefing.kept.get().len(),
            briefing.equipment.get().len(),
            late.count(),
            briefing.notices.get().len(),
            briefing.about.summary().arrears_bills,
        )
    });
    assert_eq!(seen, [(1, 0, 0, 0, 0), (0, 1, 1, 1, 1), (0, 1, 2, 0, 2)]);
}

#[test]
fn a_form_offers_today_until_a_day_is_chosen() {
    let world = World::on(DAYS[0]);
    let day = ChosenDay::new(world.workspace.facts, None);
    let shown = day.shown();
    assert_eq!(world.each_day(|| shown.get()), DAYS.map(Some));
    assert_eq!(day.get_untracked(), DAYS[2]);
    let chosen = date(2026, 11, 20);
    day.set(Some(chosen));
    assert_eq!(world.each_day(|| shown.get()), [Some(chosen); 3]);
    day.set(None);
    assert_eq!(day.get_untracked(), DAYS[2]);
}

#[test]
fn handlers_ask_for_the_day_that_is_shown() {
    let world = World::on(DAYS[0]);
    let facts = world.workspace.facts;
    let days = world.each_day(|| (facts.today(), facts.today_untracked()));
    assert_eq!(days, DAYS.map(|day| (day, day)));
}
