//! What is asked: every field, saved as it is left.

use busbar_core::domain::{
    Contact, Id, Link, Value,
    request::{ConnectionKind, Request, RequestKind},
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{commands::record::set_field, requests::use_requests, task, workspace::use_workspace},
    ui::{
        components::{Card, Input, Switch},
        i18n::*,
        labels,
        shared::{field::Field, plan_link::LinkToPlan},
    },
};

/// The card.
#[component]
pub fn AskedCard(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let table = requests.table();
    let is_business = Memo::new(move |_| {
        about.with(|about| {
            let request = about.as_ref().map(|about| &about.request);
            request.is_some_and(|request| {
                request.kind == Some(RequestKind::Business) || request.connection.is_some()
            })
        })
    });
    let is_priority = Signal::derive(move || {
        about.with(|about| about.as_ref().is_some_and(|about| about.request.is_priority))
    });
    let kinds = Signal::derive(move || {
        let locale = i18n.get_locale();
        let word = |kind: &RequestKind| {
            let word = labels::request_kind(locale, *kind);
            (kind.name().to_owned(), word.to_owned())
        };
        Input::Choice(RequestKind::ALL.iter().map(word).collect())
    });
    let connections = Signal::derive(move || {
        let locale = i18n.get_locale();
        let word = |kind: &ConnectionKind| {
            let word = labels::connection_kind(locale, *kind);
            (kind.name().to_owned(), word.to_owned())
        };
        Input::Choice(ConnectionKind::ALL.iter().map(word).collect())
    });
    let contact = move || {
        let id = about.with(|about| about.as_ref()?.request.contact)?;
        workspace.tables.contacts.with(|contacts| {
            let contact: &Contact = contacts.get(id)?;
            let parts = [&contact.name, &contact.role, &contact.phone];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            Some(parts.cloned().collect::<Vec<_>>().join(" · "))
        })
    };
    let class = move || {
        let class = about.with(|about| about.as_ref()?.request.class)?;
        Some(labels::service_class(i18n.get_locale(), class))
    };
    let customer = about.with_untracked(|about| about.as_ref()?.request.customer);
    let plan = customer.map(|customer| {
        view! { <LinkToPlan of=Link::to(id) customer=customer /> }
    });
    let set_priority = move |is_priority: bool| {
        task::spawn(async move {
            // What went wrong is told at the top.
            let value = Value::Bool(is_priority);
            let _ = set_field(workspace, id, Request::IS_PRIORITY, value).await;
        });
    };
    view! {
        <Card title=move || t_string!(i18n, request.asked)>
            <div class="stack loose">
                <dl class="stack">
                    <Field table id field=Request::SUBJECT label=move || t_string!(i18n, requests.col_subject) />
                    <Field
                        table
                        id
                        field=Request::DESCRIPTION
                        label=move || t_string!(i18n, requests.col_description)
                        input=Signal::stored(Input::Long)
                    />
                </dl>
                <dl class="facts">
                    <Field
                        table
                        id
                        field=Request::KIND
                        label=move || t_string!(i18n, requests.col_kind)
                        input=kinds
                    />
                    <Show when=move || is_business.get()>
                        <Field
                            table
                            id
                            field=Request::CONNECTION
                            label=move || t_string!(i18n, request.connection)
                            input=connections
                        />
                    </Show>
                    <Field
                        table
                        id
                        field=Request::RECEIVED_ON
                        label=move || t_string!(i18n, requests.col_received)
                        input=Signal::stored(Input::Date)
                    />
                    <Field
                        table
                        id
                        field=Request::DEPARTMENT
                        label=move || t_string!(i18n, request.first_department)
                    />
                    <Field
                        table
                        id
                        field=Request::RESPONSIBLE
                        label=move || t_string!(i18n, requests.col_responsible)
                    />
                    {move || {
                        contact()
                            .map(|text| {
                                view! {
                                    <div>
                                        <dt>{t!(i18n, request.contact)}</dt>
                                        <dd>{text}</dd>
                                    </div>
                                }
                            })
                    }}
                    {move || {
                        class()
                            .map(|text| {
                                view! {
                                    <div>
                                        <dt>{t!(i18n, request.class)}</dt>
                                        <dd>{text}</dd>
                                    </div>
                                }
                            })
                    }}
                </dl>
                <Switch
                    label=move || t_string!(i18n, field_work.offer_green_channel)
                    value=is_priority
                    on_change=set_priority
                />
                {plan}
            </div>
        </Card>
    }
}
