//! A removed customer: a button that restores it, and its open requests, visits and actions, which can still be
//! completed.

use busbar_core::{
    books::table::Table,
    domain::{
        Customer, Id, Value,
        action::{Action, ActionState},
        visit::{Visit, VisitState},
    },
};
use leptos::prelude::*;

use crate::{
    state::{
        commands::record::set_field, requests::use_requests, tables::those_of, task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Card, Emphasis, EmptyState, Icon, Row, Rows, Tag},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{promise::PromiseRow, request_status, tones},
    },
};

/// Page of a customer that has been removed or is unknown.
#[component]
pub fn Gone(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name = Memo::new(move |_| workspace.tables.customer_name(id));
    let title = move || match name.get() {
        Some(name) => t_string!(i18n, customer.taken_out, name = name),
        None => t_string!(i18n, customer.gone).to_owned(),
    };
    let text = move || {
        if name.with(Option::is_some) {
            t_string!(i18n, customer.taken_out_text)
        } else {
            t_string!(i18n, customer.gone_text)
        }
    };
    let bring_back = move |()| {
        task::spawn(async move {
            // Errors are shown at the top of the page.
            let _ = set_field(workspace, id, Customer::IS_DELETED, Value::Bool(false)).await;
        });
    };
    view! {
        <div class="page">
            <EmptyState icon=Icon::Customers title=title text=text>
                <Show when=move || name.with(Option::is_some)>
                    <Button
                        label=move || t_string!(i18n, customer.bring_back)
                        icon=Icon::Undo
                        emphasis=Emphasis::First
                        on_press=bring_back
                    />
                </Show>
                <ButtonLink
                    label=move || t_string!(i18n, customer.back)
                    href=Page::Customers.href()
                />
            </EmptyState>
            <StillOpen id=id />
        </div>
    }
}

/// Returns the visits of a customer that are still to take place or to end, including missed ones.
fn open_visits(table: RwSignal<Table<Visit>>, customer: Id<Customer>) -> Memo<Vec<Visit>> {
    those_of(table, customer, Visit::is_open)
}

/// Open requests, visits and actions of a removed customer; hidden if there are none.
#[component]
fn StillOpen(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let day = workspace.facts.day;
    let requests = use_requests().of_customer(id);
    let open_requests = Memo::new(move |_| {
        let mut open = requests.get();
        open.retain(|(_, status)| status.is_open());
        open
    });
    let visits = open_visits(tables.visits, id);
    let actions = those_of(tables.actions, id, move |action: &Action| {
        !action.is_deleted && action.state(day.get()) != ActionState::Closed
    });
    let count =
        move || open_requests.with(Vec::len) + visits.with(Vec::len) + actions.with(Vec::len);
    let request_rows = move || {
        let locale = i18n.get_locale();
        let all = tables.requests.read();
        let row = |(request, of): (_, busbar_core::books::requests::RequestStatus)| {
            let subject = all.get(request).map(|one| one.subject.clone())?;
            Some(view! {
                <Row
                    lead=move || request_status::status_tag(locale, &of)
                    title=move || view! { {subject} }
                    note=move || view! { {labels::record_kind(locale, "request")} }
                    href=Page::Request(request).href()
                />
            })
        };
        open_requests.get().into_iter().filter_map(row).collect_view()
    };
    let visit_rows = move || {
        let locale = i18n.get_locale();
        let row = |visit: Visit| {
            let state: VisitState = visit.state(day.get());
            let on = visit.planned_on.map(|day| format::date(locale, day));
            view! {
                <Row
                    lead=move || {
                        view! {
                            <Tag text=labels::visit_state(locale, state) tone=tones::visit_state(state) />
                        }
                    }
                    title=move || view! { {labels::record_kind(locale, "visit")} " " {on} }
                    note=move || view! { {visit.purpose} }
                    href=Page::Visit(visit.id).href()
                />
            }
        };
        visits.get().into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || { count() > 0 }>
            <Card
                title=move || {
                    say!(i18n, customer.still_open, count = count())
                }
                note=move || t_string!(i18n, customer.still_open_note)
            >
                <Rows>
                    {request_rows}
                    {visit_rows}
                    <For
                        each=move || actions.get()
                        key=|action| action.id
                        children=|action| view! { <PromiseRow id=action.id without_customer=true /> }
                    />
                </Rows>
            </Card>
        </Show>
    }
}
