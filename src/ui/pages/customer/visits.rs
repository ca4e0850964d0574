//! 走访 of a customer: beginning one, and those that were and are to come.

use leptos::{prelude::*, task::spawn_local};

use crate::{
    domain::{
        Customer, Id, InOrder,
        visit::{Visit, VisitState},
    },
    state::{commands::visit::begin, table::those, workspace::use_workspace},
    ui::{
        components::{Button, Card, Emphasis, EmptyState, Icon, Row, Rows, Tag},
        format,
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::Page,
        tones,
    },
};

/// Its visits, the latest first.
fn visits_of(customer: Id<Customer>) -> Memo<Vec<Visit>> {
    let own = those(use_workspace().tables.visits, move |visit| {
        visit.customer == Some(customer) && !visit.is_deleted
    });
    Memo::new(move |_| {
        let mut visits = own.get();
        visits.order_by_key(|visit| std::cmp::Reverse((visit.planned_on, visit.id)));
        visits
    })
}

/// Goes on with the visit that is under way or planned for today, or begins one.
#[component]
pub fn StartVisit(customer: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let visits = visits_of(customer);
    let here = Memo::new(move |_| {
        let today = workspace.facts.today();
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
    let open = move |id| navigation.go(&Page::Visit(id).route());
    let press = move |()| match here.get_untracked() {
        Some((id, _)) => open(id),
        None => spawn_local(async move {
            // What went wrong is told at the top.
            if let Ok(id) = begin(workspace, customer, workspace.facts.today()).await {
                open(id);
            }
        }),
    };
    view! {
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

/// The tab.
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
        let words = [visit.purpose, visit.account_manager];
        let words = words.into_iter().filter(|word| !word.is_empty());
        let title = words.collect::<Vec<_>>().join(" · ");
        let title = if title.is_empty() {
            t_string!(i18n, labels.kind_visit).to_owned()
        } else {
            title
        };
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
        <Show
            when=move || !visits.read().is_empty()
            fallback=move || {
                view! {
                    <EmptyState
                        icon=Icon::Place
                        title=move || t_string!(i18n, customer.visits_none)
                        text=move || t_string!(i18n, customer.visits_none_text)
                    />
                }
            }
        >
            <Card title=move || t_string!(i18n, customer.tab_visits)>
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}
