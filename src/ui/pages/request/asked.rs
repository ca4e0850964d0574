//! Data of the request; each field is saved when the user leaves it.

use busbar_core::domain::{
    Contact, Id, Link, Value,
    request::{Request, RequestKind},
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{commands::record::set_field, task, workspace::use_workspace},
    ui::{
        components::{Card, Switch},
        i18n::*,
        labels,
        shared::{
            field::{Field, Fields},
            plan_link::LinkToPlan,
            sheet::joined,
        },
    },
};

/// Card with the data of the request.
#[component]
pub fn AskedCard(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
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
    let contact = move || {
        let id = about.with(|about| about.as_ref()?.request.contact)?;
        workspace.tables.read(id, |contact: &Contact| {
            let parts = [&contact.name, &contact.role, &contact.phone];
            joined(parts.map(|part| Some(part.clone())))
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
            // Errors are shown at the top of the page.
            let value = Value::Bool(is_priority);
            let _ = set_field(workspace, id, Request::IS_PRIORITY, value).await;
        });
    };
    view! {
        <Card title=move || t_string!(i18n, request.asked)>
            <div class="stack loose">
                <dl class="stack">
                    <Fields id of=[Request::SUBJECT, Request::DESCRIPTION] />
                </dl>
                <dl class="facts">
                    <Field id field=Request::KIND />
                    <Show when=move || is_business.get()>
                        <Field id field=Request::CONNECTION />
                    </Show>
                    <Fields
                        id
                        of=[
                            Request::RECEIVED_ON,
                            Request::DEPARTMENT,
                            Request::RESPONSIBLE,
                        ]
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
