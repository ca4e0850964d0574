//! Possible next steps, the most likely first, and the form of each.

use busbar_core::{
    domain::{
        Id, Record,
        request::{Request, RequestProgress, RequestStep, StepKind},
    },
    storage::LedgerError,
};
use jiff::civil::Date;
use leptos::prelude::*;

use super::About;
use crate::{
    state::{
        commands::{
            record::fresh,
            request::{Refused, take},
        },
        private_mode::{Handed, use_private_mode},
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Card, DateInput, Dialog, DialogFoot, Emphasis, Icon, TextInput},
        format,
        i18n::*,
        labels,
    },
};

/// Buttons of the possible steps; hidden once the request is closed.
#[component]
pub fn Next(id: Id<Request>, about: About) -> impl IntoView {
    let i18n = use_i18n();
    let asks = RwSignal::new(None::<StepKind>);
    let open = RwSignal::new(false);
    let private = use_private_mode();
    let possible =
        Memo::new(move |_| of_progress(about, |progress| progress.possible()).unwrap_or_default());
    let stage = Memo::new(move |_| of_progress(about, |progress| progress.stage()).flatten());
    let word = move |kind: StepKind| {
        let locale = i18n.get_locale();
        match (kind, stage.get()) {
            (StepKind::StageDone, Some(stage)) => {
                t_string!(i18n, request.do_stage, stage = labels::stage(locale, stage))
            }
            (kind, _) => labels::next_step(locale, kind).to_owned(),
        }
    };
    let press = move |kind: StepKind| {
        if kind == StepKind::Confirmed {
            private.enter(Handed::Request(id));
        } else {
            asks.set(Some(kind));
            open.set(true);
        }
    };
    let button = move |(place, kind): (usize, StepKind)| {
        let emphasis = if place == 0 { Emphasis::First } else { Emphasis::Plain };
        view! {
            <Button
                label=move || word(kind)
                icon=icon(kind)
                emphasis=emphasis
                on_press=move |()| press(kind)
            />
        }
    };
    let waits = move || {
        let because = of_progress(about, |progress| progress.waits_because.clone()).flatten()?;
        Some(t_string!(i18n, request.waits_because, reason = because))
    };
    let undated = Memo::new(move |_| {
        about.with(|about| about.as_ref().is_some_and(|about| about.progress.is_none()))
    });
    view! {
        <Show when=move || possible.with(|possible| !possible.is_empty()) || undated.get()>
            <Card title=move || t_string!(i18n, request.next)>
                <div class="stack">
                    {move || waits().map(|text| view! { <p>{text}</p> })}
                    <Show when=move || undated.get()>
                        <p class="field-error">{t!(i18n, request.undated)}</p>
                    </Show>
                    <div class="line">
                        {move || possible.get().into_iter().enumerate().map(button).collect_view()}
                    </div>
                </div>
            </Card>
        </Show>
        <Dialog
            title=move || asks.get().map(word).unwrap_or_default()
            open=open
        >
            {move || asks.get().map(|kind| view! { <StepForm id=id about=about kind=kind open=open /> })}
        </Dialog>
    }
}

/// Returns a value of the progress; `None` if the request does not exist or has no progress. Subscribes to changes.
pub fn of_progress<T>(about: About, of: impl FnOnce(&RequestProgress) -> T) -> Option<T> {
    about.with(|about| about.as_ref()?.progress.as_ref().map(of))
}

const fn icon(kind: StepKind) -> Icon {
    match kind {
        StepKind::Responded => Icon::Phone,
        StepKind::Routed => Icon::Forward,
        StepKind::Paused => Icon::Pause,
        StepKind::Resumed => Icon::Play,
        StepKind::StageDone | StepKind::Resolved => Icon::Check,
        StepKind::Reopened => Icon::Undo,
        StepKind::Confirmed => Icon::Satisfaction,
    }
}

/// Returns the date offered for the next step. Subscribes to changes.
fn offered_day(about: About, today: Date) -> Date {
    about.with(|about| about.as_ref().map_or(today, |about| about.offered_day(today)))
}

/// Form of a step.
#[component]
fn StepForm(id: Id<Request>, about: About, kind: StepKind, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let chosen = RwSignal::new(None::<Date>);
    let offer = move || offered_day(about, workspace.facts.today());
    let on = Signal::derive(move || Some(chosen.get().unwrap_or_else(offer)));
    let is_behind = move || offer() > workspace.facts.today();
    let reason = RwSignal::new(String::new());
    let department = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Refused>);
    let offered = requests.department_names();
    let reason_word = move || match kind {
        StepKind::Responded => t_string!(i18n, request.what_answered),
        StepKind::Paused => t_string!(i18n, request.why_paused),
        StepKind::Reopened => t_string!(i18n, request.why_reopened),
        StepKind::Resolved => t_string!(i18n, request.what_done),
        _ => t_string!(i18n, request.remark),
    };
    let step_id = fresh();
    let is_doubtful = move || {
        let is_doubt = |refused: &Refused| match refused {
            Refused::Ledger(LedgerError::Refused(broken)) => broken.rule.is_doubt(),
            _ => false,
        };
        error.with(|error| error.as_ref().is_some_and(is_doubt))
    };
    let send = Callback::new(move |is_sure: bool| {
        let step = RequestStep {
            kind: Some(kind),
            on: on.get_untracked(),
            stage: untrack(|| of_progress(about, |progress| progress.stage()).flatten())
                .filter(|_| kind == StepKind::StageDone),
            department: department.get_untracked(),
            reason: reason.get_untracked(),
            ..RequestStep::empty(step_id)
        };
        task::spawn(async move {
            match take(workspace, requests, id, step, is_sure).await {
                Ok(()) => {
                    open.set(false);
                }
                Err(refused) => error.set(Some(refused)),
            }
        });
    });
    view! {
        <Show when=is_behind>
            <p class="warn">
                {move || {
                    let day = format::date(i18n.get_locale(), workspace.facts.today());
                    t_string!(i18n, request.clock_behind, day = day)
                }}
            </p>
        </Show>
        <Show when=move || kind == StepKind::Routed>
            <TextInput
                label=move || t_string!(i18n, request.to_department)
                value=department
                on_change=move |name| department.set(name)
                offered=offered
            />
        </Show>
        <TextInput
            label=reason_word
            value=reason
            on_change=move |text| reason.set(text)
            long=true
        />
        <DateInput
            label=move || t_string!(i18n, request.on_day)
            value=on
            on_change=move |day| chosen.set(day)
        />
        <p class="field-error" role="alert">
            {move || {
                error.with(|error| {
                    error.as_ref().map(|error| labels::refused(i18n.get_locale(), error))
                })
            }}
        </p>
        <Show when=is_doubtful>
            <Button label=move || t_string!(i18n, labels.do_anyway) on_press=move |()| send.run(true) />
        </Show>
        <DialogFoot
            open=open
            label=move || labels::next_step(i18n.get_locale(), kind)
            on_press=move |()| send.run(false)
        />
    }
}
