//! Actions that follow from the request.

use busbar_core::domain::{
    Id, Link, Record,
    action::{Action, ActionState},
    request::Request,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        choices,
        commands::record::{add, fresh},
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, Card, DateInput, Dialog, DialogFoot, Emphasis, Icon, OrEmpty, Row, Rows, Tag,
            TextInput, Tone,
        },
        format,
        i18n::*,
        labels,
    },
};

/// Card with the actions.
#[component]
pub fn Following(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    let actions = Memo::new(move |_| {
        let source = Some(Link::to(id));
        workspace.tables.actions.with(|actions| {
            let is_own = |action: &&Action| action.source == source && !action.is_deleted;
            actions.iter().filter(is_own).cloned().collect::<Vec<_>>()
        })
    });
    let row = move |action: Action| {
        let state = action.state(workspace.facts.day.get());
        let tone = match state {
            ActionState::Overdue => Tone::Bad,
            ActionState::Open => Tone::Plain,
            ActionState::Unconfirmed => Tone::Warn,
            ActionState::Closed => Tone::Good,
        };
        let due = action.due_on;
        let who = [workspace.name(&action.owner), action.department.clone()];
        let note = move || {
            let due = due.map(|day| {
                let day = format::date(i18n.get_locale(), day);
                t_string!(i18n, request.action_due_on, day = day)
            });
            let parts = who.iter().filter(|part| !part.is_empty()).cloned().chain(due);
            parts.collect::<Vec<_>>().join(" · ")
        };
        view! {
            <Row
                title=move || action.text
                note=move || view! { {note} }
                end=move || {
                    view! {
                        <Tag
                            text=move || labels::action_state(i18n.get_locale(), state)
                            tone=tone
                        />
                    }
                }
            />
        }
    };
    view! {
        <Card
            title=move || t_string!(i18n, request.actions)
            tools=move || {
                view! {
                    <Button
                        label=move || t_string!(i18n, request.action_add)
                        icon=Icon::Add
                        emphasis=Emphasis::Quiet
                        on_press=move |()| open.set(true)
                    />
                }
            }
        >
            <OrEmpty
                when=move || actions.with(|actions| !actions.is_empty())
                title=move || t_string!(i18n, request.actions_none)
            >
                <Rows>{move || actions.get().into_iter().map(row).collect_view()}</Rows>
            </OrEmpty>
        </Card>
        <Dialog title=move || t_string!(i18n, request.action_add) open=open>
            <ActionForm id=id about=about open=open />
        </Dialog>
    }
}

#[component]
fn ActionForm(id: Id<Request>, about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh();
    let workspace = use_workspace();
    let requests = use_requests();
    let text = RwSignal::new(String::new());
    let owner = RwSignal::new(untrack(|| workspace.my_name()));
    let department = RwSignal::new(String::new());
    let due = RwSignal::new(None::<Date>);
    let is_missing = RwSignal::new(false);
    let offered = requests.department_names();
    let submit = move |()| {
        let promised = text.get_untracked().trim().to_owned();
        if promised.is_empty() {
            is_missing.set(true);
            return;
        }
        let action = Action {
            customer: about.with_untracked(|about| about.as_ref()?.request.customer),
            source: Some(Link::to(id)),
            text: promised,
            owner: workspace.typed(&owner.get_untracked()),
            department: department.get_untracked().trim().into(),
            opened_on: Some(workspace.facts.today_untracked()),
            due_on: due.get_untracked(),
            ..Action::empty(fresh)
        };
        task::spawn(async move {
            // An error is shown at the top; the form keeps its input.
            if add(workspace, &action).await.is_ok() {
                open.set(false);
            }
        });
    };
    view! {
        <TextInput
            label=move || t_string!(i18n, request.action_text)
            value=text
            on_change=move |words| text.set(words)
            error=Signal::derive(move || {
                is_missing.get().then(|| t_string!(i18n, request.action_missing).to_owned())
            })
        />
        <TextInput
            label=move || t_string!(i18n, request.action_owner)
            value=owner
            on_change=move |name| owner.set(name)
            offered=Signal::derive(move || choices::people(workspace))
        />
        <TextInput
            label=move || t_string!(i18n, requests.col_department)
            value=department
            on_change=move |name| department.set(name)
            offered=offered
        />
        <DateInput
            label=move || t_string!(i18n, request.action_due)
            value=due
            on_change=move |day| due.set(day)
        />
        <DialogFoot
            open=open
            label=move || t_string!(i18n, request.action_add)
            on_press=submit
        />
    }
}
