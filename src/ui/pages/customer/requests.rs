//! Requests of a customer: most urgent first, closed last.

use busbar_core::{
    books::requests::RequestStatus,
    domain::{Customer, Id, request::Request},
};
use leptos::prelude::*;

use crate::{
    state::requests::use_requests,
    ui::{
        components::{ButtonLink, Card, Icon, OrEmpty, Row, Rows},
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::request_status,
    },
};

/// Section with the requests.
#[component]
pub fn RequestsTab(id: Id<Customer>) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let own = requests.of_customer(id);
    let row = move |(id, status): (Id<Request>, RequestStatus)| {
        let locale = i18n.get_locale();
        let request = requests.table().with(|table| table.get(id).cloned())?;
        let kind = request.kind.map(|kind| labels::request_kind(locale, kind));
        let title = match request.subject.as_str() {
            "" => kind.unwrap_or_default().to_owned(),
            subject => subject.to_owned(),
        };
        let day = request.received_on.map(|day| format::date(locale, day));
        // The closed phase is shown by the tag at the end of the row.
        let phase = status.is_open().then(|| labels::phase(locale, status.phase).to_owned());
        let department = Some(status.department.clone()).filter(|name| !name.is_empty());
        let note = [kind.map(str::to_owned), day, phase, department];
        let note = note.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let pressing = request_status::pressing(locale, &status);
        let is_priority = request.is_priority;
        Some(view! {
            <Row
                title=move || view! {
                    {title}
                    " "
                    {is_priority.then(|| request_status::green_channel(locale))}
                }
                note=move || note
                end=move || {
                    view! {
                        <small>{pressing}</small>
                        {request_status::status_tag(locale, &status)}
                    }
                }
                href=Page::Request(id).href()
            />
        })
    };
    let new = move || {
        view! {
            <ButtonLink
                label=move || t_string!(i18n, customer.requests_add)
                icon=Icon::Add
                href=Page::Requests
                    .route()
                    .with("new", "1")
                    .with("customer", id.to_string())
                    .href()
            />
        }
    };
    view! {
        <div class="stack">
            <OrEmpty
                when=move || own.with(|own| !own.is_empty())
                title=move || t_string!(i18n, customer.requests_none)
                text=move || t_string!(i18n, customer.requests_none_text)
            >
                <Card title=move || t_string!(i18n, customer.tab_requests)>
                    <Rows>{move || own.get().into_iter().map(row).collect_view()}</Rows>
                </Card>
            </OrEmpty>
            <div>{new()}</div>
        </div>
    }
}
