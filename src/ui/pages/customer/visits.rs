//! 走访 of a customer: the list of its visits, and the button that starts one.

use busbar_core::domain::{
    Customer, Id, InOrder,
    visit::{Visit, VisitState},
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::{
        commands::{
            planning::{self, When},
            record::fresh,
        },
        tables::those_of,
        task,
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Emphasis, Icon, OrEmpty, Row, Rows, Tag},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        shared::{due, tones},
    },
};

/// Returns the visits of a customer, latest first.
pub(super) fn visits_of(customer: Id<Customer>) -> Memo<Vec<Visit>> {
    let own = those_of(use_workspace().tables.visits, customer, move |visit| !visit.is_deleted);
    Memo::new(move |_| {
        let mut visits = own.get();
        visits.order_by_key(|visit| std::cmp::Reverse((visit.planned_on, visit.id)));
        visits
    })
}

/// Returns the last missed visit and its date; `None` if a later visit has taken place. `visits` are latest first.
fn missed(visits: &[Visit], today: Date) -> Option<(Id<Visit>, Date)> {
    let counts =
        |visit: &&Visit| matches!(visit.state(today), VisitState::Missed | VisitState::Done);
    let last = visits.iter().find(counts)?;
    let is_missed = last.state(today) == VisitState::Missed;
    Some((last.id, last.planned_on.filter(|_| is_missed)?))
}

/// Button that opens the visit under way or the visit planned for today, or plans one for today and opens it for
/// check-in. A second button moves the last missed visit to today.
#[component]
pub fn StartVisit(customer: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let visits = visits_of(customer);
    let here = Memo::new(move |_| {
        let today = workspace.facts.day.get();
        let visits = visits.read();
        let in_state = |state| {
            let is_todays = |visit: &&Visit| {
                visit.state(today) == state
                    && (state == VisitState::Underway || visit.planned_on == Some(today))
            };
            visits.iter().find(is_todays).map(|visit| visit.id)
        };
        let underway = in_state(VisitState::Underway).map(|id| (id, true));
        underway.or_else(|| in_state(VisitState::Planned).map(|id| (id, false)))
    });
    let missed = Memo::new(move |_| {
        let visits = visits.read();
        missed(&visits, workspace.facts.day.get()).filter(|_| here.read().is_none())
    });
    let open = move |id| navigation.go(&Page::Visit(id).route());
    let all_visits = use_visits();
    let make_up = move |()| {
        let Some((id, _)) = missed.get_untracked() else {
            return;
        };
        let today = When::At(workspace.facts.today_untracked(), None);
        task::spawn(async move {
            // Errors are shown at the top of the page.
            if planning::shift(workspace, all_visits, id, today).await.is_ok() {
                open(id);
            }
        });
    };
    let make_up_word = move || {
        let locale = i18n.get_locale();
        let day = missed.get().map(|(_, day)| format::day(locale, day));
        t_string!(i18n, customer.visit_make_up, day = day.unwrap_or_default())
    };
    let fresh = fresh();
    // Plans a visit for today and opens the page for check-in.
    let go_there = move || {
        let today = workspace.facts.today_untracked();
        let words = untrack(|| {
            let due = all_visits.due();
            let due = due.iter().find(|due| due.customer == customer);
            due::words(i18n.get_locale(), due, workspace.tables)
        });
        let (which, when) = ((fresh, customer), When::On(today));
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let planned = planning::plan(workspace, all_visits, which, when, words).await;
            if let Ok(Some((visit, _))) = planned {
                navigation.go(&Page::Visit(visit).route().with("view", "capture"));
            }
        });
    };
    let press = move |()| match here.get_untracked() {
        Some((id, _)) => open(id),
        None => go_there(),
    };
    view! {
        <Show when=move || missed.read().is_some()>
            <Button label=make_up_word icon=Icon::Repeat on_press=make_up />
        </Show>
        <Button
            label=move || match here.get() {
                Some((_, true)) => t_string!(i18n, customer.visit_go_on),
                Some((_, false)) => t_string!(i18n, customer.visit_todays),
                None => t_string!(i18n, customer.visit_start),
            }
            icon=Icon::Place
            emphasis=Emphasis::First
            on_press=press
        />
    }
}

/// Section with the visits.
#[component]
pub fn VisitsTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let visits = visits_of(id);
    let row = move |visit: Visit| {
        let locale = i18n.get_locale();
        let state = visit.state(workspace.facts.today());
        let arrived = visit.arrived_at.map(|at| workspace.wall_clock(at.0).date());
        let day = arrived.or(visit.planned_on);
        let day = day.map(|day| format::date(locale, day)).unwrap_or_default();
        let words = [visit.purpose, workspace.name(&visit.account_manager)];
        let words = words.into_iter().filter(|word| !word.is_empty());
        let title = words.collect::<Vec<_>>().join(" · ");
        let title =
            if title.is_empty() { t_string!(i18n, labels.kind_visit).to_owned() } else { title };
        let note = visit.summary;
        view! {
            <Row
                lead=move || view! { <time>{day}</time> }
                title=move || view! { {title} }
                note=move || view! { {note} }
                end=move || {
                    view! { <Tag text=labels::visit_state(locale, state) tone=tones::visit_state(state) /> }
                }
                href=Page::Visit(visit.id).href()
            />
        }
    };
    let rows = move || visits.get().into_iter().map(row).collect_view();
    view! {
        <OrEmpty
            when=move || !visits.read().is_empty()
            icon=Icon::Place
            title=move || t_string!(i18n, customer.visits_none)
            text=move || t_string!(i18n, customer.visits_none_text)
        >
            <Card title=move || t_string!(i18n, customer.tab_visits)>
                <Rows>{rows}</Rows>
            </Card>
        </OrEmpty>
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use busbar_core::domain::{Moment, Record};

    #[test]
    fn a_missed_visit_is_made_up_for_until_somebody_was_there() {
        let today = date(2026, 11, 24);
        let visit = |n, day, is_done: bool| Visit {
            planned_on: Some(date(2026, 11, day)),
            left_at: is_done.then_some(Moment(1)),
            ..Visit::empty(Id::new(Uuid::from_u128(n)))
        };
        let off = Visit { is_cancelled: true, ..visit(9, 23, false) };
        let number = |visits: &[Visit]| missed(visits, today).map(|(id, _)| id.uuid().as_u128());
        let (planned, late, done) = (visit(1, 30, false), visit(2, 20, false), visit(3, 18, true));
        assert_eq!(number(&[]), None);
        assert_eq!(number(&[planned.clone(), off, late.clone(), done]), Some(2));
        assert_eq!(number(&[planned, visit(4, 21, true), late]), None);
    }
}
