//! Head of a request's page: subject, customer, tags and buttons.

use busbar_core::{
    books::requests::past,
    domain::{
        Id,
        request::{Request, Urgency},
    },
};
use leptos::prelude::*;

use super::About;
use crate::{
    state::{commands::record::remove, files, requests::use_requests, workspace::use_workspace},
    ui::{
        components::{Button, Emphasis, Glyph, Icon, Tag},
        i18n::*,
        labels,
        navigation::use_navigation,
        routes::{Page, Route},
        shared::request_status,
    },
};

/// Head of the page.
#[component]
pub fn Head(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let navigation = use_navigation();
    let customers = workspace.tables.customers;
    let over = move || {
        let locale = i18n.get_locale();
        about.with(|about| {
            let request = &about.as_ref()?.request;
            let kind = request.kind.map(|kind| labels::request_kind(locale, kind));
            let day = request.received_on?;
            let received = say!(i18n, request.received, day = day);
            Some(match kind {
                Some(kind) => format!("{kind} · {received}"),
                None => received,
            })
        })
    };
    let title = move || {
        about.with(|about| {
            let request = &about.as_ref()?.request;
            let kind = || Some(labels::request_kind(i18n.get_locale(), request.kind?).to_owned());
            Some(request.subject.clone()).filter(|subject| !subject.is_empty()).or_else(kind)
        })
    };
    let customer = move || {
        let id = about.with(|about| about.as_ref()?.request.customer)?;
        let name = customers.with(|customers| {
            let customer = customers.get(id)?;
            customer.is_here().then(|| customer.name.clone())
        })?;
        let href = Page::Customer(id).route().with("tab", "requests").href();
        Some(
            view! { <a class="button quiet request-customer" href=href><Glyph icon=Icon::Customers />{name}</a> },
        )
    };
    let list = move || Route { page: Page::Requests, query: navigation.query() };
    let back = move || list().href();
    // The toast of the removal offers to undo it. The address is replaced, so that *back* does not lead to the removed
    // request.
    let take_out = move |()| {
        remove(workspace, id);
        navigation.replace(&untrack(list));
    };
    view! {
        <header class="page-head">
            <div>
                <a class="back only-narrow" href=back>
                    <Glyph icon=Icon::Back />
                    {t!(i18n, request.back)}
                </a>
                <p class="over">{over}</p>
                <h1>{title}</h1>
                <Tags id=id about=about />
                {customer}
            </div>
            <div class="actions">
                <Button
                    label=move || t_string!(i18n, labels.print)
                    icon=Icon::Print
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=|()| files::print()
                />
                <Button
                    label=move || t_string!(i18n, request.remove)
                    icon=Icon::Delete
                    icon_only=true
                    emphasis=Emphasis::Quiet
                    on_press=take_out
                />
                <a
                    class="button quiet icon-only only-wide"
                    href=back
                    aria-label=move || t_string!(i18n, request.back)
                >
                    <Glyph icon=Icon::Close />
                </a>
            </div>
        </header>
    }
}

#[component]
fn Tags(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_requests();
    let status = requests.status(id);
    let tags = move || {
        let locale = i18n.get_locale();
        let status = status.get()?;
        let (is_priority, is_sample, past) = about.with(|about| {
            let about = about.as_ref()?;
            let request = &about.request;
            Some((request.is_priority, request.is_sample, past(&about.clocks)))
        })?;
        // The first tag shows the current urgency.
        let was_late = past == Urgency::WasLate && status.urgency != Urgency::Late;
        let shows_late = was_late && (!status.is_open() || status.urgency != past);
        let department = Some(status.department.clone()).filter(|name| !name.is_empty());
        Some(view! {
            {request_status::status_tag(locale, &status)}
            {is_priority.then(|| request_status::green_channel(locale))}
            {status
                .is_open()
                .then(|| view! { <Tag text=labels::phase(locale, status.phase) /> })}
            {shows_late
                .then(|| {
                    view! { <Tag text=labels::urgency(locale, past) tone=request_status::tone(past) /> }
                })}
            {department.map(|name| view! { <Tag text=name /> })}
            {is_sample.then(|| view! { <Tag text=t_string!(i18n, labels.made_up) /> })}
        })
    };
    view! { <p class="tags">{tags}</p> }
}
