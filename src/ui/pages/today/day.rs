//! The day: who is visited today, and what is due: requests at their limit, promises at their day.

use leptos::prelude::*;

use crate::{
    domain::{
        Id, InOrder,
        action::{Action, ActionState},
        request::{Request, Urgency},
        visit::{Visit, VisitState, order_of_day},
    },
    state::{
        actions::use_actions,
        requests::{urgent_first, use_requests},
        visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{ButtonLink, Card, Emphasis, Row, Rows},
        format,
        i18n::*,
        promise::PromiseRow,
        routes::Page,
        standing::{pressing, standing_tag},
    },
};

/// How many rows a card shows of a kind.
const ROWS: usize = 4;

/// What the day holds.
#[derive(Clone, Copy)]
pub struct Day {
    /// Today's visits that are not called off, in their order.
    pub visits: Memo<Vec<Visit>>,
    /// Requests that are past a limit or near it, the most pressing first.
    pub requests: Memo<Vec<Id<Request>>>,
    /// Promises that are late or due today.
    pub promises: Memo<Vec<Id<Action>>>,
}

impl Day {
    /// Today's.
    pub fn today() -> Self {
        let workspace = use_workspace();
        let (visits, requests, actions) = (use_visits(), use_requests(), use_actions());
        let today = workspace.facts.today();
        Self {
            visits: Memo::new(move |_| {
                let mut all = visits.on(today);
                all.retain(|visit| visit.state(today) != VisitState::Cancelled);
                all.order_by_key(|visit| order_of_day(visit, visit.state(today)));
                all
            }),
            requests: Memo::new(move |_| {
                let table = requests.table().read();
                let mut pressing: Vec<_> = requests.with(|book| {
                    let open = book.all().filter(|(_, standing)| {
                        standing.is_open()
                            && matches!(standing.urgency, Urgency::Late | Urgency::Soon)
                    });
                    open.filter_map(|(place, standing)| {
                        let request = table.rows().get(place as usize)?;
                        Some(urgent_first(request, standing))
                    })
                    .collect()
                });
                pressing.order_by_key(|key| *key);
                pressing.into_iter().map(|(.., id)| id).collect()
            }),
            promises: Memo::new(move |_| {
                let promises = actions.get();
                let actions = workspace.tables.actions.read();
                let is_due = |(state, id): &&(ActionState, Id<Action>)| match state {
                    ActionState::Overdue => true,
                    ActionState::Open => actions
                        .get(*id)
                        .is_some_and(|one| one.due_on == Some(today)),
                    ActionState::Unconfirmed | ActionState::Closed => false,
                };
                promises
                    .open()
                    .iter()
                    .filter(is_due)
                    .map(|(_, id)| *id)
                    .collect()
            }),
        }
    }

    /// How many things are due.
    pub fn due(self) -> usize {
        self.requests.with(Vec::len) + self.promises.with(Vec::len)
    }
}

/// Today's visits; nothing where there are none.
#[component]
pub fn VisitsToday(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let customers = use_workspace().tables.customers;
    let row = move |visit: Visit| {
        let name = visit
            .customer
            .and_then(|id| customers.with(|customers| Some(customers.get(id)?.name.clone())));
        let at = visit.planned_at_min.map(|minutes| {
            let minutes = minutes as u32;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        });
        let purpose = visit.purpose;
        let href = Page::Visit(visit.id).href();
        view! {
            <Row
                lead=move || view! { <strong class="number">{at}</strong> }
                title=move || name.unwrap_or_default()
                note=move || purpose
                href=href
            />
        }
    };
    view! {
        <Show when=move || !day.visits.with(Vec::is_empty)>
            <Card
                title=move || t_string!(i18n, today.visits_card)
                tools=move || {
                    view! {
                        <ButtonLink
                            label=move || t_string!(i18n, today.all_visits)
                            href=Page::Visits.href()
                            emphasis=Emphasis::Quiet
                        />
                    }
                }
            >
                <Rows>{move || day.visits.get().into_iter().map(row).collect_view()}</Rows>
            </Card>
        </Show>
    }
}

/// What is due; nothing where nothing is.
#[component]
pub fn DueToday(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let customers = use_workspace().tables.customers;
    let request = move |id: Id<Request>| {
        let locale = i18n.get_locale();
        let standing = requests.standing(id).get()?;
        let (subject, customer) = requests.table().with(|table| {
            let request = table.get(id)?;
            Some((request.subject.clone(), request.customer))
        })?;
        let name = customer
            .and_then(|id| customers.with(|customers| Some(customers.get(id)?.name.clone())));
        let note: Vec<String> = [name, pressing(locale, &standing)]
            .into_iter()
            .flatten()
            .collect();
        let note = note.join(" · ");
        Some(view! {
            <Row
                lead=move || standing_tag(locale, &standing)
                title=move || subject
                note=move || note
                href=Page::Request(id).href()
            />
        })
    };
    let rows = move || {
        let first = day.requests.get().into_iter().take(ROWS);
        first.filter_map(request).collect_view()
    };
    let promises = move || {
        let first = day.promises.get().into_iter().take(ROWS);
        first
            .map(|id| view! { <PromiseRow id=id /> })
            .collect_view()
    };
    view! {
        <Show when=move || { day.due() > 0 }>
            <Card
                title=move || t_string!(i18n, today.due_card)
                note=move || {
                    let count = format::count(i18n.get_locale(), day.due());
                    t_string!(i18n, today.due_note, count = count)
                }
                tools=move || {
                    view! {
                        <ButtonLink
                            label=move || t_string!(i18n, today.all_promises)
                            href=Page::Actions.href()
                            emphasis=Emphasis::Quiet
                        />
                    }
                }
            >
                <Rows>{rows} {promises}</Rows>
            </Card>
        </Show>
    }
}
