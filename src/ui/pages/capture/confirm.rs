//! Confirmation of a request by the customer: settled or not, with a satisfaction score. Shows only the customer's own
//! request.

use busbar_core::domain::{
    Id, Record,
    request::{Request, RequestStep, StepKind},
};
use leptos::prelude::*;

use super::{Gone, TakeBack};
use crate::{
    state::{
        commands::{
            record::fresh,
            request::{Refused, take},
        },
        private_mode::use_private_mode,
        requests::use_requests,
        task,
        workspace::use_workspace,
    },
    ui::{
        components::{Button, Emphasis, TextInput},
        i18n::*,
        labels,
    },
};

/// Question to the customer.
#[component]
pub fn Confirm(id: Id<Request>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let requests = use_requests();
    let private = use_private_mode();
    let about = requests.detail(id);
    if about.with_untracked(Option::is_none) {
        return view! { <Gone /> }.into_any();
    }
    let busy = RwSignal::new(false);
    let step_id: Id<RequestStep> = fresh();
    let score = RwSignal::new(None::<u8>);
    let words = RwSignal::new(String::new());
    let error = RwSignal::new(None::<Refused>);
    let subject = move || about.with(|about| Some(about.as_ref()?.request.subject.clone()));
    let done = move || {
        about.with(|about| {
            let steps = &about.as_ref()?.steps;
            let resolved = steps.iter().rev().find(|step| step.kind == Some(StepKind::Resolved));
            resolved.map(|step| step.reason.clone()).filter(|reason| !reason.is_empty())
        })
    };
    let answer = move |kind: StepKind| {
        let step = RequestStep {
            kind: Some(kind),
            on: Some(about.with_untracked(|about| {
                let today = workspace.facts.today_untracked();
                about.as_ref().map_or(today, |about| about.offered_day(today))
            })),
            reason: words.get_untracked(),
            score: score.get_untracked().filter(|_| kind == StepKind::Confirmed).map(f64::from),
            ..RequestStep::empty(step_id)
        };
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        task::detach(async move {
            let taken = take(workspace, requests, id, step, false).await;
            let _ = busy.try_set(false);
            match taken {
                Ok(()) => private.done(),
                Err(refused) => {
                    let _ = error.try_set(Some(refused));
                }
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
        <div class="capture-body capture-confirm">
            <h1>{t!(i18n, request.confirm_title)}</h1>
            <p class="confirm-subject">{subject}</p>
            {move || done().map(|text| view! { <p class="said">{text}</p> })}
            <fieldset class="field">
                <legend>{t!(i18n, request.confirm_question)}</legend>
                <div class="capture-scale" role="radiogroup">
                    {(1..=5).map(box_of).collect_view()}
                </div>
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
        </div>
        <footer class="capture-foot">
            <Button
                label=move || t_string!(i18n, request.not_settled)
                disabled=busy
                on_press=move |()| answer(StepKind::Reopened)
            />
            <Button
                label=move || t_string!(i18n, request.settled)
                emphasis=Emphasis::First
                disabled=busy
                on_press=move |()| answer(StepKind::Confirmed)
            />
        </footer>
        <p class="capture-note">
            <TakeBack label=Signal::derive(move || t_string!(i18n, capture.not_now)) />
        </p>
    }
    .into_any()
}
