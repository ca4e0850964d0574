//! Promise (an action) as a row, and the dialog that the row opens: its facts, and the next step, to mark it as done or
//! to confirm it.

use busbar_core::domain::{
    Customer, Id, Link,
    action::{Action, ActionState},
    date::days_between,
};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::{
    state::{
        chosen_day::ChosenDay,
        commands::{action, record::remove},
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{
            Button, ButtonLink, DateInput, Dialog, Emphasis, FormDraft, Row, Tag, TextInput, Tone,
        },
        format,
        i18n::*,
        labels,
        routes::Page,
        shared::{
            contested::ContestedFields,
            field::{Field, Fields},
            plan_link::LinkToPlan,
            sending::Sending,
        },
    },
};

/// Returns the tone of an action's state.
pub const fn tone(state: ActionState) -> Tone {
    match state {
        ActionState::Overdue => Tone::Bad,
        ActionState::Open => Tone::Plain,
        ActionState::Unconfirmed => Tone::Warn,
        ActionState::Closed => Tone::Good,
    }
}

/// Returns the due date of an action relative to today, or its state.
fn due(locale: Locale, action: &Action, today: Date) -> String {
    let state = action.state(today);
    match (state, action.due_on) {
        (ActionState::Overdue, Some(day)) => {
            say!(locale, actions.late, days = days_between(day, today).unsigned_abs() as usize)
        }
        (ActionState::Open, Some(day)) if day == today => {
            td_string!(locale, actions.today).to_owned()
        }
        (ActionState::Open, Some(day)) => {
            td_string!(locale, actions.due, day = format::day(locale, day))
        }
        (state, _) => labels::action_state(locale, state).to_owned(),
    }
}

/// Row for one action.
#[component]
pub fn PromiseRow(
    /// Action.
    id: Id<Action>,
    /// True to leave out the customer, in a list of one customer's actions.
    #[prop(optional)]
    without_customer: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let tables = workspace.tables;
    let today = move || workspace.facts.today();
    let is_open = RwSignal::new(false);
    // Dialogs are created on demand, because a list has up to a hundred rows.
    let was_opened = RwSignal::new(false);
    let now = tables.record(id);
    let title = move || now.with(|now| now.as_ref().map(|now| now.text.clone()));
    let note = move || {
        now.with(|now| {
            let now = now.as_ref()?;
            let customer = now.customer.filter(|_| !without_customer);
            let customer = customer.and_then(|id| {
                tables.read(id, |customer: &Customer| {
                    let name = customer.name.as_str();
                    // A promise to a customer that was removed remains in force.
                    if !customer.is_here() {
                        t_string!(i18n, request.customer_gone, name = name)
                    } else {
                        name.to_owned()
                    }
                })
            });
            let done = now.done_on.map(|day| say!(i18n, actions.done_on, day = day));
            let words = [
                customer.unwrap_or_default(),
                done.unwrap_or_default(),
                now.department.clone(),
                workspace.name(&now.owner),
            ];
            let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
            Some(words.join(" · "))
        })
    };
    let tag = move || {
        now.with(|now| {
            let now = now.as_ref()?;
            let text = due(i18n.get_locale(), now, today());
            Some(view! { <Tag text=text tone=tone(now.state(today())) /> })
        })
    };
    let next = move || {
        let state = now.with(|now| now.as_ref().map(|now| now.state(today())));
        match state {
            Some(ActionState::Overdue | ActionState::Open) => t_string!(i18n, actions.do_done),
            Some(ActionState::Unconfirmed) => t_string!(i18n, actions.do_confirm),
            Some(ActionState::Closed) | None => t_string!(i18n, actions.look),
        }
    };
    view! {
        <Row
            lead=move || view! { {tag} }
            title=move || view! { {title} }
            note=move || view! { {note} }
            end=move || {
                view! {
                    <Button
                        label=next
                        emphasis=Emphasis::Quiet
                        on_press=move |()| {
                            was_opened.set(true);
                            is_open.set(true);
                        }
                    />
                }
            }
        />
        <Show when=move || was_opened.get()>
            <Dialog title=move || t_string!(i18n, actions.one) open=is_open wide=true>
                <Sheet id=id is_open=is_open />
            </Dialog>
        </Show>
    }
}

/// Content of the dialog: facts, origin and next step of an action.
#[component]
fn Sheet(id: Id<Action>, is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = workspace.tables.record(id);
    let said = move |of: fn(&Action) -> Option<String>| move || now.with(|now| of(now.as_ref()?));
    let closed = move || {
        now.with(|now| {
            let now = now.as_ref()?;
            let (done, confirmed) = (now.done_on?, now.confirmed_on);
            let mut words = say!(i18n, actions.done_on, day = done);
            if let Some(day) = confirmed {
                words.push_str(" · ");
                words.push_str(&say!(
                    i18n,
                    actions.confirmed_on,
                    day = day,
                    by = now.confirmed_by.as_str()
                ));
            }
            Some(words)
        })
    };
    // The next step is the same for open and overdue actions, so that midnight does not clear text being typed for it.
    let step = Memo::new(move |_| {
        let state = now.with(|now| Some(now.as_ref()?.state(workspace.facts.today())))?;
        Some(match state {
            ActionState::Overdue => ActionState::Open,
            state => state,
        })
    });
    let next = move || {
        Some(match step.get()? {
            ActionState::Overdue | ActionState::Open => {
                view! { <Done id=id is_open=is_open /> }.into_any()
            }
            ActionState::Unconfirmed => view! { <Confirm id=id is_open=is_open /> }.into_any(),
            ActionState::Closed => {
                view! { <Foot id=id is_open=is_open can_reopen=true /> }.into_any()
            }
        })
    };
    let customer = now.with_untracked(|now| now.as_ref().and_then(|now| now.customer));
    let plan = customer.map(|customer| {
        view! { <LinkToPlan of=Link::to(id) customer=customer /> }
    });
    view! {
        <dl class="stack">
            <Field id field=Action::TEXT />
        </dl>
        <dl class="facts">
            <Fields id of=[Action::OWNER, Action::DEPARTMENT, Action::DUE_ON] />
        </dl>
        <ContestedFields id />
        <Origin id=id />
        {plan}
        <p class="quiet-text">{closed}</p>
        <p>{said(|action| Some(action.result.clone()).filter(|result| !result.is_empty()))}</p>
        {next}
    }
}

/// Foot of the dialog: the button that removes the action on the left; reopening and the next step on the right.
#[component]
fn Foot(
    id: Id<Action>,
    is_open: RwSignal<bool>,
    #[prop(optional)] can_reopen: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let reopen = move |()| {
        task::spawn(async move {
            // The shell reports errors of writes.
            let _ = action::reopen(workspace, id).await;
        });
    };
    view! {
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, actions.remove)
                emphasis=Emphasis::QuietDanger
                on_press=move |()| {
                    is_open.set(false);
                    remove(workspace, id);
                }
            />
            <span class="grow" />
            {can_reopen
                .then(|| {
                    view! {
                        <Button
                            label=move || t_string!(i18n, actions.reopen)
                            on_press=reopen
                        />
                    }
                })}
            {children.map(|children| children())}
        </div>
    }
}

/// Origin of an action, and its customer.
#[component]
fn Origin(id: Id<Action>) -> impl IntoView {
    let i18n = use_i18n();
    let tables = use_workspace().tables;
    let origin = Memo::new(move |_| {
        tables.read(id, |action| (action.source.clone(), action.customer, action.opened_on))
    });
    move || {
        let (source, customer, opened_on) = origin.get()?;
        let locale = i18n.get_locale();
        let since = opened_on.map(|day| say!(i18n, actions.opened_on, day = day));
        let from = source.and_then(|link| labels::record_kind(locale, link.kind()));
        let from = from.map(|kind| t_string!(i18n, actions.from, kind = kind));
        let words: Vec<String> = [since, from].into_iter().flatten().collect();
        let name = customer
            .and_then(|id| tables.read(id, |customer: &Customer| (id, customer.name.clone())));
        let link = name.map(|(id, name): (Id<Customer>, String)| {
            view! { <ButtonLink label=name href=Page::Customer(id).href() emphasis=Emphasis::Quiet /> }
        });
        Some(view! { <p class="quiet-text">{words.join(" · ")} " " {link}</p> })
    }
}

/// Form that marks an action as done: date and result.
#[component]
fn Done(id: Id<Action>, is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let draft = FormDraft::provide(format!("promise.{id}.done"));
    let workspace = use_workspace();
    let day = ChosenDay::new(workspace.facts, None);
    let result = RwSignal::new(String::new());
    let sending = Sending::new(is_open);
    let save = move |()| {
        let (on, result) = (day.get_untracked(), result.get_untracked());
        sending.send_draft(&draft, action::done(workspace, id, on, result));
    };
    view! {
        <div class="form">
            <TextInput
                label=move || t_string!(i18n, actions.f_result)
                value=result
                on_change=move |text| result.set(text)
                error=sending.error
                long=true
            />
            <DateInput
                label=move || t_string!(i18n, actions.f_done_on)
                value=day.shown()
                on_change=move |on| day.set(on)
            />
        </div>
        <Foot id=id is_open=is_open>
            <Button
                label=move || t_string!(i18n, actions.do_done)
                emphasis=Emphasis::First
                on_press=save
            />
        </Foot>
    }
}

/// Form that records the confirmation of an action.
#[component]
fn Confirm(id: Id<Action>, is_open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let draft = FormDraft::provide(format!("promise.{id}.confirm"));
    let workspace = use_workspace();
    let by = RwSignal::new(String::new());
    let sending = Sending::new(is_open);
    let save = move |()| {
        let missing = t_string!(i18n, actions.by_missing);
        if let Some(name) = sending.required(&by.get_untracked(), missing) {
            let today = workspace.facts.today_untracked();
            sending.send_draft(&draft, action::confirm(workspace, id, today, name));
        }
    };
    view! {
        <div class="form">
            <TextInput
                label=move || t_string!(i18n, actions.f_by)
                hint=move || t_string!(i18n, actions.by_hint)
                value=by
                on_change=move |text| by.set(text)
                error=sending.error
            />
        </div>
        <Foot id=id is_open=is_open can_reopen=true>
            <Button
                label=move || t_string!(i18n, actions.do_confirm)
                emphasis=Emphasis::First
                on_press=save
            />
        </Foot>
    }
}
