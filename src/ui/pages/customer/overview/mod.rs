//! 概览: current matters, contacts, consumption at a glance, and the key-account score. The matters and their order are
//! in `matters`.

mod matters;
mod rows;
mod why;

use busbar_core::{
    books::satisfaction::latest_low,
    domain::{
        Contact, Customer, Id, InOrder,
        action::ActionState,
        readings::Quantity,
        standard::Offer,
        visit::{FindingState, Visit, VisitState},
    },
};
use leptos::prelude::*;

use self::{
    matters::{Matter, Today, matters, now_and_later},
    rows::MatterRow,
    why::Why,
};
use super::visits::visits_of;
use crate::{
    state::{
        about::About, plans::use_plans, requests::use_requests, satisfaction::use_satisfaction,
        service::use_service, tables::those_of, visits::use_visits, workspace::use_workspace,
    },
    ui::{
        components::{ButtonLink, Card, Emphasis, Glyph, Icon, OrEmpty, Row, Rows},
        format,
        i18n::*,
        navigation::use_navigation,
        routes::Page,
        shared::{monthly_energy::MonthlyEnergy, new_record::listed},
    },
};

/// Maximum number of matters listed; the others are in their own sections.
const LISTED: usize = 8;
/// Maximum number of contacts shown.
const PEOPLE: usize = 4;

/// Section with the overview.
#[component]
pub fn Overview(id: Id<Customer>, about: About) -> impl IntoView {
    let energy = about.series(Quantity::EnergyKwh);
    view! {
        <div class="columns">
            <div class="stack">
                <Now id=id about=about />
                <People id=id />
                <LastVisit id=id />
            </div>
            <div class="stack">
                <Show when=move || energy.with(Option::is_some)>
                    <MonthlyEnergy about=about two_years=true height=210.0 />
                </Show>
                <Why id=id />
            </div>
        </div>
    }
}

/// Returns the data from which the matters are derived.
fn today(id: Id<Customer>, about: About) -> Memo<Today> {
    let workspace = use_workspace();
    let tables = workspace.tables;
    let visits = visits_of(id);
    let all_visits = use_visits();
    let own_requests = use_requests().of_customer(id);
    let satisfaction = use_satisfaction();
    let (plans, service) = (use_plans(), use_service());
    let hazards = those_of(tables.findings, id, move |finding| {
        !finding.is_deleted && finding.state(workspace.facts.day.get()) != FindingState::Closed
    });
    let class = service.class(id);
    let is_offered =
        move || service.is_offered(class.get(), Offer::ServicePlan, workspace.facts.today());
    Memo::new(move |_| {
        let day = workspace.facts.day.get();
        let visits = visits.read();
        let in_state = |state| visits.iter().filter(move |visit| visit.state(day) == state);
        let next = in_state(VisitState::Planned)
            .filter_map(|visit| Some((visit.id, visit.planned_on?)))
            .min_by_key(|(_, on)| *on);
        // Due visits are known only once all figures have loaded.
        let is_known = workspace.facts.loaded.get();
        let due = is_known.then(|| all_visits.due());
        let due = due.and_then(|due| due.iter().find(|due| due.customer == id).cloned());
        let summary = about.summary();
        let requests = own_requests.with(|own| {
            let open = own.iter().filter(|(_, status)| status.is_open());
            open.map(|(request, status)| (*request, status.urgency)).collect()
        });
        let promises = tables.actions.with(|table| {
            let mut open: Vec<_> = table.of(id).filter(|action| !action.is_deleted).collect();
            open.retain(|action| action.state(day) != ActionState::Closed);
            open.sort_by_key(|action| (action.due_on.is_none(), action.due_on, action.id));
            open.into_iter().map(|action| (action.id, action.state(day))).collect()
        });
        let late =
            |state| hazards.with(|all| all.iter().filter(|one| one.state(day) == state).count());
        let low_answer = latest_low(&satisfaction.ballots())
            .into_iter()
            .find(|ballot| ballot.customer == Some(id))
            .map(|ballot| ballot.answered_on);
        let year = plans.year();
        let plan = plans.get();
        let plan = plan.for_year(id, year);
        Today {
            underway: in_state(VisitState::Underway).next().map(|visit| visit.id),
            planned: next,
            due,
            arrears: (summary.arrears_cny, summary.arrears_bills),
            requests,
            promises,
            hazards: (hazards.with(Vec::len), late(FindingState::Overdue)),
            low_answer,
            growth: summary.growth,
            plan_behind: plan.filter(|plan| plan.is_pressing()).map(|plan| (plan.id, plan.behind)),
            plan_missing: (plan.is_none() && is_known && is_offered()).then_some(year),
        }
    })
}

/// Card with the current matters.
#[component]
fn Now(id: Id<Customer>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let today = today(id, about);
    let all = Memo::new(move |_| today.with(matters));
    let title = move || {
        let locale = i18n.get_locale();
        let (now, later) = all.with(|all| now_and_later(all));
        let count = |count| format::count(locale, count);
        match (now, later) {
            (0, 0) => t_string!(i18n, customer.now_none).to_owned(),
            (0, _) => t_string!(i18n, customer.now_calm).to_owned(),
            (_, 0) => t_string!(i18n, customer.now_title, count = count(now)),
            _ => t_string!(i18n, customer.now_and_later, now = count(now), later = count(later)),
        }
    };
    let more = move || all.with(Vec::len).saturating_sub(LISTED);
    view! {
        <Card title=title>
            <Show
                when=move || !all.with(Vec::is_empty)
                fallback=move || {
                    view! { <p class="quiet-text">{t!(i18n, customer.now_none_text)}</p> }
                }
            >
                <Rows>
                    <For
                        each=move || all.get().into_iter().take(LISTED)
                        key=|matter| format!("{matter:?}")
                        children=move |matter: Matter| view! { <MatterRow id=id matter=matter /> }
                    />
                </Rows>
            </Show>
            <Show when=move || { more() > 0 }>
                <p class="quiet-text">
                    {move || say!(i18n, customer.now_more, count = more())}
                </p>
            </Show>
        </Card>
    }
}

/// Card with the first contacts.
#[component]
fn People(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let navigation = use_navigation();
    let contacts =
        those_of(use_workspace().tables.contacts, id, |contact: &Contact| !contact.is_deleted);
    let person = move |contact: Contact| {
        let (name, role, phone) = (contact.name, contact.role, contact.phone);
        let call = (!phone.is_empty()).then(|| format!("tel:{}", phone.replace(' ', "")));
        view! {
            <Row
                title=move || view! { {name} }
                note=move || view! { {role} }
                end=move || {
                    call.map(|href| {
                        view! {
                            <a class="button quiet phone" href=href>
                                <Glyph icon=Icon::Phone />
                                {phone}
                            </a>
                        }
                    })
                }
            />
        }
    };
    let people = move || {
        let mut people = contacts.get();
        people.order_by_key(listed);
        people.into_iter().take(PEOPLE).map(person).collect_view()
    };
    let all = move || navigation.route().with("tab", "contacts").href();
    view! {
        <Card
            title=move || t_string!(i18n, customer.people)
            tools=move || {
                view! {
                    <ButtonLink
                        label=move || t_string!(i18n, customer.people_all)
                        href=Signal::derive(all)
                        emphasis=Emphasis::Quiet
                    />
                }
            }
        >
            <OrEmpty
                when=move || !contacts.read().is_empty()
                title=move || t_string!(i18n, customer.contacts_none)
            >
                <Rows>{people}</Rows>
            </OrEmpty>
        </Card>
    }
}

/// Card with the last visit held; hidden if there is none.
#[component]
fn LastVisit(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let visits = visits_of(id);
    let last = Memo::new(move |_| {
        let day = workspace.facts.day.get();
        let visits = visits.read();
        let done = visits.iter().find(|visit| visit.state(day) == VisitState::Done);
        done.cloned()
    });
    let row = move |visit: Visit| {
        let locale = i18n.get_locale();
        let arrived = visit.arrived_at.map(|at| workspace.wall_clock(at.0).date());
        let day = arrived.or(visit.planned_on);
        let day = day.map(|day| format::date(locale, day)).unwrap_or_default();
        let (text, who) = (visit.summary, workspace.name(&visit.account_manager));
        let text = if text.is_empty() { visit.purpose } else { text };
        let text =
            if text.is_empty() { t_string!(i18n, labels.kind_visit).to_owned() } else { text };
        let note =
            [day, who].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
        view! {
            <Row
                title=move || view! { {text} }
                note=move || view! { {note} }
                href=Page::Visit(visit.id).href()
            />
        }
    };
    view! {
        <Show when=move || last.with(Option::is_some)>
            <Card title=move || t_string!(i18n, customer.last_visit)>
                <Rows>{move || last.get().map(row)}</Rows>
            </Card>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::world::{DAYS, World};

    #[test]
    fn current_matters_turn_with_the_day() {
        let world = World::filled();
        let customer = World::customer();
        let today = today(customer, About::new(customer));
        let seen = world.each_day(|| {
            let today = today.get();
            let is_late = |(_, state): &&(_, ActionState)| *state == ActionState::Overdue;
            let late = today.promises.iter().filter(is_late).count();
            let planned = today.planned.map(|(_, day)| day);
            (planned, today.arrears.1, today.hazards, late, today.plan_behind.is_some())
        });
        assert_eq!(
            seen,
            [
                (Some(DAYS[0]), 0, (2, 0), 0, false),
                (Some(DAYS[1]), 1, (2, 1), 1, true),
                (Some(DAYS[2]), 2, (2, 2), 2, true),
            ]
        );
    }
}
