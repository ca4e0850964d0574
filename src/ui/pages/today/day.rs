//! Work of the day: today's visits with their state, customers due for a visit, requests close to a limit, and
//! actions due.

use busbar_core::{
    books::requests::urgent_first,
    domain::{
        Id, InOrder,
        action::{Action, ActionState},
        request::{Request, Urgency},
        standard::ServiceClass,
        visit::{Due, Visit, VisitState, order_of_day},
    },
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::watch::{ROWS, SeeAll};
use crate::{
    state::{
        actions::use_actions, mine::use_mine, requests::use_requests, visits::use_visits,
        workspace::use_workspace,
    },
    ui::{
        components::{ButtonLink, Card, Emphasis, Row, Rows, Tag, Tone},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{
            due as reasons,
            in_the_way::InTheWay,
            promise::PromiseRow,
            request_status::{pressing, status_tag},
            sheet::joined,
            tones,
        },
    },
};

/// Entries of the day, for the current user or for everybody.
#[derive(Clone, Copy)]
pub struct Day {
    /// Today's visits in their order, without cancelled ones.
    pub visits: Memo<Vec<Visit>>,
    /// Next visits after today; empty if there are visits today.
    pub coming: Memo<Vec<(Date, Visit)>>,
    /// Number of customers due for a visit, and the most urgent of them; empty until the due visits have been
    /// computed.
    pub due: Memo<(usize, Vec<Due>)>,
    /// Requests past a limit or close to it, most urgent first.
    pub requests: Memo<Vec<Id<Request>>>,
    /// Actions that are overdue or due today.
    pub promises: Memo<Vec<Id<Action>>>,
}

impl Day {
    /// Creates the entries of today.
    pub fn today() -> Self {
        let workspace = use_workspace();
        let (visits, requests, actions) = (use_visits(), use_requests(), use_actions());
        let (mine, day) = (use_mine(), workspace.facts.day);
        let shown_visits = move |today: Date| {
            let admits = mine.filter();
            move |visit: &Visit| {
                visit.state(today) != VisitState::Cancelled
                    && admits(&visit.account_manager, visit.customer)
            }
        };
        let of_today = Memo::new(move |_| {
            let today = day.get();
            let mut all = visits.on(today);
            all.retain(shown_visits(today));
            all.order_by_key(|visit| order_of_day(visit, visit.state(today)));
            all
        });
        Self {
            visits: of_today,
            coming: Memo::new(move |_| {
                if !of_today.with(Vec::is_empty) {
                    return Vec::new();
                }
                let (index, today) = (visits.index(), day.get());
                let table = workspace.tables.visits.read();
                let later = index.from(today).filter(|(day, _)| *day > today);
                let later = later.flat_map(|(day, places)| {
                    let visits = places.iter().map(|place| &table.rows()[*place as usize]);
                    visits.map(move |visit| (day, visit))
                });
                let is_shown = shown_visits(today);
                let shown = later.filter(|(_, visit)| is_shown(visit));
                shown.take(ROWS).map(|(day, visit)| (day, visit.clone())).collect()
            }),
            due: Memo::new(move |_| {
                if !visits.was_asked.get() {
                    return Default::default();
                }
                let (all, is_shown) = (visits.due(), mine.customers());
                let is_listed = |due: &&Due| due.is_now() && is_shown(due.customer);
                let shown = || all.iter().filter(is_listed);
                (shown().count(), shown().take(ROWS).cloned().collect())
            }),
            requests: Memo::new(move |_| {
                let (table, admits) = (requests.table().read(), mine.filter());
                let mut pressing: Vec<_> = requests.with(|book| {
                    let open = book.all().filter(|(_, status)| {
                        status.is_open() && matches!(status.urgency, Urgency::Late | Urgency::Soon)
                    });
                    open.filter_map(|(place, status)| {
                        let request = table.rows().get(place as usize)?;
                        admits(&request.responsible, request.customer)
                            .then(|| urgent_first(request, status))
                    })
                    .collect()
                });
                pressing.order_by_key(|key| *key);
                pressing.into_iter().map(|(.., id)| id).collect()
            }),
            promises: Memo::new(move |_| {
                let (promises, today) = (actions.get(), day.get());
                let (actions, admits) = (workspace.tables.actions.read(), mine.filter());
                let is_due = |(state, id): &(ActionState, Id<Action>)| {
                    let action = actions.get(*id);
                    action.is_some_and(|one| {
                        let is_due = match state {
                            ActionState::Overdue => true,
                            ActionState::Open => one.due_on == Some(today),
                            ActionState::Unconfirmed | ActionState::Closed => false,
                        };
                        is_due && admits(&one.owner, one.customer)
                    })
                };
                let open = promises.open().filter(is_due);
                open.map(|(_, id)| id).collect()
            }),
        }
    }

    /// Returns the number of requests and actions due. Subscribes to changes.
    pub fn pressing(self) -> usize {
        self.requests.with(Vec::len) + self.promises.with(Vec::len)
    }
}

/// Card of today's visits, each with its state and a link to it; the next visits if there are none today.
#[component]
pub fn VisitsToday(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| day.visits.with(Vec::len));
    let done = Memo::new(move |_| {
        let is_done = |visit: &&Visit| visit.left_at.is_some();
        day.visits.with(|all| all.iter().filter(is_done).count())
    });
    let note = move || {
        let of = |count| format::count(i18n.get_locale(), count);
        match count.get() {
            0 => String::new(),
            all => t_string!(i18n, today.visits_note, done = of(done.get()), all = of(all)),
        }
    };
    // The first visit that has not ended is highlighted.
    let next = Memo::new(move |_| {
        let all = day.visits.read();
        let is_open = |visit: &&Visit| visit.left_at.is_none();
        all.iter().find(is_open).map(|visit| visit.id)
    });
    view! {
        <Card
            title=move || t_string!(i18n, today.visits_card)
            note=note
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
            <Show
                when=move || count.get() != 0
                fallback=move || {
                    view! {
                        <p class="quiet-text">{t!(i18n, today.no_visits)}</p>
                        <Rows>
                            {move || {
                                let coming = day.coming.get().into_iter();
                                coming
                                    .map(|(on, visit)| view! { <ComingRow on=on visit=visit /> })
                                    .collect_view()
                            }}
                        </Rows>
                    }
                }
            >
                <Rows>
                    <For
                        each=move || day.visits.get()
                        key=|visit| format!("{visit:?}")
                        children=move |visit| view! { <VisitRow visit=visit next=next /> }
                    />
                </Rows>
            </Show>
        </Card>
    }
}

/// Row of a visit on a later day.
#[component]
fn ComingRow(on: Date, visit: Visit) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (customer, purpose) = (visit.customer, visit.purpose);
    view! {
        <Row
            lead=move || view! { <time>{move || reasons::day(i18n.get_locale(), on, workspace.facts.today())}</time> }
            title=move || view! { {move || workspace.tables.customer_name(customer)} }
            note=move || purpose
            href=Page::Visit(visit.id).href()
        />
    }
}

#[component]
fn VisitRow(visit: Visit, next: Memo<Option<Id<Visit>>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (id, customer, purpose) = (visit.id, visit.customer, visit.purpose.clone());
    let at = visit.span_min().map(|(start, _)| format::clock_time(start));
    let state = Memo::new(move |_| visit.state(workspace.facts.today()));
    let at = move || at.clone().unwrap_or_else(|| t_string!(i18n, today.any_time).to_owned());
    let name = move || {
        let name = workspace.tables.customer_name(customer);
        name.unwrap_or_else(|| t_string!(i18n, visits.unknown_customer).to_owned())
    };
    let word = move || labels::visit_state(i18n.get_locale(), state.get());
    let go_on = move || match state.get() {
        VisitState::Underway => t_string!(i18n, today.continue_visit),
        VisitState::Done => t_string!(i18n, today.see_visit),
        _ => t_string!(i18n, today.prepare_visit),
    };
    let href = Page::Visit(id).href();
    let link = href.clone();
    let is_next = move || next.get() == Some(id);
    let tone = Signal::derive(move || tones::visit_state(state.get()));
    view! {
        <Row
            lead=move || view! { <strong class="number">{at}</strong> }
            title=move || view! { {name} }
            note=move || {
                view! {
                    <div class="row-tags"><Tag text=word tone=tone /> <InTheWay id=id /></div>
                    <div>{purpose}</div>
                }
            }
            end=move || {
                move || {
                    let emphasis = if is_next() { Emphasis::First } else { Emphasis::Plain };
                    view! { <ButtonLink label=go_on href=link.clone() emphasis=emphasis /> }
                }
            }
            href=href
        />
    }
}

/// Card of the customers due for a visit; empty if there are none.
#[component]
pub fn DueVisits(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let count = Memo::new(move |_| day.due.read().0);
    let row = move |due: Due| {
        let today = workspace.facts.today();
        let tone = reasons::tone(&due, today);
        let said = due.clone();
        let when = move || reasons::when(i18n.get_locale(), &said, today);
        let customer = due.customer;
        let class = due.class;
        let reason = move || {
            let locale = i18n.get_locale();
            // The reason that determines the due date.
            let first = due.cause(today);
            first.map(|first| reasons::reason(locale, first, workspace.tables, today))
        };
        view! {
            <Row
                title=move || view! { {move || workspace.tables.customer_name(customer)} }
                note=move || {
                    view! {
                        <div class="row-tags">
                            <Tag text=when tone=tone />
                            {(class == ServiceClass::Key)
                                .then(|| {
                                    let text = move || labels::service_class_short(i18n.get_locale(), class);
                                    view! { <Tag text=text tone=Tone::Accent /> }
                                })}
                        </div>
                        <div>{reason}</div>
                    }
                }
                href=Page::Customer(customer).href()
            />
        }
    };
    let rows = move || {
        let (_, first) = day.due.get();
        first.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || count.get() != 0>
            <Card
                title=move || t_string!(i18n, today.due_visits_card)
                tools=move || {
                    let text = move || {
                        let count = format::count(i18n.get_locale(), count.get());
                        t_string!(i18n, today.plan_due, count = count)
                    };
                    view! {
                        <ButtonLink label=text href=Page::Visits.href() emphasis=Emphasis::Quiet />
                    }
                }
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the requests past a limit or close to it; empty if there are none.
#[component]
pub fn RequestsToday(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let count = Memo::new(move |_| day.requests.with(Vec::len));
    let request = move |id: Id<Request>| {
        let locale = i18n.get_locale();
        let status = requests.status(id).get()?;
        let (subject, customer) = requests.table().with(|table| {
            let request = table.get(id)?;
            Some((request.subject.clone(), request.customer))
        })?;
        let note = joined([workspace.tables.customer_name(customer), pressing(locale, &status)]);
        Some(view! {
            <Row
                lead=move || status_tag(locale, &status)
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
    view! {
        <Show when=move || count.get() != 0>
            <Card
                title=move || t_string!(i18n, today.requests_card)
                tools=move || {
                    let text = move || {
                        let count = format::count(i18n.get_locale(), count.get());
                        t_string!(i18n, today.all_of, count = count)
                    };
                    view! { <SeeAll count=count text=text href=Page::Requests.href() /> }
                }
            >
                <Rows>{rows}</Rows>
            </Card>
        </Show>
    }
}

/// Card of the actions that are overdue or due today; empty if there are none.
#[component]
pub fn PromisesToday(day: Day) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| day.promises.with(Vec::len));
    let first = Memo::new(move |_| {
        day.promises.with(|all| all.iter().take(ROWS).copied().collect::<Vec<_>>())
    });
    view! {
        <Show when=move || count.get() != 0>
            <Card
                title=move || t_string!(i18n, today.promises_card)
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
                <Rows>
                    <For
                        each=move || first.get()
                        key=|id| *id
                        children=|id| view! { <PromiseRow id=id /> }
                    />
                </Rows>
            </Card>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::world::World;

    #[test]
    fn the_day_turns() {
        let world = World::filled();
        let day = Day::today();
        let numbers =
            |ids: Vec<uuid::Uuid>| ids.iter().map(uuid::Uuid::as_u128).collect::<Vec<_>>();
        let visits = world.each_day(|| {
            let visits = day.visits.get();
            numbers(visits.iter().map(|visit| visit.id.uuid()).collect())
        });
        assert_eq!(visits, [vec![1, 4], vec![2], vec![3]]);
        let promises = world.each_day(|| {
            let promises = day.promises.get();
            numbers(promises.iter().map(|id| id.uuid()).collect())
        });
        assert_eq!(promises, [vec![1], vec![1], vec![1, 2]]);
        let late = world.each_day(|| day.requests.get().len());
        assert_eq!(late[2], 1, "{late:?}");
        assert_eq!(world.each_day(|| day.due.get().0), [0, 1, 2]);
    }
}
