//! 承诺事项: actions agreed at a visit, created from a finding, from a development need, or independently.

use busbar_core::domain::{Id, Link, action::Action, visit::Visit};
use leptos::prelude::*;

use crate::{
    state::{
        commands::visit::{FollowUp, promise},
        requests::use_requests,
        visit::Captured,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, ButtonLink, Card, Icon, Input},
        i18n::*,
        routes::Page,
        shared::{field::OpenField, new_record::Remove},
    },
};

/// Button to create an action from a record; empty if the record has actions already.
#[component]
pub fn Follow<F>(
    /// The visit.
    captured: Captured,
    /// Record that the action follows from.
    of: Link,
    /// Returns the action's content from the record's current state; `None` if the record does not exist.
    what: F,
) -> impl IntoView
where
    F: Fn() -> Option<FollowUp> + Copy + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let workspace = use_workspace();
    let following = captured.following(of);
    let press = move |()| {
        if let Some(what) = what() {
            promise(workspace, &captured.visit.read_untracked(), what);
        }
    };
    view! {
        <Show when=move || following.read().is_empty()>
            <Button
                label=move || t_string!(i18n, visit.make_action)
                icon=Icon::Forward
                on_press=press
            />
        </Show>
    }
}

/// List of the actions that follow from a record.
#[component]
pub fn FollowUps(
    /// The visit.
    captured: Captured,
    /// Record that the actions follow from.
    #[prop(into)]
    of: Link,
) -> impl IntoView {
    let ids = captured.following(of);
    view! {
        <Show when=move || !ids.read().is_empty()>
            <ul class="stack">
                <For
                    each=move || ids.get()
                    key=|id| *id
                    children=move |id| view! { <One id=id /> }
                />
            </ul>
        </Show>
    }
}

/// Card of the actions that follow from the visit itself, with buttons to add an action or a request.
#[component]
pub fn Promises(captured: Captured) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = captured.id;
    view! {
        <Card
            title=move || t_string!(i18n, visit.promises)
            note=move || t_string!(i18n, visit.promises_note)
        >
            <div class="stack">
                <FollowUps captured=captured of=Link::to(id) />
                <div class="line">
                    <Button
                        label=move || t_string!(i18n, visit.add_promise)
                        icon=Icon::Add
                        on_press=move |()| {
                            let visit = captured.visit.read_untracked();
                            promise(workspace, &visit, FollowUp::of_visit(id));
                        }
                    />
                    <ButtonLink
                        label=move || t_string!(i18n, customer.requests_add)
                        icon=Icon::Add
                        href=Signal::derive(move || request_of(&captured.visit.read()))
                    />
                </div>
            </div>
        </Card>
    }
}

/// Returns the address of the form for a new request of the visited customer, linked to the visit.
fn request_of(visit: &Visit) -> String {
    let customer = visit.customer.map(|id| id.to_string());
    Page::Requests
        .route()
        .with("new", "1")
        .with("customer", customer.unwrap_or_default())
        .with("visit", visit.id.to_string())
        .href()
}

/// Form for one action.
#[component]
fn One(id: Id<Action>) -> impl IntoView {
    let i18n = use_i18n();
    let offered = use_requests().department_names();
    view! {
        <li class="taken follow">
            <div class="spread">
                <span class="grow">
                    <OpenField
                        id
                        field=Action::TEXT
                        input=Input::Text
                        label=move || t_string!(i18n, visit.action_what)
                    />
                </span>
                <Remove id label=move || t_string!(i18n, visit.take_out) />
            </div>
            <div class="form-pair narrow">
                <OpenField
                    id
                    field=Action::OWNER
                    label=move || t_string!(i18n, visit.action_owner)
                />
                <OpenField
                    id
                    field=Action::DEPARTMENT
                    label=move || t_string!(i18n, visit.action_department)
                    offered=offered
                />
                <OpenField
                    id
                    field=Action::DUE_ON
                    label=move || t_string!(i18n, visit.action_due)
                />
            </div>
        </li>
    }
}
