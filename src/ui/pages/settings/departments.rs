//! The departments, and the first department for each kind of request.

use busbar_core::domain::request::{RequestKind, RequestRoute};
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::{
    state::{
        choices,
        commands::settings::{change_departments, change_route},
        requests::use_requests,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, Emphasis, EmptyState, Icon, Row, Rows, TextInput},
        i18n::*,
        labels,
    },
};

/// Departments tab.
#[component]
pub fn DepartmentsPart() -> impl IntoView {
    view! {
        <div class="columns">
            <DepartmentsCard />
            <RoutingCard />
        </div>
    }
}

#[component]
fn DepartmentsCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name = RwSignal::new(String::new());
    let names = use_requests().department_names();
    let usual = move |()| {
        let names = td_string!(i18n.get_locale_untracked(), settings.usual_departments);
        change_departments(workspace, move |departments| {
            names.split('|').for_each(|name| departments.add(name));
        });
    };
    let add = move |()| {
        let new = name.get_untracked();
        name.set(String::new());
        change_departments(workspace, move |departments| departments.add(&new));
    };
    let row = move |name: String| {
        let gone = name.clone();
        view! {
            <Row
                title=move || name
                end=move || {
                    view! {
                        <Button
                            label=move || t_string!(i18n, request.remove)
                            icon=Icon::Delete
                            icon_only=true
                            emphasis=Emphasis::Quiet
                            on_press=move |()| {
                                let gone = gone.clone();
                                change_departments(workspace, move |all| all.remove(&gone));
                            }
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, settings.departments)
            note=move || t_string!(i18n, settings.departments_note)
        >
            <div class="stack">
                <Show
                    when=move || names.with(|names| !names.is_empty())
                    fallback=move || {
                        view! {
                            <EmptyState
                                title=move || t_string!(i18n, settings.departments_none)
                                text=move || t_string!(i18n, settings.departments_none_text)
                            >
                                <Button
                                    label=move || t_string!(i18n, settings.departments_usual)
                                    emphasis=Emphasis::First
                                    on_press=usual
                                />
                            </EmptyState>
                        }
                    }
                >
                    <Rows>{move || names.get().into_iter().map(row).collect_view()}</Rows>
                </Show>
                <div class="add-line">
                    <TextInput
                        label=move || t_string!(i18n, settings.department_new)
                        value=name
                        on_change=move |text| name.set(text)
                    />
                    <Button
                        label=move || t_string!(i18n, settings.add)
                        icon=Icon::Add
                        disabled=Signal::derive(move || name.with(|name| name.trim().is_empty()))
                        on_press=add
                    />
                </div>
            </div>
        </Card>
    }
}

#[component]
fn RoutingCard() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let offered = requests.department_names();
    let of = move |kind: RequestKind, text: fn(&RequestRoute) -> &String| {
        Signal::derive(move || {
            let route = requests.routing.with(|routing| routing.of(kind));
            text(&route).clone()
        })
    };
    let row = move |kind: RequestKind| {
        view! {
            <fieldset class="routing">
                <legend>{move || labels::request_kind(i18n.get_locale(), kind)}</legend>
                <div class="form-pair narrow">
                    <TextInput
                        label=move || t_string!(i18n, requests.col_department)
                        value=of(kind, |route| &route.department)
                        offered=offered
                        on_change=move |name: String| {
                            change_route(
                                workspace,
                                kind,
                                move |route| route.department = name.trim().into(),
                            );
                        }
                    />
                    <TextInput
                        label=move || t_string!(i18n, requests.col_responsible)
                        value=Signal::derive(move || {
                            let route = requests.routing.with(|routing| routing.of(kind));
                            workspace.name(&route.responsible)
                        })
                        offered=Signal::derive(move || choices::people(workspace))
                        on_change=move |name: String| {
                            change_route(
                                workspace,
                                kind,
                                {
                                    let who = workspace.typed(&name);
                                    move |route| route.responsible = who.clone()
                                },
                            );
                        }
                    />
                </div>
            </fieldset>
        }
    };
    let kinds = RequestKind::ALL.iter().copied();
    let kinds = kinds.filter(|kind| *kind != RequestKind::News);
    view! {
        <Card
            title=move || t_string!(i18n, settings.routes)
            note=move || t_string!(i18n, settings.routes_note)
        >
            <div class="stack loose">{kinds.map(row).collect_view()}</div>
        </Card>
    }
}
