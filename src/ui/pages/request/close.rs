//! The close, in the customer's hands: whether it is settled, and how satisfied the customer is. It shows
//! nothing but the customer's own request.

use leptos::prelude::*;

use super::{About, next::offered_day};
use crate::{
    domain::{
        Id, Record,
        request::{Request, RequestStep, StepKind},
    },
    state::{
        commands::{
            record::fresh,
            request::{Refused, take},
        },
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Dialog, Emphasis, TextInput},
        i18n::*,
        labels,
    },
};

/// The dialog that is handed over.
#[component]
pub fn Close(id: Id<Request>, about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, request.confirm_title) open=open wide=true>
            <Asking id=id about=about open=open />
        </Dialog>
    }
}

#[component]
fn Asking(id: Id<Request>, about: About, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let fresh = fresh();
    let workspace = use_workspace();
    let requests = use_requests();
    let score = RwSignal::new(None::<u8>);
    let words = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Refused>);
    let subject = move || about.with(|about| Some(about.as_ref()?.request.subject.clone()));
    let done = move || {
        about.with(|about| {
            let steps = &about.as_ref()?.steps;
            let resolved = steps
                .iter()
                .rev()
                .find(|step| step.kind == Some(StepKind::Resolved));
            resolved
                .map(|step| step.reason.clone())
                .filter(|reason| !reason.is_empty())
        })
    };
    let answer = move |kind: StepKind| {
        let step = RequestStep {
            kind: Some(kind),
            on: Some(untrack(|| offered_day(about, workspace.facts.today()))),
            reason: words.get_untracked(),
            score: score
                .get_untracked()
                .filter(|_| kind == StepKind::Confirmed)
                .map(f64::from),
            ..RequestStep::empty(fresh)
        };
        task::spawn(async move {
            match take(workspace, requests, id, step, false).await {
                Ok(()) => open.set(false),
                Err(refused) => error.set(Some(refused)),
            }
        });
    };
    let box_of = move |points: u8| {
        view! {
            <label>
                <input
                    type="radio"
                    name="request-score"
                    prop:checked=move || score.get() == Some(points)
                    on:change=move |_| score.set(Some(points))
                />
                <span>{points}</span>
            </label>
        }
    };
    view! {
        <p class="confirm-subject">{subject}</p>
        {move || done().map(|text| view! { <p class="quiet-text">{text}</p> })}
        <fieldset class="field">
            <legend>{t!(i18n, request.confirm_question)}</legend>
            <div class="capture-scale" role="radiogroup">{(1..=5).map(box_of).collect_view()}</div>
            <div class="capture-ends">
                <small>{t!(i18n, request.score_low)}</small>
                <small>{t!(i18n, request.score_high)}</small>
            </div>
        </fieldset>
        <TextInput
            label=move || t_string!(i18n, request.confirm_words)
            hint=move || t_string!(i18n, request.confirm_words_hint)
            value=words
            on_change=move |text| words.set(text)
            long=true
        />
        <p class="field-error" role="alert">
            {move || {
                error.with(|error| {
                    error.as_ref().map(|error| labels::refused(i18n.get_locale(), error))
                })
            }}
        </p>
        <div class="dialog-foot">
            <Button
                label=move || t_string!(i18n, request.not_settled)
                on_press=move |()| answer(StepKind::Reopened)
            />
            <Button
                label=move || t_string!(i18n, request.settled)
                emphasis=Emphasis::First
                on_press=move |()| answer(StepKind::Confirmed)
            />
        </div>
    }
}
